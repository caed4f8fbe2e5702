package dev.tidemark.connectors.stripe;

import dev.tidemark.connector.BadPage;
import dev.tidemark.connectors.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * How far a pass has come. It travels in the token of a page, so that any process can go on from it at any time.
 *
 * @param phase which list is gone through
 * @param after the id of the last object seen of that list; empty at its begin
 * @param at when that object was created, in seconds since 1970; 0 where that is not known
 * @param upTo the list is asked for from this second backwards; 0 for from the newest
 * @param young whether an event told of a record that came into being since the last pass
 * @param todo what is to be fetched before the list goes on
 */
record Position(Phase phase, String after, long at, long upTo, boolean young, List<Todo> todo) {

    /** What is gone through. */
    enum Phase {
        /** The list of the stream's own records, or of their parents. */
        LIST,
        /** The feed of events. */
        EVENTS,
        /** Nothing any more, when all is fetched that there is to do. */
        END
    }

    /**
     * One record to fetch, or the children of one parent.
     *
     * @param id of the record or the parent
     * @param after the last child seen; empty for none
     */
    record Todo(String id, String after) {}

    Position {
        todo = List.copyOf(todo);
    }

    static Position begin(Phase phase) {
        return new Position(phase, "", 0, 0, false, List.of());
    }

    Position withTodo(List<Todo> left) {
        return new Position(phase, after, at, upTo, young, left);
    }

    boolean isEnd() {
        return phase == Phase.END && todo.isEmpty();
    }

    /** The same place by the time of the object that is gone, and not by its id. */
    Position byTime() {
        return new Position(phase, "", 0, at, young, todo);
    }

    String token() {
        Map<String, Object> token = new LinkedHashMap<>();
        token.put("phase", phase.name());
        token.put("after", after);
        token.put("at", at);
        token.put("upTo", upTo);
        token.put("young", young);
        token.put("todo", todo.stream().map(t -> List.of(t.id(), t.after())).toList());
        return Json.text(token);
    }

    static Position of(String token) throws BadPage {
        JsonNode tree = Json.tree(token.getBytes(StandardCharsets.UTF_8));
        List<Todo> todo = new ArrayList<>();
        for (JsonNode each : tree.path("todo")) {
            todo.add(new Todo(each.path(0).asString(""), each.path(1).asString("")));
        }
        return new Position(
                Phase.valueOf(tree.path("phase").asString("")),
                tree.path("after").asString(""),
                tree.path("at").asLong(0),
                tree.path("upTo").asLong(0),
                tree.path("young").asBoolean(false),
                todo);
    }
}
