package dev.tidemark.connectors.manifest.stream;

import dev.tidemark.connectors.manifest.expression.Condition;
import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expression;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.record.Transformation;
import dev.tidemark.connectors.manifest.record.Transformations;
import dev.tidemark.connectors.manifest.request.Impossible;
import dev.tidemark.connectors.manifest.template.Python;
import dev.tidemark.connectors.manifest.tree.Paths;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A DynamicSchemaLoader: the API describes the fields of a stream, and this makes a JSON schema of it. */
public final class FoundSchema {

    private static final Map<String, Map<Object, Object>> TYPES = Map.ofEntries(
            Map.entry("string", type("string")),
            Map.entry("boolean", type("boolean")),
            Map.entry("date", format("date")),
            Map.entry("timestamp_without_timezone", format("date-time")),
            Map.entry("timestamp_with_timezone", format("date-time")),
            Map.entry("time_without_timezone", format("time")),
            Map.entry("time_with_timezone", format("time")),
            Map.entry("integer", type("integer")),
            Map.entry("number", type("number")),
            Map.entry("array", type("array")),
            Map.entry("object", type("object")));

    private final StreamModel description;
    private final List<Expression> fields;
    private final List<Expression> key;
    private final Optional<List<Expression>> type;
    private final List<TypeRule> rules;
    private final Optional<Condition> filter;
    private final List<Transformation> transformations;

    /**
     * What one of the API's own types becomes.
     *
     * @param target a type's name, a list of them, or a map of {@code field_type} and {@code items}
     */
    private record TypeRule(Object current, Object target, Optional<Condition> condition) {}

    private FoundSchema(Node node, Node identifier, StreamModel description, Expressions expressions) {
        this.description = description;
        fields = expressions.list(identifier, "schema_pointer");
        key = expressions.list(identifier, "key_pointer");
        type = identifier.has("type_pointer")
                ? Optional.of(expressions.list(identifier, "type_pointer"))
                : Optional.empty();
        rules = identifier.children("types_mapping").stream()
                .map(rule -> new TypeRule(
                        rule.find("current_type").orElse(""), target(rule), expressions.condition(rule, "condition")))
                .toList();
        filter = node.child("schema_filter").flatMap(f -> {
            if (!f.type().equals("RecordFilter") && !f.type().isEmpty()) {
                f.refuse();
            }
            return expressions.condition(f, "condition");
        });
        List<Transformation> found = new ArrayList<>();
        node.children("schema_transformations")
                .forEach(t -> Transformations.of(t, expressions).ifPresent(found::add));
        transformations = List.copyOf(found);
    }

    static Optional<FoundSchema> of(Node loader, StreamReader reader, Expressions expressions) {
        Optional<Node> identifier = loader.needChild("schema_type_identifier");
        if (identifier.isPresent() && !identifier.get().has("key_pointer")) {
            identifier.get().problem("'key_pointer' is missing");
        }
        Map<Object, Object> stream = new LinkedHashMap<>();
        stream.put("type", "DeclarativeStream");
        stream.put("name", "schema");
        loader.find("retriever").ifPresent(retriever -> stream.put("retriever", retriever));
        Optional<StreamModel> description = reader.read(new Node(stream, loader.place(), loader.problems()));
        return identifier.isEmpty() || description.isEmpty()
                ? Optional.empty()
                : Optional.of(new FoundSchema(loader, identifier.get(), description.get(), expressions));
    }

    private static Object target(Node rule) {
        Object target = rule.find("target_type").orElse("");
        if (!isKnown(target)) {
            rule.problem("'target_type' is none of " + String.join(", ", new java.util.TreeSet<>(TYPES.keySet())));
            return "string";
        }
        return target;
    }

    private static boolean isKnown(Object target) {
        return switch (target) {
            case String name -> TYPES.containsKey(name);
            case List<?> names -> !names.isEmpty() && names.stream().allMatch(FoundSchema::isKnown);
            case Map<?, ?> complex ->
                isKnown(String.valueOf(complex.get("field_type")))
                        && (complex.get("items") == null || isKnown(complex.get("items")));
            default -> false;
        };
    }

    private static Map<Object, Object> type(String name) {
        return Map.of("type", List.of("null", name));
    }

    private static Map<Object, Object> format(String name) {
        return Map.of("type", List.of("null", "string"), "format", name);
    }

    /** The stream whose first record describes the fields. */
    public StreamModel description() {
        return description;
    }

    /** @throws Impossible where the description is not what the manifest expects */
    public Map<Object, Object> schema(Object record, Map<Object, Object> config) {
        Context context = Context.of(config);
        Object found = fields.isEmpty()
                ? record
                : Paths.get(record, steps(fields, context))
                        .orElseThrow(
                                () -> new Impossible("the description of the fields has nothing at 'schema_pointer'"));
        if (!(found instanceof List<?> list)) {
            throw new Impossible("the description of the fields is no list");
        }
        Map<Object, Object> properties = new LinkedHashMap<>();
        for (Object property : list) {
            Object name = Paths.get(property, steps(key, context)).orElse("");
            if (!(name instanceof String text) || text.isEmpty()) {
                throw new Impossible("a field in the description has no name at 'key_pointer'");
            }
            properties.put(text, of(property, context.with("raw_schema", property)));
        }
        Map<Object, Object> kept = new LinkedHashMap<>();
        properties.forEach((name, schema) -> {
            Map<Object, Object> one = new LinkedHashMap<>();
            one.put(name, schema);
            if (filter.isEmpty() || filter.get().test(context.with("record", one))) {
                kept.putAll(one);
            }
        });
        Context own = context.with("record", kept);
        transformations.forEach(t -> t.apply(kept, own));
        return Map.of("type", "object", "properties", kept);
    }

    private Object of(Object property, Context context) {
        Object raw = type.isEmpty()
                ? "string"
                : Paths.get(property, steps(type.get(), context)).orElse("string");
        for (TypeRule rule : rules) {
            if (Python.equal(rule.current(), raw)
                    && (rule.condition().isEmpty() || rule.condition().get().test(context))) {
                return schema(rule.target());
            }
        }
        if (raw instanceof String name && TYPES.containsKey(name)) {
            return TYPES.get(name);
        }
        if (raw instanceof List<?> && isKnown(raw)) {
            return schema(raw);
        }
        throw new Impossible("the description of the fields has a type that nothing maps: " + Python.str(raw));
    }

    private static Object schema(Object target) {
        return switch (target) {
            case String name -> java.util.Objects.requireNonNull(TYPES.get(name));
            case List<?> names ->
                Map.of("oneOf", names.stream().map(FoundSchema::schema).toList());
            case Map<?, ?> complex -> {
                Map<Object, Object> made =
                        new LinkedHashMap<>((Map<?, ?>) schema(String.valueOf(complex.get("field_type"))));
                Object items = complex.get("items");
                if (items != null) {
                    made.put("items", schema(items));
                }
                yield made;
            }
            default -> TYPES.getOrDefault("string", Map.of());
        };
    }

    private static List<String> steps(List<Expression> path, Context context) {
        return path.stream().map(p -> p.text(context)).toList();
    }
}
