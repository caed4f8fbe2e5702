package dev.tidemark.connectors.manifest.slice;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An ISO 8601 span of time, whose months are as long as the calendar has them. */
record Span(Period months, Duration rest) {

    private static final Pattern ISO = Pattern.compile("([+-])?P(?=.)(?:(\\d+(?:[.,]\\d+)?)Y)?(?:(\\d+(?:[.,]\\d+)?)M)?"
            + "(?:(\\d+(?:[.,]\\d+)?)W)?(?:(\\d+(?:[.,]\\d+)?)D)?"
            + "(?:T(?:(\\d+(?:[.,]\\d+)?)H)?(?:(\\d+(?:[.,]\\d+)?)M)?(?:(\\d+(?:[.,]\\d+)?)S)?)?");
    private static final long[] SECONDS = {604_800, 86_400, 3_600, 60, 1};

    static Optional<Span> parse(String text) {
        Matcher matcher = ISO.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        BigDecimal seconds = BigDecimal.ZERO;
        for (int i = 0; i < SECONDS.length; i++) {
            seconds = seconds.add(part(matcher, 4 + i).multiply(BigDecimal.valueOf(SECONDS[i])));
        }
        int months = part(matcher, 2)
                .multiply(BigDecimal.valueOf(12))
                .add(part(matcher, 3))
                .intValue();
        Duration rest = Duration.ofNanos(seconds.movePointRight(6).longValue() * 1_000);
        Span span = new Span(Period.ofMonths(months), rest);
        return Optional.of("-".equals(matcher.group(1)) ? span.negated() : span);
    }

    private static BigDecimal part(Matcher matcher, int group) {
        String digits = matcher.group(group);
        return digits == null ? BigDecimal.ZERO : new BigDecimal(digits.replace(',', '.'));
    }

    static Span of(Duration rest) {
        return new Span(Period.ZERO, rest);
    }

    boolean isZero() {
        return months.isZero() && rest.isZero();
    }

    Span negated() {
        return new Span(months.negated(), rest.negated());
    }

    Instant after(Instant from) {
        return LocalDateTime.ofInstant(from, ZoneOffset.UTC)
                .plus(months)
                .plus(rest)
                .toInstant(ZoneOffset.UTC);
    }

    Instant before(Instant until) {
        return negated().after(until);
    }
}
