package dev.tidemark.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.TableSpec.Deletes;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connector.WriteSpec.Mode;
import dev.tidemark.connectors.postgres.PostgresConnector;
import dev.tidemark.queue.JobKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The simulation is itself tried: each guarantee of the engine, taken out, is seen to be missing. */
class GuaranteesIT {

    private static final Duration EACH = Duration.ofSeconds(5);

    /** A story of one app and some workers; what becomes of it depends on one guarantee. */
    private static final class Story {

        final ManualTide tide;
        final Harbour harbour;

        Story(Guarantees guarantees) {
            tide = new ManualTide(1, guarantees);
            harbour = new Harbour(tide.tides(), 4);
            tide.weather().reaches(harbour::serve);
        }

        void keep(String stream, Deletes deletes) {
            tide.read(
                    new HarbourConnector(),
                    tide.account(new Settings(Map.of()), World.secrets(Map.of())),
                    stream,
                    deletes,
                    false,
                    Set.of());
        }

        void put(String stream, String id, String name, boolean deleted) {
            harbour.put(stream, id, null, name, 1, "", deleted, false, new SplittableRandom(1));
        }

        /** A worker on its own does what there is to do, and so much time passes in steps of {@link #EACH}. */
        void works(Hull hull, Duration time) {
            for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(EACH)) {
                round(hull);
                tide.tides().pass(EACH);
            }
        }

        void round(Hull hull) {
            if (hull.alive()) {
                tide.act(hull, hull::reclaim);
                tide.act(hull, hull::tick);
                tide.act(hull, () -> hull.lease(4));
                boolean[] more = {true};
                for (int i = 0; more[0] && hull.alive(); i++) {
                    int which = i;
                    tide.act(hull, () -> more[0] = hull.step(which));
                }
            }
        }

