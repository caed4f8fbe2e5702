package dev.tidemark.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Amount;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.Check;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.Size;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.StreamSpec.CursorKind;
import dev.tidemark.connector.testkit.RecordingSink.Taken;
import dev.tidemark.connectors.sql.read.TablePass;
import dev.tidemark.connectors.sql.tables.TestAccess;
import dev.tidemark.embedded.ConnectionInfo;
import dev.tidemark.embedded.TestPostgres;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What only PostgreSQL has: its types, its transactions, its permissions. */
class PostgresReadIT {

    private static TestDatabase database;

    private final PostgresConnector postgres = new PostgresConnector();
    private final Map<String, String> settings = new HashMap<>();

    @BeforeAll
    static void make() {
        database = TestDatabase.fresh();
    }

    private Access access() {
        return TestAccess.of(database.settings(settings), Map.of("password", database.password()));
    }

    private TablePass all(String stream) {
        return new TablePass(postgres, access(), stream, new Reading.Everything()).through();
    }

    @Test
    void values_of_every_type_arrive_as_they_are() {
        database.execute("""
            CREATE TYPE mood AS ENUM ('calm', 'stormy');
            CREATE DOMAIN tonnes AS numeric(40, 20);
            CREATE TYPE berth AS (pier text, number int);
            CREATE TABLE typed (
              id uuid PRIMARY KEY, small smallint, big bigint, exact numeric, weight tonnes, price money,
              single real, twice double precision, flag boolean, day date, hour time, hour_zone timetz,
              at timestamptz, local timestamp, bytes bytea, doc json, docb jsonb, tags text[], numbers int[][],
              berth berth, feeling mood, padded char(5), span interval, ip inet, bits bit(3), range int4range, x xml);
            INSERT INTO typed VALUES ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', -1, 9223372036854775807,
              123456789012345678901234567890.000000000012345, 0.00000000000000000001, 12.34,
              0.1, 0.30000000000000004, true, '2026-02-28', '23:59:59.999999', '12:00+02',
              '2026-03-01 12:00:00.123456+02', '2026-03-01 12:00:00.000001', '\\xdeadbeef', '{"b": 1,  "a": [2]}',
              '{"b": 1}', '{a,NULL,"c,d"}', '{{1,2},{3,4}}', ROW('east', 7), 'stormy', 'ab', '1 day 02:03:04.5',
              '10.0.0.1', B'101', '[1,5)', '<a/>');
            INSERT INTO typed (id) VALUES ('b0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11');
            """);
        TablePass pass = all("typed");
        Taken row = pass.taken().getFirst();
        assertThat(row.misfits()).isEmpty();
        assertThat(row.get("id")).isEqualTo("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");
        assertThat(row.get("small")).isEqualTo(-1L);
        assertThat(row.get("big")).isEqualTo(Long.MAX_VALUE);
        assertThat(row.get("exact")).isEqualTo(new BigDecimal("123456789012345678901234567890.000000000012345"));
        assertThat(row.get("weight")).isEqualTo(new BigDecimal("0.00000000000000000001"));
        assertThat(row.get("price")).isEqualTo(new BigDecimal("12.34"));
        assertThat(row.get("single")).isEqualTo(0.1);
        assertThat(row.get("twice")).isEqualTo(0.30000000000000004);
        assertThat(row.get("flag")).isEqualTo(true);
        assertThat(row.get("day")).hasToString("2026-02-28");
        assertThat(row.get("hour")).hasToString("23:59:59.999999");
        assertThat(row.get("hour_zone")).isEqualTo("12:00:00+02");
        assertThat(row.get("at")).isEqualTo(Instant.parse("2026-03-01T10:00:00.123456Z"));
        assertThat(row.get("local")).isEqualTo(Instant.parse("2026-03-01T12:00:00.000001Z"));
        assertThat(String.valueOf(row.get("bytes"))).isEqualTo("deadbeef");
        assertThat(row.get("doc")).isEqualTo("{\"b\": 1,  \"a\": [2]}");
        assertThat(row.get("docb")).isEqualTo("{\"b\": 1}");
        assertThat(row.get("tags")).isEqualTo("[\"a\",null,\"c,d\"]");
        assertThat(String.valueOf(row.get("numbers"))).isEqualToIgnoringWhitespace("[[1,2],[3,4]]");
        assertThat(row.get("berth")).isEqualTo("{\"pier\":\"east\",\"number\":7}");
        assertThat(row.get("feeling")).isEqualTo("stormy");
        assertThat(String.valueOf(row.get("padded")).strip()).isEqualTo("ab");
        assertThat(row.get("span")).isEqualTo("P1DT2H3M4.5S");
        assertThat(row.get("ip")).isEqualTo("10.0.0.1/32");
        assertThat(row.get("bits")).isEqualTo("101");
        assertThat(row.get("range")).isEqualTo("[1,5)");
        assertThat(row.get("x")).isEqualTo("<a/>");
        assertThat(pass.taken().getLast().values()).containsOnlyKeys("id");
    }

