package dev.tidemark.embedded;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A PostgreSQL server in a data folder. Whoever opens a folder first starts its server, those who open it meanwhile,
 * from this process or another, join it, and the last to leave stops it, also when that one is killed.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    /** How many handles this process has on each folder. Guards also the file locks, which one process cannot share. */
    private static final Map<Path, Integer> HANDLES = new HashMap<>();

    private final Server server;
    private final int port;
    private final Passwords passwords;
    private boolean open = true;

    private EmbeddedPostgres(Server server, int port, Passwords passwords) {
        this.server = server;
        this.port = port;
        this.passwords = passwords;
    }

    /**
     * How the server runs; heeded by the process that starts it.
     *
     * @param fsync false loses everything when the machine loses power: for tests only
     */
    public record Options(boolean fsync) {

        /** Safe against crashes and loss of power. */
        public static Options safe() {
            return new Options(true);
        }

        /** Fast, and not safe against loss of power. */
        public static Options forTests() {
            return new Options(false);
        }
    }

    /**
     * Starts the server of the folder, or joins it if it runs. The first start takes some seconds.
     *
     * @param dataFolder created, readable by its owner alone, if it is missing
     * @throws EmbeddedPostgresException if a person must mend something first
     */
    public static EmbeddedPostgres open(Path dataFolder, Options options) {
        synchronized (HANDLES) {
            var folder = DataFolder.at(dataFolder);
            try (var _ = folder.lock()) {
                var server = Server.in(folder);
                folder.remember(LiveProcess.self());
                try {
                    var passwords = Passwords.of(folder);
                    int port = server.run(options, passwords);
                    HANDLES.merge(folder.path(), 1, Integer::sum);
                    return new EmbeddedPostgres(server, port, passwords);
                } finally {
                    if (!HANDLES.containsKey(folder.path())) {
                        folder.forget(LiveProcess.self());
                    }
                }
            }
        }
    }

    /** The database of Tidemark itself. Its role cannot enter the warehouse. */
    public ConnectionInfo store() {
        return as(Roles.STORE);
    }

    /** The destination for who has no database of their own. Its role cannot enter the store. */
    public ConnectionInfo warehouse() {
        return as(Roles.WAREHOUSE);
    }

    ConnectionInfo admin(String database) {
        return Server.address(port, database, Roles.ADMIN, passwords);
    }

    private ConnectionInfo as(String role) {
        return Server.address(port, role, role, passwords);
    }

    /** Leaves; if nobody else uses the server, stops it and waits for its end. Closing twice is closing once. */
    @Override
    public void close() {
        synchronized (HANDLES) {
            if (!open) {
                return;
            }
            open = false;
            var folder = server.folder();
            if (HANDLES.merge(folder.path(), -1, (had, less) -> had == 1 ? null : had + less) != null) {
                return;
            }
            try (var _ = folder.lock()) {
                folder.forget(LiveProcess.self());
                if (folder.liveUsers().isEmpty()) {
                    server.stop();
                }
            }
        }
    }
}
