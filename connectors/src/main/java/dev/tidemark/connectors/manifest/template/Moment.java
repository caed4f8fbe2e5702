package dev.tidemark.connectors.manifest.template;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Python's datetime.
 *
 * @param local what calendar and clock show, to the microsecond
 * @param offset from UTC; absent where the time names no zone
 */
public record Moment(LocalDateTime local, Optional<ZoneOffset> offset) {

    public Moment {
        local = local.truncatedTo(ChronoUnit.MICROS);
    }

    public static Moment utc(Instant instant) {
        return new Moment(LocalDateTime.ofInstant(instant, ZoneOffset.UTC), Optional.of(ZoneOffset.UTC));
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
        Instant instant = instant();
        return instant.getEpochSecond() + instant.getNano() / 1_000 / 1e6;
    }

    LocalDate date() {
        return local.toLocalDate();
    }

    int micros() {
        return local.getNano() / 1_000;
    }

    /** As {@code datetime.isoformat(sep, timespec)}. */
    String isoformat(String separator, String precision) {
        String time =
                switch (precision) {
                    case "hours" -> "%02d".formatted(local.getHour());
                    case "minutes" -> "%02d:%02d".formatted(local.getHour(), local.getMinute());
                    case "seconds" -> clock();
                    case "milliseconds" -> clock() + ".%03d".formatted(micros() / 1_000);
                    case "microseconds" -> clock() + ".%06d".formatted(micros());
                    case "auto" -> clock() + (micros() == 0 ? "" : ".%06d".formatted(micros()));
                    default -> throw TemplateError.value("Unknown timespec value");
                };
        return "%04d-%02d-%02d".formatted(local.getYear(), local.getMonthValue(), local.getDayOfMonth())
                + separator + time + offset.map(o -> zone(o, ":")).orElse("");
    }

    private String clock() {
        return "%02d:%02d:%02d".formatted(local.getHour(), local.getMinute(), local.getSecond());
    }

    /** An offset as {@code +02:00}, with this between hours and minutes. */
    static String zone(ZoneOffset offset, String colon) {
        int seconds = Math.abs(offset.getTotalSeconds());
        return (offset.getTotalSeconds() < 0 ? "-" : "+")
                + "%02d%s%02d".formatted(seconds / 3_600, colon, seconds / 60 % 60)
                + (seconds % 60 == 0 ? "" : colon + "%02d".formatted(seconds % 60));
    }

    String repr() {
        return "datetime.datetime(" + local.getYear() + ", " + local.getMonthValue() + ", " + local.getDayOfMonth()
                + ", " + local.getHour() + ", " + local.getMinute()
                + (local.getSecond() == 0 && micros() == 0 ? "" : ", " + local.getSecond())
                + (micros() == 0 ? "" : ", " + micros())
                + (offset.isPresent() ? ", tzinfo=datetime.timezone.utc" : "") + ")";
    }
}