    @Test
    void rows_are_counted_where_there_are_no_statistics_and_taken_from_them_where_there_are() throws HttpFailed {
        database.execute("CREATE TABLE counted AS SELECT n AS id FROM generate_series(1, 250) n");
        StreamSpec stream = postgres.describe(access(), "counted").orElseThrow();
        Size fresh = postgres.size(access(), stream);
        assertThat(fresh.records()).isEqualTo(Amount.exactly(250));
        assertThat(fresh.requests()).isEqualTo(Amount.exactly(0));
        database.execute("ANALYZE counted");
        assertThat(postgres.size(access(), stream).records().sureness()).isEqualTo(Amount.Sureness.ABOUT);
        assertThat(postgres.size(access(), stream).records().number()).isEqualTo(250);
    }

    @Test
    void a_value_that_its_type_has_no_room_for_is_a_misfit_and_never_another_value() {
        database.execute("""
            CREATE TABLE odd (id int PRIMARY KEY, n numeric, at timestamptz, d date, f float8);
            INSERT INTO odd VALUES (1, 'NaN', 'infinity', '0044-03-15 BC', 'NaN');
            """);
        Taken row = all("odd").taken().getFirst();
        assertThat(row.misfits()).containsOnlyKeys("n", "at", "d");
        assertThat(row.get("f")).isEqualTo(Double.NaN);
        settings.put("as_text", "odd(n, at, d)");
        row = all("odd").taken().getFirst();
        assertThat(row.misfits()).isEmpty();
        assertThat(row.get("d")).isEqualTo("0044-03-15 BC");
    }

    @Test
    void keys_of_other_types_are_gone_on_from() {
        database.execute("""
            CREATE TYPE size AS ENUM ('small', 'large', 'huge');
            CREATE TABLE by_enum (id size PRIMARY KEY);
            INSERT INTO by_enum VALUES ('huge'), ('small'), ('large');
            CREATE TABLE by_bytes (id bytea PRIMARY KEY);
            INSERT INTO by_bytes VALUES ('\\x00'), ('\\xff'), ('\\x7f');
            CREATE TABLE by_time (id timestamptz, n numeric, PRIMARY KEY (id, n));
            INSERT INTO by_time VALUES ('2026-01-01Z', 0.1), ('2026-01-01Z', 0.10000000000000000001), ('1999-01-01Z', 5);
            CREATE TABLE by_char (id char(4) PRIMARY KEY);
            INSERT INTO by_char VALUES ('ab'), ('abcd'), ('a');
            CREATE TABLE by_double (id float8 PRIMARY KEY);
            INSERT INTO by_double VALUES (0.1), (0.30000000000000004), (0.3);
            """);
        settings.put("page_rows", "1");
        assertThat(all("by_enum").all("id")).containsExactly("small", "large", "huge");
        assertThat(all("by_bytes").taken()).hasSize(3);
        assertThat(all("by_time").all("n")).containsExactly("5", "0.1", "0.10000000000000000001");
        assertThat(all("by_char").taken()).hasSize(3);
        assertThat(all("by_double").all("id")).containsExactly("0.1", "0.3", "0.30000000000000004");
    }

