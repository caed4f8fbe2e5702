package dev.tidemark.sandbox.zendesk;

import dev.tidemark.sandbox.http.Response.Answer;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A request that Zendesk refuses, in its own words. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final JsonMapper JSON = new JsonMapper();

    private final transient Answer answer;

    private Refusal(Answer answer) {
        super(answer.text(), null, false, false);
        this.answer = answer;
    }

    Answer answer() {
        return answer;
    }

    /** The member {@code error} of its body: the code of the refusal. */
    String code() {
        return JSON.readTree(answer.body()).path("error").asString("");
    }

    /** What went wrong, in a sentence. */
    String said() {
        JsonNode body = JSON.readTree(answer.body());
        for (JsonNode field : body.path("details")) {
            return field.path(0).path("description").asString("");
        }
        return body.path("description").asString("");
    }

    static Refusal of(int status, String code, String description) {
        return new Refusal(
                json(status, JSON.createObjectNode().put("error", code).put("description", description)));
    }

    /** 422 for a value of a record: {@code {"error": "RecordInvalid", "details": {FIELD: [{…}]}}}. */
    static Refusal invalid(String field, String error, String description) {
        ObjectNode body =
                JSON.createObjectNode().put("error", "RecordInvalid").put("description", "Record validation errors");
        body.putObject("details")
                .putArray(field)
                .addObject()
                .put("description", description)
                .put("error", error);
        return new Refusal(json(422, body));
    }

    static Refusal notFound() {
        return of(404, "RecordNotFound", "Not found");
    }

    static Refusal noEndpoint() {
        return of(404, "InvalidEndpoint", "Not found");
    }

    static Refusal forbidden() {
        ObjectNode body = JSON.createObjectNode();
        body.putObject("error")
                .put("title", "Forbidden")
                .put(
                        "message",
                        "You do not have access to this page. Please contact the account owner of this help desk"
                                + " for further help.");
        return new Refusal(json(403, body));
    }

    static Refusal notSignedIn() {
        return new Refusal(json(401, JSON.createObjectNode().put("error", "Couldn't authenticate you")));
    }

    /** 429; {@code Retry-After} in whole seconds. */
    static Refusal tooMany(String code, String description, Duration retryAfter) {
        long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
        return new Refusal(of(429, code, description).answer().with("Retry-After", Long.toString(seconds)));
    }

    private static Answer json(int status, ObjectNode body) {
        return Answer.json(status, JSON.writeValueAsBytes(body));
    }
}
