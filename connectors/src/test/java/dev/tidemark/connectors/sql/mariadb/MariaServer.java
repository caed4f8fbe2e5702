package dev.tidemark.connectors.sql.mariadb;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A MariaDB server of the tests' own, from the programs that Debian's package {@code mariadb-server} brings: started once,
 * in a folder for temporary files, reached by 127.0.0.1 only, stopped when the tests end.
 */
final class MariaServer {

    static final String USER = "tide";
    static final String PASSWORD = "w0rd 'of' tide";

    private static final List<String> FOLDERS = List.of("/usr/sbin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin");

    private static @Nullable MariaServer running;

    private final int port;

    private MariaServer(int port) {
        this.port = port;
    }

    /** The server with no database of a test before; a test that needs it is skipped where there is no program for it. */
    static synchronized MariaServer fresh() throws Exception {
        MariaServer server = running;
        if (server == null) {
            server = start();
            running = server;
        }
        server.empty();
        return server;
    }

    private static MariaServer start() throws Exception {
        Optional<Path> program = program("mariadbd");
        Optional<Path> install = program("mariadb-install-db");
        Assumptions.assumeTrue(
                program.isPresent() && install.isPresent(),
                "no MariaDB server here: install Debian's package mariadb-server to run these tests");
        Path folder = Files.createTempDirectory("mariadb");
        boolean root = "root".equals(System.getProperty("user.name"));
        List<String> making = new ArrayList<>(List.of(
                install.get().toString(),
                "--no-defaults",
                "--datadir=" + folder,
                "--auth-root-authentication-method=normal",
                "--skip-test-db"));
        if (root) {
            making.add("--user=root");
        }
        File log = folder.resolve("made.log").toFile();
        Process made = new ProcessBuilder(making)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        if (made.waitFor() != 0) {
            throw new IllegalStateException(Files.readString(log.toPath()));
        }
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(
                program.get().toString(),
                "--no-defaults",
                "--datadir=" + folder,
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--socket=mariadb.sock",
                "--pid-file=mariadb.pid",
                "--innodb-buffer-pool-size=64M"));
        if (root) {
            command.add("--user=root");
        }
        Process server = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("server.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, folder)));
        MariaServer reached = new MariaServer(port);
        reached.await(server, folder);
        return reached;
    }

    private static Optional<Path> program(String name) {
        Stream<String> path =
                Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator));
        return Stream.concat(path.filter(p -> !p.isEmpty()), FOLDERS.stream())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Until it answers; it has a user of its own then, as a person would have made one. */
    private void await(Process server, Path folder) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            try (Connection connection = DriverManager.getConnection(url(), "root", "")) {
                run(connection, "CREATE USER " + USER + "@'%' IDENTIFIED BY '" + PASSWORD.replace("'", "''") + "'");
                run(connection, "GRANT ALL ON *.* TO " + USER + "@'%'");
                return;
            } catch (SQLException e) {
                if (!server.isAlive() || System.nanoTime() > end) {
                    throw new IllegalStateException(Files.readString(folder.resolve("server.log")), e);
                }
                Thread.onSpinWait();
                server.waitFor(50, TimeUnit.MILLISECONDS);
            }
        }
    }

    private static void stop(Process server, Path folder) {
        server.destroy();
        try {
            if (!server.waitFor(20, TimeUnit.SECONDS)) {
                server.destroyForcibly();
            }
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted((a, b) -> b.compareTo(a))
                        .forEach(file -> file.toFile().delete());
            }
        } catch (IOException | InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void empty() throws SQLException {
        try (Connection connection = connect()) {
            List<String> databases = new ArrayList<>();
            try (var rows = connection.createStatement().executeQuery("SHOW DATABASES")) {
                while (rows.next()) {
                    databases.add(rows.getString(1));
                }
            }
            databases.removeAll(List.of("mysql", "information_schema", "performance_schema", "sys"));
            for (String database : databases) {
                run(connection, "DROP DATABASE `" + database + "`");
            }
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String url() {
        return "jdbc:mariadb://127.0.0.1:" + port + "/?sslMode=disable";
    }

    int port() {
        return port;
    }

    public Connection connect() throws SQLException {
        Connection connection = DriverManager.getConnection(url(), USER, PASSWORD);
        run(connection, "SET time_zone = '+00:00'");
        return connection;
    }
}
