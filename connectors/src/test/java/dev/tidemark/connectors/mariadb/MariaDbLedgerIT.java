package dev.tidemark.connectors.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.Ledger;
import dev.tidemark.connector.ModelRow.JsonText;
import dev.tidemark.connector.ModelSource;
import dev.tidemark.connector.ModelSpec;
import dev.tidemark.connector.testkit.MariaDbServer;
import dev.tidemark.connector.testkit.ModelSourceContract;
import dev.tidemark.connectors.sql.Jdbc;
import dev.tidemark.connectors.sql.tables.TestAccess;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** MariaDB as a database whose models are offered to an app. */
class MariaDbLedgerIT extends ModelSourceContract {

    @SuppressWarnings("NullAway.Init")
    private TestMariaDb server;

    @BeforeEach
    @Override
    protected void people() throws Exception {
        server = TestMariaDb.fresh();
        server.execute("CREATE DATABASE lake CHARACTER SET utf8mb4");
        super.people();
    }

    @Override
    protected ModelSource connector() {
        return MariaDbConnector.mariaDb();
    }

    @Override
    protected Access access() {
        return access(MariaDbServer.USER, MariaDbServer.PASSWORD);
    }

    private Access access(String user, String password) {
        return TestAccess.of(
                Map.of("url", "mariadb://127.0.0.1:" + server.port(), "user", user, "schema", "lake"),
                Map.of("password", password));
    }

    @Override
    protected void execute(String sql) {
        try (Connection connection = server.connect()) {
            connection.setCatalog("lake");
            Jdbc.execute(connection, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    protected List<String> rows(String query) {
        return server.rows(query.replace("FROM people", "FROM lake.people"));
    }

    @Override
    protected String numbers(int last) {
        return "(SELECT seq AS n FROM seq_1_to_" + last + ") s";
    }

    @Override
    protected boolean cutConnections() {
        for (String id : server.rows("SELECT id FROM information_schema.processlist WHERE user = '" + MariaDbServer.USER
                + "' AND id <> connection_id()")) {
            server.execute("KILL " + id);
        }
        return true;
    }

    @Override
    protected List<Typed> types() {
        return List.of(
                new Typed("'literal'", FieldType.TEXT, "literal"),
                new Typed(
                        "CAST('6f9619ff-8b86-d011-b42d-00c04fc964ff' AS UUID)",
                        FieldType.TEXT,
                        "6f9619ff-8b86-d011-b42d-00c04fc964ff"),
                new Typed("2", FieldType.INTEGER, 2L),
                new Typed("(-9223372036854775807 - 1)", FieldType.INTEGER, Long.MIN_VALUE),
                new Typed(
                        "CAST(18446744073709551615 AS UNSIGNED)",
                        FieldType.DECIMAL,
                        new BigDecimal("18446744073709551615")),
                new Typed("12345678901234567890.1200", FieldType.DECIMAL, new BigDecimal("12345678901234567890.1200")),
                new Typed("CAST(0.1 AS DOUBLE)", FieldType.DOUBLE, 0.1),
                new Typed("CAST(0.5 AS FLOAT)", FieldType.DOUBLE, 0.5),
                new Typed("1.7976931348623157e308", FieldType.DOUBLE, Double.MAX_VALUE),
                new Typed("DATE '2024-02-29'", FieldType.DATE, LocalDate.of(2024, 2, 29)),
                new Typed("TIME '23:59:59.999999'", FieldType.TIME, LocalTime.of(23, 59, 59, 999_999_000)),
                new Typed("TIME '-25:00:00'", FieldType.TIME, "-25:00:00"),
                new Typed(
                        "TIMESTAMP '2024-02-29 12:00:00.000001'",
                        FieldType.INSTANT,
                        Instant.parse("2024-02-29T12:00:00.000001Z")),
                new Typed("X'00ff'", FieldType.BYTES, new byte[] {0, -1}));
    }

    @Test
    void columns_keep_their_types() throws Exception {
        execute("CREATE TABLE typed (id int, truth boolean, bits bit(8), js json, mood enum ('calm', 'wild'), y year,"
                + " stamp timestamp(3) NULL, latin varchar(9) CHARACTER SET latin1, f float, blank date)");
        execute("INSERT INTO typed VALUES (1, true, b'101', '{\"b\":1}', 'wild', 2024, '2024-02-29 12:00:00.5',"
                + " 'é\\\\', 0.1, NULL)");
        execute("SET STATEMENT sql_mode = '' FOR UPDATE typed SET blank = '0000-00-00'");
        ModelSpec table = new ModelSpec("select * from \"lake\".\"typed\"", List.of("id"));
        try (Ledger ledger = connector().open(access(), table, "typed", 1)) {
            assertThat(changed(ledger).getFirst().values())
                    .containsEntry("truth", true)
                    .containsEntry("bits", 5L)
                    .containsEntry("js", new JsonText("{\"b\":1}"))
                    .containsEntry("mood", "wild")
                    .containsEntry("y", 2024L)
                    .containsEntry("stamp", Instant.parse("2024-02-29T12:00:00.500Z"))
                    .containsEntry("latin", "é\\")
                    .containsEntry("f", (double) 0.1f)
                    .containsEntry("blank", "0000-00-00");
        }
    }

    @Test
    void a_function_that_writes_is_refused_and_what_others_write_meanwhile_is_not() throws Exception {
        execute("CREATE FUNCTION wipe() RETURNS int BEGIN DELETE FROM people; RETURN 1; END");
        assertRefused("model.query_wrong", new ModelSpec("SELECT id, wipe() AS x FROM people", List.of("id")));
        assertThat(rows("SELECT count(*) FROM people")).containsExactly("3");
        try (Connection writer = server.connect()) {
            writer.setCatalog("lake");
            writer.setAutoCommit(false);
            Jdbc.execute(writer, "UPDATE people SET name = 'not committed' WHERE id = 'a'");
            try (Ledger ledger = open(10)) {
                assertThat(changed(ledger).getFirst().values()).containsEntry("name", "Ada");
            }
            writer.rollback();
        }
    }

    @Test
    void a_key_that_is_too_long_is_refused() {
        execute("INSERT INTO people VALUES ('d', repeat('x', 641), 0)");
        assertRefused(
                "model.key_too_long",
                new ModelSpec("SELECT name, size FROM people WHERE name IS NOT NULL", List.of("name")));
    }

    @Test
    void a_user_who_may_read_little_is_told_what_to_grant() {
        server.execute("DROP USER IF EXISTS poor");
        server.execute("CREATE USER poor IDENTIFIED BY 'poor'");
        server.execute("GRANT SELECT ON lake.people TO poor");
        Access poor = access("poor", "poor");
        assertThat(connector().check(poor).findings()).anySatisfy(finding -> {
            assertThat(finding.ok()).isFalse();
            assertThat(finding.what()).isEqualTo("database tidemark");
            assertThat(finding.whatToDo()).contains("CREATE TEMPORARY TABLES", "ON `tidemark`.* TO poor@%");
        });
        execute("CREATE TABLE secret (id int)");
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> connector().inspect(poor, new ModelSpec("SELECT * FROM secret", List.of("id"))))
                .hasMessageContaining("SELECT command denied")
                .hasMessageContaining("secret");
    }
}
