package dev.tidemark.connector;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A whole answer, whatever its status.
 *
 * @param headers by name, found without regard to case; of a repeated header the last value
 * @param body decompressed; empty for none
 * @param took from the start of sending to the last byte
 */
@SuppressWarnings("ArrayRecordComponent") // a body is bytes, handed on and not compared
public record HttpAnswer(int status, Map<String, String> headers, byte[] body, Duration took) {

    public HttpAnswer {
        Map<String, String> found = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        found.putAll(headers);
        headers = found;
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /**
     * A time by the server's clock that is not later than the moment it began to work on the request: the {@code Date}
     * header, which is in whole seconds and written when the answer is made, less the time the exchange took. Empty where
     * the header is missing or broken.
     */
    public Optional<Instant> serverTimeBefore() {
        return header("Date").flatMap(HttpAnswer::date).map(date -> date.minus(took));
    }

    /** The wait that a {@code Retry-After} header asks for, in either of its forms. */
    public Optional<Duration> retryAfter() {
        return header("Retry-After").flatMap(value -> {
            if (value.matches("\\d{1,9}")) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
            }
            return date(value)
                    .flatMap(until -> header("Date")
                            .flatMap(HttpAnswer::date)
                            .map(now -> Duration.between(now, until))
                            .filter(wait -> !wait.isNegative()));
        });
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "HTTP " + status + ", " + body.length + " bytes";
    }
}
