package dev.tidemark.connectors.postgres;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Check;
import dev.tidemark.connector.Check.Finding;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.connectors.sql.Address;
import dev.tidemark.connectors.sql.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tries settings and permissions, and changes nothing. */
final class CheckDatabase {

    private static final int OLDEST = 150_000;

    private final Access access;
    private final List<Finding> findings = new ArrayList<>();

    CheckDatabase(Access access) {
        this.access = access;
    }

    Check run() {
        try (Connection connection = Session.open(access)) {
            findings.add(Finding.ok("sign in", "reached " + new Address(access, Session.ADDRESS).place()));
            version(connection);
            writable(connection);
            mayMake(connection, Marks.SCHEMA);
            isOurs(connection);
            Optional<String> schema = access.settings().find("schema");
            if (schema.isPresent()) {
                mayMake(connection, schema.get());
            }
        } catch (ConnectorException e) {
            findings.add(Finding.wrong("sign in", text(e), e.whatToDo()));
        } catch (Unavailable e) {
            findings.add(Finding.wrong("connect", text(e), "Check host and port, and that the database is running"));
        } catch (SQLException e) {
            findings.add(Finding.wrong("look around", Faults.text(e), "Read the database's message, and try again"));
        }
        return new Check(findings);
    }

    private void version(Connection connection) throws SQLException {
        int version = Jdbc.first(connection, "SELECT current_setting('server_version_num')::int", r -> r.getInt(1))
                .orElseThrow();
        String name = "PostgreSQL " + version / 10_000;
        findings.add(
                version >= OLDEST
                        ? Finding.ok("version", name)
                        : Finding.wrong("version", name + " is too old", "Use PostgreSQL 15 or newer"));
    }

    private void writable(Connection connection) throws SQLException {
        boolean standby = Jdbc.first(connection, "SELECT pg_is_in_recovery()", row -> row.getBoolean(1))
                .orElseThrow();
        findings.add(
                standby
                        ? Finding.wrong("write", "it is a standby, which only reads", "Give the url of the primary")
                        : Finding.ok("write", "it is a primary"));
    }

    private void isOurs(Connection connection) throws SQLException {
        List<String> foreign = Marks.foreign(connection);
        if (!foreign.isEmpty()) {
            findings.add(Finding.wrong(
                    "schema " + Marks.SCHEMA,
                    "it has " + String.join(", ", foreign) + ", which Tidemark did not make",
                    Marks.OTHER_PLACE));
        }
    }

    private void mayMake(Connection connection, String schema) throws SQLException {
        String may = Jdbc.first(
                        connection,
                        """
                        SELECT CASE
                          WHEN n.oid IS NULL AND has_database_privilege(current_database(), 'CREATE') THEN 'make'
                          WHEN n.oid IS NULL THEN 'GRANT CREATE ON DATABASE ' || quote_ident(current_database())
                          WHEN has_schema_privilege(n.oid, 'CREATE') AND has_schema_privilege(n.oid, 'USAGE') THEN 'use'
                          ELSE 'GRANT USAGE, CREATE ON SCHEMA ' || quote_ident(s.name)
                        END, quote_ident(current_user)
                          FROM (SELECT CAST(? AS text) AS name) s LEFT JOIN pg_namespace n ON n.nspname = s.name
                        """,
                        row -> row.getString(1).startsWith("GRANT")
                                ? row.getString(1) + " TO " + row.getString(2)
                                : row.getString(1),
                        schema)
                .orElseThrow();
        String what = "schema " + schema;
        findings.add(
                switch (may) {
                    case "make" -> Finding.ok(what, "it will be made");
                    case "use" -> Finding.ok(what, "tables may be made in it");
                    default ->
                        Finding.wrong(
                                what,
                                "no permission to make tables in it",
                                "Run as its owner: " + may + orMake(schema, may));
                });
    }

    /** Whoever would not let us make schemas can make this one for us. */
    private static String orMake(String schema, String grant) {
        return grant.startsWith("GRANT CREATE ON DATABASE")
                ? "; or make that schema for it: CREATE SCHEMA " + Names.quote(schema) + " AUTHORIZATION "
                        + grant.substring(grant.lastIndexOf(" TO ") + 4)
                : "";
    }

    private static String text(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
