package dev.tidemark.cli;

import dev.tidemark.archive.Archive;
import dev.tidemark.archive.FolderArchive;
import dev.tidemark.connector.Connector;
import dev.tidemark.connectors.airtable.AirtableConnector;
import dev.tidemark.connectors.duckdb.DuckDbConnector;
import dev.tidemark.connectors.hubspot.HubSpotConnector;
import dev.tidemark.connectors.intercom.IntercomConnector;
import dev.tidemark.connectors.mariadb.MariaDbConnector;
import dev.tidemark.connectors.postgres.PostgresConnector;
import dev.tidemark.connectors.program.ProgramSource;
import dev.tidemark.connectors.salesforce.SalesforceConnector;
import dev.tidemark.connectors.stripe.StripeConnector;
import dev.tidemark.connectors.zendesk.ZendeskConnector;
import dev.tidemark.embedded.ConnectionInfo;
import dev.tidemark.embedded.EmbeddedPostgres;
import dev.tidemark.engine.Connectors;
import dev.tidemark.engine.Engine;
import dev.tidemark.engine.OpenAccounts;
import dev.tidemark.http.HttpBounds;
import dev.tidemark.http.HttpTransport;
import dev.tidemark.quota.JdbcQuota;
import dev.tidemark.secret.JdbcSecretTable;
import dev.tidemark.secret.KeyFile;
import dev.tidemark.secret.SecretReader;
import dev.tidemark.secret.Vault;
import dev.tidemark.store.Ids;
import dev.tidemark.store.JdbcStore;
import dev.tidemark.store.StoreClock;
import dev.tidemark.store.Tx;
import dev.tidemark.workspace.Catalog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The data folder and the store of one Tidemark, opened by one command, with what is needed to work on them. */
final class Home implements AutoCloseable {

    private final Terminal terminal;
    private final Path folder;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final RandomGenerator random = new SecureRandom(); // for many threads; two ids must never be the same
    private final Connectors connectors = new Connectors(builtIn());
    private final FoundConnectors found;
    private final Log log;
    private @Nullable StoreAddress storeAddress;
    private final JdbcStore store;
    private final StoreClock clock;
    private final @Nullable EmbeddedPostgres embedded;
    private @Nullable OpenAccounts accounts;

    private Home(Terminal terminal, Common common) throws IOException {
        this.terminal = terminal;
        this.folder = folder(terminal, common);
        this.found = new FoundConnectors(connectors, this::now, connectors(terminal, common));
        this.log = Log.to(folder.resolve("log"), this::redact);
        opened.push(log::close);
        boolean done = false;
        try {
            String url =
                    common.store != null ? common.store : terminal.environment().get(StoreAddress.VARIABLE);
            if (url == null) {
                EmbeddedPostgres server = EmbeddedPostgres.open(folder.resolve("postgres"), options());
                opened.push(server);
                embedded = server;
                storeAddress = address(server.store());
            } else {
                embedded = null;
                storeAddress = StoreAddress.parse(url, terminal.environment());
            }
            store = open(storeAddress);
            opened.push(store);
            clock = new StoreClock(store);
            done = true;
        } finally {
            if (!done) {
                close();
            }
        }
    }

    /** The connectors that come with the program. */
    static List<Connector> builtIn() {
        return List.of(
                new AirtableConnector(),
                new IntercomConnector(),
                new SalesforceConnector(),
                new HubSpotConnector(),
                new StripeConnector(),
                new ZendeskConnector(),
                new PostgresConnector(),
                MariaDbConnector.mariaDb(),
                MariaDbConnector.mySql(),
                new DuckDbConnector(),
                new ProgramSource());
    }

    private static JdbcStore open(StoreAddress at) {
        return JdbcStore.open(at.jdbcUrl(), at.user(), at.password());
    }

    private static StoreAddress address(ConnectionInfo info) {
        return new StoreAddress(info.jdbcUrl(), info.user(), info.password());
    }

    /** The text without secrets (invariant 9). */
    String redact(String text) {
        String password = storeAddress == null ? "" : storeAddress.password();
        String clean = password.isEmpty() ? text : text.replace(password, "[redacted]");
        OpenAccounts open = accounts;
        return open == null ? clean : open.redact(clean);
    }

    /** Tests may trade safety against loss of power for speed. */
    private EmbeddedPostgres.Options options() {
        return Boolean.parseBoolean(terminal.environment().get("TIDEMARK_FSYNC_OFF"))
                ? EmbeddedPostgres.Options.forTests()
                : EmbeddedPostgres.Options.safe();
    }

    static Home open(Terminal terminal, Common common) {
        try {
            return new Home(terminal, common);
        } catch (IOException e) {
            throw unusable(folder(terminal, common), e);
        }
    }

    private static Refusal unusable(Path folder, IOException e) {
        return new Refusal(
                Exit.FAILED,
                "data.folder_unusable",
                "the data folder " + folder + " cannot be used: " + e.getClass().getSimpleName() + " " + e.getMessage(),
                "See that it can be made and written by this user, or name another with --data");
    }

