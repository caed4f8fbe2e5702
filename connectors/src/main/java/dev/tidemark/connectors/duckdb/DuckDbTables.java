package dev.tidemark.connectors.duckdb;

import dev.tidemark.connector.FieldType;
import dev.tidemark.connectors.sql.Dialect;
import dev.tidemark.connectors.sql.Jdbc;
import dev.tidemark.connectors.sql.duckdb.DuckDb;
import dev.tidemark.connectors.sql.tables.Bounds;
import dev.tidemark.connectors.sql.tables.Columns;
import dev.tidemark.connectors.sql.tables.Ddl;
import dev.tidemark.connectors.sql.tables.Shape;
import dev.tidemark.connectors.sql.tables.Stage;
import dev.tidemark.connectors.sql.tables.TableDialect;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The SQL of DuckDB, for tables. They have no primary key: the merge keeps one row a key, and an index would slow it. */
final class DuckDbTables implements TableDialect {

    private static final Bounds BOUNDS = new Bounds(
            "DuckDB",
            1_500,
            255,
            true,
            -2_147_483_646L,
            2_147_483_646L,
            -9_223_372_022_400_000_000L,
            Long.MAX_VALUE - 1,
            38,
            18,
            true,
            2_600);

    private final DuckDb sql = new DuckDb();

    @Override
    public Dialect sql() {
        return sql;
    }

    @Override
    public Bounds bounds() {
        return BOUNDS;
    }

    @Override
    public Ddl ddl(Connection connection) {
        return new DuckDbDdl(this, connection);
    }

    @Override
    public Columns columns(Connection connection, String schema, String table) throws SQLException {
        Columns columns = new Columns();
        Jdbc.list(
                connection,
                """
                SELECT column_name, data_type FROM duckdb_columns()
                 WHERE database_name = current_database() AND lower(schema_name) = lower(?)
                   AND lower(table_name) = lower(?)
                 ORDER BY column_index
                """,
                row -> {
                    columns.add(row.getString(1), row.getString(2));
                    return true;
                },
                schema,
                table);
        return columns;
    }

    /** Temporary tables have a place of their own. */
    @Override
    public void enter(Connection connection, String schema) {}

    /** With the database's own name, which is that of its file: a schema may be called the same. */
    @Override
    public String place(Connection connection, String schema, String table) throws SQLException {
        return schema(connection, schema) + "." + sql.quote(table);
    }

    String schema(Connection connection, String schema) throws SQLException {
        String database = Jdbc.first(connection, "SELECT current_database()", row -> row.getString(1))
                .orElseThrow();
        return sql.quote(database, schema);
    }

    @Override
    public Object moment(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    @Override
    public @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    /** JSON is looked at when it is merged, so that what is none is refused. */
    @Override
    public String stageType(FieldType type) {
        return sql.columnType(type == FieldType.JSON ? FieldType.TEXT : type);
    }

    @Override
    public List<String> renew(String temporary, String columns) {
        return List.of("CREATE OR REPLACE TEMPORARY TABLE " + temporary + " (" + columns + ")");
    }

    @Override
    public String dropTemporary(String temporary) {
        return "DROP TABLE IF EXISTS temp." + temporary;
    }

    @Override
    public Stage stage(Connection connection, Shape shape) throws SQLException {
        return new AppendStage(connection);
    }

    /** An error ends the whole transaction. */
    @Override
    public boolean hasSavepoints() {
        return false;
    }

    @Override
    public String update(String table, String source, String on, List<String> assignments, String where) {
        return "UPDATE " + table + " AS t SET " + String.join(", ", assignments) + " FROM " + source + " s WHERE " + on
                + " AND (" + where + ")";
    }

    @Override
    public String delete(String table, String source, String on, String where) {
        return "DELETE FROM " + table + " AS t USING " + source + " s WHERE " + on + " AND (" + where + ")";
    }

    @Override
    public String laterGraveStays() {
        return "ON CONFLICT (sync, row_key) DO UPDATE SET version = greatest(grave.version, excluded.version)";
    }

    @Override
    public String differ(String one, String other) {
        return one + " IS DISTINCT FROM " + other;
    }

    @Override
    public String keyText(List<String> columns, List<FieldType> types) {
        if (columns.size() == 1) {
            return text(columns.getFirst(), types.getFirst());
        }
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            // A decimal within JSON would be cut to a double.
            boolean exact = types.get(i) == FieldType.DECIMAL || types.get(i) == FieldType.BYTES;
            parts.add(exact ? text(columns.get(i), types.get(i)) : columns.get(i));
        }
        return "CAST(json_array(" + String.join(", ", parts) + ") AS VARCHAR)";
    }

    private static String text(String column, FieldType type) {
        return type == FieldType.BYTES ? "hex(" + column + ")" : "CAST(" + column + " AS VARCHAR)";
    }

    /** Not the database's own hash, which may be another one in its next version. */
    @Override
    public String hash(String text) {
        return "CAST('0x' || substr(md5(" + text + "), 1, 15) AS BIGINT)";
    }

    @Override
    public String keyParameter(List<FieldType> types) {
        if (types.size() > 1) {
            return "CAST(json(?) AS VARCHAR)";
        }
        return switch (types.getFirst()) {
            case DECIMAL, INSTANT, INTEGER, DOUBLE ->
                "CAST(CAST(? AS " + sql.columnType(types.getFirst()) + ") AS VARCHAR)";
            default -> "CAST(? AS VARCHAR)";
        };
    }
}
