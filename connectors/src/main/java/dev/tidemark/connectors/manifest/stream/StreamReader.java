package dev.tidemark.connectors.manifest.stream;

import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.page.Paginator;
import dev.tidemark.connectors.manifest.record.Selector;
import dev.tidemark.connectors.manifest.request.Injection;
import dev.tidemark.connectors.manifest.slice.CountCursor;
import dev.tidemark.connectors.manifest.slice.Cursor;
import dev.tidemark.connectors.manifest.template.Python;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
        for (Node migration : node.children("state_migrations")) {
            if (!migration.type().equals("LegacyToPerPartitionStateMigration")) {
                migration.refuse();
            }
        }
        Optional<Node> retriever = node.needChild("retriever");
        if (retriever.isEmpty()) {
            return Optional.empty();
        }
        return switch (retriever.get().type()) {
            case "SimpleRetriever" -> {
                if (!retriever.get().has("requester")) {
                    retriever.get().problem("'requester' is missing");
                }
                yield Asking.of(retriever.get(), "requester", expressions)
                        .map(page -> model(node, name, retriever.get(), page, Optional.empty(), depth));
            }
            case "AsyncRetriever" ->
                AsyncModel.of(retriever.get(), expressions)
                        .map(job ->
                                model(node, name, downloads(retriever.get()), job.download(), Optional.of(job), depth));
            default -> {
                retriever.get().refuse();
                yield Optional.empty();
            }
        };
    }

    /** The part of an AsyncRetriever that downloads, in the words of a SimpleRetriever. */
    private static Node downloads(Node retriever) {
        Map<Object, Object> fields = new LinkedHashMap<>(retriever.fields());
        fields.remove("decoder");
        retriever.find("download_decoder").ifPresent(decoder -> fields.put("decoder", decoder));
        retriever.find("download_paginator").ifPresent(paginator -> fields.put("paginator", paginator));
        Map<Object, Object> selector = new LinkedHashMap<>(retriever.map("record_selector"));
        Object extractor =
                retriever.find("download_extractor").orElse(Map.of("type", "DpathExtractor", "field_path", List.of()));
        if (extractor instanceof Map<?, ?> map && "ResponseToFileExtractor".equals(map.get("type"))) {
            // Rows with a header, as texts; what is empty is null.
            fields.put("decoder", Map.of("type", "CsvDecoder", "set_values_to_none", List.of("")));
            extractor = Map.of("type", "DpathExtractor", "field_path", List.of());
        }
        selector.put("extractor", extractor);
        fields.put("record_selector", selector);
        return new Node(fields, retriever.place(), retriever.problems());
    }

    private StreamModel model(
            Node node, String name, Node retriever, Asking page, Optional<AsyncModel> job, int depth) {
        Map<Object, Object> schema = schemas.of(node);
        Optional<Cursor> cursor = Cursor.of(node, expressions);
        if (cursor.filter(CountCursor.class::isInstance).isPresent() && retriever.has("partition_router")) {
            node.problem("an IncrementingCountCursor is for streams without partitions");
        }
        boolean isDescribed =
                node.children("schema_loader").stream().anyMatch(l -> l.type().equals("DynamicSchemaLoader"));
        if (isDescribed
                && retriever
                        .child("record_selector")
                        .flatMap(r -> r.text("schema_normalization"))
                        .filter("Default"::equals)
                        .isPresent()) {
            retriever.problem(
                    "'schema_normalization' needs a schema that the manifest has, not one that the API describes");
        }
        boolean filtersItself = cursor.filter(Cursor::filtersItself).isPresent();
        return new StreamModel(
                name,
                page,
                job,
                Paginator.of(retriever, expressions),
                PagesAnew.of(retriever, cursor),
                QueryModel.of(retriever, schema, this, expressions),
                Selector.of(node, retriever, schema, filtersItself, expressions),
                cursor,
                routers(retriever, depth),
                retriever.find("partition_router").orElse("") instanceof List,
                retriever.flag("ignore_stream_slicer_parameters_on_paginated_requests"),
                key(node),
                schema,
                schemas.found(node, this),
                node.has("state_migrations"));
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
            case "GroupingPartitionRouter" -> {
                int size = node.text("group_size")
                        .flatMap(Python::integer)
                        .map(n -> ((Number) n).intValue())
                        .orElse(0);
                if (size < 1) {
                    node.problem("'group_size' is a number of partitions");
                }
                boolean dropsDoubles = !node.has("deduplicate") || node.flag("deduplicate");
                yield node.needChild("underlying_partition_router")
                        .flatMap(inner -> router(inner, depth))
                        .map(inner -> new Router.Grouped(inner, Math.max(1, size), dropsDoubles));
            }
            case "UnionPartitionRouter" ->
                Optional.of(new Router.Union(
                        node.children("partition_routers").stream()
                                .map(inner -> router(inner, depth))
                                .flatMap(Optional::stream)
                                .toList(),
                        node.need("partition_field")));
            default -> {
                node.refuse();
                yield Optional.empty();
            }
        };
    }

    /** Of a parent that has two forms, the one that reads everything; another is of use only where it keeps a state. */
    private static Node ofParent(Node config, Node stream) {
        if (!stream.type().equals("StateDelegatingStream")) {
            return stream;
        }
        if (config.flag("incremental_dependency")) {
            config.problem(
                    "a parent that is a StateDelegatingStream is read whole: 'incremental_dependency' does not run"
                            + " here");
        }
        return stream.needChild("full_refresh_stream").orElse(stream);
    }

    private Optional<Parent> parent(Node node, int depth) {
        if (!node.type().equals("ParentStreamConfig")) {
            node.refuse();
            return Optional.empty();
        }
        return node.needChild("stream")
                .flatMap(stream -> read(ofParent(node, stream), depth + 1))
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
