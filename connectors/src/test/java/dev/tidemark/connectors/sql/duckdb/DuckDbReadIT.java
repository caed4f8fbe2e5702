package dev.tidemark.connectors.sql.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.testkit.RecordingSink.Taken;
import dev.tidemark.connector.testkit.TestAccess;
import dev.tidemark.connectors.duckdb.DuckDbConnector;
import dev.tidemark.connectors.sql.read.ReadContract;
import dev.tidemark.connectors.sql.read.TablePass;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables in a file of DuckDB. */
class DuckDbReadIT extends ReadContract {

    @TempDir
    static Path folder;

    private static Connection keeper;

    @BeforeAll
    static void make() throws SQLException {
        keeper = new DuckDBDriver().connect("jdbc:duckdb:" + folder.resolve("shop.duckdb"), new java.util.Properties());
    }

    @AfterAll
    static void close() throws SQLException {
        keeper.close();
    }

    @Override
    protected SourceConnector connector() {
        return new DuckDbConnector();
    }

    @Override
    protected Access access(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("url", "duckdb:" + folder.resolve("shop.duckdb"));
        return TestAccess.to(connector(), settings, Map.of(), request -> {
            throw new AssertionError("a database is asked by no HTTP");
        });
    }

    @Override
    protected void execute(String sql) {
        try (Statement statement = keeper.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    @Override
    protected String moment() {
        return "timestamptz";
    }

    @Test
    void values_of_every_type_arrive_as_they_are() {
        execute("""
            CREATE TABLE typed (id uuid PRIMARY KEY, tiny utinyint, big ubigint, huge hugeint, exact decimal(38, 10),
              single float, twice double, flag boolean, day date, hour time, moment_ timestamptz, local timestamp,
              nano timestamp_ns, bytes blob, doc json, tags varchar[], point struct(x integer, y varchar),
              map_ map(varchar, integer), feeling enum('calm', 'stormy'), span interval)
            """);
        execute("""
            INSERT INTO typed VALUES ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 255, 18446744073709551615,
              170141183460469231731687303715884105727, 1234567890123456789012345678.0123456789, 0.1,
              0.30000000000000004, true, '2026-02-28', '23:59:59.999999', '2026-03-01 12:00:00.123456+02',
              '2026-03-01 12:00:00.000001', '2026-03-01 12:00:00.000000001', '\\xDE\\xAD'::blob, '{"b": 1}',
              ['a', NULL, 'c,d'], {'x': 1, 'y': 'z'}, MAP {'k': 7}, 'stormy', INTERVAL 3 DAY)
            """);
        TablePass pass = new TablePass(connector(), access(Map.of()), "typed", new Reading.Everything()).through();
        Taken row = pass.taken().getFirst();
        assertThat(row.misfits()).isEmpty();
        assertThat(row.get("id")).isEqualTo("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");
        assertThat(row.get("tiny")).isEqualTo(255L);
        assertThat(row.get("big")).isEqualTo(new BigDecimal("18446744073709551615"));
        assertThat(row.get("huge")).isEqualTo(new BigDecimal("170141183460469231731687303715884105727"));
        assertThat(row.get("exact")).isEqualTo(new BigDecimal("1234567890123456789012345678.0123456789"));
        assertThat(row.get("single")).isEqualTo(0.1);
        assertThat(row.get("twice")).isEqualTo(0.30000000000000004);
        assertThat(row.get("flag")).isEqualTo(true);
        assertThat(row.get("day")).hasToString("2026-02-28");
        assertThat(row.get("hour")).hasToString("23:59:59.999999");
        assertThat(row.get("moment_")).isEqualTo(Instant.parse("2026-03-01T10:00:00.123456Z"));
        assertThat(row.get("local")).isEqualTo(Instant.parse("2026-03-01T12:00:00.000001Z"));
        assertThat(row.get("nano")).isEqualTo("2026-03-01 12:00:00.000000001");
        assertThat(row.get("bytes")).hasToString("dead");
        assertThat(row.get("doc")).isEqualTo("{\"b\": 1}");
        assertThat(row.get("tags")).isEqualTo("[\"a\",null,\"c,d\"]");
        assertThat(row.get("point")).isEqualTo("{\"x\":1,\"y\":\"z\"}");
        assertThat(row.get("map_")).isEqualTo("{\"k\":7}");
        assertThat(row.get("feeling")).isEqualTo("stormy");
        assertThat(row.get("span")).isEqualTo("3 days");
    }

    @Test
    void a_file_that_is_not_there_is_not_made() {
        Access nowhere = TestAccess.to(
                connector(), Map.of("url", "duckdb:" + folder.resolve("none.duckdb")), Map.of(), request -> {
                    throw new AssertionError();
                });
        assertThat(connector().checkSource(nowhere).ok()).isFalse();
        assertThat(folder.resolve("none.duckdb")).doesNotExist();
    }
}
