package dev.tidemark.connectors.manifest.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spans of time: Python's timedelta, and ISO 8601 durations with years and months. */
final class Spans {

    private static final String NUMBER = "(\\d{1,18}(?:[,.]\\d{1,18})?)";
    private static final Pattern ISO =
            Pattern.compile("(?<sign>[+-])?P(?!\\b)(?:(?<years>#)Y)?(?:(?<months>#)M)?(?:(?<weeks>#)W)?"
                    .concat("(?:(?<days>#)D)?(?:T(?:(?<hours>#)H)?(?:(?<minutes>#)M)?(?:(?<seconds>#)S)?)?")
                    .replace("#", NUMBER));
    private static final BigDecimal MICROS = BigDecimal.valueOf(1_000_000);
    private static final long DAY = 86_400;
    private static final long MOST_DAYS = 999_999_999;

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
        Duration rest = ofMicros(seconds.multiply(MICROS));
        boolean back = "-".equals(matcher.group("sign"));
        BigDecimal months = part(matcher, "years", 12).add(part(matcher, "months", 1));
        if (months.signum() == 0) {
            return back ? rest.negated() : rest;
        }
        if (months.compareTo(BigDecimal.valueOf(12 * 10_000)) > 0) {
            throw outOfRange();
        }
        Calendar calendar = new Calendar(Period.ofMonths(months.intValue()), rest);
        return back ? calendar.negated() : calendar;
    }

    private static BigDecimal part(Matcher matcher, String name, long seconds) {
        String digits = matcher.group(name);
        return digits == null
                ? BigDecimal.ZERO
                : new BigDecimal(digits.replace(',', '.')).multiply(BigDecimal.valueOf(seconds));
    }

    private static TemplateError outOfRange() {
        return new TemplateError("OverflowError", "days must have magnitude <= " + MOST_DAYS);
    }

    private static Duration ofMicros(BigDecimal micros) {
        BigInteger whole = micros.setScale(0, RoundingMode.HALF_EVEN).toBigInteger();
        BigInteger[] parts = whole.divideAndRemainder(MICROS.toBigInteger());
        if (parts[0].abs().compareTo(BigInteger.valueOf(MOST_DAYS * DAY)) > 0) {
            throw outOfRange();
        }
        return Duration.ofSeconds(parts[0].longValue(), parts[1].longValue() * 1_000);
    }

    static Duration ofDays(Object days) {
        if (days instanceof Long whole && Math.abs(whole) <= MOST_DAYS) {
            return Duration.ofDays(whole);
        }
        double count = Numbers.asDouble(days);
        if (Double.isNaN(count) || Double.isInfinite(count)) {
            throw TemplateError.value("cannot convert float to integer");
        }
        return ofMicros(new BigDecimal(count).multiply(BigDecimal.valueOf(DAY)).multiply(MICROS));
    }

    private static BigDecimal micros(Duration span) {
        return BigDecimal.valueOf(span.toSeconds()).multiply(MICROS).add(BigDecimal.valueOf(microsOfSecond(span)));
    }

    static boolean is(Object value) {
        return value instanceof Duration;
    }

    static Optional<Object> negated(Object span) {
        return switch (span) {
            case Duration by -> Optional.of(by.negated());
            case Calendar by -> Optional.of(by.negated());
            default -> Optional.empty();
        };
    }

    /** A time, a date or a span, moved by a span; nothing where it cannot be. */
    static Optional<Object> shifted(Object time, Object span) {
        try {
            return switch (time) {
                case Moment moment when span instanceof Duration by -> Optional.of(moment.plus(by));
                case Moment moment when span instanceof Calendar by -> Optional.of(moment.plus(by));
                case LocalDate date when span instanceof Duration by -> Optional.of(inRange(date.plusDays(days(by))));
                case LocalDate date
                when span instanceof Calendar by ->
                    Optional.of(inRange(date.plus(by.months()).plusDays(days(by.rest()))));
                case Duration base when span instanceof Duration by -> Optional.of(base.plus(by));
                case Calendar base
                when span instanceof Duration by ->
                    Optional.of(new Calendar(base.months(), base.rest().plus(by)));
                case Calendar base
                when span instanceof Calendar by ->
                    Optional.of(new Calendar(
                            base.months().plus(by.months()), base.rest().plus(by.rest())));
                default -> Optional.empty();
            };
        } catch (DateTimeException | ArithmeticException e) {
            throw new TemplateError("OverflowError", "date value out of range");
        }
    }

    /** A date less a span: Python takes the whole days off, and what is less than a day not at all. */
    static Optional<Object> before(LocalDate date, Object span) {
        return switch (span) {
            case Duration by -> shifted(date, Duration.ofDays(-days(by)));
            case Calendar by -> shifted(date, new Calendar(by.months().negated(), Duration.ofDays(-days(by.rest()))));
            default -> Optional.empty();
        };
    }

    private static LocalDate inRange(LocalDate date) {
        Moment.checkYear(date.getYear());
        return date;
    }

    static Object times(Object span, Object number) {
        if (!Numbers.isNumber(number)) {
            throw WrongType.operands("*", span, number);
        }
        return ofMicros(micros((Duration) span).multiply(decimal(number)));
    }

    private static BigDecimal decimal(Object number) {
        if (!(number instanceof Double real)) {
            return new BigDecimal(Numbers.asBig(number));
        }
        if (real.isNaN() || real.isInfinite()) {
            throw new TemplateError("OverflowError", "cannot convert float to integer ratio");
        }
        return new BigDecimal(real);
    }

    static Object divided(Object span, Object by) {
        if (by instanceof Duration other) {
            notZero(other.isZero());
            return total((Duration) span) / total(other);
        }
        if (!Numbers.isNumber(by)) {
            throw WrongType.operands("/", span, by);
        }
        notZero(Numbers.asDouble(by) == 0);
        return ofMicros(micros((Duration) span).divide(decimal(by), 0, RoundingMode.HALF_EVEN));
    }

    static Object floorDivided(Object span, Object by) {
        if (by instanceof Duration other) {
            notZero(other.isZero());
            return Numbers.of(micros((Duration) span)
                    .divide(micros(other), 0, RoundingMode.FLOOR)
                    .toBigInteger());
        }
        if (!Numbers.isInteger(by)) {
            throw WrongType.operands("//", span, by);
        }
        notZero(Numbers.asBig(by).signum() == 0);
        return ofMicros(micros((Duration) span).divide(decimal(by), 0, RoundingMode.FLOOR));
    }

    static Object rest(Object span, Object by) {
        if (!(by instanceof Duration other)) {
            throw WrongType.operands("%", span, by);
        }
        return ofMicros(micros((Duration) span).subtract(micros(other).multiply(decimal(floorDivided(span, by)))));
    }

    private static void notZero(boolean isZero) {
        if (isZero) {
            throw new TemplateError("ZeroDivisionError", "division by zero");
        }
    }

    static long days(Duration span) {
        return Math.floorDiv(span.toSeconds(), DAY);
    }

    static long secondsOfDay(Duration span) {
        return Math.floorMod(span.toSeconds(), DAY);
    }

    static long microsOfSecond(Duration span) {
        return span.toNanosPart() / 1_000;
    }

    static double total(Duration span) {
        return span.toSeconds() + span.toNanosPart() / 1e9;
    }

    static String str(Duration span) {
        long days = days(span);
        long seconds = secondsOfDay(span);
        String time = "%d:%02d:%02d".formatted(seconds / 3_600, seconds / 60 % 60, seconds % 60)
                + (microsOfSecond(span) == 0 ? "" : ".%06d".formatted(microsOfSecond(span)));
        return days == 0 ? time : days + (Math.abs(days) == 1 ? " day, " : " days, ") + time;
    }

    static String repr(Duration span) {
        StringBuilder parts = new StringBuilder();
        add(parts, "days", days(span));
        add(parts, "seconds", secondsOfDay(span));
        add(parts, "microseconds", microsOfSecond(span));
        return "datetime.timedelta(" + (parts.isEmpty() ? "0" : parts) + ")";
    }

    private static void add(StringBuilder parts, String name, long value) {
        if (value != 0) {
            parts.append(parts.isEmpty() ? "" : ", ").append(name).append('=').append(value);
        }
    }
}
