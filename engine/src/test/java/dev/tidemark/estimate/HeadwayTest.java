package dev.tidemark.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.RateLimit;
import dev.tidemark.estimate.Headway.Stage;
import dev.tidemark.quota.Outlook;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class HeadwayTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Outlook UNLIMITED = new Outlook(List.of(), 0);

    private long rows = 1_000;
    private OptionalLong expected = OptionalLong.of(5_000);
    private long waiting;
    private boolean retrieved;
    private Optional<Reading.Under> run = Optional.of(new Reading.Under(UUID.randomUUID(), NOW.minusSeconds(20), 500));
    private int recent = 11;
    private Instant since = NOW.minusSeconds(20);

    private Headway headway(Outlook outlook) {
        return Headway.of(
                new Reading(
                        UUID.randomUUID(),
                        "acme",
                        "accounts",
                        "acme/crm",
                        2,
                        NOW.minusSeconds(100),
                        rows,
                        expected,
                        12,
                        10,
                        waiting,
                        retrieved,
                        run,
                        recent,
                        Optional.of(since)),
                NOW,
                outlook);
    }

    @Test
    void what_is_left_follows_from_the_recent_pace() {
        Headway now = headway(UNLIMITED);
        assertThat(now.stage()).isEqualTo(Stage.READING);
        assertThat(now.percent()).hasValue(20);
        assertThat(now.rowsPerSecond()).as("10 pages of 100 rows in 20 s").hasValue(50);
        assertThat(now.requestsLeft()).as("12 for 1,000 rows").hasValue(48);
        assertThat(now.left()).contains(Duration.ofSeconds(80));
    }

    @Test
    void it_is_never_sooner_than_the_quota_grants_the_requests() {
        Outlook day = new Outlook(List.of(new RateLimit(40, Duration.ofDays(1))), 0);
        assertThat(headway(day).left()).contains(Duration.ofDays(1));
    }

    @Test
    void while_nothing_comes_the_pace_falls() {
        since = NOW.minusSeconds(200);
        assertThat(headway(UNLIMITED).rowsPerSecond()).hasValue(5);
        recent = 1;
        assertThat(headway(UNLIMITED).rowsPerSecond()).isEmpty();
        assertThat(headway(UNLIMITED).left()).isEmpty();
    }

    @Test
    void of_an_unknown_whole_there_is_no_percentage_and_no_end() {
        expected = OptionalLong.empty();
        Headway now = headway(UNLIMITED);
        assertThat(now.percent()).isEmpty();
        assertThat(now.left()).isEmpty();
        assertThat(now.requestsLeft()).isEmpty();
        assertThat(now.rowsPerSecond()).hasValue(50);
        expected = OptionalLong.of(900);
        assertThat(headway(UNLIMITED).percent()).as("a promise that was passed").isEmpty();
        assertThat(headway(UNLIMITED).left()).isEmpty();
    }

    @Test
    void pages_in_the_archive_cost_no_more_requests() {
        waiting = 10;
        assertThat(headway(UNLIMITED).requestsLeft())
                .as("12 for 2,000 rows, 3,000 to come")
                .hasValue(18);
    }

    @Test
    void what_is_read_is_still_to_be_loaded() {
        retrieved = true;
        waiting = 5;
        Headway now = headway(UNLIMITED);
        assertThat(now.stage()).isEqualTo(Stage.LOADING);
        assertThat(now.requestsLeft()).hasValue(0);
        assertThat(now.left()).as("500 rows at 500 rows in 20 s").contains(Duration.ofSeconds(20));
    }

    @Test
    void between_two_runs_it_rests() {
        run = Optional.empty();
        Headway now = headway(UNLIMITED);
        assertThat(now.stage()).isEqualTo(Stage.RESTING);
        assertThat(now.percent()).hasValue(20);
        assertThat(now.left()).isEmpty();
    }
}
