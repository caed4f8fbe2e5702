package dev.tidemark.connectors.stripe;

import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connectors.json.Json;
import dev.tidemark.connectors.rest.Params;
import dev.tidemark.connectors.rest.Rows;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A form as Stripe reads it: names of nested values in brackets, moments in seconds since 1970, nothing for no value. */
final class Form {

    private final Params params = new Params();

    /** @param path the parameter's name, with dots between its parts */
    Form and(String path, FieldType type, @Nullable Object value) {
        nested(brackets(path), type, value);
        return this;
    }

    String encoded() {
        return params.encoded();
    }

    /** {@code address.line1} as {@code address[line1]}; what follows {@code metadata.} is one name, dots and all. */
    private static String brackets(String path) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            return path;
        }
        String rest = path.substring(dot + 1);
        return path.startsWith("metadata.")
                ? "metadata[" + rest + "]"
                : path.substring(0, dot) + "[" + rest.replace(".", "][") + "]";
    }

    private void nested(String name, FieldType type, @Nullable Object value) {
        if (value instanceof ModelRow.JsonText(String json)) {
            tree(name, parsed(json));
        } else if (type == FieldType.JSON && value instanceof String text && looksNested(text)) {
            tree(name, parsed(text));
        } else {
            params.and(name, text(type, value));
        }
    }

    private static boolean looksNested(String text) {
        return text.startsWith("{") || text.startsWith("[");
    }

    private static JsonNode parsed(String json) {
        try {
            return Json.tree(json.getBytes(StandardCharsets.UTF_8));
        } catch (BadPage e) {
            throw new ConnectorException(
                    "destination.mapping_wrong",
                    "a nested value is not JSON: " + e.getMessage(),
                    "Let the model give it as json or jsonb");
        }
    }

    private void tree(String name, JsonNode node) {
        if (node.isObject() && !node.isEmpty()) {
            for (Map.Entry<String, JsonNode> each : node.properties()) {
                tree(name + "[" + each.getKey() + "]", each.getValue());
            }
        } else if (node.isArray() && !node.isEmpty()) {
            for (int i = 0; i < node.size(); i++) {
                tree(name + "[" + i + "]", node.get(i));
            }
        } else {
            params.and(name, node.isValueNode() && !node.isNull() ? node.asString() : "");
        }
    }

    /** The empty text unsets a value. */
    static String text(FieldType type, @Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Instant moment -> Long.toString(moment.getEpochSecond());
            case LocalDate day
            when type == FieldType.INSTANT ->
                Long.toString(day.atStartOfDay(ZoneOffset.UTC).toEpochSecond());
            case BigDecimal number when isWhole(number) -> number.setScale(0).toPlainString();
            default -> Rows.text(value);
        };
    }

    private static boolean isWhole(BigDecimal number) {
        return number.stripTrailingZeros().scale() <= 0 && number.precision() - number.scale() < 30;
    }
}
