package dev.tidemark.cli;

import dev.tidemark.embedded.ConnectionInfo;
import dev.tidemark.embedded.EmbeddedPostgres;
import dev.tidemark.sandbox.http.HttpFront;
import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response;
import dev.tidemark.sandbox.salesforce.SalesforceSandbox;
import dev.tidemark.sandbox.salesforce.Settings;
import dev.tidemark.sandbox.salesforce.org.Row;
import dev.tidemark.sandbox.salesforce.schema.SObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A Salesforce org over HTTP, a data folder, and commands in this process. */
final class Scene implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    final SalesforceSandbox org;
    final HttpFront front;
    final Path folder;
    final Map<String, String> environment = new HashMap<>();

    /** Keeps the server up between commands, unless it was let go. */
    private @Nullable EmbeddedPostgres server;

    /** Changes what the org answers. */
    interface Spoiler {
        Response spoil(Request request, Response response);
    }

    volatile Spoiler spoiler = (request, response) -> response;

    /** What stands in workspace files between sources and syncs. */
    String destinations = "";

    String quota = "100%";

    private final @Nullable ConnectionInfo lake;

    /** Tables are kept in an embedded server. */
    Scene(Path folder, int size) throws IOException {
        this(folder, size, null);
        server();
    }

    /** Tables are kept in this database. */
    Scene(Path folder, int size, @Nullable ConnectionInfo lake) throws IOException {
        this.folder = folder;
        this.lake = lake;
        if (lake != null) {
            destinations = """
                destinations:
                  lake:
                    connector: postgres
                    url: postgresql://%s:%d/%s
                    user: %s
                    password: ${env:LAKE_PASSWORD}
                """.formatted(lake.host(), lake.port(), lake.database(), lake.user());
            environment.put("LAKE_PASSWORD", lake.password());
        }
        org = new SalesforceSandbox(Settings.standard().withSize(size));
        front = HttpFront.start(request -> spoiler.spoil(request, org.handle(request)), 0);
        environment.put("SF_SECRET", SalesforceSandbox.CLIENT_SECRET);
        environment.put("TIDEMARK_FSYNC_OFF", "true");
        environment.put("HOME", folder.toString());
    }

    Path data() {
        return folder.resolve(".tidemark");
    }

    /** What a command came to. */
    record Outcome(int exit, String out, String err) {

        /** Of a command in a folder. */
        static Outcome of(Path folder, Map<String, String> environment, String... words) {
            StringWriter out = new StringWriter();
            StringWriter err = new StringWriter();
            int exit = Tidemark.execute(
                    words, new Terminal(new PrintWriter(out), new PrintWriter(err), environment, folder, false));
            return new Outcome(exit, out.toString(), err.toString());
        }

        List<String> lines() {
            return out.lines().toList();
        }
    }

    Outcome run(String... words) {
        return Outcome.of(folder, environment, words);
    }

    /** A workspace whose syncs are due whenever they are asked for. */
    Path workspace(String name, String syncs) throws IOException {
        return Files.writeString(folder.resolve(name + ".yaml"), """
            workspace: %s
            sources:
              salesforce:
                connector: salesforce
                url: %s
                client_id: %s
                client_secret: ${env:SF_SECRET}
                quota: %s
            %ssyncs:
            %s\
            """.formatted(
                        name, front.url(), SalesforceSandbox.CLIENT_ID, quota, destinations, syncs.indent(2)));
    }

    /** Runs what is due once, and first waits until something is. */
    Outcome once(Path file) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Outcome ran = run("run", "--once", file.toString());
        while (ran.err().contains("Nothing is due")) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("nothing got due within " + PATIENCE + ": " + ran.err());
            }
            ran = run("run", "--once", file.toString());
        }
        return ran;
    }

    /** Runs every sync that was ever started once, due or not. */
    Outcome all(Path file) {
        for (JsonNode sync : Json.parse(run("status", "--json").out()).path("syncs")) {
            run(
                    "sync",
                    sync.path("workspace").asString() + "/" + sync.path("sync").asString());
        }
        return run("run", "--once", file.toString());
    }

    /** An engine on a thread of its own, until it is closed. */
    Running start(String... words) {
        return new Running(words);
    }

    /** A process of its own. */
    Child process(String... words) {
        return process(List.of(), words);
    }

    /** With these folders of classes before those of the build. */
    Child process(List<Path> first, String... words) {
        return Child.start(folder, environment, first, words);
    }

    /** A command that goes on beside others. */
    final class Running implements AutoCloseable {
        private final StringWriter out = new StringWriter();
        private final StringWriter err = new StringWriter();
        private final Thread thread;
        private volatile int exit = -1;

        Running(String... words) {
            thread = Thread.ofPlatform()
                    .start(() -> exit = Tidemark.execute(
                            words,
                            new Terminal(new PrintWriter(out), new PrintWriter(err), environment, folder, false)));
        }

        String out() {
            return out.toString();
        }

        String err() {
            return err.toString();
        }

        /** Ctrl-C; answers the exit code. */
        int stop() throws InterruptedException {
            thread.interrupt();
            if (!thread.join(PATIENCE)) {
                throw new AssertionError("the engine does not stop");
            }
            return exit;
        }

        @Override
        public void close() {
            thread.interrupt();
            while (thread.isAlive()) {
                Thread.onSpinWait();
            }
        }
    }

    /** Waits for something that comes by itself. */
    static void until(String what, BooleanSupplier there) throws InterruptedException {
        until(() -> what, there);
    }

    static void until(Supplier<String> what, BooleanSupplier there) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!there.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + PATIENCE + ": " + what.get());
            }
            Thread.sleep(20);
        }
    }

    SObject object(String name) {
        return org.org().schema().the(name);
    }

    /** Name by id of every record that is not deleted. */
    Map<String, String> atSource(String object, String field) {
        Map<String, String> rows = new TreeMap<>();
        for (Row row : org.org().rows(object(object))) {
            if (!row.isDeleted()) {
                rows.put(
                        row.id(),
                        String.valueOf(org.org().value(row, object(object).the(field))));
            }
        }
        return rows;
    }

    /** The same from the table; what is marked as deleted is left out. */
    Map<String, String> inTable(String table, String column) {
        Map<String, String> rows = new TreeMap<>();
        query(
                "select \"id\", \"" + column + "\" from " + table + " where _tidemark_deleted_at is null",
                row -> rows.put(row.getString(1), String.valueOf(row.getString(2))));
        return rows;
    }

    /** One row of an answer. */
    interface Reader {
        @Nullable
        Object read(ResultSet row) throws SQLException;
    }

    void query(String sql, Reader reader) {
        try (Connection connection = connect(warehouse());
                Statement statement = connection.createStatement()) {
            if (statement.execute(sql)) {
                ResultSet rows = statement.getResultSet();
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    void execute(String sql) {
        query(sql, row -> null);
    }

    /** The embedded server, started where it does not run. */
    EmbeddedPostgres server() {
        EmbeddedPostgres open = server;
        if (open == null) {
            open = EmbeddedPostgres.open(data().resolve("postgres"), EmbeddedPostgres.Options.forTests());
            server = open;
        }
        return open;
    }

    /** So much that leases run out, the dead worker counts as gone, and no request of it can still be at work. */
    void timePasses() throws SQLException {
        try (Connection store = connect(server().store());
                Statement statement = store.createStatement()) {
            statement.execute("UPDATE job SET lease_until = lease_until - interval '2 minutes'");
            statement.execute("UPDATE worker SET seen_at = seen_at - interval '2 minutes'");
            statement.execute("UPDATE sync SET back_off_until = '-infinity'");
        }
        execute("""
            DO $$ BEGIN
                IF to_regclass('tidemark.ledger') IS NOT NULL THEN
                    UPDATE tidemark.ledger SET changed_at = changed_at - interval '2 minutes';
                END IF;
            END $$\
            """);
    }

    /** From now on only commands keep the server up. */
    void letGo() {
        EmbeddedPostgres open = server;
        server = null;
        if (open != null) {
            open.close();
        }
    }

    /** Where the tables are. */
    ConnectionInfo warehouse() {
        return lake == null ? server().warehouse() : lake;
    }

    static Connection connect(ConnectionInfo database) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
    }

    @Override
    public void close() throws IOException {
        front.close();
        letGo();
    }
}
