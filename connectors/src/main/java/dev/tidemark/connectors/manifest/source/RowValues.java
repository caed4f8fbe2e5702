package dev.tidemark.connectors.manifest.source;

import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connectors.manifest.template.None;
import dev.tidemark.connectors.manifest.template.Python;
import dev.tidemark.connectors.manifest.tree.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A model's row in the app's words.
 *
 * @param all every mapped field
 * @param values all but the one that the row is matched by
 */
record RowValues(Map<Object, Object> all, Map<Object, Object> values, Object match) {

    static RowValues of(ModelRow row, WriteSpec spec) {
        Map<Object, Object> all = new LinkedHashMap<>();
        Map<Object, Object> values = new LinkedHashMap<>();
        new TreeMap<>(spec.mapping()).forEach((field, column) -> {
            Object value = value(row.values().get(column));
            all.put(field, value);
            if (spec.mode() == WriteSpec.Mode.INSERT
                    || spec.match().filter(field::equals).isEmpty()) {
                values.put(field, value);
            }
        });
        Object match = spec.match().map(all::get).orElse(None.NONE);
        return new RowValues(all, values, match);
    }

    /** The value that the row is matched by, as text; empty where it has none. */
    Optional<String> matchText() {
        return match == None.NONE || match.equals("") ? Optional.empty() : Optional.of(text(match));
    }

    /** Equal for a value and for the same value as an API repeats it. */
    static String text(Object value) {
        return value instanceof Map || value instanceof java.util.List ? Json.write(value) : Python.str(value);
    }

    private static Object value(@Nullable Object value) {
        return switch (value) {
            case null -> None.NONE;
            case String text -> text;
            case Boolean bool -> bool;
            case Long number -> number;
            case Double number -> number;
            case BigDecimal number -> number(number);
            case byte[] bytes -> Base64.getEncoder().encodeToString(bytes);
            case ModelRow.JsonText json -> Json.read(json.json());
            default -> value.toString(); // days, times and moments, as ISO 8601 has them
        };
    }

    /** Templates know no exact decimals: one that no other number is equal to is handed through as it is. */
    private static Object number(BigDecimal number) {
        if (number.signum() == 0 || number.stripTrailingZeros().scale() <= 0) {
            BigInteger whole = number.toBigInteger();
            return whole.bitLength() < Long.SIZE ? (Object) whole.longValue() : whole;
        }
        double near = number.doubleValue();
        return Double.isFinite(near) && new BigDecimal(Double.toString(near)).compareTo(number) == 0
                ? (Object) near
                : number;
    }
}
