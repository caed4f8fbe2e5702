package dev.tidemark.connectors.manifest.record;

import dev.tidemark.connectors.manifest.template.None;
import dev.tidemark.connectors.manifest.template.Python;
import dev.tidemark.connectors.manifest.tree.Paths;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Casts values to the one type that the schema gives their field; a value that cannot be cast stays as it is. Fields of
 * several types (other than null) are left alone.
 *
 * @param schema the stream's JSON schema
 */
record Normaliser(Map<Object, Object> schema) {

    private static final Set<String> TRUE = Set.of("y", "yes", "t", "true", "on", "1");
    private static final Set<String> FALSE = Set.of("n", "no", "f", "false", "off", "0");
    private static final Set<String> SIMPLE = Set.of("string", "number", "integer", "boolean", "null");

    void apply(Map<Object, Object> record) {
        inside(record, schema);
    }

    @SuppressWarnings("unchecked")
    private void inside(Object value, Map<?, ?> of) {
        Map<?, ?> type = resolved(of);
        if (value instanceof Map<?, ?> map && type.get("properties") instanceof Map<?, ?> properties) {
            properties.forEach((name, property) -> {
                Object old = map.get(name);
                if (old != null && property instanceof Map<?, ?> schemaOf) {
                    Object cast = cast(old, resolved(schemaOf));
                    ((Map<Object, Object>) map).put(name, cast);
                    inside(cast, schemaOf);
                }
            });
        } else if (value instanceof List<?> list && type.get("items") instanceof Map<?, ?> items) {
            List<Object> changed = (List<Object>) list;
            for (int i = 0; i < changed.size(); i++) {
                Object cast = cast(changed.get(i), resolved(items));
                changed.set(i, cast);
                inside(cast, items);
            }
        }
    }

    private Map<?, ?> resolved(Map<?, ?> of) {
        if (of.get("$ref") instanceof String ref && ref.startsWith("#/")) {
            Optional<Object> found = Paths.get(schema, List.of(ref.substring(2).split("/", -1)));
            if (found.isPresent() && found.get() instanceof Map<?, ?> map) {
                return map;
            }
        }
        return of;
    }

    private static Object cast(Object value, Map<?, ?> schema) {
        Object type = schema.get("type");
        List<?> types = type instanceof List<?> list ? list : type == null ? List.of() : List.of(type);
        if (value == None.NONE && types.contains("null")) {
            return value;
        }
        List<?> single = types.stream().filter(t -> !"null".equals(t)).toList();
        if (single.size() != 1) {
            return value;
        }
        return switch (String.valueOf(single.getFirst())) {
            case "string" -> Python.str(value);
            case "number" -> number(value).orElse(value);
            case "integer" -> integer(value).orElse(value);
            case "boolean" -> bool(value).orElse(value);
            case "array" -> array(value, schema);
            default -> value;
        };
    }

    private static Optional<Object> number(Object value) {
        return switch (value) {
            case Long number -> Optional.of(number.doubleValue());
            case BigInteger number -> Optional.of(number.doubleValue());
            case Double number -> Optional.of(number);
            case Boolean bool -> Optional.of(bool ? 1.0 : 0.0);
            case String text -> Python.real(text).map(d -> d);
            default -> Optional.empty();
        };
    }

    private static Optional<Object> integer(Object value) {
        return switch (value) {
            case Long number -> Optional.of(number);
            case BigInteger number -> Optional.of(number);
            case Double number
            when !number.isNaN() && !number.isInfinite() -> {
                BigInteger whole = BigDecimal.valueOf(number).toBigInteger();
                yield Optional.of(whole.bitLength() < 64 ? (Object) whole.longValue() : whole);
            }
            case Boolean bool -> Optional.of(bool ? 1L : 0L);
            case String text -> Python.integer(text);
            default -> Optional.empty();
        };
    }

    private static Optional<Object> bool(Object value) {
        if (value instanceof String text) {
            String word = text.toLowerCase(Locale.ROOT).strip();
            return TRUE.contains(word)
                    ? Optional.of(true)
                    : FALSE.contains(word) ? Optional.of(false) : Optional.empty();
        }
        return Optional.of(Python.truth(value));
    }

    private static Object array(Object value, Map<?, ?> schema) {
        Object type = schema.get("items") instanceof Map<?, ?> items ? items.get("type") : null;
        List<?> types = type instanceof List<?> list ? list : type == null ? List.of() : List.of(type);
        boolean isScalar = !(value instanceof Map) && !(value instanceof List);
        return isScalar
                        && SIMPLE.containsAll(
                                types.stream().map(String::valueOf).toList())
                ? new ArrayList<>(List.of(value))
                : value;
    }
}
