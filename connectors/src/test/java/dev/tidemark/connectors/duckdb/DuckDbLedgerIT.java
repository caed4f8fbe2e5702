package dev.tidemark.connectors.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.Ledger;
import dev.tidemark.connector.ModelRow.JsonText;
import dev.tidemark.connector.ModelSource;
import dev.tidemark.connector.ModelSpec;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.connector.testkit.ModelSourceContract;
import dev.tidemark.connectors.sql.Jdbc;
import dev.tidemark.connectors.sql.tables.TestAccess;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DuckDB as a database whose models are offered to an app. */
class DuckDbLedgerIT extends ModelSourceContract {

    private final DuckDbConnector duck = new DuckDbConnector();

    @TempDir
    private Path folder;

    @BeforeEach
    @Override
    protected void people() throws Exception {
        execute("CREATE SCHEMA lake");
        super.people();
    }

    @Override
    protected ModelSource connector() {
        return duck;
    }

    @Override
    protected Access access() {
        return access(folder.resolve("lake.duckdb"));
    }

    private static Access access(Path file) {
        return TestAccess.of(Map.of("url", "duckdb:" + file, "schema", "lake"), Map.of());
    }

    @Override
    protected void execute(String sql) {
        try (Connection connection = duck.connect(access())) {
            Jdbc.execute(connection, sql);
        } catch (SQLException | Unavailable e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    protected List<String> rows(String query) {
        try (Connection connection = duck.connect(access())) {
            return Jdbc.list(connection, query, row -> {
                StringJoiner texts = new StringJoiner("|");
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    texts.add(String.valueOf(row.getString(i)));
                }
                return texts.toString();
            });
        } catch (SQLException | Unavailable e) {
            throw new IllegalStateException(query, e);
        }
    }

    @Override
    protected String numbers(int last) {
        return "range(1, " + (last + 1) + ") s (n)";
    }

    @Override
    protected List<Typed> types() {
        return List.of(
                new Typed("'literal'", FieldType.TEXT, "literal"),
                new Typed("'calm'::ENUM ('calm', 'wild')", FieldType.TEXT, "calm"),
                new Typed(
                        "'6f9619ff-8b86-d011-b42d-00c04fc964ff'::UUID",
                        FieldType.TEXT,
                        "6f9619ff-8b86-d011-b42d-00c04fc964ff"),
                new Typed("INTERVAL '1 day'", FieldType.TEXT, "1 day"),
                new Typed("2::TINYINT", FieldType.INTEGER, 2L),
                new Typed("(-9223372036854775808)::BIGINT", FieldType.INTEGER, Long.MIN_VALUE),
                new Typed(
                        "12345678901234567890123456789::HUGEINT",
                        FieldType.DECIMAL,
                        new BigDecimal(new BigInteger("12345678901234567890123456789"))),
                new Typed("1.50::DECIMAL(9, 2)", FieldType.DECIMAL, new BigDecimal("1.50")),
                new Typed("0.1::DOUBLE", FieldType.DOUBLE, 0.1),
                new Typed("'nan'::DOUBLE", FieldType.DOUBLE, Double.NaN),
                new Typed("'-inf'::DOUBLE", FieldType.DOUBLE, Double.NEGATIVE_INFINITY),
                new Typed("true", FieldType.BOOLEAN, true),
                new Typed("DATE '2024-02-29'", FieldType.DATE, LocalDate.of(2024, 2, 29)),
                new Typed("'infinity'::DATE", FieldType.DATE, "infinity"),
                new Typed("TIME '23:59:59.999999'", FieldType.TIME, LocalTime.of(23, 59, 59, 999_999_000)),
                new Typed(
                        "TIMESTAMPTZ '2024-02-29 12:00:00.000001+02'",
                        FieldType.INSTANT,
                        Instant.parse("2024-02-29T10:00:00.000001Z")),
                new Typed("TIMESTAMP '2024-02-29 12:00'", FieldType.INSTANT, Instant.parse("2024-02-29T12:00:00Z")),
                new Typed("'\\x00\\xFF'::BLOB", FieldType.BYTES, new byte[] {0, -1}),
                new Typed("'{\"b\":1}'::JSON", FieldType.JSON, new JsonText("{\"b\":1}")),
                new Typed("[1, NULL]", FieldType.JSON, new JsonText("[1,null]")),
                new Typed("{'a': [{'b': 'c'}]}", FieldType.JSON, new JsonText("{\"a\":[{\"b\":\"c\"}]}")));
    }

    @Test
    void a_file_that_is_not_there_is_not_made() {
        Path none = folder.resolve("none.duckdb");
        assertThatThrownBy(() -> duck.inspect(access(none), new ModelSpec("SELECT 1 AS id", List.of("id"))))
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.code()).isEqualTo(ModelSource.TABLE_MISSING));
        assertThat(Files.exists(none)).isFalse();
    }

    @Test
    void ledgers_of_several_syncs_are_written_side_by_side() throws Exception {
        List<Ledger> ledgers = new ArrayList<>();
        for (String sync : List.of("one", "two", "three")) {
            ledgers.add(duck.open(access(), new ModelSpec("SELECT * FROM people", List.of("id")), sync, 1));
        }
        for (Ledger ledger : ledgers) {
            assertThat(changed(ledger)).hasSize(3);
        }
        for (Ledger ledger : ledgers) {
            send(ledger, changed(ledger), new dev.tidemark.connector.Outcome.Accepted("r", true), "run");
        }
        ledgers.forEach(Ledger::close);
        assertThat(rows("SELECT sync, count(*) FROM tidemark.ledger GROUP BY 1 ORDER BY 1"))
                .containsExactly("one|3", "three|3", "two|3");
    }
}
