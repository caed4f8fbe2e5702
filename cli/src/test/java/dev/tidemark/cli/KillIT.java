package dev.tidemark.cli;

import static dev.tidemark.cli.Gate.AppHas.DONE;
import static dev.tidemark.cli.Gate.AppHas.DONE_IT_LATER;
import static dev.tidemark.cli.Gate.AppHas.NOT_DONE_IT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.Gate.AppHas;
import dev.tidemark.cli.Scene.Outcome;
import dev.tidemark.embedded.ConnectionInfo;
import dev.tidemark.sandbox.salesforce.org.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * True {@code kill -9} of the true process, thirty times: at requests, before and after the app has done their work, and
 * inside transactions of store and destination. Each time the embedded server loses its last user too.
 */
class KillIT {

    private static final String SYNCS = """
        accounts:      { from: salesforce.Account, to: warehouse.account, every: 1s }
        contacts:      { from: salesforce.Contact, to: warehouse.contact, every: 1s }
        opportunities: { from: salesforce.Opportunity, to: warehouse.opportunity, every: 1s }
        tasks:         { from: salesforce.Task, to: warehouse.task, every: 1s }
        """;

    private static final String OUTBOUND = """
        upserts:
          from: warehouse
          table: model.upserts
          key: code
          to: salesforce.Account
          mode: upsert
          match: External_Id__c
          map: { External_Id__c: code, Name: name, Health__c: score }
          every: 1s
        inserts:
          from: warehouse
          table: model.inserts
          key: code
          to: salesforce.Account
          mode: insert
          match: Legacy_Code__c
          map: { Legacy_Code__c: code, Name: name }
          every: 1s
        blind:
          from: warehouse
          table: model.blind
          key: code
          to: salesforce.Task
          mode: insert
          map: { Subject: code }
          every: 1s
        """;

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    Scene scene;

    @SuppressWarnings("NullAway.Init")
    Path file;

    private final Random random = new Random(20_261_121);
    private int kills;
    private int offered;

    @BeforeEach
    void open() throws IOException {
        scene = new Scene(folder, 1_200);
        scene.org.pageSize().cap(40);
    }

    @AfterEach
    void close() throws IOException {
        scene.close();
    }

    @Test
    void thirty_kills_lose_nothing_and_write_nothing_twice() throws Exception {
        file = scene.workspace("acme", SYNCS);
        backfill();
        increments();
        file = scene.workspace("acme", SYNCS + OUTBOUND);
        outbound();
        assertThat(kills).isEqualTo(30);

        once();
        settleWhatIsUncertain();
        once();
        everythingOfferedIsThereOnce();
        once(); // what was written is read back
        for (String object : List.of("Account", "Contact", "Opportunity", "Task")) {
            SalesforceTruth.check(scene, object, "acme." + object);
        }
    }

    private void backfill() throws Exception {
        for (AppHas work : List.of(DONE, DONE_IT_LATER, DONE, DONE_IT_LATER, NOT_DONE_IT, DONE)) {
            atRequest("query.*", random.nextInt(1, 6), work);
        }
        insideStore("page");
        insideStore("checkpoint");
        insideStore("run");
        insideWarehouse("tidemark.mark");
        once();
    }

    private void increments() throws Exception {
        for (String table : List.of("acme.contact", "acme.account", "tidemark.mark", "acme.opportunity")) {
            scene.org.changes(random.nextLong(), 60);
            insideWarehouse(table);
        }
        for (String table : List.of("page", "checkpoint")) {
            scene.org.changes(random.nextLong(), 60);
            insideStore(table);
        }
        for (AppHas work : List.of(DONE, DONE_IT_LATER, NOT_DONE_IT, DONE)) {
            scene.org.changes(random.nextLong(), 60);
            atRequest("query.*", random.nextInt(1, 8), work);
        }
    }

