package dev.tidemark.bench.inbound;

import dev.tidemark.access.Redaction;
import dev.tidemark.access.Transport;
import dev.tidemark.archive.FolderArchive;
import dev.tidemark.bench.Database.Place;
import dev.tidemark.connector.Secrets;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.TableSpec;
import dev.tidemark.connectors.postgres.PostgresConnector;
import dev.tidemark.engine.Accounts;
import dev.tidemark.engine.Connectors;
import dev.tidemark.engine.Engine;
import dev.tidemark.engine.WorkspaceSource;
import dev.tidemark.http.HttpBounds;
import dev.tidemark.http.HttpTransport;
import dev.tidemark.quota.Allowance;
import dev.tidemark.quota.JdbcQuota;
import dev.tidemark.schedule.Schedule;
import dev.tidemark.store.Ids;
import dev.tidemark.store.JdbcStore;
import dev.tidemark.store.StoreClock;
import dev.tidemark.workspace.Account;
import dev.tidemark.workspace.FieldChoice;
import dev.tidemark.workspace.InboundSync;
import dev.tidemark.workspace.Quota;
import dev.tidemark.workspace.TableName;
import dev.tidemark.workspace.Workspace;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Tidemark as it is started by everybody: store, archive, quota, checkpoints, metadata columns, fsync. */
final class Tidemark implements Contender {

    private static final String WORKSPACE = "bench";

    @Override
    public String name() {
        return "tidemark";
    }

    @Override
    public Loading prepare(Setup setup) throws Exception {
        Engine engine = start(store(setup), setup, new HttpTransport(HttpBounds.DEFAULT)::send);
        Connection watching = setup.store().connect();
        return new Loading() {
            @Override
            public void everything() throws Exception {
                run(engine, watching, 100);
            }

            @Override
            public void changes() throws Exception {
                run(engine, watching, 5);
            }
        };
    }

    static JdbcStore store(Setup setup) {
        return JdbcStore.open(
                setup.store().url(), setup.store().user(), setup.store().password());
    }

    /** An engine with one sync, which waits for a request. */
    static Engine start(JdbcStore store, Setup setup, Transport transport) {
        StoreClock clock = new StoreClock(store);
        JdbcQuota quota = new JdbcQuota(store, clock);
        Accounts accounts = (workspace, name) -> new dev.tidemark.access.Account(
                workspace.name(),
                name,
                workspace.account(name).settings(),
                new OneSecret(setup.warehouse().password()),
                transport,
                quota,
                Allowance.UNLIMITED,
                Redaction.NONE,
                clock);
        Random random = new Random();
        Engine engine = new Engine(new Engine.Parts(
                "bench",
                "bench-worker",
                store,
                clock,
                Ids.timeOrdered(clock, random),
                random,
                new FolderArchive(setup.folder().resolve("archive")),
                new Connectors(List.of(new PagesConnector(), new PostgresConnector())),
                accounts,
                Duration.ofDays(7)));
        engine.start(List.of(new WorkspaceSource(workspace(setup), "0".repeat(64), "bench.yaml", "bench")));
        return engine;
    }

    /** A person's word. */
    static void request(Engine engine) {
        if (engine.request(WORKSPACE, List.of(Setup.TABLE)).isEmpty()) {
            throw new IllegalStateException("the sync is not known");
        }
    }

    private static Workspace workspace(Setup setup) {
        Place place = setup.warehouse();
        Account api = new Account(
                "api",
                Account.Side.SOURCE,
                "pages",
                new Settings(Map.of("url", setup.api().toString(), "size", "" + setup.pageSize())),
                Map.of(),
                Quota.DEFAULT,
                Optional.empty());
        Account warehouse = new Account(
                "warehouse",
                Account.Side.DESTINATION,
                "postgres",
                new Settings(Map.of("url", place.url(), "user", place.user())),
                Map.of(),
                Quota.DEFAULT,
                Optional.of(Setup.SCHEMA));
        InboundSync contacts = new InboundSync(
                Setup.TABLE,
                "api",
                PagesConnector.STREAM,
                "warehouse",
                new TableName(Setup.SCHEMA, Setup.TABLE),
                new Schedule.Manual(),
                InboundSync.Mode.INCREMENTAL,
                TableSpec.Deletes.SOFT,
                20,
                FieldChoice.ALL);
        return new Workspace(WORKSPACE, Map.of("api", api, "warehouse", warehouse), List.of(contacts));
    }

    /** A run is over when the store says so, which is asked for as seldom as the length of the run allows. */
    private static void run(Engine engine, Connection watching, long everyMillis) throws Exception {
        request(engine);
        try (PreparedStatement over =
                        watching.prepareStatement("SELECT run_id IS NULL AND requested_at IS NULL FROM sync");
                PreparedStatement last = watching.prepareStatement(
                        "SELECT state, coalesce(error, '') FROM run ORDER BY queued_at DESC LIMIT 1")) {
            while (!isOver(over)) {
                Thread.sleep(everyMillis);
            }
            try (ResultSet run = last.executeQuery()) {
                if (!run.next() || !run.getString(1).equals("SUCCEEDED")) {
                    throw new IllegalStateException("the run ended as " + run.getString(1) + ": " + run.getString(2));
                }
            }
        }
    }

    private static boolean isOver(PreparedStatement over) throws SQLException {
        try (ResultSet sync = over.executeQuery()) {
            return sync.next() && sync.getBoolean(1);
        }
    }

    /** The password of the warehouse. */
    private record OneSecret(String password) implements Secrets {
        @Override
        public Optional<String> find(String name) {
            return name.equals("password") ? Optional.of(password) : Optional.empty();
        }

        @Override
        public void put(String name, String value) {
            throw new IllegalStateException("no API here hands out a secret");
        }

        @Override
        public void forget(String name) {
            throw new IllegalStateException("no API here hands out a secret");
        }

        @Override
        public String toString() {
            return "a secret";
        }
    }
}
