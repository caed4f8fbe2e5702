package dev.tidemark.connectors.postgres;

import dev.tidemark.connectors.sql.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What stands in the database, by its system catalogs. */
final class Catalog {

    private Catalog() {}

    static boolean exists(Connection connection, String schema, String relation) throws SQLException {
        return Jdbc.first(connection, """
                        SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                         WHERE n.nspname = ? AND c.relname = ?
                        """, row -> true, schema, relation).isPresent();
    }

    /** Not IF NOT EXISTS, which asks for the permission to create even where the schema stands. */
    static boolean makeSchema(Connection connection, String schema) throws SQLException {
        if (Jdbc.first(connection, "SELECT 1 FROM pg_namespace WHERE nspname = ?", row -> true, schema)
                .isPresent()) {
            return false;
        }
        Jdbc.execute(connection, "CREATE SCHEMA " + Names.quote(schema));
        return true;
    }

    /** The columns of a table with the names of their types as in {@code pg_type}, in the table's order. */
    static Map<String, String> columns(Connection connection, String schema, String table) throws SQLException {
        Map<String, String> columns = new LinkedHashMap<>();
        Jdbc.list(connection, """
                SELECT a.attname, y.typname
                  FROM pg_attribute a
                  JOIN pg_class c ON c.oid = a.attrelid
                  JOIN pg_namespace n ON n.oid = c.relnamespace
                  JOIN pg_type y ON y.oid = a.atttypid
                 WHERE n.nspname = ? AND c.relname = ? AND a.attnum > 0 AND NOT a.attisdropped
                 ORDER BY a.attnum
                """, row -> columns.put(row.getString(1), row.getString(2)), schema, table);
        return columns;
    }

    /** The columns of a table's primary key in their order; empty where it has none. */
    static List<String> primaryKey(Connection connection, String schema, String table) throws SQLException {
        return Jdbc.list(connection, """
                SELECT a.attname
                  FROM pg_index i
                  JOIN pg_class c ON c.oid = i.indrelid
                  JOIN pg_namespace n ON n.oid = c.relnamespace
                  JOIN unnest(i.indkey::smallint[]) WITH ORDINALITY k (attnum, place) ON true
                  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
                 WHERE n.nspname = ? AND c.relname = ? AND i.indisprimary
                 ORDER BY k.place
                """, row -> row.getString(1), schema, table);
    }

    static long oid(Connection connection, String schema, String table) throws SQLException {
        return Jdbc.first(connection, """
                        SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                         WHERE n.nspname = ? AND c.relname = ?
                        """, row -> row.getLong(1), schema, table).orElseThrow();
    }
}
