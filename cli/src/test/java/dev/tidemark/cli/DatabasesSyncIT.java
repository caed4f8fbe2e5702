package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.Gate.AppHas;
import dev.tidemark.cli.Scene.Outcome;
import dev.tidemark.connector.testkit.MariaDbServer;
import dev.tidemark.sandbox.salesforce.org.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A Salesforce org into a database that is not PostgreSQL: everything, a kill in the middle of it, what changed and went, and a
 * look with 'sql'. Then from there into the org, with a kill between the app's answer and the ledger.
 */
class DatabasesSyncIT {

    private static final String SYNCS = """
        accounts: { from: salesforce.Account, to: lake.account, every: 1s, deletes: hard }
        contacts: { from: salesforce.Contact, to: lake.contact, every: 1s }
        """;

    private static final String OUTBOUND = """
        scores:
          from: lake
          table: score
          key: code
          to: salesforce.Account
          mode: upsert
          match: External_Id__c
          map: { External_Id__c: code, Name: name, Health__c: health }
          every: 1s
        newcomers:
          from: lake
          model: select code, concat('New ', name) as name from score where health > 50
          key: code
          to: salesforce.Account
          mode: insert
          match: Legacy_Code__c
          map: { Legacy_Code__c: code, Name: name }
          every: 1s
        """;

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Scene scene;

    @SuppressWarnings("NullAway.Init")
    private Path file;

    @BeforeEach
    void open() throws IOException {
        scene = new Scene(folder, 600);
        scene.org.pageSize().cap(40);
    }

    @AfterEach
    void close() throws IOException {
        scene.close();
    }

    @Test
    void an_org_is_kept_in_mariadb() throws Exception {
        MariaDbServer server = MariaDbServer.running();
        scene.environment.put("LAKE_PASSWORD", MariaDbServer.PASSWORD);
        scene.destinations = """
            destinations:
              lake:
                connector: mariadb
                url: mariadb://127.0.0.1:%d
                user: %s
                password: ${env:LAKE_PASSWORD}
                schema: org
            """.formatted(server.port(), MariaDbServer.USER);
        anOrgIsKept();
    }

    @Test
    void an_org_is_kept_in_a_file_of_duckdb() throws Exception {
        scene.destinations = """
            destinations:
              lake:
                connector: duckdb
                url: duckdb:%s
                schema: org
            """.formatted(folder.resolve("org.duckdb"));
        anOrgIsKept();
    }

    private void anOrgIsKept() throws Exception {
        file = scene.workspace("acme", SYNCS);
        Outcome check = scene.run("check", file.toString());
        assertThat(check.exit()).as(check.toString()).isZero();
        killed("query.*", 4);
        once();
        assertSame();
        for (int seed = 1; seed <= 2; seed++) {
            scene.org.changes(seed, 80);
            // The first pass may be one that began before the changes.
            Scene.until("what changed is in the table", this::onceMoreIsTheSame);
            assertSame();
        }
        assertThat(sql("select count(*) as n from contact where _tidemark_deleted_at is not null")
                        .get(0)
                        .path("n")
                        .asInt())
                .isPositive();
        itIsWrittenBack();
        Outcome status = scene.run("status");
        assertThat(status.exit()).as(status.toString()).isZero();
    }

    private void itIsWrittenBack() throws Exception {
        scene.org.pageSize().cap(200); // the least that Salesforce answers; a batch is looked up in one page
        execute("create table score (code varchar(20), name varchar(80), health int)");
        for (int from = 0; from < 450; from += 150) {
            offer(from, from + 150);
        }
        file = scene.workspace("acme", SYNCS + OUTBOUND);
        Outcome check = scene.run("check", file.toString());
        assertThat(check.exit()).as(check.toString()).isZero();
        killed("createMany", 0);
        killed("upsertMany", 1);
        once();
        assertWritten();
        execute("update score set health = health + 1 where health in (3, 60)");
        execute("update score set name = null where code = 'c7'");
        offer(450, 460);
        once();
        assertThat(scene.run("rejections", "acme/scores").out()).contains("c7");
        execute("update score set name = 'seventh' where code = 'c7'");
        once();
        assertWritten();
        assertThat(scene.run("rejections").out()).contains("No row was rejected.");
        assertThat(sql("select count(*) as n from tidemark.ledger where state = 'ACCEPTED'")
                        .get(0)
                        .path("n")
                        .asInt())
                .isEqualTo(sql("select count(*) + sum(case when health > 50 then 1 else 0 end) as n from score")
                        .get(0)
                        .path("n")
                        .asInt());
    }

