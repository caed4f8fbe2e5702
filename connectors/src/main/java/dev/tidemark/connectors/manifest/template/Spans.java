package dev.tidemark.connectors.manifest.template;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Period;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spans of time: Python's timedelta, and ISO 8601 durations with years and months. */
final class Spans {

    private static final Pattern ISO = Pattern.compile("(?<sign>[+-])?P(?!\\b)(?:(?<years>\\d+(?:[,.]\\d+)?)Y)?"
            + "(?:(?<months>\\d+(?:[,.]\\d+)?)M)?(?:(?<weeks>\\d+(?:[,.]\\d+)?)W)?(?:(?<days>\\d+(?:[,.]\\d+)?)D)?"
            + "(?:T(?:(?<hours>\\d+(?:[,.]\\d+)?)H)?(?:(?<minutes>\\d+(?:[,.]\\d+)?)M)?(?:(?<seconds>\\d+(?:[,.]\\d+)?)S)?)?");
    private static final BigDecimal MICROS = BigDecimal.valueOf(1_000_000);
    private static final long DAY = 86_400;

    private Spans() {}

    /** Years and months, whose length depends on where they begin, and the rest. */
    record Calendar(Period months, Duration rest) {

        Calendar negated() {
            return new Calendar(months.negated(), rest.negated());
        }
    }

    /** A {@link Duration}, or a {@link Calendar} where there are years or months. */
    static Object parse(String text) {
        Matcher matcher = ISO.matcher(text);
        if (!matcher.matches()) {
            throw new TemplateError("ISO8601Error", "Unable to parse duration string '" + text + "'");
        }
        BigDecimal seconds = part(matcher, "weeks", 7 * DAY)
                .add(part(matcher, "days", DAY))
                .add(part(matcher, "hours", 3_600))
                .add(part(matcher, "minutes", 60))
                .add(part(matcher, "seconds", 1));
        Duration rest = Duration.ofNanos(seconds.multiply(MICROS).longValue() * 1_000);
        boolean back = "-".equals(matcher.group("sign"));
        int months = part(matcher, "years", 12).add(part(matcher, "months", 1)).intValue();
        if (months == 0) {
            return back ? rest.negated() : rest;
        }
        Calendar calendar = new Calendar(Period.ofMonths(months), rest);
        return back ? calendar.negated() : calendar;
    }

    private static BigDecimal part(Matcher matcher, String name, long seconds) {
        String digits = matcher.group(name);
        return digits == null
                ? BigDecimal.ZERO
                : new BigDecimal(digits.replace(',', '.')).multiply(BigDecimal.valueOf(seconds));
    }

    static long days(Duration span) {
        return Math.floorDiv(span.getSeconds(), DAY);
    }

    static long secondsOfDay(Duration span) {
        return Math.floorMod(span.getSeconds(), DAY);
    }

    static long micros(Duration span) {
        return span.getNano() / 1_000;
    }

    static double total(Duration span) {
        return span.getSeconds() + span.getNano() / 1e9;
    }

    static String str(Duration span) {
        long days = days(span);
        long seconds = secondsOfDay(span);
        String time = "%d:%02d:%02d".formatted(seconds / 3_600, seconds / 60 % 60, seconds % 60)
                + (micros(span) == 0 ? "" : ".%06d".formatted(micros(span)));
        return days == 0 ? time : days + (Math.abs(days) == 1 ? " day, " : " days, ") + time;
    }

    static String repr(Duration span) {
        StringBuilder parts = new StringBuilder();
        add(parts, "days", days(span));
        add(parts, "seconds", secondsOfDay(span));
        add(parts, "microseconds", micros(span));
        return "datetime.timedelta(" + (parts.isEmpty() ? "0" : parts) + ")";
    }

    private static void add(StringBuilder parts, String name, long value) {
        if (value != 0) {
            parts.append(parts.isEmpty() ? "" : ", ").append(name).append('=').append(value);
        }
    }
}
