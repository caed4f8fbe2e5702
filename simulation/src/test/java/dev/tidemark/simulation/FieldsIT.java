package dev.tidemark.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.access.Account;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.TableSpec.Deletes;
import dev.tidemark.sync.SyncId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is wanted of a stream changes while it is kept. */
class FieldsIT {

    private final ManualTide tide = new ManualTide(1, Guarantees.ALL);
    private final Harbour harbour = new Harbour(tide.tides(), 4);
    private final Account app = tide.account(new Settings(Map.of()), World.secrets(Map.of()));

    private void berth(String id, String note) {
        harbour.put("berths", id, null, "name", 1, note, false, false, new SplittableRandom(1));
    }

    private void works(Hull hull, int rounds) {
        for (int i = 0; i < rounds; i++) {
            hull.reclaim();
            hull.tick();
            hull.lease(8);
            int choice = 0;
            while (hull.step(choice)) {
                choice++;
            }
            tide.tides().pass(Duration.ofSeconds(5));
        }
    }

    @Test
    void a_field_that_was_left_out_for_a_while_is_read_again_for_every_record() {
        berth("b1", "old");
        tide.weather().reaches(harbour::serve);
        tide.read(new HarbourConnector(), app, "berths", Deletes.SOFT, false, Set.of());
        SyncId sync = tide.syncs().keySet().iterator().next();
        Hull hull = tide.launch();
        works(hull, 20);
        tide.choose(sync, Set.of("note"));
        berth("b1", "changed while nobody asked");
        tide.tides().pass(Duration.ofMinutes(20));
        works(hull, 40);
        tide.choose(sync, Set.of());
        tide.tides().pass(Duration.ofMinutes(20));
        works(hull, 40);
        assertThat(World.rows("SELECT note FROM synced.berths WHERE id = 'b1'"))
                .isEqualTo(List.of(List.of("changed while nobody asked")));
    }
}
