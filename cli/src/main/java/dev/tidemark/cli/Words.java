package dev.tidemark.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** Times and numbers as people read them. */
final class Words {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Words() {}

    static String time(Optional<Instant> time) {
        return time.map(TIME::format).orElse("-");
    }

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String span(Duration span) {
        if (span.compareTo(Duration.ofSeconds(10)) < 0) {
            return String.format(Locale.ROOT, "%.1f s", (double) span.toMillis() / 1000);
        }
        if (span.compareTo(Duration.ofMinutes(2)) < 0) {
            return span.toSeconds() + " s";
        }
        return span.compareTo(Duration.ofHours(2)) < 0
                ? span.toMinutes() + " min " + span.toSecondsPart() + " s"
                : span.toHours() + " h " + span.toMinutesPart() + " min";
    }

    static String ago(Optional<Instant> time, Instant now) {
        return time.map(t -> span(Duration.between(t, now).truncatedTo(ChronoUnit.SECONDS)) + " ago")
                .orElse("-");
    }

    static String until(Optional<Instant> time, Instant now) {
        return time.map(t ->
                        t.isAfter(now) ? "in " + span(Duration.between(now, t).truncatedTo(ChronoUnit.SECONDS)) : "now")
                .orElse("-");
    }
}
