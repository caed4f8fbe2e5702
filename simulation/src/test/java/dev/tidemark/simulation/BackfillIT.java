package dev.tidemark.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.access.Account;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.TableSpec.Deletes;
import dev.tidemark.estimate.Headway;
import dev.tidemark.estimate.JdbcReadings;
import dev.tidemark.estimate.Reading;
import dev.tidemark.quota.Outlook;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is told of a reading of everything while it lasts. */
class BackfillIT {

    private static final int BERTHS = 60;
    private static final int PAGE = 4;

    private final ManualTide tide = new ManualTide(1, Guarantees.ALL);
    private final Harbour harbour = new Harbour(tide.tides(), PAGE);
    private final Account app = tide.account(new Settings(Map.of()), World.secrets(Map.of()));

    private List<Reading> underWay() {
        return World.store()
                .inTransaction(tx -> JdbcReadings.underWay(tx, tide.clock().instant()));
    }

    private Headway headway() {
        return Headway.of(underWay().getFirst(), tide.clock().instant(), new Outlook(List.of(), 0));
    }

    private void berths() {
        for (int i = 0; i < BERTHS; i++) {
            harbour.put("berths", "b" + (100 + i), null, "name", 1, "", false, false, new SplittableRandom(1));
        }
        tide.weather().reaches(harbour::serve);
        tide.read(new HarbourConnector(), app, "berths", Deletes.SOFT, false, Set.of());
    }

    @Test
    void it_goes_on_being_told_where_it_stood_when_another_run_goes_on_with_it() {
        berths();
        Hull first = tide.launch();
        for (int round = 0; round < 60 && applied() < 5; round++) {
            tide.works(first, 1);
        }
        tide.kill(first);
        Reading before = underWay().getFirst();
        assertThat(before.rows()).isPositive().isLessThan(BERTHS);
        assertThat(before.requests()).isGreaterThanOrEqualTo(before.pagesApplied());
        World.execute("UPDATE run SET state = 'FAILED', ended_at = started_at, error_code = 'x', error = 'x',"
                + " what_to_do = 'x'");
        World.execute("DELETE FROM job");
        World.execute("UPDATE sync SET run_id = NULL, due_at = '-infinity'");
        assertThat(headway().stage()).isEqualTo(Headway.Stage.RESTING);
        assertThat(headway().reading().rows()).isEqualTo(before.rows());

        Hull second = tide.launch();
        int most = 0;
        for (int round = 0; round < 60 && !underWay().isEmpty(); round++) {
            tide.works(second, 1);
            for (Reading now : underWay()) {
                assertThat(now.rows()).isBetween(before.rows(), (long) BERTHS);
                assertThat(now.requests()).isGreaterThanOrEqualTo(before.requests());
                assertThat(now.began()).isEqualTo(before.began());
                most = Math.max(most, now.runs());
            }
        }
        assertThat(most).as("both runs are counted").isEqualTo(2);
        assertThat(underWay()).isEmpty();
        assertThat(World.count("SELECT count(*) FROM synced.berths")).isEqualTo(BERTHS);
    }

    private long applied() {
        return underWay().stream().mapToLong(Reading::pagesApplied).sum();
    }
}