    private void outbound() throws Exception {
        scene.execute("""
            CREATE SCHEMA model;
            CREATE TABLE model.upserts (code text PRIMARY KEY, name text, score numeric);
            CREATE TABLE model.inserts (code text PRIMARY KEY, name text);
            CREATE TABLE model.blind (code text PRIMARY KEY)\
            """);
        scene.org.pageSize().cap(200); // the least that Salesforce answers; a batch is looked up in one page
        once(); // nothing is offered yet, and the ledger is made
        offer("upserts", 450);
        insideWarehouse("tidemark.ledger");
        atRequest("upsertMany", 1, DONE_IT_LATER);
        atRequest("upsertMany", 0, DONE);
        offer("upserts", 250);
        answered("upsertMany");
        offer("inserts", 250);
        atRequest("createMany", 0, NOT_DONE_IT);
        offer("inserts", 250);
        atRequest("createMany", 1, DONE);
        offer("inserts", 250);
        answered("createMany");
        offer("blind", 5);
        atRequest("createMany", 0, DONE);
        offer("blind", 5);
        atRequest("createMany", 0, NOT_DONE_IT);
        insideStore("refused_row");
    }

    /** Kills at a request of this kind, after so many others. */
    private void atRequest(String kind, int others, AppHas work) throws Exception {
        try (Gate gate = new Gate(scene.org, kind, others, work);
                Child child = scene.process("run", file.toString())) {
            gate.await(child);
            kill(child);
        }
        scene.timePasses();
    }

    /** Kills when the app has answered and the ledger does not hold the answer yet. */
    private void answered(String kind) throws Exception {
        ConnectionInfo warehouse = scene.warehouse();
        try (Connection holder = Scene.connect(warehouse);
                Gate gate = new Gate(scene.org, kind, 0, DONE);
                Child child = scene.process("run", file.toString())) {
            gate.await(child);
            hold(holder, "tidemark.ledger");
            gate.open();
            untilWriting(warehouse, "tidemark.ledger", child);
            kill(child);
        }
        scene.timePasses();
    }

    private void insideStore(String table) throws Exception {
        inside(scene.server().store(), table);
    }

    private void insideWarehouse(String table) throws Exception {
        inside(scene.warehouse(), table);
    }

    /** Kills inside a transaction that writes this table. */
    private void inside(ConnectionInfo database, String table) throws Exception {
        untilThere(database, table);
        try (Connection holder = Scene.connect(database)) {
            hold(holder, table);
            try (Child child = scene.process("run", file.toString())) {
                untilWriting(database, table, child);
                kill(child);
            }
        }
        scene.timePasses();
    }

    /** Until the table is made; those killed before may not have come so far. */
    private void untilThere(ConnectionInfo database, String table) throws Exception {
        if (isThere(database, table)) {
            return;
        }
        try (Child child = scene.process("run", file.toString())) {
            Scene.until(() -> "somebody makes " + table + "; " + child, () -> isThere(database, table));
            child.kill();
        }
        scene.timePasses();
    }

