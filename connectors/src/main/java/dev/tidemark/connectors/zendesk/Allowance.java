package dev.tidemark.connectors.zendesk;

import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.Limits;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the headers of an answer say of the allowance. */
final class Allowance {

    /** {@code zendesk-ratelimit-incremental-exports: total=10; remaining=9; resets=60}: a limit of some endpoints alone. */
    private static final String OF_ENDPOINTS = "zendesk-ratelimit-";

    private static final Pattern REMAINING = Pattern.compile("\\bremaining=(\\d{1,9})\\b");
    private static final Pattern RESETS = Pattern.compile("\\bresets=(\\d{1,9})\\b");

    private Allowance() {}

    /** Of the account, over all endpoints, in a minute. */
    static Limits limits(HttpAnswer answer) {
        Optional<Long> allowed = number(answer, "x-rate-limit");
        Optional<Long> left = number(answer, "x-rate-limit-remaining");
        return allowed.isPresent() && left.isPresent() && left.get() <= allowed.get()
                ? Limits.used(allowed.get() - left.get(), allowed.get(), Duration.ofMinutes(1))
                : Limits.UNKNOWN;
    }

    private static Optional<Long> number(HttpAnswer answer, String header) {
        return answer.header(header).filter(text -> text.matches("\\d{1,9}")).map(Long::parseLong);
    }

    /** How long no further request of this kind is taken; empty where one is. */
    static Optional<Duration> usedUp(HttpAnswer answer) {
        for (Map.Entry<String, String> header : answer.headers().entrySet()) {
            if (header.getKey().regionMatches(true, 0, OF_ENDPOINTS, 0, OF_ENDPOINTS.length())) {
                Matcher remaining = REMAINING.matcher(header.getValue());
                Matcher resets = RESETS.matcher(header.getValue());
                if (remaining.find() && resets.find() && Long.parseLong(remaining.group(1)) == 0) {
                    return Optional.of(Duration.ofSeconds(Math.max(1, Long.parseLong(resets.group(1)))));
                }
            }
        }
        return Optional.empty();
    }
}
