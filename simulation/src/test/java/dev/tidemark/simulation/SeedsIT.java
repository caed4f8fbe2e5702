package dev.tidemark.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeedsIT {

    /** {@code -Dtidemark.seed=N} replays one; {@code -Dtidemark.seeds=N} plays so many. */
    static Stream<Long> seeds() {
        Long one = Long.getLong("tidemark.seed");
        return one != null
                ? Stream.of(one)
                : LongStream.rangeClosed(1, Integer.getInteger("tidemark.seeds", 300))
                        .boxed();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatever_happens_both_ends_are_equal_in_the_end(long seed) {
        assertThat(new Voyage(seed, Guarantees.ALL).play().lines()).isNotEmpty();
    }

    /** One of each course, app and way to write. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 8, 12, 16, 20, 24, 28})
    void a_seed_replays_exactly(long seed) {
        assertThat(new Voyage(seed, Guarantees.ALL).play().lines())
                .isEqualTo(new Voyage(seed, Guarantees.ALL).play().lines());
    }

    @Test
    @EnabledIfSystemProperty(named = "tidemark.long", matches = "true")
    void fresh_seeds_hold_too() {
        long began = System.nanoTime();
        long seed = Long.getLong("tidemark.from", ProcessHandle.current().pid() * 1_000_000L);
        Duration time = Duration.ofMinutes(Integer.getInteger("tidemark.minutes", 20));
        while (System.nanoTime() - began < time.toNanos()) {
            assertThat(new Voyage(seed++, Guarantees.ALL).play().lines()).isNotEmpty();
        }
    }
}
