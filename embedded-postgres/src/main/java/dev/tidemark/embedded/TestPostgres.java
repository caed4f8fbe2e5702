package dev.tidemark.embedded;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A PostgreSQL for tests: one server for a test JVM, in {@code target/test-postgres} of its module, started when first
 * asked for and stopped after the JVM's end. It does not survive loss of power.
 */
public final class TestPostgres {

    private static final String TESTER = "tester";

    /** Unlike the name, so that a message which shows one is known from a message which shows the other. */
    private static final String PASSWORD = "w0rd-for-tests";

    private static final AtomicInteger MADE = new AtomicInteger();

    private TestPostgres() {}

    /**
     * A new, empty database, owned by a role that is no superuser but may create roles and databases. It is dropped by
     * a later run.
     */
    public static ConnectionInfo freshDatabase() {
        String name = "test_" + ProcessHandle.current().pid() + "_" + MADE.incrementAndGet();
        try (Connection connection = Roles.connect(Holder.SERVER.admin("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " OWNER " + TESTER);
        } catch (SQLException e) {
            throw new IllegalStateException("no fresh database", e);
        }
        var admin = Holder.SERVER.admin(name);
        return new ConnectionInfo(admin.host(), admin.port(), name, TESTER, PASSWORD);
    }

    /** The same database as superuser. */
    public static ConnectionInfo asSuperuser(ConnectionInfo database) {
        return Holder.SERVER.admin(database.database());
    }

    /** Started by the first use of it. */
    private static final class Holder {

        private static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            Path module = Path.of(System.getProperty("basedir", ""));
            var server =
                    EmbeddedPostgres.open(module.resolve("target/test-postgres"), EmbeddedPostgres.Options.forTests());
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop-test-postgres"));
            try (Connection connection = Roles.connect(server.admin("postgres"));
                    Statement statement = connection.createStatement()) {
                statement.execute("SELECT pg_advisory_lock(1)");
                if (!any(statement, "SELECT FROM pg_roles WHERE rolname = '" + TESTER + "'")) {
                    statement.execute("CREATE ROLE " + TESTER + " LOGIN CREATEDB CREATEROLE");
                }
                statement.execute("ALTER ROLE " + TESTER + " PASSWORD '" + PASSWORD + "'");
                for (String left : leftBehind(statement)) {
                    statement.execute("DROP DATABASE IF EXISTS " + left + " WITH (FORCE)");
                }
            } catch (SQLException e) {
                throw new IllegalStateException("no test server", e);
            }
            return server;
        }

        private static boolean any(Statement statement, String query) throws SQLException {
            try (ResultSet rows = statement.executeQuery(query)) {
                return rows.next();
            }
        }

        private static List<String> leftBehind(Statement statement) throws SQLException {
            var names = new ArrayList<String>();
            try (ResultSet rows =
                    statement.executeQuery("SELECT datname, split_part(datname, '_', 2)::bigint FROM pg_database"
                            + " WHERE datname ~ '^test_[0-9]+_'")) {
                while (rows.next()) {
                    long pid = rows.getLong(2);
                    if (pid == ProcessHandle.current().pid()
                            || ProcessHandle.of(pid).isEmpty()) {
                        names.add(rows.getString(1));
                    }
                }
            }
            return names;
        }
    }
}
