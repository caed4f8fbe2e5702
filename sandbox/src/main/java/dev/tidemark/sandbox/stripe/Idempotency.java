package dev.tidemark.sandbox.stripe;

import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Answers kept by their idempotency keys for a day, 500s too. */
final class Idempotency {
    private static final Duration KEPT = Duration.ofHours(24);

    private record Kept(String asked, Answer answer, Instant at) {}

    private final Map<String, Kept> answers = new HashMap<>();
    private final InstantSource clock;

    Idempotency(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * The answer to an earlier request of the same key.
     *
     * @throws Refused where that request was another
     */
    Optional<Answer> find(String key, Request request) {
        if (key.length() > 255) {
            throw Refused.of(
                    400, "idempotency_error", null, "Idempotency keys must not be longer than 255 characters.", null);
        }
        answers.values().removeIf(kept -> !kept.at().plus(KEPT).isAfter(clock.instant()));
        Kept kept = key.isEmpty() ? null : answers.get(key);
        if (kept == null) {
            return Optional.empty();
        }
        if (!kept.asked().equals(asked(request))) {
            throw Refused.of(
                    400,
                    "idempotency_error",
                    null,
                    "Keys for idempotent requests can only be used with the same parameters they were first used with."
                            + " Try using a key other than '" + key
                            + "' if you meant to execute a different request.",
                    null);
        }
        return Optional.of(kept.answer().with("Idempotent-Replayed", "true"));
    }

    void keep(String key, Request request, Answer answer) {
        if (!key.isEmpty()) {
            answers.put(key, new Kept(asked(request), answer, clock.instant()));
        }
    }

    private static String asked(Request request) {
        return request.method() + " " + request.path() + "\n" + request.text();
    }
}
