package dev.tidemark.rejection;

import dev.tidemark.connector.StreamSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * A record's key as people spell it: one field as it is, several as a JSON array. Everything that is shown or asked for is
 * spelled so.
 */
public final class RecordKey {

    private static final ObjectMapper JSON = new ObjectMapper();

    private RecordKey() {}

    /** Of one part, that part; of several a JSON array of texts. */
    public static String of(List<@Nullable String> parts) {
        if (parts.size() == 1) {
            return String.valueOf(parts.getFirst());
        }
        ArrayNode array = JSON.createArrayNode();
        parts.forEach(array::add);
        return array.toString();
    }

    /**
     * The same key in the one spelling of {@link #of}: in an array, numbers may stand without quotes and blanks anywhere.
     *
     * @throws IllegalArgumentException where the stream's key has several fields and this is no array of so many
     */
    public static String parse(StreamSpec stream, String spelled) {
        int fields = stream.key().size();
        if (fields < 2) {
            return spelled;
        }
        List<@Nullable String> parts = new ArrayList<>();
        try {
            for (JsonNode part : JSON.readTree(spelled)) {
                parts.add(part.isNull() ? null : part.asString());
            }
        } catch (JacksonException e) {
            parts.clear();
        }
        if (parts.size() != fields || !spelled.strip().startsWith("[")) {
            throw new IllegalArgumentException("the key has the fields " + String.join(", ", stream.key())
                    + ": it is spelled as a JSON array of " + fields + " values");
        }
        return of(parts);
    }
}