    private static boolean isThere(ConnectionInfo database, String table) {
        try (Connection look = Scene.connect(database);
                PreparedStatement there = look.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
            there.setString(1, table);
            try (ResultSet row = there.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        } catch (SQLException e) {
            throw new AssertionError("look for " + table, e);
        }
    }

    private static void hold(Connection holder, String table) throws SQLException {
        holder.setAutoCommit(false);
        try (Statement statement = holder.createStatement()) {
            statement.execute("LOCK TABLE " + table + " IN SHARE MODE");
        }
    }

    private static void untilWriting(ConnectionInfo database, String table, Child child) throws Exception {
        try (Connection look = Scene.connect(database);
                PreparedStatement waits = look.prepareStatement(
                        "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = CAST(? AS regclass)")) {
            waits.setString(1, table);
            Scene.until(() -> "somebody writes " + table + "; " + child, () -> {
                try (ResultSet row = waits.executeQuery()) {
                    return row.next();
                } catch (SQLException e) {
                    throw new AssertionError(child.toString(), e);
                }
            });
        }
    }

    /** With its process the embedded server loses its last user; now and then it stops of that, or is killed as well. */
    private void kill(Child child) throws InterruptedException {
        ProcessHandle server = postmaster();
        scene.letGo();
        child.kill();
        kills++;
        if (kills % 5 == 1) {
            Scene.until("the lonely server stops", () -> !server.isAlive());
        } else if (kills % 5 == 3) {
            server.destroyForcibly();
            Scene.until("the killed server is gone", () -> !server.isAlive());
        }
    }

    private ProcessHandle postmaster() {
        try (Stream<String> lines = Files.lines(scene.data().resolve("postgres/postgres/postmaster.pid"))) {
            return ProcessHandle.of(
                            Long.parseLong(lines.findFirst().orElseThrow().strip()))
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void once() {
        Outcome ran = scene.all(file);
        assertThat(ran.exit()).as(ran.toString()).isZero();
    }

    /** New rows in a model, and other values in every third that is there. */
    private void offer(String table, int rows) {
        if (!table.equals("blind")) {
            scene.execute("UPDATE model.upserts SET score = score + 1 WHERE right(code, 1) IN ('0', '3', '6')");
        }
        String values = table.equals("upserts") ? ", 'Name of ' || n, n % 100" : ", 'Name of ' || n";
        scene.execute("INSERT INTO model." + table + " SELECT '" + table + "-' || n"
                + (table.equals("blind") ? "" : values) + " FROM generate_series(" + offered + ", "
                + (offered + rows - 1)
                + ") n");
        offered += rows;
    }

    private void settleWhatIsUncertain() {
        Map<String, Long> there = count("Task", "Subject");
        int uncertain = 0;
        for (JsonNode row :
                Json.parse(scene.run("rejections", "acme/blind", "--json").out())) {
            assertThat(row.path("kind").asString()).as(row.toString()).isEqualTo("UNCERTAIN");
            String key = row.path("key").asString();
            assertThat(scene.run("rejections", "acme/blind").out())
                    .contains("tidemark settle acme/blind '" + key + "'");
            Outcome settled = scene.run("settle", "acme/blind", key, there.containsKey(key) ? "accepted" : "again");
            assertThat(settled.exit()).as(settled.toString()).isZero();
            uncertain++;
        }
        assertThat(uncertain).isPositive();
        assertThat(scene.run("rejections").out()).contains("No row was rejected.");
    }

    private void everythingOfferedIsThereOnce() {
        assertThat(count("Task", "Subject")).containsAllEntriesOf(offered("blind"));
        assertThat(count("Account", "Legacy_Code__c")).containsAllEntriesOf(offered("inserts"));
        assertThat(count("Account", "External_Id__c")).containsAllEntriesOf(offered("upserts"));
        Map<String, String> model = new HashMap<>();
        scene.query(
                "SELECT code, name, score::int FROM model.upserts",
                row -> model.put(row.getString(1), row.getString(2) + " " + row.getDouble(3)));
        Map<String, String> org = new HashMap<>();
        for (Row row : scene.org.org().rows(scene.object("Account"))) {
            if (String.valueOf(row.get("External_Id__c")).startsWith("upserts-")) {
                org.put(String.valueOf(row.get("External_Id__c")), row.get("Name") + " " + row.get("Health__c"));
            }
        }
        assertThat(org).isEqualTo(model);
    }

    private Map<String, Long> offered(String table) {
        Map<String, Long> once = new HashMap<>();
        scene.query("SELECT code FROM model." + table, row -> once.put(row.getString(1), 1L));
        return once;
    }

    /** How many records hold each value. */
    private Map<String, Long> count(String object, String field) {
        return scene.org.org().rows(scene.object(object)).stream()
                .collect(Collectors.groupingBy(row -> String.valueOf(row.get(field)), Collectors.counting()));
    }
}
