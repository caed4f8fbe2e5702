package dev.tidemark.connectors.mariadb;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Check;
import dev.tidemark.connector.Check.Finding;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.connectors.sql.Faults;
import dev.tidemark.connectors.sql.Jdbc;
import dev.tidemark.connectors.sql.tables.Marks;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Tries settings and permissions, and changes nothing. */
final class CheckServer {

    /** What is needed on a database in which tables are kept. */
    private static final List<String> RIGHTS = List.of(
            "SELECT",
            "INSERT",
            "UPDATE",
            "DELETE",
            "CREATE",
            "DROP",
            "ALTER",
            "INDEX",
            "CREATE TEMPORARY TABLES",
            "LOCK TABLES");

    /** And besides, for people to read up to which moment everything is in. */
    private static final List<String> VIEW = List.of("CREATE VIEW");

    private final Access access;
    private final MariaDbTables dialect;
    private final List<Finding> findings = new ArrayList<>();

    CheckServer(Access access, MariaDbTables dialect) {
        this.access = access;
        this.dialect = dialect;
    }

    Check run() {
        try (Connection connection = dialect.sql().open(access)) {
            findings.add(Finding.ok("sign in", "reached " + dialect.sql().place(access)));
            version(connection);
            writable(connection);
            durable(connection);
            mayKeep(connection, Marks.SCHEMA, VIEW);
            Optional<String> schema = access.settings().find("schema");
            if (schema.isPresent()) {
                mayKeep(connection, schema.get(), List.of());
            }
        } catch (ConnectorException e) {
            findings.add(Finding.wrong("sign in", text(e), e.whatToDo()));
        } catch (Unavailable e) {
            findings.add(Finding.wrong("connect", text(e), "Check host and port, and that the server is running"));
        } catch (SQLException e) {
            findings.add(Finding.wrong("look around", Faults.text(e), "Read the server's message, and try again"));
        }
        return new Check(findings);
    }

    private void version(Connection connection) throws SQLException {
        String version = one(connection, "SELECT version()");
        boolean mariadb = version.contains("MariaDB");
        boolean meant = dialect.equals(MariaDbTables.MARIADB);
        findings.add(
                mariadb == meant
                        ? Finding.ok("version", version)
                        : Finding.wrong(
                                "version",
                                "the server is " + (mariadb ? "MariaDB " : "MySQL ") + version,
                                "Write 'connector: " + (mariadb ? "mariadb" : "mysql") + "'"));
    }

    private void writable(Connection connection) throws SQLException {
        boolean readOnly = !"0".equals(one(connection, "SELECT @@global.read_only"));
        findings.add(
                readOnly
                        ? Finding.wrong(
                                "write", "the server only reads: it may be a replica", "Give the url of the primary")
                        : Finding.ok("write", "the server takes changes"));
    }

    /** Invariant 1 rests on what the server promises of a commit. */
    private void durable(Connection connection) throws SQLException {
        String kept = one(connection, "SELECT @@global.innodb_flush_log_at_trx_commit");
        findings.add(
                "1".equals(kept)
                        ? Finding.ok("durability", "a commit is on disk when it is answered")
                        : Finding.wrong(
                                "durability",
                                "innodb_flush_log_at_trx_commit is " + kept
                                        + ": a crash of the server can lose what it said was committed",
                                "Set innodb_flush_log_at_trx_commit = 1 on the server"));
    }

    /** What is asked without doing it: the rights that the user has everywhere, or on this database. */
    private void mayKeep(Connection connection, String schema, List<String> besides) throws SQLException {
        List<String> has = Jdbc.list(connection, """
            SELECT privilege_type FROM information_schema.user_privileges
             WHERE grantee = concat('''', replace(current_user(), '@', '''@'''), '''')
            UNION
            SELECT privilege_type FROM information_schema.schema_privileges
             WHERE ? LIKE table_schema
               AND grantee = concat('''', replace(current_user(), '@', '''@'''), '''')
            """, row -> row.getString(1), schema);
        List<String> needs = Stream.concat(RIGHTS.stream(), besides.stream()).toList();
        List<String> lacks = needs.stream().filter(r -> !has.contains(r)).toList();
        String what = "database " + schema;
        String role = one(connection, "SELECT coalesce(current_role(), '')");
        if (!lacks.isEmpty() && !role.isEmpty() && !role.equals("NONE")) {
            findings.add(Finding.ok(what, "the role " + role + " may have the rights; it was not looked into"));
            return;
        }
        findings.add(
                lacks.isEmpty()
                        ? Finding.ok(what, "tables may be kept in it")
                        : Finding.wrong(
                                what,
                                "no right to " + String.join(", ", lacks),
                                "Run as an administrator: GRANT " + String.join(", ", needs) + " ON "
                                        + dialect.sql().quote(schema) + ".* TO "
                                        + one(connection, "SELECT current_user()")));
    }

    private static String one(Connection connection, String sql) throws SQLException {
        return Jdbc.first(connection, sql, row -> row.getString(1)).orElse("");
    }

    private static String text(Exception e) {
        return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    }
}
