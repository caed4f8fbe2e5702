package dev.tidemark.connectors.sql.read;

import dev.tidemark.connector.BadPage;
import dev.tidemark.connectors.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Where a pass stands, as it travels in a token.
 *
 * @param part which of the pass's parts
 * @param columns that the part is ordered by, to see whether they still are the same
 * @param values those of the last row read, as the database spells them; empty at the beginning of a part
 */
record Place(Part part, List<String> columns, List<String> values) {

    /** The parts of a pass. */
    enum Part {
        /** Every row, by the key. */
        ALL,
        /** Rows without a time of change, by the key. */
        TIMELESS,
        /** Rows by the time of their change, and by the key. */
        CHANGED
    }

    Place {
        columns = List.copyOf(columns);
        values = List.copyOf(values);
    }

    String token() {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("part", part.name());
        told.put("by", columns);
        told.put("after", values);
        return Json.text(told);
    }

    /** Empty where this is no token of ours. */
    static Optional<Place> of(String token) {
        try {
            JsonNode told = Json.tree(token.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return Optional.of(new Place(
                    Part.valueOf(told.path("part").asString()), texts(told.path("by")), texts(told.path("after"))));
        } catch (BadPage | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> found = new ArrayList<>();
        array.forEach(one -> found.add(one.asString()));
        return found;
    }
}
