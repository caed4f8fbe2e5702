package dev.tidemark.connector.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.LeaseLost;
import dev.tidemark.connector.Ledger;
import dev.tidemark.connector.Ledger.Tally;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.ModelSource;
import dev.tidemark.connector.ModelSpec;
import dev.tidemark.connector.Outcome;
import dev.tidemark.connector.Settlement;
import dev.tidemark.connector.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the engine relies on in every database whose models are offered to an app. Extend it, and give an empty database for
 * each test. The statements are those that all databases understand.
 */
public abstract class ModelSourceContract {

    private static final Instant NOW = TestAccess.NOW;
    private static final Instant LATER = NOW.plus(Duration.ofHours(1));
    private static final Outcome YES = new Outcome.Accepted("remote", true);
    private static final Outcome NO = new Outcome.Rejected("INVALID", "not\0so", "{}");

    private final ModelSpec model = new ModelSpec("SELECT id, name, size FROM people -- all of them", List.of("id"));

    /**
     * A value of the database.
     *
     * @param sql the expression
     * @param value as a row of the model has it
     * @param kept the same after it stood in the ledger
     */
    public record Typed(String sql, FieldType type, Object value, Object kept) {
        public Typed(String sql, FieldType type, Object value) {
            this(sql, type, value, value);
        }
    }

    protected abstract ModelSource connector();

    /** The same account in all of one test; the tables that {@link #execute} makes are found by their bare names. */
    protected abstract Access access();

    /** Runs one statement. */
    protected abstract void execute(String sql);

    /** The rows of a query, the columns of each joined by a bar. */
    protected abstract List<String> rows(String query);

    /** A table with one column {@code n}, the numbers from 1 to this one, as it stands after FROM. */
    protected abstract String numbers(int last);

    /** Every type that the database has. */
    protected abstract List<Typed> types();

    /** The column of the ledger that has a row's key. */
    protected String keyColumn() {
        return "row_key";
    }

    /** Ends all connections to the database but this test's own; false where there is nothing that could be cut. */
    protected boolean cutConnections() {
        return false;
    }

    @BeforeEach
    protected void people() throws Exception {
        execute("CREATE TABLE people (id varchar(100), name varchar(2000), size int)");
        execute("INSERT INTO people VALUES ('a', 'Ada', 1), ('b', 'Bob', 2), ('c', NULL, NULL)");
    }

    @Test
    protected void rows_are_offered_until_they_are_accepted_and_again_when_they_change() throws Exception {
        try (Ledger ledger = open(1)) {
            List<ModelRow> rows = changed(ledger);
            assertThat(keys(rows)).containsExactly("a", "b", "c");
            assertThat(rows.getFirst().values()).containsEntry("name", "Ada").containsEntry("size", 1L);
            assertThat(rows.getLast().values()).containsEntry("name", null).containsEntry("size", null);
            send(ledger, rows, YES, "run-1");
            assertThat(changed(ledger)).isEmpty();
            assertThat(ledger.tally("run-1")).isEqualTo(new Tally(3, 0, 0, 0));
        }
        execute("UPDATE people SET name = NULL WHERE id = 'b'");
        execute("INSERT INTO people VALUES ('d', 'Dot', 4)");
        execute("UPDATE people SET size = size WHERE id = 'a'");
        try (Ledger ledger = open(2)) {
            assertThat(keys(changed(ledger))).containsExactly("b", "d");
        }
        assertThat(rows("SELECT state, remote_id, request FROM tidemark.ledger WHERE " + keyColumn() + " = 'a'"))
                .containsExactly("ACCEPTED|remote|null");
    }

