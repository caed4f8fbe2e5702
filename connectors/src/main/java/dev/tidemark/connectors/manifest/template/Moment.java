package dev.tidemark.connectors.manifest.template;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Python's datetime.
 *
 * @param local what calendar and clock show, to the microsecond, in the years 1 to 9999
 * @param offset from UTC; absent where the time names no zone
 */
public record Moment(LocalDateTime local, Optional<ZoneOffset> offset) {

    /** @throws TemplateError where the year is none of 1 to 9999 */
    public Moment {
        local = local.truncatedTo(ChronoUnit.MICROS);
        checkYear(local.getYear());
    }

    static void checkYear(int year) {
        if (year < 1 || year > 9999) {
            throw new TemplateError("OverflowError", "date value out of range");
        }
    }

    /**
     * This instant, in UTC.
     *
     * @throws TemplateError where its year is none of 1 to 9999
     */
    public static Moment utc(Instant instant) {
        try {
            return new Moment(LocalDateTime.ofInstant(instant, ZoneOffset.UTC), Optional.of(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            throw TemplateError.value("year is out of range");
        }
    }

    /** A time without a zone is taken for UTC's. */
    public Instant instant() {
        return local.toInstant(offset.orElse(ZoneOffset.UTC));
    }

    Moment inUtc() {
        return utc(instant());
    }

    Moment orUtc() {
        return offset.isPresent() ? this : new Moment(local, Optional.of(ZoneOffset.UTC));
    }

    boolean sameInstant(Moment other) {
        return offset.isPresent() == other.offset.isPresent() && instant().equals(other.instant());
    }

    int compare(Moment other) {
        alike(other, "can't compare offset-naive and offset-aware datetimes");
        return instant().compareTo(other.instant());
    }

    private void alike(Moment other, String otherwise) {
        if (offset.isPresent() != other.offset.isPresent()) {
            throw new WrongType(otherwise);
        }
    }

    Moment plus(Duration span) {
        return new Moment(local.plus(span), offset);
    }

    Moment plus(Spans.Calendar span) {
        return new Moment(local.plus(span.months()).plus(span.rest()), offset);
    }

    Duration minus(Moment other) {
        alike(other, "can't subtract offset-naive and offset-aware datetimes");
        return Duration.between(other.instant(), instant());
    }

    /** Seconds since 1970, as {@code datetime.timestamp()}. */
    double timestamp() {
        return local.toEpochSecond(offset.orElse(ZoneOffset.UTC)) + micros() / 1e6;
    }

    LocalDate date() {
        return local.toLocalDate();
    }

    int micros() {
        return micros(local.toLocalTime());
    }

    static int micros(LocalTime time) {
        return time.get(ChronoField.MICRO_OF_SECOND);
    }

    /** As {@code datetime.isoformat(sep, timespec)}. */
    String isoformat(String separator, String precision) {
        return date()
                + separator
                + isoformat(local.toLocalTime(), precision)
                + offset.map(o -> zone(o, ":")).orElse("");
    }

    /** As {@code time.isoformat(timespec)}. */
    static String isoformat(LocalTime time, String precision) {
        StringBuilder out = new StringBuilder(15);
        Strftime.padded(out, time.getHour(), 2);
        if (precision.equals("hours")) {
            return out.toString();
        }
        Strftime.padded(out.append(':'), time.getMinute(), 2);
        if (precision.equals("minutes")) {
            return out.toString();
        }
        Strftime.padded(out.append(':'), time.getSecond(), 2);
        int micros = micros(time);
        switch (precision) {
            case "seconds" -> {}
            case "milliseconds" -> Strftime.padded(out.append('.'), micros / 1_000, 3);
            case "microseconds" -> Strftime.padded(out.append('.'), micros, 6);
            case "auto" -> {
                if (micros != 0) {
                    Strftime.padded(out.append('.'), micros, 6);
                }
            }
            default -> throw TemplateError.value("Unknown timespec value");
        }
        return out.toString();
    }

    /** An offset as {@code +02:00}, with this between hours and minutes. */
    static String zone(ZoneOffset offset, String colon) {
        int seconds = Math.abs(offset.getTotalSeconds());
        StringBuilder out = new StringBuilder(9).append(offset.getTotalSeconds() < 0 ? '-' : '+');
        Strftime.padded(out, seconds / 3_600, 2);
        Strftime.padded(out.append(colon), seconds / 60 % 60, 2);
        if (seconds % 60 != 0) {
            Strftime.padded(out.append(colon), seconds % 60, 2);
        }
        return out.toString();
    }

    String repr() {
        return "datetime.datetime(" + local.getYear() + ", " + local.getMonthValue() + ", " + local.getDayOfMonth()
                + ", " + local.getHour() + ", " + local.getMinute()
                + (local.getSecond() == 0 && micros() == 0 ? "" : ", " + local.getSecond())
                + (micros() == 0 ? "" : ", " + micros())
                + (offset.isPresent() ? ", tzinfo=datetime.timezone.utc" : "") + ")";
    }
}
