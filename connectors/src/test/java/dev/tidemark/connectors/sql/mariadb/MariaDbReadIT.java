package dev.tidemark.connectors.sql.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.Check;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.StreamSpec.CursorKind;
import dev.tidemark.connector.testkit.MariaDbServer;
import dev.tidemark.connector.testkit.RecordingSink.Taken;
import dev.tidemark.connector.testkit.TestAccess;
import dev.tidemark.connectors.mariadb.MariaDbConnector;
import dev.tidemark.connectors.mariadb.TestMariaDb;
import dev.tidemark.connectors.sql.read.ReadContract;
import dev.tidemark.connectors.sql.read.TablePass;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tables of a MariaDB server. */
class MariaDbReadIT extends ReadContract {

    private static TestMariaDb server;

    @BeforeAll
    static void make() throws Exception {
        server = TestMariaDb.fresh();
        run("", "CREATE DATABASE shop CHARACTER SET utf8mb4");
        run("", "CREATE DATABASE depot");
    }

    private static void run(String database, String sql) {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            if (!database.isEmpty()) {
                statement.execute("USE " + database);
            }
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    @Override
    protected SourceConnector connector() {
        return MariaDbConnector.mariaDb();
    }

    @Override
    protected Access access(Map<String, String> more) {
        return access(MariaDbServer.USER, MariaDbServer.PASSWORD, more);
    }

    private Access access(String user, String password, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("url", "mariadb://127.0.0.1:" + server.port() + "/shop?sslMode=disable");
        settings.put("user", user);
        return TestAccess.to(connector(), settings, Map.of("password", password), request -> {
            throw new AssertionError("a database is asked by no HTTP");
        });
    }

    @Override
    protected void execute(String sql) {
        run("shop", sql);
    }

    @Override
    protected String moment() {
        return "timestamp(6)";
    }

    @Override
    protected String large() {
        return "longtext";
    }

    private TablePass all(String stream, Map<String, String> settings) {
        return new TablePass(connector(), access(settings), stream, new Reading.Everything()).through();
    }

    @Test
    void values_of_every_type_arrive_as_they_are() {
        execute("""
            CREATE TABLE typed (id binary(16) PRIMARY KEY, tiny tinyint, flag tinyint(1), ubig bigint unsigned,
              exact decimal(65, 30), single float, twice double, day date, hour time(6), local_ datetime(6),
              stamp timestamp(6) NULL, bytes blob, doc json, feeling enum('calm', 'stormy'), flags set('a', 'b'),
              bits bit(3), yes bit(1), y year, place point, u uuid, ip inet6, words longtext)
            """);
        execute("""
            INSERT INTO typed VALUES (x'000102030405060708090a0b0c0d0e0f', -128, 1, 18446744073709551615,
              12345678901234567890123456789012345.000000000000000000000000000001, 0.5, 0.30000000000000004,
              '2026-02-28', '23:59:59.999999', '2026-03-01 12:00:00.000001', '2026-03-01 10:00:00.123456', x'dead',
              '{"b": 1}', 'stormy', 'a,b', b'101', b'1', 2026, ST_GeomFromText('POINT(1 2)'),
              'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '::1', '\u00e4\ud83d\ude00')
            """);
        Taken row = all("typed", Map.of("time_zone", "UTC")).taken().getFirst();
        assertThat(row.misfits()).isEmpty();
        assertThat(row.get("id")).hasToString("000102030405060708090a0b0c0d0e0f");
        assertThat(row.get("tiny")).isEqualTo(-128L);
        assertThat(row.get("flag")).isEqualTo(true);
        assertThat(row.get("ubig")).isEqualTo(new BigDecimal("18446744073709551615"));
        assertThat(row.get("exact"))
                .isEqualTo(new BigDecimal("12345678901234567890123456789012345.000000000000000000000000000001"));
        assertThat(row.get("single")).isEqualTo(0.5);
        assertThat(row.get("twice")).isEqualTo(0.30000000000000004);
        assertThat(row.get("day")).hasToString("2026-02-28");
        assertThat(row.get("hour")).hasToString("23:59:59.999999");
        assertThat(row.get("local_")).isEqualTo(Instant.parse("2026-03-01T12:00:00.000001Z"));
        assertThat(row.get("stamp")).isEqualTo(Instant.parse("2026-03-01T10:00:00.123456Z"));
        assertThat(row.get("bytes")).hasToString("dead");
        assertThat(row.get("doc")).isEqualTo("{\"b\": 1}");
        assertThat(row.get("feeling")).isEqualTo("stormy");
        assertThat(row.get("flags")).isEqualTo("a,b");
        assertThat(row.get("bits")).isEqualTo(5L);
        assertThat(row.get("yes")).isEqualTo(true);
        assertThat(row.get("y")).isEqualTo(2026L);
        assertThat(row.get("place")).isEqualTo("POINT(1 2)");
        assertThat(row.get("u")).isEqualTo("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");
        assertThat(row.get("ip")).isEqualTo("::1");
        assertThat(row.get("words")).isEqualTo("\u00e4\ud83d\ude00");
    }

    @Test
    void a_value_that_its_type_has_no_room_for_is_a_misfit_and_never_another_value() throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET sql_mode = ''");
            statement.execute("CREATE TABLE shop.odd (id int PRIMARY KEY, flag tinyint(1), d date, t time)");
            statement.execute("INSERT INTO shop.odd VALUES (1, 2, '0000-00-00', '100:00:00')");
        }
        assertThat(all("odd", Map.of()).taken().getFirst().misfits()).containsOnlyKeys("flag", "d", "t");
        Taken row = all("odd", Map.of("as_text", "odd(flag, d, t)")).taken().getFirst();
        assertThat(row.misfits()).isEmpty();
        assertThat(row.get("flag")).isEqualTo("2");
        assertThat(row.get("t")).isEqualTo("100:00:00");
    }

    @Test
    void keys_of_other_types_are_gone_on_from() {
        execute("CREATE TABLE by_enum (id enum('small', 'large', 'huge') PRIMARY KEY)");
        execute("INSERT INTO by_enum VALUES ('huge'), ('small'), ('large')");
        execute("CREATE TABLE by_bytes (id varbinary(8) PRIMARY KEY)");
        execute("INSERT INTO by_bytes VALUES (x'00'), (x'ff'), (x'7f')");
        execute("CREATE TABLE by_time (id datetime(6), n decimal(20, 10), d date, u uuid, PRIMARY KEY (id, n, d, u))");
        execute("INSERT INTO by_time VALUES ('2026-01-01', 0.1, '2026-01-01', UUID()), ('2026-01-01', 0.1000000001,"
                + " '2026-01-01', UUID()), ('2026-01-01', 0.1, '2026-01-02', UUID()), ('2026-01-01', 0.1,"
                + " '2026-01-02', UUID())");
        execute("CREATE TABLE by_unsigned (id bigint unsigned PRIMARY KEY)");
        execute("INSERT INTO by_unsigned VALUES (18446744073709551615), (1), (18446744073709551614)");
        execute("CREATE TABLE by_case (id varchar(10) CHARACTER SET latin1 PRIMARY KEY)");
        execute("INSERT INTO by_case VALUES ('b'), ('A'), ('c'), ('B2'), ('\u00e4')");
        Map<String, String> one = Map.of("page_rows", "1");
        assertThat(all("by_enum", one).all("id")).containsExactlyInAnyOrder("small", "large", "huge");
        assertThat(all("by_bytes", one).taken()).hasSize(3);
        assertThat(all("by_time", one).taken()).hasSize(4);
        assertThat(all("by_unsigned", one).all("id"))
                .containsExactly("1", "18446744073709551614", "18446744073709551615");
        assertThat(all("by_case", one).all("id")).containsExactlyInAnyOrder("A", "b", "B2", "c", "\u00e4");
    }

    @Test
    void a_change_that_is_committed_late_is_asked_for_by_the_next_pass() throws SQLException {
        execute("CREATE TABLE late (id int PRIMARY KEY, changed timestamp(6) NOT NULL DEFAULT current_timestamp(6)"
                + " ON UPDATE current_timestamp(6), KEY (changed))");
        execute("INSERT INTO late (id) VALUES (1)");
        try (Connection slow = server.connect();
                Statement writes = slow.createStatement()) {
            slow.setAutoCommit(false);
            writes.execute("INSERT INTO shop.late (id) VALUES (3)");
            execute("INSERT INTO late (id) VALUES (2)");
            TablePass pass = all("late", Map.of());
            assertThat(pass.stream().cursor()).isEqualTo(CursorKind.TIME); // the server itself keeps it
            assertThat(pass.all("id")).containsExactly("1", "2");
            slow.commit();
            var next = new TablePass(connector(), access(Map.of()), "late", new Reading.Since(pass.settled()));
            assertThat(next.through().all("id")).contains("3");
        }
    }

    @Test
    void a_user_of_few_rights_reads_what_it_may_and_hears_what_it_lacks() throws Exception {
        execute("CREATE TABLE open_ (id int PRIMARY KEY, updated_at timestamp NOT NULL, KEY (updated_at))");
        execute("CREATE TABLE shut (id int PRIMARY KEY)");
        run("", "CREATE USER few@'%' IDENTIFIED BY 'few-w0rds'");
        run("", "GRANT SELECT ON shop.open_ TO few@'%'");
        Access few = access("few", "few-w0rds", Map.of("longest_transaction", "1h"));
        assertThat(connector().discover(few).stream().map(StreamSpec::name)).containsExactly("open_");
        Check check = connector().checkSource(few);
        assertThat(check.ok()).as(check.toString()).isTrue();
        assertThat(check.toString()).contains("GRANT PROCESS ON *.* TO");
        TablePass pass = new TablePass(connector(), few, "open_", new Reading.Everything()).through();
        assertThat(pass.settled()).isBefore(Instant.now().minusSeconds(3_500));
        StreamSpec shut = connector().describe(access(Map.of()), "shut").orElseThrow();
        assertThat(connector().read(few, PageRequest.first(shut, new Reading.Everything())))
                .isInstanceOf(Answer.Stop.class);
        assertThat(connector()
                        .read(access("few", "wr0ng", Map.of()), PageRequest.first(shut, new Reading.Everything())))
                .isInstanceOfSatisfying(Answer.Stop.class, stop -> {
                    assertThat(stop.code()).isEqualTo("source.login_refused");
                    assertThat(stop.toString()).doesNotContain("wr0ng");
                });
    }

    @Test
    void tables_of_other_databases_bear_their_names() {
        run("depot", "CREATE TABLE shelf (id int PRIMARY KEY)");
        run("depot", "INSERT INTO shelf VALUES (1)");
        assertThat(all("depot.shelf", Map.of()).all("id")).containsExactly("1");
        assertThat(all("shelf", Map.of("schema", "depot")).all("id")).containsExactly("1");
    }

    @Test
    void a_server_that_cannot_be_reached_is_asked_again() {
        execute("CREATE TABLE far (id int PRIMARY KEY)");
        StreamSpec stream = all("far", Map.of()).stream();
        Access nobody = TestAccess.to(
                connector(),
                Map.of("url", "mariadb://127.0.0.1:1/shop", "user", "u"),
                Map.of("password", "p"),
                request -> {
                    throw new AssertionError();
                });
        assertThat(connector().read(nobody, PageRequest.first(stream, new Reading.Everything())))
                .isInstanceOf(Answer.Retry.class);
    }
}
