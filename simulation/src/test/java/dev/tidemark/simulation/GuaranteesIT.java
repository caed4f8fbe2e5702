package dev.tidemark.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Settings;
import dev.tidemark.connector.TableSpec.Deletes;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The simulation is itself tried: with a guarantee taken out of the engine, one of a handful of seeds must fail. */
class GuaranteesIT {

    private static void seen(Guarantees less, long... seeds) {
        assertThat(LongStream.of(seeds).filter(seed -> fails(seed, less)).findFirst())
                .as("a seed that fails without the guarantee")
                .isPresent();
    }

    private static boolean fails(long seed, Guarantees less) {
        try {
            return new Voyage(seed, less).play().lines().isEmpty();
        } catch (AssertionError expected) {
            return true;
        }
    }

    @Test
    void without_the_fence_of_jobs_a_worker_that_was_held_up_is_seen() {
        seen(Guarantees.ALL.withQueue(Broken::withoutFence), 13, 21);
    }

    @Test
    void without_the_safety_lag_a_late_commit_is_missed() {
        assertThat(lateCommitArrives(Guarantees.ALL)).isTrue();
        assertThat(lateCommitArrives(Guarantees.ALL.withSource(Broken::withoutLag)))
                .isFalse();
    }

    /** A record is stamped before a pass begins and seen only after the pass has ended. */
    private static boolean lateCommitArrives(Guarantees guarantees) {
        ManualTide tide = new ManualTide(1, guarantees);
        Harbour harbour = new Harbour(tide.tides(), 4);
        SplittableRandom random = new SplittableRandom(1);
        tide.weather().reaches(harbour::serve);
        harbour.put("berths", "a", null, "early", 1, "", false, false, random);
        tide.read(
                new HarbourConnector(),
                tide.account(new Settings(Map.of()), World.secrets(Map.of())),
                "berths",
                Deletes.SOFT,
                false,
                Set.of());
        Hull hull = tide.launch();
        for (int i = 0; i < 60; i++) {
            if (i == 20) {
                harbour.put("berths", "b", null, "late", 1, "", false, true, random);
            }
            if (i < 20 || i > 22) {
                hull.tick();
                hull.lease(2);
                while (hull.step(i)) {
                    // Until everything rests.
                }
            }
            tide.tides().pass(Duration.ofSeconds(i == 19 ? 61 : 1));
        }
        tide.tides().pass(Duration.ofSeconds(61));
        for (int i = 0; i < 6; i++) {
            hull.tick();
            hull.lease(2);
            while (hull.step(i)) {
                // Until everything rests.
            }
            tide.tides().pass(Duration.ofSeconds(30));
        }
        return World.count("SELECT count(*) FROM synced.berths WHERE id = 'b'") == 1;
    }

    @Test
    void without_committed_intents_a_record_is_created_twice() {
        seen(Guarantees.ALL.withModels(Broken::withoutIntents), 8, 24);
    }
}