        List<List<@Nullable String>> names(String stream) {
            return World.rows("SELECT name FROM synced." + stream + " WHERE _tidemark_deleted_at IS NULL ORDER BY id");
        }
    }

    @Test
    void without_the_fence_of_jobs_a_worker_that_was_held_up_still_names_its_page() {
        assertThat(runsBreakAfterAHoldUp(Guarantees.ALL)).isFalse();
        assertThat(runsBreakAfterAHoldUp(Guarantees.ALL.withQueue(Broken::withoutFence)))
                .isTrue();
    }

    private static boolean runsBreakAfterAHoldUp(Guarantees guarantees) {
        var story = new Story(guarantees);
        story.put("berths", "a", "first", false);
        story.keep("berths", Deletes.SOFT);
        Hull slow = story.tide.launch();
        slow.tick();
        slow.lease(1);
        story.tide.sea().pauseAt("archive kept", () -> {
            slow.freeze(true);
            story.tide.tides().pass(Duration.ofMinutes(5));
            Hull other = story.tide.launch();
            other.reclaim();
            other.lease(2);
            while (other.step(0, Set.of(JobKind.RETRIEVE))) {
                // It reads and names the same page.
            }
            story.tide.kill(other);
            slow.freeze(false);
        });
        story.works(slow, Duration.ofMinutes(3));
        return World.count("SELECT count(*) FROM run WHERE state = 'FAILED'") > 0;
    }

    @Test
    void without_the_fence_of_the_mark_older_rows_come_over_newer_ones() {
        assertThat(afterAHeldUpLoad(Guarantees.ALL)).isEqualTo(List.of(List.of("third")));
        assertThat(afterAHeldUpLoad(Guarantees.ALL.withDestination(Broken::withoutMark)))
                .isEqualTo(List.of(List.of("second")));
    }

    /** The stream is read by log: its rows have no version, so that nothing but the order of loads tells old from new. */
    private static List<List<@Nullable String>> afterAHeldUpLoad(Guarantees guarantees) {
        var story = new Story(guarantees);
        story.put("crews", "a", "first", false);
        story.keep("crews", Deletes.SOFT);
        Hull slow = story.tide.launch();
        story.works(slow, Duration.ofSeconds(30));
        story.put("crews", "a", "second", false);
        story.tide.sea().pauseAt("load commit", () -> {
            slow.freeze(true);
            story.tide.tides().pass(Duration.ofMinutes(2));
            Hull other = story.tide.launch();
            story.works(other, Duration.ofSeconds(30));
            story.put("crews", "a", "third", false);
            story.works(other, Duration.ofMinutes(2));
            story.tide.kill(other);
            slow.freeze(false);
        });
        story.works(slow, Duration.ofMinutes(4));
        return story.names("crews");
    }

    @Test
    void without_versions_a_stale_answer_puts_older_rows_over_newer_ones() {
        assertThat(afterAStaleAnswer(Guarantees.ALL, false)).isEqualTo(List.of(List.of("third")));
        assertThat(afterAStaleAnswer(Guarantees.ALL.withDestination(Broken::withoutVersions), false))
                .isEqualTo(List.of(List.of("second")));
    }

    @Test
    void without_the_order_of_deletes_a_stale_delete_takes_a_row_that_came_back() {
        assertThat(afterAStaleAnswer(Guarantees.ALL, true)).isEqualTo(List.of(List.of("third")));
        assertThat(afterAStaleAnswer(Guarantees.ALL.withDestination(Broken::withoutOrderedDeletes), true))
                .isEmpty();
    }

    /** A copy of the app that lags behind answers once with what it held a minute ago. */
    private static List<List<@Nullable String>> afterAStaleAnswer(Guarantees guarantees, boolean deleted) {
        var story = new Story(guarantees);
        story.put("berths", "a", "first", false);
        story.keep("berths", Deletes.SOFT);
        Hull hull = story.tide.launch();
        story.works(hull, Duration.ofSeconds(30));
        HttpAnswer[] stale = {null};
        story.put("berths", "a", "second", deleted);
        story.tide.weather().reaches(request -> stale[0] = story.harbour.serve(request));
        story.works(hull, Duration.ofMinutes(1));
        story.tide.weather().reaches(story.harbour::serve);
        story.put("berths", "a", "third", false);
        story.works(hull, Duration.ofMinutes(1));
        String before = Objects.requireNonNull(stale[0]).text();
        story.tide.weather().reaches(request -> {
            story.tide.weather().reaches(story.harbour::serve);
            return story.harbour.answer(200, before);
        });
        story.works(hull, Duration.ofMinutes(4));
        return story.names("berths");
    }

    @Test
    void without_the_safety_lag_a_late_commit_is_missed() {
        assertThat(lateCommitArrives(Guarantees.ALL)).isTrue();
        assertThat(lateCommitArrives(Guarantees.ALL.withSource(Broken::withoutLag)))
                .isFalse();
    }

    /** A record is stamped before a pass begins and seen only after the pass has ended. */
    private static boolean lateCommitArrives(Guarantees guarantees) {
        var story = new Story(guarantees);
        story.put("berths", "a", "early", false);
        story.keep("berths", Deletes.SOFT);
        Hull hull = story.tide.launch();
        for (int i = 0; i < 60; i++) {
            if (i == 20) {
                story.harbour.put("berths", "b", null, "late", 1, "", false, true, new SplittableRandom(1));
            }
            if (i < 20 || i > 22) {
                story.round(hull);
            }
            story.tide.tides().pass(Duration.ofSeconds(i == 19 ? 61 : 1));
        }
        story.works(hull, Duration.ofMinutes(4));
        return World.count("SELECT count(*) FROM synced.berths WHERE id = 'b'") == 1;
    }

    @Test
    void a_tidemark_that_does_not_wait_for_late_commits_runs_ahead() {
        assertThat(runsAhead(Guarantees.ALL, Duration.ofSeconds(25))).isFalse();
        assertThat(runsAhead(Guarantees.ALL.withSource(Broken::withHastyTidemarks), Duration.ofSeconds(25)))
                .isTrue();
    }

    @Test
    void a_tidemark_that_moves_before_its_rows_runs_ahead() {
        assertThat(runsAhead(Guarantees.ALL.withDestination(Broken::withTidemarksFirst), Duration.ofSeconds(25)))
                .isTrue();
    }

    /** That is the one thing which it assumes; what comes in later than that an audit has to find. */
    @Test
    void commits_that_are_later_than_the_safety_lag_can_be_behind_the_tidemark() {
        assertThat(runsAhead(Guarantees.ALL, Harbour.LATEST.plusMinutes(2))).isTrue();
    }

    @Test
    void a_tidemark_by_numbered_pages_between_which_records_slip_runs_ahead() {
        assertThat(slippedPastTheTidemark(Guarantees.ALL)).isFalse();
        assertThat(slippedPastTheTidemark(Guarantees.ALL.withSource(Broken::withoutSlips)))
                .isTrue();
    }

    /** A record is stamped every twenty seconds and seen so much later; others look at the tidemark all the while. */
    private static boolean runsAhead(Guarantees guarantees, Duration late) {
        var story = new Story(guarantees);
        var gauge = new Gauge(story.harbour);
        story.put("berths", "a", "first", false);
        story.keep("berths", Deletes.SOFT);
        Hull hull = story.tide.launch();
        for (int i = 0; i < 120; i++) {
            if (i % 4 == 0) { // so few that a look for changes finds them on one page
                story.harbour.put("berths", "b%03d".formatted(i), null, "late", 1, "", false, late);
            }
            story.round(hull);
            try {
                gauge.look(List.of("berths"));
            } catch (AssertionError ahead) {
                return true;
            }
            story.tide.tides().pass(EACH);
        }
        assertThat(gauge.of("berths").changesTo()).isPresent();
        return false;
    }

    /** While everything is read by numbered pages of four, one that was read is deleted and another takes its page. */
    private static boolean slippedPastTheTidemark(Guarantees guarantees) {
        var story = new Story(guarantees);
        var gauge = new Gauge(story.harbour);
        for (int i = 0; i < 10; i++) {
            story.put("tugs", "t" + i, "first", false);
        }
        story.tide.tides().pass(Duration.ofMinutes(1));
        int[] asked = {0};
        story.tide.weather().reaches(request -> {
            HttpAnswer answer = story.harbour.serve(request);
            if (asked[0]++ == 0) {
                story.put("tugs", "t0", "first", true);
            }
            return answer;
        });
        story.keep("tugs", Deletes.SOFT);
        Hull hull = story.tide.launch();
        try {
            for (int i = 0; i < 8; i++) {
                story.round(hull);
                story.tide.tides().pass(EACH);
                gauge.look(List.of("tugs"));
            }
        } catch (AssertionError ahead) {
            return true;
        }
        return false;
    }

    @Test
    void without_committed_intents_a_record_is_created_twice() {
        assertThat(createdThoughKilled(Guarantees.ALL)).isEqualTo(1);
        assertThat(createdThoughKilled(Guarantees.ALL.withModels(Broken::withoutIntents)))
                .isGreaterThan(1);
    }

    /** The worker dies between the app's answer and the commit of it. */
    private static long createdThoughKilled(Guarantees guarantees) {
        var story = new Story(guarantees);
        new Cargo().put("c1", "one", 1);
        story.tide.write(
                new PostgresConnector(),
                new HarbourConnector(),
                story.tide.account(new Settings(Map.of()), World.secrets(Map.of())),
                Cargo.MODEL,
                new WriteSpec(
                        "ships",
                        Mode.INSERT,
                        Optional.empty(),
                        Map.of("code", "code", "name", "name", "size", "size")));
        story.tide.sea().crashAt("http answered");
        Hull first = story.tide.launch();
        story.works(first, Duration.ofMinutes(1));
        assertThat(first.alive()).isFalse();
        story.works(story.tide.launch(), Duration.ofMinutes(3));
        return story.harbour.createdByCode("ships").getOrDefault("c1", 0L);
    }

    @Test
    void without_permits_the_app_sees_more_than_was_granted() {
        assertThat(mostRequestsInAWindow(Guarantees.ALL)).isLessThanOrEqualTo(ManualTide.LIMIT.requests() / 2);
        assertThat(mostRequestsInAWindow(Guarantees.ALL.withQuota(Broken::withoutPermits)))
                .isGreaterThan(ManualTide.LIMIT.requests() / 2);
    }

    private static long mostRequestsInAWindow(Guarantees guarantees) {
        var story = new Story(guarantees);
        for (int i = 0; i < 1_200; i++) {
            story.put("berths", "b%04d".formatted(i), "first", false);
        }
        story.keep("berths", Deletes.SOFT);
        Hull hull = story.tide.launch();
        story.works(hull, Duration.ofMinutes(2));
        var sent = story.tide.weather().sent();
        return sent.stream()
                .mapToLong(last -> sent.stream()
                        .filter(t -> !t.isAfter(last) && t.isAfter(last.minus(ManualTide.LIMIT.per())))
                        .count())
                .max()
                .orElse(0);
    }
}
