package dev.tidemark.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.access.Account;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.TableSpec.Deletes;
import dev.tidemark.hook.Inbox.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a webhook does, and what it cannot do (invariant 7), step by step. */
class HooksIT {

    private final ManualTide tide = new ManualTide(4, Guarantees.ALL);
    private final Harbour harbour = new Harbour(tide.tides(), 4);
    private final Account app = tide.account(new Settings(Map.of()), World.secrets(Map.of()));
    private Hull hull = tide.launch();

    @BeforeEach
    void all_is_read_once() {
        for (int i = 0; i < 6; i++) {
            berth("b" + i, "first", false);
        }
        tide.weather().reaches(harbour::serve);
        tide.read(new HarbourConnector(), app, "berths", Deletes.SOFT, false, Set.of());
        tide.works(hull, 8);
        assertThat(World.count("SELECT count(*) FROM synced.berths WHERE name = 'first'"))
                .isEqualTo(6);
        World.execute("UPDATE sync SET due_at = due_at + interval '1 day'");
        tide.tides().pass(Duration.ofSeconds(10));
    }

    private void berth(String id, String name, boolean deleted) {
        harbour.put("berths", id, null, name, 1, "", deleted, false, new SplittableRandom(1));
    }

    private Reply tell(String event, String id, boolean gone) {
        return hull.hear("acme/app", Post.request(event + "\tberths\t" + id + "\t" + gone, HarbourConnector.SECRET));
    }

    private static List<String> names(String where) {
        return World.rows("SELECT id || ' ' || name FROM synced.berths WHERE " + where + " ORDER BY id").stream()
                .map(row -> String.valueOf(row.getFirst()))
                .toList();
    }

    private static String state() {
        return String.valueOf(World.rows("SELECT synced_at, due_at, failures FROM sync"))
                + World.rows("SELECT since, pass_kind FROM checkpoint");
    }

    private static List<String> kinds() {
        return World.rows("SELECT kind || ' ' || cause FROM run ORDER BY queued_at, id").stream()
                .map(row -> String.valueOf(row.getFirst()))
                .toList();
    }

    @Test
    void what_is_named_comes_sooner_and_neither_cursor_nor_schedule_moves() {
        String before = state();
        berth("b2", "second", false);
        assertThat(tell("e1", "b2", false)).isEqualTo(Reply.TAKEN);
        tide.works(hull, 4);
        assertThat(names("name = 'second'")).containsExactly("b2 second");
        assertThat(state()).isEqualTo(before);
        assertThat(kinds()).containsExactly("BACKFILL SCHEDULE", "HINTED HOOK");
        assertThat(World.count("SELECT count(*) FROM hint")).isZero();
    }

    @Test
    void many_become_one_job_and_one_that_comes_again_nothing() {
        for (int i = 0; i < 6; i++) {
            berth("b" + i, "second", false);
            tell("e" + i, "b" + i, false);
            tell("f" + i, "b" + i, false);
        }
        tide.works(hull, 6);
        assertThat(names("name = 'second'")).hasSize(6);
        assertThat(kinds()).hasSize(2);
        assertThat(World.count("SELECT requests FROM run WHERE kind = 'HINTED'"))
                .as("three records a request")
                .isEqualTo(2);
        assertThat(tell("e1", "b1", false)).isEqualTo(Reply.TAKEN);
        tide.works(hull, 4);
        assertThat(kinds()).hasSize(2);
    }

    /** The hint or what it led to is there, wherever the process dies. */
    @ParameterizedTest
    @ValueSource(strings = {"named answered", "http send", "http answered"})
    void a_crash_between_store_and_fetch_loses_nothing(String seam) {
        berth("b3", "second", false);
        tell("e1", "b3", false);
        tide.sea().crashAt(seam);
        for (int i = 0; i < 60 && hull.alive(); i++) {
            tide.act(hull, hull::tick);
            tide.act(hull, () -> hull.lease(4));
            tide.act(hull, () -> hull.step(0));
            tide.tides().pass(Duration.ofMillis(200));
        }
        assertThat(hull.alive()).isFalse();
        assertThat(names("name = 'second'")).isEmpty();
        tide.tides().pass(Duration.ofMinutes(1));
        hull = tide.launch();
        tide.works(hull, 6);
        assertThat(names("name = 'second'")).containsExactly("b3 second");
        assertThat(kinds()).as("polling was not due").doesNotContain("INCREMENTAL SCHEDULE");
    }

    @Test
    void a_process_that_dies_at_the_delivery_has_taken_no_event() {
        berth("b3", "second", false);
        tell("e1", "b3", false);
        tide.sea().cutAfter(2, Sea.Cut.CRASH);
        tide.act(hull, hull::tick);
        assertThat(hull.alive()).isFalse();
        hull = tide.launch();
        tide.works(hull, 6);
        assertThat(names("name = 'second'")).containsExactly("b3 second");
    }

    @Test
    void what_is_said_to_be_deleted_and_is_not_stays_and_what_is_goes() {
        berth("b1", "second", true);
        tell("e1", "b1", true);
        tell("e2", "b2", true);
        tide.works(hull, 4);
        assertThat(names("_tidemark_deleted_at IS NOT NULL"))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("b1");
        // Back again, and the word of its end comes after that of its return.
        tide.tides().pass(Duration.ofSeconds(5));
        berth("b1", "third", false);
        tell("e4", "b1", false);
        tell("e3", "b1", true);
        tide.works(hull, 6);
        assertThat(names("_tidemark_deleted_at IS NOT NULL")).isEmpty();
        assertThat(names("name = 'third'")).containsExactly("b1 third");
    }

    @Test
    void forged_ones_write_nothing() {
        var forged = Post.request("e1\tberths\tb1\ttrue", "another");
        assertThat(hull.hear("acme/app", forged)).isEqualTo(Reply.FORGED);
        assertThat(hull.hear("acme/other", forged)).isEqualTo(Reply.UNKNOWN);
        assertThat(World.count("SELECT count(*) FROM hook_event")).isZero();
        hull.tick();
        assertThat(World.rows("SELECT account, refused FROM hook_tally")).containsExactly(List.of("acme/app", "1"));
    }

    @Test
    void what_a_person_alone_starts_is_not_started_and_where_asking_by_key_fails_no_run_does() {
        World.execute("UPDATE sync SET due_at = NULL");
        tell("e1", "b1", false);
        tide.works(hull, 3);
        assertThat(kinds()).hasSize(1);
        assertThat(World.count("SELECT count(*) FROM hint")).isZero();

        World.execute("UPDATE sync SET due_at = now() + interval '100 years'");
        tide.weather().reaches(request -> harbour.answer(503, ""));
        tell("e2", "b1", false);
        tide.works(hull, 12);
        assertThat(World.rows("SELECT state FROM run WHERE kind = 'HINTED'")).containsExactly(List.of("SUCCEEDED"));
        assertThat(World.count("SELECT count(*) FROM hint")).isZero();
    }
}
