package dev.tidemark.connectors.hubspot;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.Reading;
import dev.tidemark.connectors.json.Envelope;
import dev.tidemark.connectors.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Searches that go from id to id. A search answers 10,000 records at most, by an offset that is wrong as soon as a record moves.
 * So none is used: each request asks for the first records after an id, sorted by id, which never changes. A record that changes
 * meanwhile stays where it is, and how many share a time does not matter.
 */
final class Searches {

    /** The most that one answers. */
    static final int FOUND = 200;

    private Searches() {}

    /** The first records after the position's id, and changed since, where that is what is read. */
    static HttpRequest request(
            Access access, String type, Position position, Reading reading, List<String> properties) {
        List<Map<String, String>> filters = new ArrayList<>();
        filters.add(filter("hs_object_id", "GT", position.after().isEmpty() ? "0" : position.after()));
        if (reading instanceof Reading.Since(var from)) {
            filters.add(filter(new Kind.Records(type).modified(), "GTE", Long.toString(from.toEpochMilli())));
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("filterGroups", List.of(Map.of("filters", filters)));
        body.put("sorts", List.of(Map.of("propertyName", "hs_object_id", "direction", "ASCENDING")));
        body.put("properties", properties);
        body.put("limit", FOUND);
        return Hub.API
                .request(access, "POST", Kind.Records.path(type) + "/search")
                .json(Json.text(body));
    }

    private static Map<String, String> filter(String property, String operator, String value) {
        return Map.of("propertyName", property, "operator", operator, "value", value);
    }

    /**
     * The id to go on after; empty where the search told all.
     *
     * @throws BadPage where the last id is not after the one asked for: the way from id to id would have no end
     */
    static Optional<String> next(Envelope envelope, Position position) throws BadPage {
        if (envelope.count() < FOUND && envelope.find("paging.next.after").isEmpty()) {
            return Optional.empty();
        }
        String last = envelope.lastKey().orElse("");
        if (!last.matches("\\d{1,18}")
                || Long.parseLong(last) <= Long.parseLong(position.after().isEmpty() ? "0" : position.after())) {
            throw new BadPage(
                    "a search sorted by id ended at the id '" + last + "', asked for after '" + position.after() + "'");
        }
        return Optional.of(last);
    }
}
