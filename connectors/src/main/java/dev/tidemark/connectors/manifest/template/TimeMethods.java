package dev.tidemark.connectors.manifest.template;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.List;
import java.util.Optional;

/** The attributes and methods of Python's {@code datetime}, {@code date}, {@code time} and {@code timedelta}. */
final class TimeMethods {

    private static final String CTIME = "%a %b %e %H:%M:%S %Y";
    private static final long ORDINAL_OF_1970 = 719_163;

    private TimeMethods() {}

    static Optional<Object> ofMoment(Moment moment, String name) {
        LocalTime time = moment.local().toLocalTime();
        return switch (name) {
            case "strftime" -> Methods.method(a -> Strftime.format(moment, a.text(0, "format")));
            case "isoformat" ->
                Methods.method(a -> moment.isoformat(a.text(0, "sep", "T"), a.text(1, "timespec", "auto")));
            case "timestamp" -> Methods.method(a -> moment.timestamp());
            case "date" -> Methods.method(a -> moment.date());
            case "time" -> Methods.method(a -> time);
            case "replace" -> Methods.method(a -> replaced(moment, a));
            case "ctime" -> Methods.method(a -> Strftime.format(moment, CTIME));
            case "tzinfo" -> Optional.of(moment.offset().map(TimeMethods::zone).orElse(None.NONE));
            case "tzname" ->
                Methods.method(a -> moment.offset().map(TimeMethods::zone).orElse(None.NONE));
            case "utcoffset" ->
                Methods.method(a -> moment.offset()
                        .map(o -> (Object) Duration.ofSeconds(o.getTotalSeconds()))
                        .orElse(None.NONE));
            case "dst" -> Methods.method(a -> None.NONE);
            // Where there is no zone to go to, that of the system, which is UTC.
            case "astimezone" -> Methods.method(a -> moment.inUtc());
            default -> ofDate(moment.date(), name).or(() -> ofTime(time, name));
        };
    }

    static Optional<Object> ofDate(LocalDate date, String name) {
        return switch (name) {
            case "year" -> Optional.of((long) date.getYear());
            case "month" -> Optional.of((long) date.getMonthValue());
            case "day" -> Optional.of((long) date.getDayOfMonth());
            case "weekday" -> Methods.method(a -> (long) date.getDayOfWeek().getValue() - 1);
            case "isoweekday" -> Methods.method(a -> (long) date.getDayOfWeek().getValue());
            case "isocalendar" -> Methods.method(a -> isoCalendar(date));
            case "toordinal" -> Methods.method(a -> date.toEpochDay() + ORDINAL_OF_1970);
            case "strftime" -> Methods.method(a -> Strftime.format(midnight(date), a.text(0, "format")));
            case "ctime" -> Methods.method(a -> Strftime.format(midnight(date), CTIME));
            case "isoformat" -> Methods.method(a -> date.toString());
            case "replace" -> Methods.method(a -> replaced(date, a));
            default -> parsing(name);
        };
    }

    static Optional<Object> ofTime(LocalTime time, String name) {
        return switch (name) {
            case "hour" -> Optional.of((long) time.getHour());
            case "minute" -> Optional.of((long) time.getMinute());
            case "second" -> Optional.of((long) time.getSecond());
            case "microsecond" -> Optional.of((long) Moment.micros(time));
            case "isoformat" -> Methods.method(a -> Moment.isoformat(time, a.text(0, "timespec", "auto")));
            case "strftime" ->
                Methods.method(a -> Strftime.format(
                        new Moment(LocalDate.of(1900, 1, 1).atTime(time), Optional.empty()), a.text(0, "format")));
            default -> Optional.empty();
        };
    }

    static Optional<Object> ofSpan(Duration span, String name) {
        return switch (name) {
            case "days" -> Optional.of(Spans.days(span));
            case "seconds" -> Optional.of(Spans.secondsOfDay(span));
            case "microseconds" -> Optional.of(Spans.microsOfSecond(span));
            case "total_seconds" -> Methods.method(a -> Spans.total(span));
            default -> Optional.empty();
        };
    }

    /** What Python offers at each time, although it asks nothing of it. */
    private static Optional<Object> parsing(String name) {
        return switch (name) {
            case "strptime" -> Methods.method(a -> Strptime.parse(a.text(0, "date_string"), a.text(1, "format")));
            case "fromisoformat" -> Methods.method(a -> IsoDates.parseNaive(a.text(0, "date_string")));
            case "fromtimestamp" ->
                Methods.method(a -> new Moment(
                        Datetimes.ofSeconds(Numbers.asDouble(a.get(0, "timestamp")))
                                .local(),
                        Optional.empty()));
            default -> Optional.empty();
        };
    }

    private static Object zone(ZoneOffset offset) {
        return Strftime.zoneName(offset);
    }

    private static Moment midnight(LocalDate date) {
        return new Moment(date.atStartOfDay(), Optional.empty());
    }

    private static Tuple isoCalendar(LocalDate date) {
        return new Tuple(List.of(
                (long) date.get(IsoFields.WEEK_BASED_YEAR), (long) date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), (long)
                        date.getDayOfWeek().getValue()));
    }

    private static Moment replaced(Moment moment, Arguments a) {
        LocalDateTime local = moment.local();
        try {
            LocalTime time = LocalTime.of(
                    a.integer(3, "hour", local.getHour()),
                    a.integer(4, "minute", local.getMinute()),
                    a.integer(5, "second", local.getSecond()),
                    Math.multiplyExact(a.integer(6, "microsecond", moment.micros()), 1_000));
            boolean naive = a.find("tzinfo").filter(z -> z == None.NONE).isPresent();
            return new Moment(replaced(moment.date(), a).atTime(time), naive ? Optional.empty() : moment.offset());
        } catch (DateTimeException | ArithmeticException e) {
            throw TemplateError.value("hour, minute, second or microsecond is out of range");
        }
    }

    private static LocalDate replaced(LocalDate date, Arguments a) {
        try {
            LocalDate replaced = LocalDate.of(
                    a.integer(0, "year", date.getYear()),
                    a.integer(1, "month", date.getMonthValue()),
                    a.integer(2, "day", date.getDayOfMonth()));
            Moment.checkYear(replaced.getYear());
            return replaced;
        } catch (DateTimeException e) {
            throw TemplateError.value("day is out of range for month");
        }
    }
}
