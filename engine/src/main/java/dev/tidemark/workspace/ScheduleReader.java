package dev.tidemark.workspace;

import dev.tidemark.schedule.Schedule;
import dev.tidemark.schedule.Schedule.Continuous;
import dev.tidemark.schedule.Schedule.Cron;
import dev.tidemark.schedule.Schedule.Every;
import dev.tidemark.schedule.Schedule.Manual;
import dev.tidemark.schedule.Span;
import dev.tidemark.workspace.Yaml.Scalar;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Reads when a sync goes: one of {@code every}, {@code cron} and {@code schedule}. */
final class ScheduleReader {

    static final List<String> KEYS = List.of("every", "cron", "time_zone", "schedule");

    private final Keys keys;
    private final Problems problems;

    ScheduleReader(Keys keys, Problems problems) {
        this.keys = keys;
        this.problems = problems;
    }

    Schedule read() {
        List<String> given =
                List.of("every", "cron", "schedule").stream().filter(keys::has).toList();
        if (given.size() > 1) {
            problems.add(
                    keys.keyAt(given.getLast()),
                    "a sync has one schedule, this has " + String.join(" and ", given),
                    "Keep one of them");
        }
        if (keys.has("time_zone") && !keys.has("cron")) {
            problems.add(keys.keyAt("time_zone"), "'time_zone' belongs to 'cron'", "Leave it out, or write a 'cron'");
        }
        return keys.text("every")
                .flatMap(this::every)
                .or(() -> keys.text("cron").flatMap(this::cron))
                .or(() -> keys.text("schedule").flatMap(this::word))
                .orElse(Schedule.DEFAULT);
    }

    /** A length of time; reports what is none. */
    Optional<Duration> span(String key) {
        return keys.text(key).flatMap(text -> span(key, text));
    }

    private Optional<Schedule> every(Scalar text) {
        if (text.text().equals("continuous") || text.text().equals("manual")) {
            problems.add(
                    text.at(),
                    "'" + text.text() + "' is not a length of time",
                    "Write 'schedule: " + text.text() + "' instead");
            return Optional.empty();
        }
        return span("every", text).map(Every::new);
    }

    private Optional<Duration> span(String key, Scalar text) {
        Optional<Duration> span = Span.parse(text.text());
        if (span.isEmpty()) {
            String hint = text.text().matches("[1-9]\\d{0,5}")
                    ? "Say of what: " + text.text() + "s, " + text.text() + "m or " + text.text() + "h"
                    : "Write one such as 30s, 15m, 3h or 1d, at most 366d";
            problems.add(text.at(), "'" + key + "' is a length of time, not '" + text.text() + "'", hint);
        }
        return span;
    }

    private Optional<Schedule> cron(Scalar text) {
        ZoneId zone = keys.text("time_zone").flatMap(this::zone).orElse(ZoneOffset.UTC);
        try {
            return Optional.of(Cron.of(text.text(), zone));
        } catch (IllegalArgumentException e) {
            problems.add(
                    text.at(),
                    "'" + text.text() + "' is not a cron expression: " + e.getMessage(),
                    "Write minute, hour, day of month, month, day of week, such as \"0 6 * * 1-5\"");
            return Optional.empty();
        }
    }

    private Optional<ZoneId> zone(Scalar text) {
        TreeSet<String> known = new TreeSet<>(ZoneId.getAvailableZoneIds());
        if (known.contains(text.text())) {
            return Optional.of(ZoneId.of(text.text()));
        }
        problems.add(
                text.at(),
                "there is no time zone '" + text.text() + "'",
                Suggestion.nearest(text.text(), known)
                        .map(near -> "Did you mean '" + near + "'?")
                        .orElse("Write one such as Europe/Berlin, America/New_York or UTC"));
        return Optional.empty();
    }

    private Optional<Schedule> word(Scalar text) {
        return switch (text.text()) {
            case "continuous" -> Optional.of(new Continuous());
            case "manual" -> Optional.of(new Manual());
            default -> {
                problems.add(
                        text.at(),
                        "'schedule' cannot be '" + text.text() + "'",
                        Suggestion.instead(text.text(), List.of("continuous", "manual"))
                                + ". For others write 'every: 3h' or 'cron: \"0 6 * * *\"'");
                yield Optional.empty();
            }
        };
    }
}