    @Test
    protected void batches_follow_each_other_in_the_order_of_keys() throws Exception {
        execute("INSERT INTO people VALUES ('', 'no letters', 0), ('Z', 'upper case', 0)");
        try (Ledger ledger = open(1)) {
            assertThat(keys(ledger.changed(Optional.empty(), 2, NOW))).containsExactly("", "Z");
            assertThat(keys(ledger.changed(Optional.of(""), 2, NOW))).containsExactly("Z", "a");
            assertThat(keys(ledger.changed(Optional.of("Z"), 2, NOW))).containsExactly("a", "b");
            assertThat(keys(ledger.changed(Optional.of("b"), 2, NOW))).containsExactly("c");
            assertThat(ledger.changed(Optional.of("c"), 2, NOW)).isEmpty();
        }
    }

    @Test
    protected void a_change_between_reading_and_settling_is_seen_the_next_time() throws Exception {
        try (Ledger ledger = open(1)) {
            List<ModelRow> rows = changed(ledger);
            execute("UPDATE people SET name = 'Eve' WHERE id = 'a'");
            send(ledger, rows, YES, "run-1");
        }
        try (Ledger ledger = open(1)) {
            List<ModelRow> rows = changed(ledger);
            assertThat(keys(rows)).containsExactly("a");
            assertThat(rows.getFirst().values()).containsEntry("name", "Eve");
        }
    }

    @Test
    protected void a_rejected_row_comes_back_when_it_is_due_or_has_changed() throws Exception {
        try (Ledger ledger = open(1)) {
            List<ModelRow> rows = changed(ledger);
            ledger.intend(rows, "run-1", NOW);
            ledger.settle(all(rows, NO, Optional.of(LATER)), "run-1", NOW);
            assertThat(changed(ledger)).isEmpty();
            assertThat(ledger.tally("run-1")).isEqualTo(new Tally(0, 3, 0, 0));
        }
        assertThat(rows("SELECT state, attempts, error_code, answer FROM tidemark.ledger WHERE " + keyColumn()
                        + " = 'a'"))
                .containsExactly("REJECTED|1|INVALID|{}");
        assertThat(rows("SELECT request FROM tidemark.ledger WHERE " + keyColumn() + " = 'a'")
                        .getFirst())
                .contains("\"Ada\"");
        execute("UPDATE people SET name = 'Bea' WHERE id = 'b'");
        try (Ledger ledger = open(1)) {
            assertThat(keys(changed(ledger))).containsExactly("b");
            List<ModelRow> due = ledger.changed(Optional.empty(), 10, LATER);
            assertThat(keys(due)).containsExactly("a", "b", "c");
            assertThat(due.getFirst().attempts()).isEqualTo(1);
        }
    }

    @Test
    protected void one_row_that_is_due_is_found_behind_many_that_are_not() throws Exception {
        execute("INSERT INTO people SELECT concat('n', n), 'new', n FROM " + numbers(2_500));
        try (Ledger ledger = open(1)) {
            List<ModelRow> rows = ledger.changed(Optional.empty(), 10_000, NOW);
            assertThat(rows).hasSize(2_503);
            ledger.intend(rows, "run-1", NOW);
            ledger.settle(all(rows, NO, Optional.of(LATER)), "run-1", NOW);
            execute("UPDATE people SET name = 'changed' WHERE id = 'n999'");
        }
        try (Ledger ledger = open(1)) {
            assertThat(keys(ledger.changed(Optional.empty(), 1, NOW))).containsExactly("n999");
            assertThat(ledger.changed(Optional.of("n999"), 1, NOW)).isEmpty();
            assertThat(ledger.changed(Optional.empty(), 2_000, LATER)).hasSize(2_000);
        }
    }

