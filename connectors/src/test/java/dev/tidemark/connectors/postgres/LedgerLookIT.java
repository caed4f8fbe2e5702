package dev.tidemark.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Ledger;
import dev.tidemark.connector.LedgerLookup;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.ModelSpec;
import dev.tidemark.connector.Outcome;
import dev.tidemark.connector.Settlement;
import dev.tidemark.connectors.sql.tables.TestAccess;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LedgerLookIT {

    private static final Instant NOW = TestAccess.NOW;
    private static final Instant LATER = NOW.plus(Duration.ofHours(1));

    private final TestDatabase database = TestDatabase.fresh();
    private final PostgresConnector postgres = new PostgresConnector();
    private final ModelSpec model = new ModelSpec("SELECT id, name, size FROM people -- all of them", List.of("id"));

    private LedgerLookup.Known look(String key) throws Exception {
        return postgres.look(database.access(), model, "people", key);
    }

    @Test
    void what_is_known_of_a_row_is_told_and_takes_no_lease() throws Exception {
        database.execute("CREATE TABLE people (id text, name text, size int);"
                + " INSERT INTO people VALUES ('a', 'Ada', 1), ('b', 'Bob', 2), ('c', NULL, NULL)");
        assertThat(look("a").entry()).isEmpty();
        try (Ledger ledger = postgres.open(database.access(), model, "people", 7)) {
            List<ModelRow> rows = ledger.changed(Optional.empty(), 10, NOW);
            ledger.intend(rows, "run-1", NOW);
            ledger.settle(
                    List.of(
                            new Settlement(rows.get(0), new Outcome.Accepted("remote", true), Optional.empty()),
                            new Settlement(
                                    rows.get(1), new Outcome.Rejected("INVALID", "no", "{}"), Optional.of(LATER))),
                    "run-1",
                    NOW);
            database.execute("UPDATE people SET name = 'Eve' WHERE id = 'a'; DELETE FROM people WHERE id = 'b'");

            LedgerLookup.Known eve = look("a");
            LedgerLookup.Entry bob = look("b").entry().orElseThrow();

            assertThat(eve.row().orElseThrow().values()).contains("Eve");
            assertThat(eve.entry().orElseThrow().accepted().orElseThrow())
                    .isNotEqualTo(eve.row().orElseThrow().hash());
            assertThat(eve.entry().orElseThrow().remoteId()).contains("remote");
            assertThat(look("b").row()).isEmpty();
            assertThat(bob.state()).isEqualTo(LedgerLookup.State.REJECTED);
            assertThat(bob.nextTry()).contains(LATER);
            assertThat(bob.request().orElseThrow()).contains("Bob");
            assertThat(look("x")).isEqualTo(new LedgerLookup.Known(Optional.empty(), Optional.empty()));
            assertThat(ledger.tally("run-1").open()).isEqualTo(1); // its lease holds
        }
    }
}
