package dev.tidemark.sandbox.kit;

import dev.tidemark.sandbox.http.Request;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reading what a control request says, and the usual answer to it. */
public final class ControlJson {
    private static final JsonMapper JSON = new JsonMapper();

    private ControlJson() {}

    /** The body; an empty object when there is none. */
    public static JsonNode body(Request request) {
        return request.body().length == 0 ? JSON.createObjectNode() : JSON.readTree(request.body());
    }

    /** A member that must be there and not empty. */
    public static String text(JsonNode body, String name) {
        String text = body.path(name).asString("");
        if (text.isEmpty()) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return text;
    }

    /** Does it, and answers {@link #ok}. */
    public static ObjectNode done(Runnable work) {
        work.run();
        return ok();
    }

    /** {@code {"ok":true}}, to add to. */
    public static ObjectNode ok() {
        return JSON.createObjectNode().put("ok", true);
    }

    /** An empty object, to fill. */
    public static ObjectNode object() {
        return JSON.createObjectNode();
    }
}
