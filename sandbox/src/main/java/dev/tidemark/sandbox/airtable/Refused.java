package dev.tidemark.sandbox.airtable;

import dev.tidemark.sandbox.http.Response.Answer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A request that Airtable refuses, in its words. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final JsonMapper JSON = new JsonMapper();

    private final int status;
    private final String type;

    Refused(int status, String type, String message) {
        super(message);
        this.status = status;
        this.type = type;
    }

    static Refused notFound() {
        return new Refused(404, "NOT_FOUND", "");
    }

    static Refused noModel() {
        return new Refused(
                403,
                "INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND",
                "Invalid permissions, or the requested model was not found. Check that both your user and your token have the"
                        + " required permissions, and that the model names and/or ids are correct.");
    }

    static Refused invalid(String message) {
        return new Refused(422, "INVALID_REQUEST_UNKNOWN", message);
    }

    Answer answer() {
        return answer(status, type, String.valueOf(getMessage()));
    }

    /** {@code {"error": {"type": …, "message": …}}}, and of a 404 only {@code {"error": "NOT_FOUND"}}. */
    static Answer answer(int status, String type, String message) {
        ObjectNode body = JSON.createObjectNode();
        if (status == 404) {
            body.put("error", type);
        } else {
            body.putObject("error").put("type", type).put("message", message);
        }
        return Answer.json(status, JSON.writeValueAsBytes(body));
    }
}
