package dev.tidemark.connectors.zendesk;

import dev.tidemark.connector.BadPage;
import dev.tidemark.connectors.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Takes the comments out of a page of ticket events, where they lie as children, and tells each its ticket. */
final class Comments {

    private Comments() {}

    /** A page {@code {"ticket_comments": […]}} of the same comments. */
    static byte[] flat(byte[] page) throws BadPage {
        JsonNode events = Json.tree(page).path("ticket_events");
        if (!events.isArray()) {
            throw new BadPage("no ticket_events");
        }
        List<JsonNode> comments = new ArrayList<>();
        for (JsonNode event : events) {
            for (JsonNode child : event.path("child_events")) {
                if (child instanceof ObjectNode comment
                        && comment.path("event_type").asString("").equals("Comment")) {
                    comment.set("ticket_id", event.path("ticket_id"));
                    comments.add(comment);
                }
            }
        }
        return Json.bytes(Map.of("ticket_comments", comments));
    }
}
