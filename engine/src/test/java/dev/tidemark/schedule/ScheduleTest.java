package dev.tidemark.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.schedule.Schedule.Continuous;
import dev.tidemark.schedule.Schedule.Cron;
import dev.tidemark.schedule.Schedule.Every;
import dev.tidemark.schedule.Schedule.Manual;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {

    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");

    @Test
    void what_was_never_synced_is_due_at_once_unless_it_is_manual() {
        for (Schedule schedule :
                List.of(Schedule.DEFAULT, Cron.of("0 6 * * *", ZoneId.of("Europe/Berlin")), new Continuous())) {
            assertThat(schedule.dueAt(Optional.empty(), NOW)).contains(NOW);
        }
        assertThat(new Manual().dueAt(Optional.empty(), NOW)).isEmpty();
        assertThat(new Manual().dueAt(Optional.of(NOW), NOW)).isEmpty();
    }

    @Test
    void an_interval_counts_from_the_end_of_the_last_retrieve() {
        Schedule every = new Every(Duration.ofHours(3));
        assertThat(every.dueAt(Optional.of(NOW), NOW)).contains(NOW.plus(Duration.ofHours(3)));
        assertThat(Schedule.DEFAULT).isEqualTo(new Every(Duration.ofHours(3)));
    }

    @Test
    void continuous_is_due_again_as_soon_as_it_ended() {
        assertThat(new Continuous().dueAt(Optional.of(NOW), NOW.plusSeconds(5))).contains(NOW);
    }

    @Test
    void ticks_missed_while_nothing_ran_are_caught_up_once() {
        Schedule daily = Cron.of("0 6 * * *", ZoneId.of("UTC"));
        Instant aWeekAgo = NOW.minus(Duration.ofDays(7));
        Instant due = daily.dueAt(Optional.of(aWeekAgo), NOW).orElseThrow();
        assertThat(due).isEqualTo(Instant.parse("2026-11-15T06:00:00Z")).isBefore(NOW);
        assertThat(daily.dueAt(Optional.of(NOW), NOW)).contains(Instant.parse("2026-11-22T06:00:00Z"));
    }

    /** Whatever the schedule: a run that has just ended never makes the next due moment earlier than its own end. */
    @Test
    void time_moves_a_due_moment_forward_only() {
        List<String> zones = List.of("Europe/Berlin", "America/New_York", "UTC", "Australia/Lord_Howe");
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Schedule schedule = random.nextBoolean()
                    ? new Every(Duration.ofSeconds(1 + random.nextInt(100_000)))
                    : Cron.of(
                            random.nextInt(60) + " " + random.nextInt(24) + " * * *",
                            ZoneId.of(zones.get(random.nextInt(zones.size()))));
            Instant synced = NOW.plusSeconds(random.nextInt(400 * 86_400));
            Instant later = synced.plusSeconds(random.nextInt(200_000));
            Instant due = schedule.dueAt(Optional.of(synced), synced).orElseThrow();
            assertThat(due).as("seed %d", seed).isAfter(synced);
            assertThat(schedule.dueAt(Optional.of(later), later).orElseThrow())
                    .as("seed %d", seed)
                    .isAfterOrEqualTo(due);
        }
    }

    @Test
    void schedules_read_well() {
        assertThat(List.of(
                                new Every(Duration.ofMinutes(90)),
                                Cron.of("0 6 * * 1-5", ZoneId.of("Europe/Berlin")),
                                new Continuous(),
                                new Manual())
                        .toString())
                .isEqualTo("[every 1h30m, cron 0 6 * * 1-5 Europe/Berlin, continuous, manual]");
    }

    @Test
    void an_interval_is_more_than_nothing() {
        assertThatThrownBy(() -> new Every(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Every(Duration.ofSeconds(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"30s,30", "15m,900", "3h,10800", "1d,86400", "1h30m,5400", "1d12h,129600", "90m,5400"})
    void spans_are_read(String text, long seconds) {
        assertThat(Span.parse(text)).contains(Duration.ofSeconds(seconds));
        assertThat(Span.parse(Span.format(Duration.ofSeconds(seconds)))).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3", "3 h", "0s", "h", "3H", "1m1h", "-3h", "1.5h", "400d", "9999999999s", "3hours"})
    void other_texts_are_no_spans(String text) {
        assertThat(Span.parse(text)).isEmpty();
    }
}
