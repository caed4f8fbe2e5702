package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.RateLimit;
import dev.tidemark.estimate.Headway;
import dev.tidemark.estimate.Reading;
import dev.tidemark.quota.Outlook;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class BackfillsTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private static Headway headway(OptionalLong expected) {
        return Headway.of(
                new Reading(
                        UUID.randomUUID(),
                        "acme",
                        "accounts",
                        "acme/crm",
                        2,
                        NOW.minusSeconds(100),
                        1_000,
                        expected,
                        10,
                        10,
                        0,
                        false,
                        Optional.of(new Reading.Under(UUID.randomUUID(), NOW.minusSeconds(20), 500)),
                        11,
                        Optional.of(NOW.minusSeconds(20))),
                NOW,
                new Outlook(List.of(new RateLimit(1, Duration.ofMillis(2_750))), 0));
    }

    @Test
    void a_backfill_is_told_with_what_is_left_and_no_sooner_than_its_quota_grants() {
        assertThat(Backfills.words(headway(OptionalLong.of(5_000))))
                .isEqualTo("20%: 1,000 of 5,000 rows, 50 rows/s, 10 requests, about 117 s left");
        JsonNode json = Backfills.json(headway(OptionalLong.of(5_000)));
        assertThat(json.path("seconds_left").asLong()).isEqualTo(117);
        assertThat(json.path("requests_left").asLong()).isEqualTo(40);
        assertThat(json.path("runs").asInt()).isEqualTo(2);
    }

    @Test
    void of_an_unknown_whole_nothing_is_invented() {
        assertThat(Backfills.words(headway(OptionalLong.empty())))
                .isEqualTo("1,000 rows so far, 50 rows/s, 10 requests; how many there are is not known");
        JsonNode json = Backfills.json(headway(OptionalLong.empty()));
        assertThat(json.path("percent").isNull()).isTrue();
        assertThat(json.path("seconds_left").isNull()).isTrue();
    }
}
