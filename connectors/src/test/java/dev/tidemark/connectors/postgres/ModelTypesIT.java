package dev.tidemark.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Field;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.Ledger;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.ModelRow.JsonText;
import dev.tidemark.connector.ModelSpec;
import dev.tidemark.connectors.sql.tables.TestAccess;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every type as it leaves the model, also after it stood in the ledger as a request. */
class ModelTypesIT {

    private static final TestDatabase DATABASE = TestDatabase.fresh();

    record Case(String sql, FieldType type, Object value) {}

    static List<Case> cases() {
        return List.of(
                new Case("'text'::text", FieldType.TEXT, "text"),
                new Case("'literal'", FieldType.TEXT, "literal"),
                new Case("'padded'::varchar(9)", FieldType.TEXT, "padded"),
                new Case(
                        "'6f9619ff-8b86-d011-b42d-00c04fc964ff'::uuid",
                        FieldType.TEXT,
                        "6f9619ff-8b86-d011-b42d-00c04fc964ff"),
                new Case("'1 day 02:00'::interval", FieldType.TEXT, "1 day 02:00:00"),
                new Case("2::int2", FieldType.INTEGER, 2L),
                new Case("(-9223372036854775808)::int8", FieldType.INTEGER, Long.MIN_VALUE),
                new Case(
                        "12345678901234567890.1200::numeric",
                        FieldType.DECIMAL,
                        new BigDecimal("12345678901234567890.1200")),
                new Case("'NaN'::numeric", FieldType.DECIMAL, Double.NaN),
                new Case("0.1::float4", FieldType.DOUBLE, 0.1),
                new Case("0.1::float8", FieldType.DOUBLE, 0.1),
                new Case("'-Infinity'::float8", FieldType.DOUBLE, Double.NEGATIVE_INFINITY),
                new Case("true", FieldType.BOOLEAN, true),
                new Case("'2024-02-29'::date", FieldType.DATE, LocalDate.of(2024, 2, 29)),
                new Case("'23:59:59.999999'::time", FieldType.TIME, LocalTime.of(23, 59, 59, 999_999_000)),
                new Case(
                        "'2024-02-29 12:00:00.000001+02'::timestamptz",
                        FieldType.INSTANT,
                        Instant.parse("2024-02-29T10:00:00.000001Z")),
                new Case("'2024-02-29 12:00'::timestamp", FieldType.INSTANT, Instant.parse("2024-02-29T12:00:00Z")),
                new Case("'\\x00ff'::bytea", FieldType.BYTES, new byte[] {0, -1}),
                new Case("'{\"b\":1}'::json", FieldType.JSON, new JsonText("{\"b\":1}")),
                new Case("'{\"b\":1}'::jsonb", FieldType.JSON, new JsonText("{\"b\": 1}")),
                new Case("ARRAY[1,NULL]", FieldType.JSON, new JsonText("[1,null]")),
                new Case("ARRAY[['a','b']]", FieldType.JSON, new JsonText("[[\"a\",\"b\"]]")));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_value_is_the_same_fresh_and_after_it_was_intended(Case given) throws Exception {
        ModelSpec model = new ModelSpec(
                "SELECT 1 AS id, " + given.sql + " AS \"Value\", CASE WHEN false THEN " + given.sql + " END AS nothing",
                List.of("id"));
        PostgresConnector postgres = new PostgresConnector();
        List<Field> fields = postgres.inspect(DATABASE.access(), model);
        assertThat(fields).extracting(Field::name).containsExactly("id", "Value", "nothing");
        assertThat(fields.get(1).type()).isEqualTo(given.type);
        try (Ledger ledger = postgres.open(DATABASE.access(), model, given.sql, 1)) {
            List<ModelRow> fresh = ledger.changed(Optional.empty(), 10, TestAccess.NOW);
            ledger.intend(fresh, "run", TestAccess.NOW);
            assertThat(fresh.getFirst().values().get("Value")).isEqualTo(given.value);
            assertThat(fresh.getFirst().values()).containsEntry("nothing", null);
            ModelRow again = ledger.unsettled(1).getFirst();
            assertThat(again.hash()).isEqualTo(fresh.getFirst().hash());
            assertThat(again.values()).containsEntry("nothing", null);
            if (!given.sql.endsWith("::json")) { // that is kept as jsonb, which spells it its own way
                assertThat(again.values().get("Value")).isEqualTo(given.value);
            }
        }
    }

    @Test
    void domains_enums_and_rows_are_known_by_what_they_are() throws Exception {
        DATABASE.execute("CREATE DOMAIN cents AS bigint; CREATE TYPE mood AS ENUM ('calm', 'wild');"
                + " CREATE TYPE pair AS (a int, b text)");
        ModelSpec model = new ModelSpec(
                "SELECT 1 AS id, 5::cents AS c, 'calm'::mood AS m, ROW(1, 'x')::pair AS p", List.of("id"));
        PostgresConnector postgres = new PostgresConnector();
        try (Ledger ledger = postgres.open(DATABASE.access(), model, "types", 1)) {
            assertThat(ledger.changed(Optional.empty(), 1, TestAccess.NOW)
                            .getFirst()
                            .values())
                    .containsEntry("c", 5L)
                    .containsEntry("m", "calm")
                    .containsEntry("p", new JsonText("{\"a\":1,\"b\":\"x\"}"));
        }
        assertThat(postgres.inspect(DATABASE.access(), model).get(1).detail()).isEqualTo("cents");
    }
}