    @Test
    protected void what_was_intended_comes_back_with_the_values_that_were_sent() throws Exception {
        try (Ledger dying = open(1)) {
            dying.intend(changed(dying).subList(0, 2), "run-1", NOW);
        }
        execute("UPDATE people SET name = 'changed since'");
        execute("DELETE FROM people WHERE id = 'b'");
        try (Ledger ledger = open(2)) {
            List<ModelRow> rows = ledger.unsettled(10);
            assertThat(rows).extracting(row -> row.values().get("name")).containsExactly("Ada", "Bob");
            assertThat(keys(changed(ledger))).containsExactly("c");
            assertThat(ledger.lastIntent()).contains(NOW);
            assertThat(ledger.unsettled(1)).isEqualTo(rows.subList(0, 1));
            ledger.settle(all(rows, YES, Optional.empty()), "run-2", NOW);
            assertThat(ledger.unsettled(10)).isEmpty();
            assertThat(ledger.lastIntent()).isEmpty();
        }
        try (Ledger ledger = open(3)) {
            assertThat(keys(changed(ledger))).containsExactly("a", "c");
        }
    }

    @Test
    protected void a_row_of_unknown_fate_is_offered_again_though_the_model_is_back_at_what_was_accepted()
            throws Exception {
        try (Ledger ledger = open(1)) {
            send(ledger, changed(ledger), YES, "run-1");
        }
        execute("UPDATE people SET name = 'Eve' WHERE id = 'a'");
        try (Ledger ledger = open(2)) {
            ledger.intend(changed(ledger), "run-2", NOW);
        }
        execute("UPDATE people SET name = 'Ada' WHERE id = 'a'");
        try (Ledger ledger = open(3)) {
            ledger.offerUnsettled(NOW);
            List<ModelRow> rows = changed(ledger);
            assertThat(keys(rows)).containsExactly("a");
            assertThat(rows.getFirst().values()).containsEntry("name", "Ada");
            send(ledger, rows, new Outcome.Again("busy"), "run-3");
        }
        try (Ledger ledger = open(4)) {
            assertThat(keys(changed(ledger))).containsExactly("a");
        }
    }

    @Test
    protected void a_row_of_unknown_fate_is_offered_with_the_columns_that_the_model_has_now() throws Exception {
        try (Ledger ledger = open(1)) {
            ledger.intend(changed(ledger), "run-1", NOW);
        }
        ModelSpec renamed =
                new ModelSpec("SELECT id, name AS label, concat('', size) AS size FROM people", List.of("id"));
        try (Ledger ledger = connector().open(access(), renamed, "people", 2)) {
            ledger.offerUnsettled(NOW);
            List<ModelRow> rows = changed(ledger);
            assertThat(keys(rows)).containsExactly("a", "b", "c");
            assertThat(rows.getFirst().values()).containsEntry("label", "Ada").containsEntry("size", "1");
        }
    }

    @Test
    protected void a_rejected_row_that_leaves_the_model_or_is_as_it_was_accepted_is_owed_no_longer() throws Exception {
        try (Ledger ledger = open(1)) {
            List<ModelRow> rows = changed(ledger);
            send(ledger, rows.subList(0, 2), YES, "run-1");
            send(ledger, rows.subList(2, 3), NO, "run-1");
        }
        execute("UPDATE people SET name = 'Eve' WHERE id IN ('a', 'b')");
        try (Ledger ledger = open(2)) {
            send(ledger, changed(ledger), NO, "run-2");
            assertThat(ledger.withdrawn(10)).isEmpty();
        }
        execute("UPDATE people SET name = 'Ada' WHERE id = 'a'");
        execute("DELETE FROM people WHERE id = 'c'");
        try (Ledger ledger = open(3)) {
            assertThat(changed(ledger)).isEmpty();
            assertThat(ledger.withdrawn(1)).containsExactly("a");
            List<String> withdrawn = ledger.withdrawn(10);
            assertThat(withdrawn).containsExactly("a", "c");
            ledger.withdraw(withdrawn, NOW);
            assertThat(ledger.withdrawn(10)).isEmpty();
        }
        assertThat(rows("SELECT " + keyColumn() + ", state, answer FROM tidemark.ledger ORDER BY 1"))
                .containsExactly("a|ACCEPTED|null", "b|REJECTED|{}", "c|WAITING|null");
        execute("INSERT INTO people VALUES ('c', 'back', 3)");
        try (Ledger ledger = open(4)) {
            assertThat(keys(changed(ledger))).containsExactly("c");
        }
    }

