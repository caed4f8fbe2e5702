package dev.tidemark.sandbox.zendesk;

import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.limit.RateWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Requests in a minute: of the whole account, and of some endpoints besides. Every answer tells what is left. */
final class Limits {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final RateWindow account;
    private final RateWindow byTime = RateWindow.fixed(10, MINUTE);
    private final RateWindow byCursor = RateWindow.fixed(20, MINUTE);
    private final RateWindow ticketsIndex = RateWindow.fixed(100, MINUTE);

    Limits(int perMinute) {
        account = RateWindow.fixed(perMinute, MINUTE);
    }

    /** A limit of some endpoints. */
    private record Of(String name, RateWindow window) {}

    private Optional<Of> endpoint(String method, String path) {
        if (path.startsWith("incremental/")) {
            return Optional.of(
                    path.endsWith("/cursor")
                            ? new Of("incremental-exports-cursor", byCursor)
                            : new Of("incremental-exports", byTime));
        }
        return path.equals("tickets") && method.equals("GET")
                ? Optional.of(new Of("tickets-index", ticketsIndex))
                : Optional.empty();
    }

    void exports(int perMinute) {
        byTime.max(perMinute);
        byCursor.max(2 * perMinute);
    }

    void perMinute(int requests) {
        account.max(requests);
    }

    /** Somebody else's program has used so many. */
    void use(int requests, Instant now) {
        account.use(requests, now);
    }

    /** @throws Refusal where one of the limits is used up */
    void take(String method, String path, Instant now) {
        Optional<Of> endpoint = endpoint(method, path);
        if (endpoint.isPresent() && !endpoint.get().window().take(now)) {
            throw Refusal.tooMany(
                    "APIRateLimitExceeded",
                    "Number of allowed " + endpoint.get().name() + " API requests per minute exceeded",
                    endpoint.get().window().untilReset(now));
        }
        if (!account.take(now)) {
            throw Refusal.tooMany(
                    "APIRateLimitExceeded",
                    "Number of allowed API requests per minute exceeded",
                    account.untilReset(now));
        }
    }

    Answer told(Answer answer, String method, String path, Instant now) {
        String max = Integer.toString(account.max());
        String left = Integer.toString(account.left(now));
        Answer told = answer.with("x-rate-limit", max)
                .with("x-rate-limit-remaining", left)
                .with("ratelimit-limit", max)
                .with("ratelimit-remaining", left)
                .with("ratelimit-reset", seconds(account, now));
        Optional<Of> endpoint = endpoint(method, path);
        return endpoint.isEmpty()
                ? told
                : told.with(
                        "zendesk-ratelimit-" + endpoint.get().name(),
                        "total=" + endpoint.get().window().max() + "; remaining="
                                + endpoint.get().window().left(now) + "; resets="
                                + seconds(endpoint.get().window(), now));
    }

    private static String seconds(RateWindow window, Instant now) {
        return Long.toString(Math.max(1, window.untilReset(now).plusMillis(999).toSeconds()));
    }
}
