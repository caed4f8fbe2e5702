package dev.tidemark.sandbox.intercom;

import dev.tidemark.sandbox.http.Response.Answer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A request that Intercom refuses, in its words. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final JsonMapper JSON = new JsonMapper();

    private final int status;
    private final String code;

    Refused(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    static Refused notFound(String what) {
        return new Refused(404, "not_found", what + " Not Found");
    }

    static Refused invalid(String message) {
        return new Refused(400, "parameter_invalid", message);
    }

    Answer answer() {
        return answer(status, code, String.valueOf(getMessage()));
    }

    /** {@code {"type": "error.list", "request_id": …, "errors": [{"code": …, "message": …}]}}. */
    static Answer answer(int status, String code, String message) {
        ObjectNode body =
                JSON.createObjectNode().put("type", "error.list").put("request_id", "b3c41080-0000-4000-8000-1");
        body.putArray("errors").addObject().put("code", code).put("message", message);
        return Answer.json(status, JSON.writeValueAsBytes(body));
    }
}