    @Test
    protected void a_row_surely_not_done_is_offered_again_at_once() throws Exception {
        try (Ledger ledger = open(1)) {
            List<ModelRow> rows = changed(ledger);
            send(ledger, rows, new Outcome.Again("locked"), "run-1");
            assertThat(changed(ledger)).isEqualTo(rows);
            assertThat(ledger.tally("run-1")).isEqualTo(new Tally(0, 0, 0, 3));
        }
    }

    @Test
    protected void a_row_of_uncertain_fate_waits_for_a_person() throws Exception {
        try (Ledger ledger = open(1)) {
            List<ModelRow> rows = changed(ledger);
            send(ledger, rows, new Outcome.Uncertain("no answer"), "run-1");
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
    protected void what_was_not_intended_is_not_settled_nor_intended_twice() throws Exception {
        try (Ledger ledger = open(1)) {
            List<ModelRow> rows = changed(ledger);
            assertThatThrownBy(() -> ledger.settle(all(rows, YES, Optional.empty()), "run-1", NOW))
                    .isInstanceOf(IllegalArgumentException.class);
            ledger.intend(rows.subList(0, 1), "run-1", NOW);
            assertThatThrownBy(() -> ledger.intend(rows, "run-1", NOW)).isInstanceOf(IllegalArgumentException.class);
            assertThat(keys(ledger.unsettled(10))).containsExactly("a");
        }
    }

    @Test
    protected void offering_all_forgets_what_was_accepted() throws Exception {
        try (Ledger ledger = open(1)) {
            send(ledger, changed(ledger), YES, "run-1");
            ledger.offerAll();
            assertThat(keys(changed(ledger))).containsExactly("a", "b", "c");
        }
    }

    @Test
    protected void ledgers_of_two_syncs_know_nothing_of_each_other() throws Exception {
        try (Ledger one = open(1);
                Ledger other = connector().open(access(), model, "other", 1)) {
            send(one, changed(one), YES, "run-1");
            List<ModelRow> rows = changed(other);
            assertThat(keys(rows)).containsExactly("a", "b", "c");
            send(other, rows, NO, "run-2");
            one.offerAll();
            assertThat(other.tally("run-2")).isEqualTo(new Tally(0, 3, 0, 0));
        }
    }

    @Test
    protected void a_worker_that_lost_its_lease_writes_and_reads_nothing() throws Exception {
        try (Ledger old = open(1)) {
            List<ModelRow> rows = changed(old);
            old.intend(rows, "run-1", NOW);
            try (Ledger young = open(2)) {
                assertThatThrownBy(() -> old.settle(all(rows, YES, Optional.empty()), "run-1", NOW))
                        .isInstanceOf(LeaseLost.class);
                assertThatThrownBy(() -> old.intend(rows, "run-1", NOW)).isInstanceOf(LeaseLost.class);
                assertThatThrownBy(() -> old.unsettled(1)).isInstanceOf(LeaseLost.class);
                assertThatThrownBy(() -> changed(old)).isInstanceOf(LeaseLost.class);
                assertThatThrownBy(() -> old.tally("run-1")).isInstanceOf(LeaseLost.class);
                assertThatThrownBy(old::offerAll).isInstanceOf(LeaseLost.class);
                assertThatThrownBy(() -> old.offerUnsettled(NOW)).isInstanceOf(LeaseLost.class);
                assertThatThrownBy(() -> old.withdraw(List.of("a"), NOW)).isInstanceOf(LeaseLost.class);
                assertThatThrownBy(() -> old.decide("a", true, NOW)).isInstanceOf(LeaseLost.class);
                assertThatThrownBy(() -> open(1)).isInstanceOf(LeaseLost.class);
                assertThat(young.unsettled(10)).hasSize(3);
            }
        }
    }

    @Test
    protected void a_key_that_is_null_or_there_twice_is_refused_before_anything_is_sent() throws Exception {
        execute("INSERT INTO people VALUES (NULL, 'nobody', 0)");
        assertRefused("model.key_null", model);
        execute("DELETE FROM people WHERE id IS NULL");
        execute("INSERT INTO people VALUES ('a', 'another Ada', 0)");
        assertRefused("model.key_not_unique", model);
        execute("DELETE FROM people WHERE size = 0");
        try (Ledger ledger = open(9)) {
            send(ledger, changed(ledger), YES, "run-1");
        }
        execute("INSERT INTO people VALUES ('a', 'another Ada', 0)");
        assertRefused("model.key_not_unique", model);
    }

    @Test
    protected void a_key_of_several_columns_is_a_json_array() throws Exception {
        ModelSpec two = new ModelSpec("SELECT id, size FROM people WHERE id < 'c'", List.of("id", "size"));
        try (Ledger ledger = connector().open(access(), two, "two", 1)) {
            List<ModelRow> rows = changed(ledger);
            assertThat(keys(rows).stream().map(key -> key.replace(" ", ""))).containsExactly("[\"a\",1]", "[\"b\",2]");
            send(ledger, rows, YES, "run-1");
            assertThat(changed(ledger)).isEmpty();
        }
        assertRefused("model.key_null", new ModelSpec("SELECT * FROM people", List.of("id", "size")));
    }

    @Test
    protected void a_query_that_is_wrong_or_writes_is_refused_with_the_databases_words() {
        assertWrong("model.query_wrong", new ModelSpec("SELECT nope FROM people", List.of("id")));
        assertWrong("model.query_wrong", new ModelSpec("DELETE FROM people", List.of("id")));
        assertWrong("model.key_missing", new ModelSpec("SELECT name FROM people", List.of("id")));
        assertWrong("model.no_values", new ModelSpec("SELECT id AS _tidemark_id FROM people", List.of("_tidemark_id")));
        assertWrong(ModelSource.TABLE_MISSING, new ModelSpec("SELECT * FROM nowhere", List.of("id")));
        assertRefused(
                "model.query_wrong",
                new ModelSpec("SELECT id, (SELECT name FROM people) AS x FROM people", List.of("id")));
        assertThat(rows("SELECT count(*) FROM people")).containsExactly("3");
    }

    @Test
    protected void marks_in_a_query_are_what_they_are() throws Exception {
        ModelSpec asks = new ModelSpec(
                "SELECT id, '?' AS mark, '{x}' AS brace, '%s' AS percent, ' it''s, \"so\"' AS quote FROM people"
                        + " WHERE id = 'a'",
                List.of("id"));
        try (Ledger ledger = connector().open(access(), asks, "it's ?", 1)) {
            List<ModelRow> rows = changed(ledger);
            assertThat(rows.getFirst().values())
                    .containsEntry("mark", "?")
                    .containsEntry("brace", "{x}")
                    .containsEntry("percent", "%s")
                    .containsEntry("quote", " it's, \"so\"");
            send(ledger, rows, YES, "run-1");
        }
        try (Ledger ledger = connector().open(access(), asks, "it's ?", 2)) {
            assertThat(changed(ledger)).isEmpty();
        }
    }

    @Test
    protected void what_tidemark_keeps_beside_rows_is_no_change() throws Exception {
        execute("ALTER TABLE people ADD COLUMN _tidemark_page bigint");
        ModelSpec table = new ModelSpec("SELECT * FROM people", List.of("id"));
        try (Ledger ledger = connector().open(access(), table, "table", 1)) {
            send(ledger, changed(ledger), YES, "run-1");
        }
        execute("UPDATE people SET _tidemark_page = 7");
        try (Ledger ledger = connector().open(access(), table, "table", 1)) {
            assertThat(changed(ledger)).isEmpty();
        }
    }

    @Test
    protected void texts_that_differ_in_little_are_changes() throws Exception {
        List<String> little =
                List.of("x", "X", "x ", "'x'", "", "NULL", "\u00e9", "e\u0301", "e", "x,", "\ud83c\udf0a");
        for (String name : little) {
            execute("UPDATE people SET name = '" + name.replace("'", "''") + "' WHERE id = 'a'");
            try (Ledger ledger = open(1)) {
                List<ModelRow> rows = changed(ledger).subList(0, 1);
                assertThat(rows.getFirst().values()).containsEntry("name", name);
                send(ledger, rows, YES, "run-1");
            }
        }
        execute("UPDATE people SET name = NULL WHERE id = 'a'");
        try (Ledger ledger = open(1)) {
            assertThat(keys(changed(ledger))).contains("a");
        }
    }

    @Test
    protected void a_ledger_kept_with_another_hash_is_refused() throws Exception {
        open(1).close();
        execute("UPDATE tidemark.outbound SET fingerprint = 0");
        assertThatThrownBy(() -> open(2)).satisfies(code("model.hash_changed"));
        execute("UPDATE tidemark.outbound SET fingerprint = NULL");
        open(2).close();
    }

    @Test
    protected void a_lost_connection_is_unavailable() throws Exception {
        try (Ledger ledger = open(1)) {
            changed(ledger);
            assumeTrue(cutConnections(), "there is no connection that could be lost");
            assertThatThrownBy(() -> changed(ledger)).isInstanceOf(Unavailable.class);
        }
    }

    @Test
    protected void every_type_is_the_same_fresh_and_after_it_was_intended() throws Exception {
        List<Typed> types = types();
        StringBuilder query = new StringBuilder("SELECT 1 AS id");
        for (int i = 0; i < types.size(); i++) {
            String sql = types.get(i).sql;
            query.append(", ").append(sql).append(" AS v").append(i);
            query.append(", CASE WHEN 1 = 0 THEN ")
                    .append(sql)
                    .append(" END AS n")
                    .append(i);
        }
        ModelSpec model = new ModelSpec(query.toString(), List.of("id"));
        List<Field> fields = connector().inspect(access(), model);
        try (Ledger ledger = connector().open(access(), model, "types", 1)) {
            ModelRow fresh = changed(ledger).getFirst();
            ledger.intend(List.of(fresh), "run", NOW);
            ModelRow again = ledger.unsettled(1).getFirst();
            assertThat(again.hash()).isEqualTo(fresh.hash());
            for (int i = 0; i < types.size(); i++) {
                Typed type = types.get(i);
                assertThat(fields.get(1 + 2 * i).name()).isEqualTo("v" + i);
                assertThat(fields.get(1 + 2 * i).type()).as(type.sql).isEqualTo(type.type);
                assertThat(fresh.values().get("v" + i)).as(type.sql).isEqualTo(type.value);
                assertThat(again.values().get("v" + i)).as(type.sql).isEqualTo(type.kept);
                assertThat(fresh.values()).containsEntry("n" + i, null);
                assertThat(again.values()).containsEntry("n" + i, null);
            }
            ledger.settle(all(List.of(again), YES, Optional.empty()), "run", NOW);
        }
        try (Ledger ledger = connector().open(access(), model, "types", 2)) {
            assertThat(changed(ledger)).isEmpty();
        }
    }

    @Test
    protected void random_changes_and_outcomes_leave_no_row_behind() throws Exception {
        Random random = new Random(11);
        TreeMap<String, String> app = new TreeMap<>();
        for (int round = 1; round <= 25; round++) {
            execute("UPDATE people SET name = 'n" + random.nextInt(3) + "' WHERE id IN ('a', 'p" + random.nextInt(20)
                    + "')");
            execute("INSERT INTO people VALUES ('p" + round + "', 'new', " + round + ")");
            try (Ledger ledger = open(round)) {
                ledger.offerUnsettled(NOW);
                List<ModelRow> rows = changed(ledger);
                ledger.intend(rows, "run" + round, NOW);
                List<Settlement> settled = new ArrayList<>();
                for (ModelRow row : rows) {
                    Outcome outcome = random.nextBoolean() ? YES : new Outcome.Again("busy");
                    if (outcome.equals(YES)) {
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
            rows.forEach(row -> app.put(row.key(), String.valueOf(row.values().get("name"))));
            send(ledger, rows, YES, "last");
        }
        List<String> sent = app.entrySet().stream()
                .map(e -> e.getKey() + "|" + e.getValue())
                .toList();
        assertThat(rows("SELECT id, name FROM people")).containsExactlyInAnyOrderElementsOf(sent);
    }

    @Test
    protected void many_rows_come_in_batches_without_being_held() throws Exception {
        execute("INSERT INTO people SELECT concat('k', n), repeat('x', 1000), n FROM " + numbers(50_000));
        try (Ledger ledger = open(1)) {
            Optional<String> after = Optional.empty();
            int seen = 0;
            List<Long> used = new ArrayList<>();
            for (List<ModelRow> rows = ledger.changed(after, 1000, NOW);
                    !rows.isEmpty();
                    rows = ledger.changed(after, 1000, NOW)) {
                send(ledger, rows, YES, "run-1");
                seen += rows.size();
                after = Optional.of(rows.getLast().key());
                if (seen == 5_000 || seen == 45_000) {
                    System.gc();
                    used.add(Runtime.getRuntime().totalMemory()
                            - Runtime.getRuntime().freeMemory());
                }
            }
            assertThat(seen).isEqualTo(50_003);
            // Rows that were held would weigh 40 MiB; what other tests have left may be freed meanwhile.
            assertThat(used.getLast() - used.getFirst()).isLessThan(20L << 20);
            assertThat(ledger.tally("run-1")).isEqualTo(new Tally(50_003, 0, 0, 0));
        }
    }

    /** The ledger of this test's own model. */
    protected Ledger open(long fence) throws LeaseLost, Unavailable {
        return connector().open(access(), model, "people", fence);
    }

    protected static List<ModelRow> changed(Ledger ledger) throws LeaseLost, Unavailable {
        return ledger.changed(Optional.empty(), 100, NOW);
    }

    protected static List<String> keys(List<ModelRow> rows) {
        return rows.stream().map(ModelRow::key).toList();
    }

    /** Intends and settles. */
    protected static void send(Ledger ledger, List<ModelRow> rows, Outcome outcome, String run)
            throws LeaseLost, Unavailable {
        ledger.intend(rows, run, NOW);
        ledger.settle(all(rows, outcome, Optional.empty()), run, NOW);
    }

    private static List<Settlement> all(List<ModelRow> rows, Outcome outcome, Optional<Instant> nextTry) {
        return rows.stream().map(row -> new Settlement(row, outcome, nextTry)).toList();
    }

    /** That a query is refused before it runs. */
    protected void assertWrong(String code, ModelSpec wrong) {
        assertThatThrownBy(() -> connector().inspect(access(), wrong)).satisfies(code(code));
    }

    /** That a query is refused when it runs. */
    protected void assertRefused(String code, ModelSpec wrong) {
        assertThatThrownBy(() -> {
                    try (Ledger ledger = connector().open(access(), wrong, "people", 9)) {
                        changed(ledger);
                    }
                })
                .satisfies(code(code));
    }

    private static java.util.function.Consumer<Throwable> code(String code) {
        return e -> assertThat(e)
                .isInstanceOfSatisfying(
                        ConnectorException.class, c -> assertThat(c.code()).isEqualTo(code));
    }
}
