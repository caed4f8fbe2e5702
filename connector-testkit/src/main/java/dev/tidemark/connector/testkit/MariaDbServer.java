package dev.tidemark.connector.testkit;

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
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A MariaDB server of the tests' own, from the programs that Debian's package {@code mariadb-server} brings: started once a
 * JVM, in a folder for temporary files, reached at 127.0.0.1 only, stopped when the JVM ends. It wants MariaDB's driver on the
 * class path.
 */
public final class MariaDbServer {

    /** Who may do everything; nobody else may sign in from the network. */
    public static final String USER = "tide";

    public static final String PASSWORD = "w0rd 'of' tide";

    private static final List<String> FOLDERS = List.of("/usr/sbin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin");

    private static @Nullable MariaDbServer running;

    private final int port;

    private MariaDbServer(int port) {
        this.port = port;
    }

    /** The server; the test that asks for it is skipped where there is no program for it, and says what to install. */
    public static synchronized MariaDbServer running() throws IOException, InterruptedException {
        MariaDbServer server = running;
        if (server == null) {
            server = start();
            running = server;
        }
        return server;
    }

    public int port() {
        return port;
    }

    /** A connection to no database, as the user who may do everything. */
    public Connection connect() throws SQLException {
        return connect(port);
    }

    private static MariaDbServer start() throws IOException, InterruptedException {
        Optional<Path> program = program("mariadbd");
        Optional<Path> install = program("mariadb-install-db");
        Assumptions.assumeTrue(
                program.isPresent() && install.isPresent(),
                "no MariaDB server here: install Debian's package mariadb-server to run these tests");
        Path folder = Files.createTempDirectory("mariadb");
        run(install.orElseThrow(), folder, "--auth-root-authentication-method=socket", "--skip-test-db")
                .waitFor();
        Path user = Files.writeString(
                folder.resolve("user.sql"),
                "CREATE USER " + USER + "@'%' IDENTIFIED BY '" + PASSWORD.replace("'", "''") + "';\n"
                        + "GRANT ALL ON *.* TO " + USER + "@'%' WITH GRANT OPTION;\n");
        int port = freePort();
        Process server = run(
                program.orElseThrow(),
                folder,
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--socket=mariadb.sock",
                "--pid-file=mariadb.pid",
                // A server that starts clears the folder for temporary files of what any other has there.
                "--tmpdir=" + Files.createDirectory(folder.resolve("passing")),
                "--ignore-db-dirs=passing",
                "--init-file=" + user,
                "--innodb-buffer-pool-size=64M");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, folder)));
        await(server, port, folder);
        return new MariaDbServer(port);
    }

    private static Process run(Path program, Path folder, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString(), "--no-defaults", "--datadir=" + folder));
        command.addAll(List.of(options));
        if ("root".equals(System.getProperty("user.name"))) {
            command.add("--user=root");
        }
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log(folder)))
                .start();
    }

    private static File log(Path folder) {
        return folder.resolve("server.log").toFile();
    }

    private static Optional<Path> program(String name) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Stream.of(path.split(File.pathSeparator, -1)), FOLDERS.stream())
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Until its user can sign in. */
    private static void await(Process server, int port, Path folder) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (true) {
            try {
                connect(port).close();
                return;
            } catch (SQLException notYet) {
                if (!server.isAlive() || System.nanoTime() > end) {
                    throw new IllegalStateException(Files.readString(log(folder).toPath()), notYet);
                }
                server.waitFor(50, TimeUnit.MILLISECONDS);
            }
        }
    }

    private static Connection connect(int port) throws SQLException {
        return DriverManager.getConnection("jdbc:mariadb://127.0.0.1:" + port + "/?sslMode=disable", USER, PASSWORD);
    }

    private static void stop(Process server, Path folder) {
        server.destroy();
        try {
            if (!server.waitFor(20, TimeUnit.SECONDS)) {
                server.destroyForcibly();
            }
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException left) {
            // In a folder for temporary files.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
