package dev.tidemark.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The server of one folder. Its methods are called under the folder's lock. */
record Server(DataFolder folder, Binaries binaries, ServerUser user) {

    private static final String HOST = "127.0.0.1";
    private static final String PORT = "port";
    private static final int STARTS = 5;
    private static final Duration LONGEST_RECOVERY = Duration.ofMinutes(10);

    static Server in(DataFolder folder) {
        var binaries = Binaries.in(places(folder));
        return new Server(folder, binaries, ServerUser.of(folder, binaries));
    }

    /** Joins the server if it runs, or else starts it; answers its port. Call it when registered as a user. */
    int run(EmbeddedPostgres.Options options, Passwords passwords) {
        var watchdog = new Watchdog(folder, binaries, user);
        watchdog.letThemDecide();
        var running = settled();
        if (running.isPresent()) {
            watchdog.ensure();
            return running.get().port();
        }
        var cluster = new Cluster(folder, binaries, user);
        cluster.ensure(passwords.of(Roles.ADMIN), options);
        int port = start(watchdog, cluster, options);
        Roles.ensure(address(port, "postgres", Roles.ADMIN, passwords), passwords);
        return port;
    }

    /** Stops it, if it runs, and waits for its end. */
    void stop() {
        if (!lives()) {
            return;
        }
        var stop = Command.run(Command.line(
                user.prefix(),
                binaries.program("pg_ctl"),
                "stop",
                "-w",
                "-t",
                "600",
                "-m",
                "fast",
                "-D",
                folder.cluster().toString()));
        if (!stop.ok() && lives()) {
            throw new EmbeddedPostgresException(
                    "postgres.not_stopped",
                    "The server in " + folder.path() + " could not be stopped: " + stop.output(),
                    "Look into " + folder.log() + ".");
        }
    }

    static ConnectionInfo address(int port, String database, String role, Passwords passwords) {
        return new ConnectionInfo(HOST, port, database, role, passwords.of(role));
    }

    private boolean lives() {
        return Postmaster.of(folder).filter(server -> server.livesIn(folder)).isPresent();
    }

    /** The server when it has finished starting, or nothing when there is none or it has finished stopping. */
    private Optional<Postmaster> settled() {
        boolean settled = Pause.until(
                LONGEST_RECOVERY,
                () -> Postmaster.of(folder).filter(Postmaster::ready).isPresent() || !lives());
        if (!settled) {
            throw new EmbeddedPostgresException(
                    "postgres.not_ready",
                    "The server in " + folder.path() + " has been starting or stopping for 10 minutes",
                    "Look into " + folder.log() + ".");
        }
        return Postmaster.of(folder).filter(server -> server.livesIn(folder));
    }

    private int start(Watchdog watchdog, Cluster cluster, EmbeddedPostgres.Options options) {
        Postmaster.of(folder).ifPresent(dead -> Postmaster.disown(folder, user));
        String remembered = folder.read(PORT).trim();
        int port = remembered.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(remembered) : freePort();
        String why = "";
        for (int i = 0; i < STARTS; i++) {
            cluster.configure(port, options);
            long before = folder.log().toFile().length();
            var start = watchdog.start();
            if (start.ok()) {
                folder.write(PORT, port + "\n");
                return port;
            }
            String log = folder.logFrom(before);
            why = Cluster.lastLines(log.isBlank() ? start.output() : log);
            if (why.contains("could not bind") || why.contains("could not create any TCP/IP sockets")) {
                port = freePort();
            } else if (!why.contains("still in use")) {
                break; // Not the children of a killed server, which end by themselves.
            }
        }
        throw new EmbeddedPostgresException(
                "postgres.not_started",
                "The embedded PostgreSQL in " + folder.path() + " did not start: " + why,
                "Look into " + folder.log() + ".");
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral(HOST))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the programs may be unpacked: once for all folders of a user, or else in this folder. */
    private static List<Path> places(DataFolder folder) {
        var places = new ArrayList<Path>();
        String home = System.getProperty("user.home", "");
        String cache = System.getenv().getOrDefault("XDG_CACHE_HOME", "");
        if (System.getProperty("user.name", "").equals("root")) {
            places.add(Path.of("/var/cache/tidemark"));
        } else if (!cache.isEmpty()) {
            places.add(Path.of(cache, "tidemark"));
        } else if (!home.isEmpty()) {
            places.add(Path.of(home, ".cache", "tidemark"));
        }
        places.add(folder.path().resolve("programs"));
        return List.copyOf(places);
    }
}
