package dev.tidemark.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.access.Account;
import dev.tidemark.checkpoint.JdbcCheckpoints;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.TableSpec.Deletes;
import dev.tidemark.process.JdbcReprocess;
import dev.tidemark.sync.SyncId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Archived pages are processed again while the sync goes on. */
class ReprocessIT {

    /** More pages of four than one slice has. */
    private static final int BERTHS = 150;

    private final ManualTide tide = new ManualTide(1, Guarantees.ALL);
    private final Harbour harbour = new Harbour(tide.tides(), 4);
    private final Account app = tide.account(new Settings(Map.of()), World.secrets(Map.of()));
    private boolean wrong = true;

    private void berth(String id, String name, boolean deleted) {
        harbour.put("berths", id, null, name, 1, "", deleted, false, new SplittableRandom(1));
    }

    private SyncId keep(Deletes deletes) {
        for (int i = 0; i < BERTHS; i++) {
            berth("b%03d".formatted(i), i == 7 ? "odd" : "right", false);
        }
        tide.weather().reaches(harbour::serve);
        tide.read(Broken.misreading(new HarbourConnector(), () -> wrong), app, "berths", deletes, false, Set.of());
        Hull hull = tide.launch();
        tide.works(hull, 120);
        tide.kill(hull);
        assertThat(World.count("SELECT count(*) FROM rejection")).isPositive();
        return tide.syncs().keySet().iterator().next();
    }

    private UUID again(SyncId sync) {
        return World.store().inTransaction(tx -> {
            var asked = new JdbcReprocess();
            long to = new JdbcCheckpoints().find(tx, sync).appliedPage();
            assertThat(asked.earliest(tx, sync)).contains(1L);
            return asked.request(
                    tx, tide.queue(), tide.ids(), sync, 1, to, tide.clock().instant());
        });
    }

    private static List<@Nullable String> run(UUID id) {
        return World.rows("SELECT state, seen = loaded + unchanged + deleted + rejected, rejected, requests FROM run"
                        + " WHERE id = '" + id + "'")
                .getFirst();
    }

    private static List<List<@Nullable String>> line() {
        return World.rows("SELECT c.last_page, c.applied_page, m.page FROM checkpoint c, tidemark.mark m");
    }

    @ParameterizedTest
    @EnumSource(Deletes.class)
    void a_corrected_connector_reaches_every_row_and_no_request_is_made(Deletes deletes) {
        SyncId sync = keep(deletes);
        var before = line();
        assertThat(World.count("SELECT rejected FROM tidemark.tables")).isPositive();
        wrong = false;
        UUID run = again(sync);
        Hull hull = tide.launch();
        hull.lease(8); // the schedule does not tick: nothing is retrieved
        while (hull.step(0)) {
            // Loads until there is nothing more.
        }
        assertThat(run(run)).containsExactly("SUCCEEDED", "t", "0", "0");
        assertThat(World.rows("SELECT name, count(*) FROM synced.berths GROUP BY 1 ORDER BY 1"))
                .isEqualTo(List.of(List.of("odd", "1"), List.of("right", String.valueOf(BERTHS - 1))));
        assertThat(World.count("SELECT count(*) FROM rejection")).isZero();
        assertThat(line()).isEqualTo(before);
        assertThat(World.rows("SELECT t.rejected, c.rejected_before FROM tidemark.tables t, checkpoint c"))
                .isEqualTo(List.of(List.of("0", "0")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"again begin", "again commit", "again committed", "again recounted"})
    void a_crash_in_the_middle_while_a_retrieval_goes_on_loses_doubles_and_revives_nothing(String seam) {
        for (Deletes deletes : Deletes.values()) {
            ReprocessIT one = new ReprocessIT();
            one.crash(seam, deletes);
        }
    }

    private void crash(String seam, Deletes deletes) {
        SyncId sync = keep(deletes);
        wrong = false;
        UUID run = again(sync);
        Hull hull = tide.launch();
        tide.sea().crashAt(seam);
        berth("b000", "second", false);
        berth("b001", "gone", true);
        tide.tides().pass(ManualTide.EVERY.plusSeconds(1));
        tide.act(hull, () -> tide.works(hull, 60));
        assertThat(hull.alive()).isFalse();
        tide.works(tide.launch(), 60);

        assertThat(run(run)).startsWith("SUCCEEDED", "t");
        assertThat(World.rows("SELECT name, count(*) FROM synced.berths WHERE _tidemark_deleted_at IS NULL"
                        + " GROUP BY 1 ORDER BY 1"))
                .isEqualTo(List.of(
                        List.of("odd", "1"), List.of("right", String.valueOf(BERTHS - 3)), List.of("second", "1")));
        assertThat(World.count("SELECT count(*) FROM synced.berths WHERE id = 'b001' AND _tidemark_deleted_at IS NULL"))
                .isZero();
        assertThat(World.count("SELECT count(*) FROM rejection")).isZero();
        assertThat(World.count("SELECT count(*) FROM run WHERE seen <> loaded + unchanged + deleted + rejected"))
                .isZero();
    }

    @Test
    void what_later_pages_brought_is_never_put_back_even_for_a_moment() {
        SyncId sync = keep(Deletes.HARD);
        wrong = false;
        berth("b000", "second", false);
        berth("b001", "gone", true);
        Hull hull = tide.launch();
        tide.tides().pass(ManualTide.EVERY.plusSeconds(1));
        tide.works(hull, 30);
        again(sync);
        hull.lease(8);
        boolean more = true;
        while (more) {
            more = hull.step(0);
            assertThat(World.rows("SELECT name FROM synced.berths WHERE id IN ('b000', 'b001')"))
                    .isEqualTo(List.of(List.of("second")));
        }
    }
}
