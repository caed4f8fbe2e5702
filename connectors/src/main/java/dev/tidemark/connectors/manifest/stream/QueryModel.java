package dev.tidemark.connectors.manifest.stream;

import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expression;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.record.Transformation;
import dev.tidemark.connectors.manifest.record.Transformations;
import dev.tidemark.connectors.manifest.request.Impossible;
import dev.tidemark.connectors.manifest.template.None;
import dev.tidemark.connectors.manifest.template.Python;
import dev.tidemark.connectors.manifest.tree.Paths;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * QueryProperties: which properties of its records an API is asked for, and how many of them at once.
 *
 * @param parameter of the request in which their names stand, where the manifest put them into one
 * @param listed the names; where the API lists them, empty
 * @param always those that every request has, where there are several
 * @param limit how much of them one request may have; empty for all of them in one
 * @param selection which of them the stream's schema has; empty for all
 */
record QueryModel(
        Optional<String> parameter,
        List<String> listed,
        Optional<Endpoint> endpoint,
        List<String> always,
        Optional<Limit> limit,
        Optional<Selection> selection) {

    /** The name by which templates see the properties of a request, among the extra fields of its slice. */
    static final String NAME = "query_properties";

    /** So many letters stand between two names in an address. */
    private static final int BETWEEN = 3;

    /**
     * Where the API lists them.
     *
     * @param path to the name in a record
     */
    record Endpoint(StreamModel stream, List<Expression> path) {

        String name(Object record, Context context) {
            List<String> steps = path.stream().map(p -> p.text(context)).toList();
            return Paths.get(record, steps)
                    .filter(found -> found != None.NONE)
                    .map(Python::str)
                    .orElseThrow(() ->
                            new Impossible("a property that the API lists has no name at " + String.join(".", steps)));
        }
    }

    /**
     * What one request may have.
     *
     * @param most names, or letters; 0 for any number
     * @param key the fields by which the records of several requests are put together
     */
    record Limit(boolean isOfLetters, long most, List<String> key) {}

    /** The fields of a schema, renamed as the manifest says. */
    record Selection(Set<Object> fields) {}

    /** A stream's; empty where it has none, or they do not run. */
    static Optional<QueryModel> of(
            Node retriever, Map<Object, Object> schema, StreamReader reader, Expressions expressions) {
        Optional<Node> requester = retriever.child("requester");
        if (requester.isEmpty()) {
            return Optional.empty();
        }
        List<Named> found = new ArrayList<>();
        requester.get().child("query_properties").ifPresent(node -> found.add(new Named(Optional.empty(), node)));
        requester.get().map("request_parameters").forEach((name, value) -> {
            if (value instanceof Map) {
                Node parameters = requester.get().child("request_parameters").orElseThrow();
                parameters
                        .child(Python.str(name))
                        .ifPresent(node -> found.add(new Named(Optional.of(Python.str(name)), node)));
            }
        });
        Optional<Node> old = requester.get().child("fetch_properties_from_endpoint");
        if (found.size() + (old.isPresent() ? 1 : 0) > 1) {
            requester.get().problem("the properties of a stream are asked for in one place, and here in several");
        }
        if (old.isPresent()) {
            return endpoint(old.get(), reader, expressions)
                    .map(e -> new QueryModel(
                            Optional.empty(),
                            List.of(),
                            Optional.of(e),
                            List.of(),
                            Optional.empty(),
                            Optional.empty()));
        }
        return found.stream().findFirst().flatMap(f -> read(f, schema, reader, expressions));
    }

    private record Named(Optional<String> parameter, Node node) {}

    private static Optional<QueryModel> read(
            Named named, Map<Object, Object> schema, StreamReader reader, Expressions expressions) {
        Node node = named.node();
        if (!node.type().equals("QueryProperties")) {
            node.refuse();
            return Optional.empty();
        }
        List<String> listed = List.of();
        Optional<Endpoint> endpoint = Optional.empty();
        if (node.find("property_list").orElse("") instanceof Map) {
            endpoint = node.child("property_list").flatMap(list -> endpoint(list, reader, expressions));
        } else if (node.list("property_list").isEmpty()) {
            node.problem("'property_list' is missing: the names, or where the API lists them");
        } else {
            listed = node.texts("property_list");
        }
        return Optional.of(new QueryModel(
                named.parameter(),
                listed,
                endpoint,
                node.texts("always_include_properties"),
                node.child("property_chunking").flatMap(QueryModel::limit),
                node.child("property_selector").flatMap(selector -> selection(selector, schema, expressions))));
    }

    private static Optional<Endpoint> endpoint(Node node, StreamReader reader, Expressions expressions) {
        if (!node.type().equals("PropertiesFromEndpoint")) {
            node.refuse();
            return Optional.empty();
        }
        if (node.list("property_field_path").isEmpty()) {
            node.problem("'property_field_path' is missing");
        }
        Map<Object, Object> stream = new LinkedHashMap<>();
        stream.put("type", "DeclarativeStream");
        stream.put("name", "properties");
        node.find("retriever").ifPresent(retriever -> stream.put("retriever", retriever));
        return reader.read(new Node(stream, node.place(), node.problems()))
                .map(model -> new Endpoint(model, expressions.list(node, "property_field_path")));
    }

    private static Optional<Limit> limit(Node node) {
        if (!node.type().equals("PropertyChunking")) {
            node.refuse();
            return Optional.empty();
        }
        String type = node.need("property_limit_type");
        if (!Set.of("characters", "property_count", "").contains(type)) {
            node.problem("'property_limit_type' is characters or property_count, not " + type);
        }
        List<String> key = List.of("id");
        Optional<Node> merge = node.child("record_merge_strategy");
        if (merge.isPresent()) {
            if (!merge.get().type().equals("GroupByKeyMergeStrategy")) {
                merge.get().refuse();
            } else if (!merge.get().has("key")) {
                merge.get().problem("'key' is missing");
            } else {
                key = merge.get().find("key").orElse("") instanceof List
                        ? merge.get().texts("key")
                        : List.of(merge.get().need("key"));
            }
        }
        Optional<Object> most = node.text("property_limit").flatMap(Python::integer);
        if (node.has("property_limit")
                && most.filter(m -> m instanceof Long n && n >= 0).isEmpty()) {
            node.problem("'property_limit' is a number");
        }
        return Optional.of(new Limit(
                type.equals("characters"),
                most.map(m -> ((Number) m).longValue()).orElse(0L),
                key));
    }

    private static Optional<Selection> selection(Node node, Map<Object, Object> schema, Expressions expressions) {
        if (!node.type().equals("JsonSchemaPropertySelector")) {
            node.refuse();
            return Optional.empty();
        }
        List<Transformation> transformations = new ArrayList<>();
        node.children("transformations")
                .forEach(t -> Transformations.of(t, expressions).ifPresent(transformations::add));
        Map<Object, Object> fields = new LinkedHashMap<>(States.map(schema, "properties"));
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        Context context = Context.of(Map.of()).with("record", fields);
        transformations.forEach(t -> t.apply(fields, context));
        return Optional.of(new Selection(Set.copyOf(fields.keySet())));
    }

    /**
     * The properties of each request for a page.
     *
     * @param found what the API lists
     */
    List<List<String>> chunks(List<String> found) {
        List<String> all = (endpoint.isPresent() ? found : listed)
                .stream()
                        .filter(name ->
                                selection.isEmpty() || selection.get().fields().contains(name))
                        .toList();
        if (limit.isEmpty()) {
            return List.of(all);
        }
        if (limit.get().most() == 0) {
            List<String> one = new ArrayList<>(all);
            one.addAll(always);
            return List.of(one);
        }
        List<List<String>> chunks = new ArrayList<>();
        List<String> chunk = new ArrayList<>(always);
        long size = 0;
        for (String name : all) {
            long more = limit.get().isOfLetters() ? name.length() + BETWEEN : 1;
            if (size > 0 && size + more > limit.get().most()) {
                chunks.add(chunk);
                chunk = new ArrayList<>(always);
                size = 0;
            }
            chunk.add(name);
            size += more;
        }
        chunks.add(chunk);
        return chunks;
    }

    /** The records of several requests as one each; those without a key stand alone. */
    List<Object> merged(List<Object> records) {
        Map<String, Map<Object, Object>> byKey = new LinkedHashMap<>();
        List<Object> merged = new ArrayList<>();
        for (Object record : records) {
            Optional<String> key = record instanceof Map<?, ?> map ? key(map) : Optional.empty();
            if (key.isEmpty()) {
                merged.add(record);
            } else {
                merge(byKey.computeIfAbsent(key.get(), k -> new LinkedHashMap<>()), (Map<?, ?>) record);
            }
        }
        merged.addAll(byKey.values());
        return merged;
    }

    private Optional<String> key(Map<?, ?> record) {
        List<String> values = new ArrayList<>();
        for (String field : limit.orElseThrow().key()) {
            Object value = record.get(field);
            if (value == null || !Python.truth(value)) {
                return Optional.empty();
            }
            values.add(Python.str(value));
        }
        return Optional.of(String.join(",", values));
    }

    @SuppressWarnings("unchecked")
    private static void merge(Map<Object, Object> target, Map<?, ?> source) {
        source.forEach((name, value) -> {
            if (target.get(name) instanceof Map<?, ?> old && value instanceof Map<?, ?> inner) {
                merge((Map<Object, Object>) old, inner);
            } else {
                target.put(name, value);
            }
        });
    }

    /** Whether the records of several requests are put together. */
    boolean merges() {
        return limit.isPresent();
    }
}