    @Test
    void a_change_that_is_committed_late_is_asked_for_by_the_next_pass() throws SQLException {
        database.execute("""
            CREATE TABLE late (id int PRIMARY KEY, updated_at timestamptz NOT NULL DEFAULT now());
            CREATE INDEX ON late (updated_at);
            INSERT INTO late VALUES (1);
            """);
        try (Connection slow = database.connect();
                Statement writes = slow.createStatement()) {
            slow.setAutoCommit(false);
            writes.execute("SELECT 1"); // has begun, and written nothing yet
            database.execute("INSERT INTO late VALUES (2)");
            TablePass pass = all("late");
            assertThat(pass.all("id")).containsExactly("1", "2");
            writes.execute("INSERT INTO late VALUES (3)");
            slow.commit();
            var next = new TablePass(postgres, access(), "late", new Reading.Since(pass.settled())).through();
            assertThat(next.all("id")).contains("3");
        }
    }

    @Test
    void where_the_transactions_of_others_are_not_seen_as_much_is_read_again_as_one_may_last() throws SQLException {
        database.execute("CREATE TABLE unseen (id int PRIMARY KEY)");
        try (Connection other = superuser()) {
            Instant began = Instant.now();
            settings.put("longest_transaction", "1h");
            assertThat(all("unseen").settled()).isBefore(began.minusSeconds(3_500));
            Check check = postgres.checkSource(access());
            assertThat(check.ok()).as(check.toString()).isTrue();
            assertThat(other.isValid(5)).isTrue();
        }
    }

    @Test
    void a_table_that_may_not_be_read_is_not_offered_and_stops_a_run_that_asks_for_it() throws Exception {
        try (Connection owner = superuser();
                Statement makes = owner.createStatement()) {
            makes.execute(
                    "CREATE TABLE vault (id int PRIMARY KEY); CREATE TABLE parted (id int PRIMARY KEY, secret text);"
                            + " GRANT SELECT (id) ON parted TO " + database.user());
        }
        List<StreamSpec> streams = postgres.discover(access());
        assertThat(streams.stream().map(StreamSpec::name))
                .doesNotContain("vault")
                .contains("parted");
        assertThat(all("parted").stream().fields()).hasSize(1);
        StreamSpec vault = postgres.describe(access(), "vault").orElseThrow();
        assertThat(postgres.read(access(), PageRequest.first(vault, new Reading.Everything())))
                .isInstanceOfSatisfying(
                        Answer.Stop.class, stop -> assertThat(stop.code()).isEqualTo("source.no_permission"));
    }

    @Test
    void tables_of_other_schemas_bear_their_names_and_partitions_are_read_as_one() throws HttpFailed {
        database.execute("""
            CREATE SCHEMA shop;
            CREATE TABLE shop.orders (id int PRIMARY KEY) PARTITION BY RANGE (id);
            CREATE TABLE shop.orders_low PARTITION OF shop.orders FOR VALUES FROM (0) TO (10);
            CREATE TABLE shop.orders_high PARTITION OF shop.orders FOR VALUES FROM (10) TO (20);
            INSERT INTO shop.orders VALUES (1), (11);
            """);
        assertThat(all("shop.orders").all("id")).containsExactly("1", "11");
        assertThat(postgres.discover(access()).stream().map(StreamSpec::name)).doesNotContain("shop.orders_low");
        settings.put("schema", "shop");
        assertThat(all("orders").all("id")).containsExactly("1", "11");
    }