    static Path folder(Terminal terminal, Common common) {
        Path data = common.data == null ? Path.of(".tidemark") : common.data;
        return terminal.folder().resolve(data).normalize();
    }

    private static Optional<Path> connectors(Terminal terminal, Common common) {
        Optional<Path> folder = Optional.ofNullable(common.connectors)
                .map(given -> terminal.folder().resolve(given).normalize());
        if (folder.isPresent() && !Files.isDirectory(folder.get())) {
            throw new Refusal(
                    Exit.USAGE,
                    "connector.no_folder",
                    "there is no folder " + common.connectors,
                    "Name a folder of connectors with --connectors, or leave it out");
        }
        return folder;
    }

    Terminal terminal() {
        return terminal;
    }

    Path folder() {
        return folder;
    }

    JdbcStore store() {
        return store;
    }

    <T> T read(Function<Tx, T> question) {
        return store.inTransaction(question);
    }

    private Instant now() {
        return clock().instant();
    }

    InstantSource clock() {
        return clock;
    }

    RandomGenerator random() {
        return random;
    }

    Ids ids() {
        return Ids.timeOrdered(clock, random);
    }

    Connectors connectors() {
        return connectors;
    }

    Catalog catalog() {
        return Catalog.of(connectors.all(), found);
    }

    /** The embedded databases; empty where the store is the user's own. */
    Optional<EmbeddedPostgres> embedded() {
        return Optional.ofNullable(embedded);
    }

    SecretReader secretReader() {
        return new SecretReader(terminal.environment()::get);
    }

    Archive archive() {
        return new FolderArchive(folder.resolve("archive"));
    }

    /** Where the key is that encrypts stored secrets: not in the data folder, so that no copy of it is a copy of secrets. */
    KeyFile keyFile() {
        return KeyFile.locate(
                terminal.environment()::get,
                Path.of(terminal.environment().getOrDefault("HOME", System.getProperty("user.home"))),
                id());
    }

    /** Names the data: of a folder it moves with the folder, of the user's own store it is that database's. */
    String id() {
        StoreAddress address = storeAddress;
        if (embedded == null && address != null) {
            return "store-" + UUID.nameUUIDFromBytes(address.jdbcUrl().getBytes(StandardCharsets.UTF_8));
        }
        Path file = folder.resolve("id");
        try {
            if (!Files.exists(file)) {
                Path fresh = Files.writeString(
                        folder.resolve("id." + ProcessHandle.current().pid()),
                        ids().next().toString());
                try {
                    Files.createLink(file, fresh); // unlike a move it never replaces
                } catch (FileAlreadyExistsException e) {
                    // Another process was faster.
                }
                Files.delete(fresh);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    /** After a restore, the data folder is that of the backup, and so is its key. */
    void becomes(String id) throws IOException {
        if (embedded != null) {
            Files.writeString(folder.resolve("id"), id);
        }
    }

    Vault vault() {
        return Vault.open(new JdbcSecretTable(store), keyFile(), clock);
    }

    /** A connection of its own to the store, for a person's statement. */
    Connection storeConnection() throws SQLException {
        return connect(Objects.requireNonNull(storeAddress));
    }

    /** As {@link #storeConnection}, to the embedded warehouse. */
    Connection warehouseConnection() throws SQLException {
        return connect(address(embedded()
                .orElseThrow(() -> new Refusal(
                        Exit.USAGE,
                        "account.no_embedded",
                        "with a store of your own, Tidemark runs no database",
                        "Name a database with --on, or 'store'"))
                .warehouse()));
    }

    private static Connection connect(StoreAddress at) throws SQLException {
        return DriverManager.getConnection(at.jdbcUrl(), at.user(), at.password());
    }

    OpenAccounts accounts() {
        OpenAccounts open = accounts;
        if (open == null) {
            HttpTransport transport = new HttpTransport(HttpBounds.DEFAULT);
            opened.push(transport);
            open = new OpenAccounts(
                    connectors,
                    secretReader(),
                    vault(),
                    new JdbcQuota(store, clock),
                    transport::send,
                    embedded().map(EmbeddedPostgres::warehouse).map(Home::embedded),
                    clock);
            accounts = open;
        }
        return open;
    }

    /** What an engine in this process is made of. */
    Engine.Parts parts(String worker, Duration retention) {
        return new Engine.Parts(
                Version.number(), worker, store, clock, ids(), random, archive(), connectors, accounts(), retention);
    }

    private static OpenAccounts.Embedded embedded(ConnectionInfo info) {
        return new OpenAccounts.Embedded(info.jdbcUrl().substring("jdbc:".length()), info.user(), info.password());
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            AutoCloseable next = opened.pop();
            try {
                next.close();
            } catch (Exception e) {
                terminal.warn("While closing: " + redact(String.valueOf(e.getMessage())));
            }
        }
    }
}
