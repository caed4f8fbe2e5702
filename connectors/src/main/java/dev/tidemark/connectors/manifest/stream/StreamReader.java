package dev.tidemark.connectors.manifest.stream;

import dev.tidemark.connectors.manifest.auth.Authenticators;
import dev.tidemark.connectors.manifest.error.ErrorHandler;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.page.Paginator;
import dev.tidemark.connectors.manifest.record.Selector;
import dev.tidemark.connectors.manifest.request.Injection;
import dev.tidemark.connectors.manifest.request.Requester;
import dev.tidemark.connectors.manifest.slice.TimeCursor;
import dev.tidemark.connectors.manifest.template.Python;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compiles the streams of a manifest. */
record StreamReader(Expressions expressions, Schemas schemas) {

    private static final int DEEPEST = 20;

    Optional<StreamModel> read(Node node) {
        return read(node, 0);
    }

    private Optional<StreamModel> read(Node stream, int depth) {
        if (depth > DEEPEST) {
            stream.problem("parents of parents go too deep");
            return Optional.empty();
        }
        if (!stream.type().equals("DeclarativeStream")) {
            stream.refuse();
            return Optional.empty();
        }
        String name = stream.need("name");
        Node node = stream.named(name);
        node.refuse("file_uploader");
        for (Node migration : node.children("state_migrations")) {
            if (!migration.type().equals("LegacyToPerPartitionStateMigration")) {
                migration.refuse();
            }
        }
        Optional<Node> retriever = node.needChild("retriever");
        if (retriever.isEmpty()) {
            return Optional.empty();
        }
        if (!retriever.get().type().equals("SimpleRetriever")) {
            retriever.get().refuse();
            return Optional.empty();
        }
        Optional<Node> requester = retriever.get().needChild("requester");
        if (requester.isEmpty()) {
            return Optional.empty();
        }
        if (!requester.get().type().equals("HttpRequester")) {
            requester.get().refuse();
            return Optional.empty();
        }
        Map<Object, Object> schema = schemas.of(node);
        Optional<TimeCursor> cursor = TimeCursor.of(node, expressions);
        boolean filtersItself = cursor.filter(TimeCursor::filtersItself).isPresent();
        return Optional.of(new StreamModel(
                name,
                Requester.of(requester.get(), expressions),
                Authenticators.of(requester.get(), "authenticator", expressions),
                ErrorHandler.of(requester.get(), expressions),
                Paginator.of(retriever.get(), expressions),
                Selector.of(node, retriever.get(), schema, filtersItself, expressions),
                cursor,
                routers(retriever.get(), depth),
                retriever.get().find("partition_router").orElse("") instanceof List,
                retriever.get().flag("ignore_stream_slicer_parameters_on_paginated_requests"),
                key(node),
                schema,
                node.has("state_migrations")));
    }

    private static List<List<String>> key(Node node) {
        Object key = node.find("primary_key").orElse(List.of());
        if (!(key instanceof List<?> list)) {
            return List.of(List.of(Python.str(key)));
        }
        List<List<String>> paths = new ArrayList<>();
        list.forEach(part -> paths.add(
                part instanceof List<?> path ? path.stream().map(Python::str).toList() : List.of(Python.str(part))));
        return paths.stream().filter(p -> !p.isEmpty()).toList();
    }

    private List<Router> routers(Node retriever, int depth) {
        return retriever.children("partition_router").stream()
                .map(node -> router(node, depth))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Router> router(Node node, int depth) {
        return switch (node.type()) {
            case "ListPartitionRouter" -> {
                Object values = node.find("values").orElse("");
                yield Optional.of(new Router.Listed(
                        values instanceof List<?> list ? List.copyOf(list) : List.of(),
                        values instanceof List ? Optional.empty() : Optional.of(expressions.need(node, "values")),
                        expressions.need(node, "cursor_field"),
                        Injection.of(node, "request_option", expressions)));
            }
            case "SubstreamPartitionRouter" -> {
                List<Parent> parents = node.children("parent_stream_configs").stream()
                        .map(p -> parent(p, depth))
                        .flatMap(Optional::stream)
                        .toList();
                if (!node.has("parent_stream_configs")) {
                    node.problem("'parent_stream_configs' is missing");
                }
                yield Optional.of(new Router.Children(parents));
            }
            default -> {
                node.refuse();
                yield Optional.empty();
            }
        };
    }

    private Optional<Parent> parent(Node node, int depth) {
        if (!node.type().equals("ParentStreamConfig")) {
            node.refuse();
            return Optional.empty();
        }
        node.refuse("lazy_read_pointer");
        return node.needChild("stream")
                .flatMap(stream -> read(stream, depth + 1))
                .map(stream -> new Parent(
                        stream,
                        expressions.need(node, "parent_key"),
                        expressions.need(node, "partition_field"),
                        node.list("extra_fields").stream()
                                .map(path -> path instanceof List<?> steps
                                        ? steps.stream()
                                                .map(step -> expressions.of(node, Python.str(step)))
                                                .toList()
                                        : List.of(expressions.of(node, Python.str(path))))
                                .toList(),
                        Injection.of(node, "request_option", expressions),
                        node.flag("incremental_dependency")));
    }
}
