package dev.tidemark.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StoreClockTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private Duration passed = Duration.ZERO;
    private Duration setForward = Duration.ZERO;
    private boolean away;
    private final StoreClock clock = new StoreClock(this::storesTime, () -> passed.toNanos());

    private Instant storesTime() {
        if (away) {
            throw new StoreUnavailable("away", new IllegalStateException());
        }
        return NOON.plus(passed).plus(setForward);
    }

    private void pass(Duration time) {
        passed = passed.plus(time);
    }

    @Test
    void a_clock_set_back_by_an_hour_changes_nothing() {
        setForward = Duration.ofHours(-1);
        for (int minute = 1; minute < 30; minute++) {
            pass(Duration.ofMinutes(1));
            assertThat(clock.instant()).isEqualTo(NOON.plus(passed));
        }
    }

    @Test
    void a_clock_that_goes_on_or_is_mended_by_seconds_is_followed() {
        setForward = Duration.ofHours(2);
        pass(Duration.ofMinutes(6));
        assertThat(clock.instant()).isEqualTo(NOON.plus(passed).plus(setForward));
        setForward = setForward.minusSeconds(20);
        pass(Duration.ofMinutes(6));
        assertThat(clock.instant()).isEqualTo(NOON.plus(passed).plus(setForward));
    }

    @Test
    void the_time_goes_on_while_the_store_is_away() {
        away = true;
        pass(Duration.ofMinutes(20));
        assertThat(clock.instant()).isEqualTo(NOON.plus(passed));
    }
}
