package dev.tidemark.connectors.postgres;

import dev.tidemark.connector.FieldType;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Which fields the elements of a nested list have, as far as they were seen, and the types that hold what was in them. */
final class ListLearner {

    /** The field of elements that are no objects. */
    static final String VALUE = "";

    /** Where keys are data, such as ids, each would become a column. */
    static final int MOST_FIELDS = 300;

    private static final JsonFactory JSON = new JsonFactory();
    private static final long MOST_INTEGER = 1_000_000_000_000_000_000L;
    private static final int LONGEST_NAME = 200;

    private final List<String> path;
    private final Map<String, FieldType> fields;
    private boolean grown;
    private boolean full;

    ListLearner(List<String> path, Map<String, FieldType> known) {
        this.path = List.copyOf(path);
        this.fields = new LinkedHashMap<>(known);
    }

    /** In the order in which they were first seen. */
    Map<String, FieldType> fields() {
        return fields;
    }

    /** Whether something was learned that was not yet {@link #kept}. */
    boolean grown() {
        return grown;
    }

    void kept() {
        grown = false;
    }

    /** Whether there are more fields than columns. */
    boolean full() {
        return full;
    }

    /** @param json a value of the column; one that is no JSON teaches nothing */
    void learn(String json) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            if (isList(parser)) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    element(parser);
                }
            }
        } catch (JacksonException e) {
            // The database refuses the row, with its own reason.
        }
    }

    private boolean isList(JsonParser parser) {
        JsonToken token = parser.nextToken();
        for (String key : path) {
            token = token == JsonToken.START_OBJECT ? under(parser, key) : null;
        }
        return token == JsonToken.START_ARRAY;
    }

    private static @Nullable JsonToken under(JsonParser parser, String key) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean found = parser.currentName().equals(key);
            JsonToken value = parser.nextToken();
            if (found) {
                return value;
            }
            parser.skipChildren();
        }
        return null;
    }

    private void element(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            field(VALUE, parser);
            return;
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (isName(name)) {
                field(name, parser);
            } else {
                parser.skipChildren();
            }
        }
    }

    /** What no column can be called after: the database would refuse to remember it, and with it the rows. */
    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST_NAME
                && name.indexOf('\0') < 0
                && StandardCharsets.UTF_8.newEncoder().canEncode(name);
    }

    private void field(String name, JsonParser parser) {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_NULL) {
            FieldType before = fields.get(name);
            if (before == null && fields.size() >= MOST_FIELDS) {
                full = true;
            } else if (before != FieldType.JSON) {
                FieldType now = type(parser, token);
                FieldType wide = before == null ? now : wider(before, now);
                if (wide != before) {
                    fields.put(name, wide);
                    grown = true;
                }
            }
        }
        parser.skipChildren();
    }

    private static FieldType type(JsonParser parser, JsonToken token) {
        return switch (token) {
            case VALUE_TRUE, VALUE_FALSE -> FieldType.BOOLEAN;
            case VALUE_STRING -> FieldType.TEXT;
            case VALUE_NUMBER_INT ->
                parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER && isShort(parser.getLongValue())
                        ? FieldType.INTEGER
                        : FieldType.DECIMAL;
            case VALUE_NUMBER_FLOAT -> FieldType.DECIMAL;
            default -> FieldType.JSON;
        };
    }

    private static boolean isShort(long number) {
        return number > -MOST_INTEGER && number < MOST_INTEGER;
    }

    private static FieldType wider(FieldType one, FieldType other) {
        return one == FieldType.JSON || other == FieldType.JSON ? FieldType.JSON : ColumnTypes.wider(one, other);
    }
}
