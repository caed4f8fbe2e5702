package dev.tidemark.connectors.salesforce;

import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connectors.json.Json;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What Salesforce says went wrong with a whole request: {@code [{"errorCode": …, "message": …}]}, or of a sign-in {@code
 * {"error": …, "error_description": …}}.
 *
 * @param code such as {@code INVALID_SESSION_ID}
 */
record ApiError(String code, String message) {

    /** Longer bodies are no error messages. */
    private static final int MAX_BODY = 100_000;

    /** Empty where the body is no such thing: HTML of a proxy, say. */
    static Optional<ApiError> in(HttpAnswer answer) {
        if (answer.body().length == 0 || answer.body().length > MAX_BODY) {
            return Optional.empty();
        }
        try {
            return in(Json.tree(answer.body()));
        } catch (BadPage e) {
            return Optional.empty();
        }
    }

    private static Optional<ApiError> in(JsonNode body) {
        JsonNode first = body.isArray() ? body.path(0) : body;
        String code = first.path("errorCode").asString(first.path("error").asString(""));
        String message =
                first.path("message").asString(first.path("error_description").asString(""));
        return code.isEmpty() ? Optional.empty() : Optional.of(new ApiError(code, message));
    }

    @Override
    public String toString() {
        return message.isEmpty() ? code : code + ": " + message.strip();
    }
}