    private void offer(int from, int to) {
        execute("insert into score values "
                + IntStream.range(from, to)
                        .mapToObj(n -> "('c" + n + "', 'Name of " + n + "', " + n % 100 + ")")
                        .collect(Collectors.joining(", ")));
    }

    /** Every row of the model is in the org as it stands, and once. */
    private void assertWritten() {
        Map<String, String> scores = new TreeMap<>();
        Map<String, String> newcomers = new TreeMap<>();
        for (JsonNode row : sql("select code, name, health from score")) {
            String code = row.path("code").asString();
            scores.put(
                    code, row.path("name").asString() + " " + row.path("health").asInt());
            if (row.path("health").asInt() > 50) {
                newcomers.put(code, "New " + row.path("name").asString());
            }
        }
        Map<String, String> scored = new TreeMap<>();
        Map<String, String> come = new TreeMap<>();
        for (Row row : scene.org.org().rows(scene.object("Account"))) {
            String health = String.valueOf(row.get("Health__c")).replaceFirst("\\.0$", "");
            once(scored, row.get("External_Id__c"), row.get("Name") + " " + health);
            once(come, row.get("Legacy_Code__c"), String.valueOf(row.get("Name")));
        }
        assertThat(scored).isEqualTo(scores);
        assertThat(come).isEqualTo(newcomers);
    }

    private static void once(Map<String, String> found, @Nullable Object code, String value) {
        if (code != null && code.toString().startsWith("c")) {
            assertThat(found.put(code.toString(), value))
                    .as(code + " is there twice")
                    .isNull();
        }
    }

    private void execute(String statement) {
        Outcome ran = scene.run("sql", "--on", "acme/lake", statement);
        assertThat(ran.exit()).as(ran.toString()).isZero();
    }

    /** {@code kill -9} when the app has done a request of this kind, after so many others. */
    private void killed(String kind, int others) throws Exception {
        try (Gate gate = new Gate(scene.org, kind, others, AppHas.DONE);
                Child child = scene.process("run", file.toString())) {
            gate.await(child);
            child.kill();
        }
        try (Connection store = Scene.connect(scene.server().store());
                Statement statement = store.createStatement()) {
            for (String leaseIsOver : List.of(
                    "UPDATE job SET lease_until = lease_until - interval '2 minutes'",
                    "UPDATE worker SET seen_at = seen_at - interval '2 minutes'",
                    "UPDATE sync SET back_off_until = '-infinity'")) {
                statement.execute(leaseIsOver);
            }
        }
    }

    private void once() {
        Outcome ran = scene.all(file);
        assertThat(ran.exit()).as(ran.toString()).isZero();
    }

    private boolean onceMoreIsTheSame() {
        once();
        return inTable("account", "name").equals(scene.atSource("Account", "Name"))
                && inTable("contact", "last_name").equals(scene.atSource("Contact", "LastName"));
    }

    private void assertSame() {
        assertThat(inTable("account", "name")).isEqualTo(scene.atSource("Account", "Name"));
        assertThat(inTable("contact", "last_name")).isEqualTo(scene.atSource("Contact", "LastName"));
    }

    private Map<String, String> inTable(String table, String column) {
        Map<String, String> rows = new TreeMap<>();
        for (JsonNode row :
                sql("select id, " + column + " as v from " + table + " where _tidemark_deleted_at is null")) {
            rows.put(row.path("id").asString(), row.path("v").asString());
        }
        return rows;
    }

    private JsonNode sql(String statement) {
        Outcome ran = scene.run("sql", "--json", "--on", "acme/lake", statement);
        assertThat(ran.exit()).as(ran.toString()).isZero();
        return Json.parse(ran.out());
    }
}
