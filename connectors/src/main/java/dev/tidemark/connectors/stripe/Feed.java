package dev.tidemark.connectors.stripe;

import dev.tidemark.connectors.stripe.Position.Todo;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What a page of events comes to.
 *
 * @param todo what is to be fetched, each once
 * @param young whether there are records that came into being since the last pass, which a list brings a hundred at a time
 */
record Feed(List<Todo> todo, boolean young) {

    static Feed of(Kind kind, Instant since, JsonNode page) {
        Map<String, Todo> todo = new LinkedHashMap<>();
        boolean young = false;
        for (JsonNode event : page.path("data")) {
            String type = event.path("type").asString("");
            JsonNode object = event.path("data").path("object");
            String member = member(kind, type);
            String id = object.path(member).asString("");
            if (id.isEmpty() || !has(kind, object)) {
                continue; // what has no id, a preview of an invoice, is no record
            }
            boolean listed = member.equals("id")
                    && !kind.own()
                    && !type.endsWith(".deleted")
                    && object.path(kind.sortedBy()).asLong(0) >= since.getEpochSecond();
            young |= listed;
            if (!listed) {
                todo.put(id, new Todo(id, ""));
            }
        }
        return new Feed(List.copyOf(todo.values()), young);
    }

    private static boolean has(Kind kind, JsonNode object) {
        return kind.own()
                || kind.nest()
                        .map(nest -> nest.only().isEmpty()
                                || object.path(nest.only()).asBoolean(false))
                        .orElse(true);
    }

    private static String member(Kind kind, String type) {
        return kind.through().entrySet().stream()
                .filter(each -> type.startsWith(each.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("id");
    }
}
