package dev.tidemark.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.LeaseLost;
import dev.tidemark.connector.Ledger;
import dev.tidemark.connector.Ledger.Tally;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.ModelSpec;
import dev.tidemark.connector.Outcome;
import dev.tidemark.connector.Settlement;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.connectors.sql.tables.TestAccess;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerIT {

    private static final Instant NOW = TestAccess.NOW;
    private static final Instant LATER = NOW.plus(Duration.ofHours(1));

    private final TestDatabase database = TestDatabase.fresh();
    private final PostgresConnector postgres = new PostgresConnector();
    private final ModelSpec model = new ModelSpec("SELECT id, name, size FROM people -- all of them", List.of("id"));

    @BeforeEach
    void people() {
        database.execute("CREATE TABLE people (id text, name text, size int);"
                + " INSERT INTO people VALUES ('a', 'Ada', 1), ('b', 'Bob', 2), ('c', NULL, NULL)");
    }

    @Test
    void rows_are_offered_until_they_are_accepted_and_again_when_they_change() throws Exception {
        try (Ledger ledger = open(1)) {
            List<ModelRow> rows = changed(ledger);
            assertThat(keys(rows)).containsExactly("a", "b", "c");
            assertThat(rows.getFirst().values()).containsEntry("name", "Ada").containsEntry("size", 1L);
            assertThat(rows.getLast().values()).containsEntry("name", null).containsEntry("size", null);
            ledger.intend(rows, "run-1", NOW);
            ledger.settle(all(rows, new Outcome.Accepted("remote", true)), "run-1", NOW);
            assertThat(changed(ledger)).isEmpty();
            assertThat(ledger.tally("run-1")).isEqualTo(new Tally(3, 0, 0, 0));
        }
        database.execute("UPDATE people SET name = NULL WHERE id = 'b'; INSERT INTO people VALUES ('d', 'Dot', 4);"
                + " UPDATE people SET size = size WHERE id = 'a'");
        try (Ledger ledger = open(2)) {
            assertThat(keys(changed(ledger))).containsExactly("b", "d");
        }
        assertThat(database.one("SELECT state, remote_id, request FROM tidemark.ledger WHERE key = 'a'"))
                .isEqualTo("ACCEPTED|remote|null");
    }

    @Test
    void batches_follow_each_other_in_the_order_of_keys() throws Exception {
        database.execute("INSERT INTO people VALUES ('', 'no letters', 0), ('Z', 'upper case', 0)");
        try (Ledger ledger = open(1)) {
            assertThat(keys(ledger.changed(Optional.empty(), 2, NOW))).containsExactly("", "Z");
            assertThat(keys(ledger.changed(Optional.of("Z"), 2, NOW))).containsExactly("a", "b");
            assertThat(keys(ledger.changed(Optional.of("b"), 2, NOW))).containsExactly("c");
            assertThat(ledger.changed(Optional.of("c"), 2, NOW)).isEmpty();
        }
    }

    @Test
    void a_change_between_reading_and_settling_is_seen_the_next_time() throws Exception {
        try (Ledger ledger = open(1)) {
            List<ModelRow> rows = changed(ledger);
            database.execute("UPDATE people SET name = 'Eve' WHERE id = 'a'");
            ledger.intend(rows, "run-1", NOW);
            ledger.settle(all(rows, new Outcome.Accepted("r", false)), "run-1", NOW);
        }
        try (Ledger ledger = open(1)) {
            List<ModelRow> rows = changed(ledger);
            assertThat(keys(rows)).containsExactly("a");
            assertThat(rows.getFirst().values()).containsEntry("name", "Eve");
        }
    }

    @Test
    void a_rejected_row_comes_back_when_it_is_due_or_has_changed() throws Exception {
        try (Ledger ledger = open(1)) {
            List<ModelRow> rows = changed(ledger);
            ledger.intend(rows, "run-1", NOW);
            Outcome no = new Outcome.Rejected("INVALID", "not\0so", "{}");
            ledger.settle(
                    rows.stream()
                            .map(row -> new Settlement(row, no, Optional.of(LATER)))
                            .toList(),
                    "run-1",
                    NOW);
            assertThat(changed(ledger)).isEmpty();
            assertThat(ledger.tally("run-1")).isEqualTo(new Tally(0, 3, 0, 0));
        }
        assertThat(database.one(
                        "SELECT state, attempts, error_code, answer, request FROM tidemark.ledger WHERE key = 'a'"))
                .isEqualTo("REJECTED|1|INVALID|{}|{\"id\": \"a\", \"name\": \"Ada\", \"size\": 1}");
        database.execute("UPDATE people SET name = 'Bea' WHERE id = 'b'");
        try (Ledger ledger = open(1)) {
            assertThat(keys(changed(ledger))).containsExactly("b");
            List<ModelRow> due = ledger.changed(Optional.empty(), 10, LATER);
            assertThat(keys(due)).containsExactly("a", "b", "c");
            assertThat(due.getFirst().attempts()).isEqualTo(1);
        }
    }

    @Test
    void what_was_intended_comes_back_with_the_values_that_were_sent() throws Exception {
        try (Ledger dying = open(1)) {
            dying.intend(changed(dying).subList(0, 2), "run-1", NOW);
        }
        database.execute("UPDATE people SET name = 'changed since'; DELETE FROM people WHERE id = 'b'");
        try (Ledger ledger = open(2)) {
            List<ModelRow> rows = ledger.unsettled(10);
            assertThat(rows).extracting(row -> row.values().get("name")).containsExactly("Ada", "Bob");
            assertThat(keys(changed(ledger))).containsExactly("c");
            assertThat(ledger.lastIntent()).contains(NOW);
            assertThat(ledger.unsettled(1)).isEqualTo(rows.subList(0, 1));
            ledger.settle(all(rows, new Outcome.Accepted("r", false)), "run-2", NOW);
            assertThat(ledger.unsettled(10)).isEmpty();
            assertThat(ledger.lastIntent()).isEmpty();
        }
        try (Ledger ledger = open(3)) {
            assertThat(keys(changed(ledger))).containsExactly("a", "c");
        }
    }

    @Test
    void a_row_of_unknown_fate_is_offered_again_though_the_model_is_back_at_what_was_accepted() throws Exception {
        try (Ledger ledger = open(1)) {
            List<ModelRow> rows = changed(ledger);
            ledger.intend(rows, "run-1", NOW);
            ledger.settle(all(rows, new Outcome.Accepted("r", true)), "run-1", NOW);
        }
        database.execute("UPDATE people SET name = 'Eve' WHERE id = 'a'");
        try (Ledger ledger = open(2)) {
            ledger.intend(changed(ledger), "run-2", NOW);
        }
        database.execute("UPDATE people SET name = 'Ada' WHERE id = 'a'");
        try (Ledger ledger = open(3)) {
            ledger.offerUnsettled(NOW);
            List<ModelRow> rows = changed(ledger);
            assertThat(keys(rows)).containsExactly("a");
            assertThat(rows.getFirst().values()).containsEntry("name", "Ada");
            ledger.intend(rows, "run-3", NOW);
            ledger.settle(all(rows, new Outcome.Again("busy")), "run-3", NOW);
        }
        try (Ledger ledger = open(4)) {
            assertThat(keys(changed(ledger))).containsExactly("a");
        }
    }

    @Test
    void a_row_of_unknown_fate_is_offered_with_the_columns_that_the_model_has_now() throws Exception {
        try (Ledger ledger = open(1)) {
            ledger.intend(changed(ledger), "run-1", NOW);
        }
        ModelSpec renamed = new ModelSpec("SELECT id, name AS label, size::text AS size FROM people", List.of("id"));
        try (Ledger ledger = postgres.open(database.access(), renamed, "people", 2)) {
            ledger.offerUnsettled(NOW);
            List<ModelRow> rows = changed(ledger);
            assertThat(keys(rows)).containsExactly("a", "b", "c");
            assertThat(rows.getFirst().values()).containsEntry("label", "Ada").containsEntry("size", "1");
        }
    }

    @Test
    void a_rejected_row_that_leaves_the_model_or_is_as_it_was_accepted_is_owed_no_longer() throws Exception {
        Outcome no = new Outcome.Rejected("INVALID", "not so", "{}");
        try (Ledger ledger = open(1)) {
            List<ModelRow> rows = changed(ledger);
            ledger.intend(rows, "run-1", NOW);
            ledger.settle(all(rows.subList(0, 2), new Outcome.Accepted("r", true)), "run-1", NOW);
            ledger.settle(all(rows.subList(2, 3), no), "run-1", NOW);
        }
        database.execute("UPDATE people SET name = 'Eve' WHERE id IN ('a', 'b')");
        try (Ledger ledger = open(2)) {
            List<ModelRow> rows = changed(ledger);
            ledger.intend(rows, "run-2", NOW);
            ledger.settle(all(rows, no), "run-2", NOW);
            assertThat(ledger.withdrawn(10)).isEmpty();
        }
        database.execute("UPDATE people SET name = 'Ada' WHERE id = 'a'; DELETE FROM people WHERE id = 'c'");
        try (Ledger ledger = open(3)) {
            assertThat(changed(ledger)).isEmpty();
            assertThat(ledger.withdrawn(1)).containsExactly("a");
            List<String> withdrawn = ledger.withdrawn(10);
            assertThat(withdrawn).containsExactly("a", "c");
            ledger.withdraw(withdrawn, NOW);
            assertThat(ledger.withdrawn(10)).isEmpty();
        }
        assertThat(database.rows("SELECT key, state, answer FROM tidemark.ledger ORDER BY key"))
                .containsExactly("a|ACCEPTED|null", "b|REJECTED|{}", "c|WAITING|null");
        database.execute("INSERT INTO people VALUES ('c', 'back', 3)");
        try (Ledger ledger = open(4)) {
            assertThat(keys(changed(ledger))).containsExactly("c");
        }
    }

    @Test
    void a_row_surely_not_done_is_offered_again_at_once() throws Exception {
        try (Ledger ledger = open(1)) {
            List<ModelRow> rows = changed(ledger);
            ledger.intend(rows, "run-1", NOW);
            ledger.settle(all(rows, new Outcome.Again("locked")), "run-1", NOW);
            assertThat(changed(ledger)).isEqualTo(rows);
            assertThat(ledger.tally("run-1")).isEqualTo(new Tally(0, 0, 0, 3));
        }
    }

    @Test
    void a_row_of_uncertain_fate_waits_for_a_person() throws Exception {
        try (Ledger ledger = open(1)) {
            List<ModelRow> rows = changed(ledger);
            ledger.intend(rows, "run-1", NOW);
            ledger.settle(all(rows, new Outcome.Uncertain("no answer")), "run-1", NOW);
            assertThat(changed(ledger)).isEmpty();
            assertThat(ledger.tally("run-1")).isEqualTo(new Tally(0, 0, 3, 0));
            assertThatThrownBy(() -> ledger.intend(rows, "run-1", NOW)).isInstanceOf(IllegalArgumentException.class);
            ledger.offerAll();
            assertThat(changed(ledger)).isEmpty();

            assertThat(ledger.decide("a", true, NOW)).isTrue();
            assertThat(ledger.decide("b", false, NOW)).isTrue();
            assertThat(ledger.decide("b", false, NOW)).isFalse();
            assertThat(keys(changed(ledger))).containsExactly("b");
        }
    }

    @Test
    void offering_all_forgets_what_was_accepted() throws Exception {
        try (Ledger ledger = open(1)) {
            List<ModelRow> rows = changed(ledger);
            ledger.intend(rows, "run-1", NOW);
            ledger.settle(all(rows, new Outcome.Accepted("r", false)), "run-1", NOW);
            ledger.offerAll();
            assertThat(keys(changed(ledger))).containsExactly("a", "b", "c");
        }
    }

    @Test
    void a_worker_that_lost_its_lease_writes_and_reads_nothing() throws Exception {
        try (Ledger old = open(1)) {
            List<ModelRow> rows = changed(old);
            old.intend(rows, "run-1", NOW);
            try (Ledger young = open(2)) {
                assertThatThrownBy(() -> old.settle(all(rows, new Outcome.Accepted("r", true)), "run-1", NOW))
                        .isInstanceOf(LeaseLost.class);
                assertThatThrownBy(() -> old.intend(rows, "run-1", NOW)).isInstanceOf(LeaseLost.class);
                assertThatThrownBy(() -> old.unsettled(1)).isInstanceOf(LeaseLost.class);
                assertThatThrownBy(() -> changed(old)).isInstanceOf(LeaseLost.class);
                assertThatThrownBy(() -> old.tally("run-1")).isInstanceOf(LeaseLost.class);
                assertThatThrownBy(() -> old.offerAll()).isInstanceOf(LeaseLost.class);
                assertThatThrownBy(() -> old.decide("a", true, NOW)).isInstanceOf(LeaseLost.class);
                assertThatThrownBy(() -> open(1)).isInstanceOf(LeaseLost.class);
                assertThat(young.unsettled(10)).hasSize(3);
            }
        }
    }

    @Test
    void a_key_that_is_null_or_there_twice_is_refused_before_anything_is_sent() throws Exception {
        database.execute("INSERT INTO people VALUES (NULL, 'nobody', 0)");
        assertRefused("model.key_null", model);
        database.execute("DELETE FROM people WHERE id IS NULL");
        try (Ledger ledger = open(9)) {
            List<ModelRow> rows = changed(ledger);
            ledger.intend(rows, "run-1", NOW);
            ledger.settle(all(rows, new Outcome.Accepted("r", false)), "run-1", NOW);
        }
        database.execute("INSERT INTO people VALUES ('a', 'another Ada', 0)");
        assertRefused("model.key_not_unique", model);
    }

    @Test
    void a_key_of_several_columns_is_a_json_array() throws Exception {
        ModelSpec two = new ModelSpec("SELECT id, size FROM people WHERE id < 'c'", List.of("id", "size"));
        try (Ledger ledger = postgres.open(database.access(), two, "two", 1)) {
            assertThat(keys(changed(ledger))).containsExactly("[\"a\", 1]", "[\"b\", 2]");
        }
        assertRefused("model.key_null", new ModelSpec("SELECT * FROM people", List.of("id", "size")));
    }

    @Test
    void a_query_that_is_wrong_fails_or_writes_is_refused_with_the_databases_words() {
        assertWrong("model.query_wrong", new ModelSpec("SELECT nope FROM people", List.of("id")));
        assertWrong("model.query_wrong", new ModelSpec("DELETE FROM people", List.of("id")));
        assertWrong("model.key_missing", new ModelSpec("SELECT * FROM people", List.of("ID")));
        assertRefused("model.query_wrong", new ModelSpec("SELECT id, 1 / (size - 1) AS x FROM people", List.of("id")));
        database.execute("CREATE FUNCTION wipe() RETURNS int LANGUAGE sql AS 'DELETE FROM people RETURNING 1'");
        assertRefused("model.query_wrong", new ModelSpec("SELECT id, wipe() AS x FROM people", List.of("id")));
        assertThat(database.one("SELECT count(*) FROM people")).isEqualTo("3");
    }

    @Test
    void a_question_mark_in_a_query_is_an_operator() throws Exception {
        ModelSpec asks = new ModelSpec(
                "SELECT id, '{\"a\": 1}'::jsonb ? 'a' AS has, '?' AS mark FROM people WHERE id = 'a'", List.of("id"));
        try (Ledger ledger = postgres.open(database.access(), asks, "asks", 1)) {
            assertThat(changed(ledger).getFirst().values())
                    .containsEntry("has", true)
                    .containsEntry("mark", "?");
        }
    }

    @Test
    void what_tidemark_keeps_beside_rows_is_no_change() throws Exception {
        database.execute("ALTER TABLE people ADD _tidemark_page bigint");
        ModelSpec table = new ModelSpec("SELECT * FROM people", List.of("id"));
        try (Ledger ledger = postgres.open(database.access(), table, "table", 1)) {
            List<ModelRow> rows = changed(ledger);
            ledger.intend(rows, "run-1", NOW);
            ledger.settle(all(rows, new Outcome.Accepted("r", false)), "run-1", NOW);
        }
        database.execute("UPDATE people SET _tidemark_page = 7");
        try (Ledger ledger = postgres.open(database.access(), table, "table", 1)) {
            assertThat(changed(ledger)).isEmpty();
        }
    }

    @Test
    void a_ledger_kept_with_another_hash_is_refused() throws Exception {
        open(1).close();
        database.execute("UPDATE tidemark.outbound SET fingerprint = 0");
        assertThatThrownBy(() -> open(2))
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.code()).isEqualTo("model.hash_changed"));
        database.execute("UPDATE tidemark.outbound SET fingerprint = NULL");
        open(2).close();
    }

    @Test
    void a_lost_connection_is_unavailable() throws Exception {
        try (Ledger ledger = open(1)) {
            changed(ledger);
            database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
            assertThatThrownBy(() -> changed(ledger)).isInstanceOf(Unavailable.class);
        }
    }

    @Test
    void random_changes_and_outcomes_leave_no_row_behind() throws Exception {
        Random random = new Random(11);
        TreeMap<String, String> app = new TreeMap<>();
        for (int round = 1; round <= 25; round++) {
            database.execute("UPDATE people SET name = 'n" + random.nextInt(3) + "' WHERE id IN ('a', 'p"
                    + random.nextInt(20) + "'); INSERT INTO people SELECT 'p" + round + "', 'new', " + round);
            try (Ledger ledger = open(round)) {
                ledger.offerUnsettled(NOW);
                List<ModelRow> rows = changed(ledger);
                ledger.intend(rows, "run" + round, NOW);
                List<Settlement> settled = new ArrayList<>();
                for (ModelRow row : rows) {
                    Outcome outcome =
                            random.nextBoolean() ? new Outcome.Accepted("r", false) : new Outcome.Again("busy");
                    if (outcome instanceof Outcome.Accepted) {
                        app.put(row.key(), String.valueOf(row.values().get("name")));
                    }
                    settled.add(new Settlement(row, outcome, Optional.empty()));
                }
                if (random.nextInt(4) > 0) { // else the worker dies here
                    ledger.settle(settled, "run" + round, NOW);
                }
            }
        }
        try (Ledger ledger = open(26)) {
            ledger.offerUnsettled(NOW);
            List<ModelRow> rows = changed(ledger);
            ledger.intend(rows, "last", NOW);
            rows.forEach(row -> app.put(row.key(), String.valueOf(row.values().get("name"))));
            ledger.settle(all(rows, new Outcome.Accepted("r", false)), "last", NOW);
        }
        List<String> sent = app.entrySet().stream()
                .map(e -> e.getKey() + "|" + e.getValue())
                .toList();
        assertThat(sent).isEqualTo(database.rows("SELECT id, name FROM people ORDER BY id COLLATE \"C\""));
    }

    @Test
    void a_hundred_thousand_rows_come_in_batches_without_being_held() throws Exception {
        database.execute("INSERT INTO people SELECT 'k' || n, repeat('x', 500), n FROM generate_series(1, 100000) n");
        try (Ledger ledger = open(1)) {
            Optional<String> after = Optional.empty();
            int seen = 0;
            List<Long> used = new ArrayList<>();
            for (List<ModelRow> rows = ledger.changed(after, 1000, NOW);
                    !rows.isEmpty();
                    rows = ledger.changed(after, 1000, NOW)) {
                ledger.intend(rows, "run-1", NOW);
                ledger.settle(all(rows, new Outcome.Accepted("r", false)), "run-1", NOW);
                seen += rows.size();
                after = Optional.of(rows.getLast().key());
                if (seen == 10_000 || seen == 90_000) {
                    System.gc();
                    used.add(Runtime.getRuntime().totalMemory()
                            - Runtime.getRuntime().freeMemory());
                }
            }
            assertThat(seen).isEqualTo(100_003);
            // Rows that were held would weigh 48 MiB; what other tests have left may be freed meanwhile.
            assertThat(used.getLast() - used.getFirst()).isLessThan(20L << 20);
            assertThat(ledger.tally("run-1")).isEqualTo(new Tally(100_003, 0, 0, 0));
        }
    }

    private Ledger open(long fence) throws Exception {
        return postgres.open(database.access(), model, "people", fence);
    }

    private static List<ModelRow> changed(Ledger ledger) throws Exception {
        return ledger.changed(Optional.empty(), 100, NOW);
    }

    private static List<String> keys(List<ModelRow> rows) {
        return rows.stream().map(ModelRow::key).toList();
    }

    private static List<Settlement> all(List<ModelRow> rows, Outcome outcome) {
        return rows.stream()
                .map(row -> new Settlement(row, outcome, Optional.empty()))
                .toList();
    }

    private void assertWrong(String code, ModelSpec wrong) {
        assertThatThrownBy(() -> postgres.inspect(database.access(), wrong))
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private void assertRefused(String code, ModelSpec wrong) {
        assertThatThrownBy(() -> {
                    try (Ledger ledger = postgres.open(database.access(), wrong, "people", 9)) {
                        changed(ledger);
                    }
                })
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
