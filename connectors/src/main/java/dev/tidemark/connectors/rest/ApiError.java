package dev.tidemark.connectors.rest;

import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connectors.json.Json;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What an API says went wrong with a whole request.
 *
 * @param code the API's word for it, such as {@code INVALID_SESSION_ID}
 * @param message its sentence; empty for none
 */
public record ApiError(String code, String message) {

    /** Longer bodies are no error messages. */
    private static final int MAX_BODY = 100_000;

    /** How one vendor writes its errors. */
    @FunctionalInterface
    public interface Reader {

        /** @return empty where the body is not the vendor's error */
        Optional<ApiError> in(JsonNode body);
    }

    /** Empty where the body is no such thing: HTML of a proxy, say. */
    public static Optional<ApiError> in(HttpAnswer answer, Reader reader) {
        if (answer.body().length == 0 || answer.body().length > MAX_BODY) {
            return Optional.empty();
        }
        try {
            return reader.in(Json.tree(answer.body()));
        } catch (BadPage e) {
            return Optional.empty();
        }
    }

    /** An error of this code; empty where there is none. */
    public static Optional<ApiError> of(String code, String message) {
        return code.isEmpty() ? Optional.empty() : Optional.of(new ApiError(code, message));
    }

    @Override
    public String toString() {
        return message.isEmpty() ? code : code + ": " + message.strip();
    }
}