    @Test
    void a_unique_index_is_a_key_where_it_covers_all_rows_and_none_of_its_columns_is_ever_empty() {
        database.execute("""
            CREATE TABLE indexed (a int, b int NOT NULL, c int NOT NULL, d int NOT NULL);
            CREATE UNIQUE INDEX ON indexed (a);
            CREATE UNIQUE INDEX ON indexed (b) WHERE b > 0;
            CREATE UNIQUE INDEX ON indexed ((c + 1));
            CREATE UNIQUE INDEX ON indexed (c, d);
            """);
        assertThat(all("indexed").stream().key()).containsExactly("c", "d");
    }

    @Test
    void times_without_a_zone_are_in_the_zone_that_the_owner_names_and_none_is_passed_over_as_clocks_change() {
        database.execute("""
            CREATE TABLE berlin (id int PRIMARY KEY, updated_at timestamp NOT NULL);
            CREATE INDEX ON berlin (updated_at);
            INSERT INTO berlin VALUES (1, '2026-07-01 12:00:00'), (2, '2026-10-25 02:30:00'), (3, '2026-01-01 12:00');
            """);
        settings.put("time_zone", "Europe/Berlin");
        TablePass pass = all("berlin");
        assertThat(pass.stream().cursor()).isEqualTo(CursorKind.TIME);
        assertThat(pass.all("updated_at"))
                .containsExactly("2026-07-01T10:00:00Z", "2026-10-25T00:30:00Z", "2026-01-01T11:00:00Z");
        // The second half past two of that night, by the server's clock.
        var since = new Reading.Since(Instant.parse("2026-10-25T01:30:00Z"));
        assertThat(new TablePass(postgres, access(), "berlin", since).through().all("id"))
                .containsExactly("2");
    }

    @Test
    void a_server_that_cannot_be_reached_is_asked_again() {
        database.execute("CREATE TABLE far (id int PRIMARY KEY)");
        StreamSpec stream = all("far").stream();
        settings.put("page_rows", "10");
        Map<String, String> closed = new HashMap<>(database.settings(settings));
        closed.put("url", "postgresql://127.0.0.1:1/" + database.name());
        Access nobody = TestAccess.of(closed, Map.of("password", database.password()));
        assertThat(postgres.read(nobody, PageRequest.first(stream, new Reading.Everything())))
                .isInstanceOf(Answer.Retry.class);
    }

    @Test
    void a_login_that_is_refused_is_for_a_person_and_the_password_is_not_told() {
        database.execute("CREATE TABLE shut (id int PRIMARY KEY)");
        StreamSpec stream = all("shut").stream();
        Access wrong = TestAccess.of(database.settings(settings), Map.of("password", "wr0ng-w0rd"));
        assertThat(postgres.read(wrong, PageRequest.first(stream, new Reading.Everything())))
                .isInstanceOfSatisfying(Answer.Stop.class, stop -> {
                    assertThat(stop.code()).isEqualTo("source.login_refused");
                    assertThat(stop.toString()).doesNotContain("wr0ng-w0rd");
                });
    }

    @Test
    void a_source_is_never_written_to() throws Exception {
        database.execute("""
            CREATE TABLE touched (n int);
            CREATE FUNCTION touch() RETURNS int LANGUAGE sql AS 'INSERT INTO touched VALUES (1) RETURNING 1';
            CREATE VIEW trap AS SELECT touch() AS id;
            """);
        settings.put("keys", "trap(id)");
        StreamSpec trap = postgres.describe(access(), "trap").orElseThrow();
        assertThat(postgres.read(access(), PageRequest.first(trap, new Reading.Everything())))
                .isNotInstanceOf(Answer.Page.class);
        assertThat(database.one("SELECT count(*) FROM touched")).isEqualTo("0");
    }

    private static Connection superuser() throws SQLException {
        ConnectionInfo admin = TestPostgres.asSuperuser(new ConnectionInfo(
                database.host(), database.port(), database.name(), database.user(), database.password()));
        return DriverManager.getConnection(admin.jdbcUrl(), admin.user(), admin.password());
    }
}
