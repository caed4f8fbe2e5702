package dev.tidemark.connector.testkit;

import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.NotNow;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an API does with one request: answers it, or fails. A whole stand-in API is a step too. */
@FunctionalInterface
public interface Step {

    /** The {@code Date} of every answer made here. */
    String DATE = "Sat, 21 Nov 2026 10:00:00 GMT";

    HttpAnswer answer(HttpRequest request) throws HttpFailed;

    static Step json(int status, String body) {
        return answering(status, "application/json;charset=UTF-8", body);
    }

    static Step answering(int status, String contentType, String body) {
        return request -> new HttpAnswer(
                status,
                Map.of("Date", DATE, "Content-Type", contentType),
                body.getBytes(StandardCharsets.UTF_8),
                Duration.ofMillis(200));
    }

    /** No answer came. */
    static Step fails(boolean maybeDone) {
        return request -> {
            throw new HttpFailed("the line went dead", maybeDone);
        };
    }

    /** The quota has nothing left. */
    static Step notNow(Duration wait) {
        return request -> {
            throw new NotNow(wait);
        };
    }

    /** The same, with one more header. */
    default Step header(String name, String value) {
        return request -> {
            HttpAnswer answer = answer(request);
            Map<String, String> headers = new LinkedHashMap<>(answer.headers());
            headers.put(name, value);
            return new HttpAnswer(answer.status(), headers, answer.body(), answer.took());
        };
    }

    /** The same, its body cut off after so many bytes by something that repaired the framing. */
    default Step cutAfter(int bytes) {
        return request -> {
            HttpAnswer answer = answer(request);
            byte[] cut = Arrays.copyOf(answer.body(), Math.min(bytes, answer.body().length));
            return new HttpAnswer(answer.status(), answer.headers(), cut, answer.took());
        };
    }

    /** The API does its part, and the answer is lost. */
    default Step loseAnswer() {
        return request -> {
            HttpAnswer lost = answer(request);
            throw new HttpFailed("the line went dead after " + lost.status(), true);
        };
    }
}
