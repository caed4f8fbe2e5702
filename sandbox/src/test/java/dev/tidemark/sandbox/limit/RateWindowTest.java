package dev.tidemark.sandbox.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RateWindowTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:08Z");

    @Test
    void a_sliding_window_frees_each_request_after_its_length() {
        RateWindow window = RateWindow.sliding(2, Duration.ofSeconds(10));
        assertThat(window.take(START)).isTrue();
        assertThat(window.take(START.plusSeconds(4))).isTrue();
        assertThat(window.take(START.plusSeconds(9))).isFalse();
        assertThat(window.untilReset(START.plusSeconds(9))).isEqualTo(Duration.ofSeconds(1));
        assertThat(window.take(START.plusSeconds(10))).isTrue();
        assertThat(window.left(START.plusSeconds(10))).isZero();
        assertThat(window.left(START.plusSeconds(14))).isEqualTo(1);
    }

    @Test
    void a_fixed_window_begins_again_at_its_boundary() {
        RateWindow window = RateWindow.fixed(2, Duration.ofSeconds(10));
        assertThat(window.untilReset(START)).isZero();
        assertThat(window.take(START)).isTrue();
        assertThat(window.take(START.plusSeconds(1))).isTrue();
        assertThat(window.take(START.plusSeconds(1))).isFalse();
        assertThat(window.untilReset(START.plusSeconds(1))).isEqualTo(Duration.ofSeconds(1));
        assertThat(window.take(START.plusSeconds(2))).isTrue();
    }

    @Test
    void requests_of_others_count_too() {
        RateWindow window = RateWindow.sliding(100, Duration.ofHours(24));
        window.use(99, START);
        assertThat(window.take(START)).isTrue();
        assertThat(window.take(START)).isFalse();
        window.max(101);
        assertThat(window.take(START)).isTrue();
        assertThat(window.used(START.plus(Duration.ofHours(24)))).isZero();
    }
}
