package dev.tidemark.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.Ledger;
import dev.tidemark.connector.ModelRow.JsonText;
import dev.tidemark.connector.ModelSource;
import dev.tidemark.connector.ModelSpec;
import dev.tidemark.connector.testkit.ModelSourceContract;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.Test;

/** PostgreSQL as a database whose models are offered to an app. */
class LedgerIT extends ModelSourceContract {

    private final TestDatabase database = TestDatabase.fresh();
    private final PostgresConnector postgres = new PostgresConnector();

    @Override
    protected ModelSource connector() {
        return postgres;
    }

    @Override
    protected Access access() {
        return database.access();
    }

    @Override
    protected void execute(String sql) {
        database.execute(sql);
    }

    @Override
    protected List<String> rows(String query) {
        return database.rows(query);
    }

    @Override
    protected String numbers(int last) {
        return "generate_series(1, " + last + ") s (n)";
    }

    @Override
    protected String keyColumn() {
        return "key";
    }

    @Override
    protected boolean cutConnections() {
        database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
        return true;
    }

    @Override
    protected List<Typed> types() {
        return List.of(
                new Typed("'text'::text", FieldType.TEXT, "text"),
                new Typed("'literal'", FieldType.TEXT, "literal"),
                new Typed("'padded'::varchar(9)", FieldType.TEXT, "padded"),
                new Typed(
                        "'6f9619ff-8b86-d011-b42d-00c04fc964ff'::uuid",
                        FieldType.TEXT,
                        "6f9619ff-8b86-d011-b42d-00c04fc964ff"),
                new Typed("'1 day 02:00'::interval", FieldType.TEXT, "1 day 02:00:00"),
                new Typed("2::int2", FieldType.INTEGER, 2L),
                new Typed("(-9223372036854775808)::int8", FieldType.INTEGER, Long.MIN_VALUE),
                new Typed(
                        "12345678901234567890.1200::numeric",
                        FieldType.DECIMAL,
                        new BigDecimal("12345678901234567890.1200")),
                new Typed("'NaN'::numeric", FieldType.DECIMAL, Double.NaN),
                new Typed("0.1::float4", FieldType.DOUBLE, 0.1),
                new Typed("0.1::float8", FieldType.DOUBLE, 0.1),
                new Typed("'-Infinity'::float8", FieldType.DOUBLE, Double.NEGATIVE_INFINITY),
                new Typed("true", FieldType.BOOLEAN, true),
                new Typed("'2024-02-29'::date", FieldType.DATE, LocalDate.of(2024, 2, 29)),
                new Typed("'23:59:59.999999'::time", FieldType.TIME, LocalTime.of(23, 59, 59, 999_999_000)),
                new Typed(
                        "'2024-02-29 12:00:00.000001+02'::timestamptz",
                        FieldType.INSTANT,
                        Instant.parse("2024-02-29T10:00:00.000001Z")),
                new Typed("'2024-02-29 12:00'::timestamp", FieldType.INSTANT, Instant.parse("2024-02-29T12:00:00Z")),
                new Typed("'\\x00ff'::bytea", FieldType.BYTES, new byte[] {0, -1}),
                // That is kept as jsonb, which spells it its own way.
                new Typed("'{\"b\":1}'::json", FieldType.JSON, new JsonText("{\"b\":1}"), new JsonText("{\"b\": 1}")),
                new Typed("'{\"b\":1}'::jsonb", FieldType.JSON, new JsonText("{\"b\": 1}")),
                new Typed("ARRAY[1,NULL]", FieldType.JSON, new JsonText("[1,null]")),
                new Typed("ARRAY[['a','b']]", FieldType.JSON, new JsonText("[[\"a\",\"b\"]]")));
    }

    @Test
    void domains_enums_and_rows_are_known_by_what_they_are() throws Exception {
        database.execute("CREATE DOMAIN cents AS bigint; CREATE TYPE mood AS ENUM ('calm', 'wild');"
                + " CREATE TYPE pair AS (a int, b text)");
        ModelSpec model = new ModelSpec(
                "SELECT 1 AS id, 5::cents AS c, 'calm'::mood AS m, ROW(1, 'x')::pair AS p", List.of("id"));
        try (Ledger ledger = postgres.open(access(), model, "types", 1)) {
            assertThat(changed(ledger).getFirst().values())
                    .containsEntry("c", 5L)
                    .containsEntry("m", "calm")
                    .containsEntry("p", new JsonText("{\"a\":1,\"b\":\"x\"}"));
        }
        assertThat(postgres.inspect(access(), model).get(1).detail()).isEqualTo("cents");
    }

    @Test
    void a_query_that_fails_when_it_runs_or_writes_by_a_function_is_refused() {
        assertRefused("model.query_wrong", new ModelSpec("SELECT id, 1 / (size - 1) AS x FROM people", List.of("id")));
        database.execute("CREATE FUNCTION wipe() RETURNS int LANGUAGE sql AS 'DELETE FROM people RETURNING 1'");
        assertRefused("model.query_wrong", new ModelSpec("SELECT id, wipe() AS x FROM people", List.of("id")));
        assertThat(database.one("SELECT count(*) FROM people")).isEqualTo("3");
    }

    @Test
    void a_question_mark_in_a_query_is_an_operator() throws Exception {
        ModelSpec asks =
                new ModelSpec("SELECT id, '{\"a\": 1}'::jsonb ? 'a' AS has FROM people WHERE id = 'a'", List.of("id"));
        try (Ledger ledger = postgres.open(access(), asks, "asks", 1)) {
            assertThat(changed(ledger).getFirst().values()).containsEntry("has", true);
        }
    }

    @Test
    void a_request_is_kept_as_json() throws Exception {
        try (Ledger ledger = open(1)) {
            ledger.intend(changed(ledger), "run-1", dev.tidemark.connector.testkit.TestAccess.NOW);
        }
        assertThat(database.one("SELECT request FROM tidemark.ledger WHERE key = 'a'"))
                .isEqualTo("{\"id\": \"a\", \"name\": \"Ada\", \"size\": 1}");
    }
}
