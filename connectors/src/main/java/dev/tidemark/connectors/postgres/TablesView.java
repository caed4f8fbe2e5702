package dev.tidemark.connectors.postgres;

import dev.tidemark.connectors.sql.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The view {@code tidemark.tables}: up to which moment everything is in, for each table that we keep. It is for everybody, and
 * each sees of it what they may read themselves. Where the schema is not ours, so that we cannot open it to others, the same
 * view stands beside the tables.
 */
final class TablesView {

    static final String NAME = "tables";

    /** In the schema of the tables, where {@code tidemark} is closed to others. */
    static final String BESIDE = "_tidemark_tables";

    private TablesView() {}

    /** Makes it, open to everybody where the schema is ours. */
    static void make(Connection connection) throws SQLException {
        make(connection, Names.quote(Marks.SCHEMA, NAME));
        boolean ours = Jdbc.first(
                        connection,
                        "SELECT pg_has_role(nspowner, 'USAGE') FROM pg_namespace WHERE nspname = ?",
                        row -> row.getBoolean(1),
                        Marks.SCHEMA)
                .orElse(false);
        if (ours) {
            Jdbc.execute(connection, "GRANT USAGE ON SCHEMA " + Marks.SCHEMA + " TO PUBLIC");
        }
    }

    private static void make(Connection connection, String name) throws SQLException {
        Jdbc.execute(connection, """
            CREATE VIEW %s AS
            SELECT m.workspace, m.sync_name AS sync, m.table_schema, m.table_name,
                   CASE WHEN NOT m.filling
                        THEN timestamptz 'epoch' + m.changes_to * interval '1 microsecond' END AS changes_to,
                   CASE WHEN NOT m.filling
                        THEN timestamptz 'epoch' + m.deletes_to * interval '1 microsecond' END AS deletes_to,
                   CASE WHEN m.filling THEN '{}'
                        ELSE ARRAY(SELECT jsonb_array_elements_text(m.not_vouched::jsonb)) END AS not_vouched,
                   CASE WHEN m.filling THEN 0 ELSE m.rejected_before END AS rejected,
                   m.assumes
              FROM tidemark.mark m
              JOIN pg_namespace n ON n.nspname = m.table_schema
              JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = m.table_name
             WHERE has_schema_privilege(n.oid, 'USAGE') AND has_any_column_privilege(c.oid, 'SELECT')
            """.formatted(name));
        Jdbc.execute(connection, """
            COMMENT ON VIEW %s IS 'Up to which moment, by the source''s clock, everything is in: creates and updates until
            changes_to, deletes until deletes_to; not the columns under not_vouched, nor rejected records. NULL where it is
            not known.'
            """.formatted(name));
        Jdbc.execute(connection, "GRANT SELECT ON " + name + " TO PUBLIC");
    }

    /** @return whether the view had to be made beside the tables */
    static boolean makeBeside(Connection connection, String schema) throws SQLException {
        boolean isOpen = Jdbc.first(
                        connection,
                        "SELECT has_schema_privilege('public', oid, 'USAGE') FROM pg_namespace WHERE nspname = ?",
                        row -> row.getBoolean(1),
                        Marks.SCHEMA)
                .orElse(false);
        if (isOpen || Catalog.exists(connection, schema, BESIDE)) {
            return false;
        }
        make(connection, Names.quote(schema, BESIDE));
        return true;
    }
}
