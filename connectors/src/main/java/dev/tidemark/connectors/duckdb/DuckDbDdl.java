package dev.tidemark.connectors.duckdb;

import dev.tidemark.connector.Column;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.TableSpec;
import dev.tidemark.connectors.sql.Faults;
import dev.tidemark.connectors.sql.Jdbc;
import dev.tidemark.connectors.sql.tables.Ddl;
import dev.tidemark.connectors.sql.tables.Marks;
import dev.tidemark.connectors.sql.tables.Meta;
import dev.tidemark.connectors.sql.tables.Tidemarks;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** All of it is one transaction. */
final class DuckDbDdl implements Ddl {

    private final DuckDbTables dialect;
    private final Connection connection;

    DuckDbDdl(DuckDbTables dialect, Connection connection) {
        this.dialect = dialect;
        this.connection = connection;
    }

    /** The connector sees to it: only this process has the file. */
    @Override
    public void oneAtATime() {}

    @Override
    public void makeOwn() throws SQLException {
        if (exists(Marks.SCHEMA, "tables")) {
            return;
        }
        makeSchema(Marks.SCHEMA);
        own("mark", """
            sync VARCHAR PRIMARY KEY, table_schema VARCHAR NOT NULL, table_name VARCHAR NOT NULL,
            key_columns VARCHAR NOT NULL, fence BIGINT NOT NULL DEFAULT 0, page BIGINT NOT NULL DEFAULT 0,
            run VARCHAR NOT NULL DEFAULT '', seen BIGINT NOT NULL DEFAULT 0, loaded BIGINT NOT NULL DEFAULT 0,
            unchanged BIGINT NOT NULL DEFAULT 0, deleted BIGINT NOT NULL DEFAULT 0,
            rejected BIGINT NOT NULL DEFAULT 0, filling BOOLEAN NOT NULL,
            moved_at TIMESTAMP WITH TIME ZONE NOT NULL,
            workspace VARCHAR NOT NULL DEFAULT '', sync_name VARCHAR NOT NULL DEFAULT '',
            begun BIGINT NOT NULL DEFAULT 0, changes_to BIGINT, deletes_to BIGINT, listed_to BIGINT,
            untraced VARCHAR, awaited VARCHAR, left_out VARCHAR, not_vouched VARCHAR NOT NULL DEFAULT '[]', rejected_before BIGINT NOT NULL DEFAULT 0, assumes VARCHAR
            """, "One row for each table that Tidemark keeps: up to which page it is loaded, and by whom.");
        own("grave", """
            sync VARCHAR, row_key VARCHAR, version TIMESTAMP WITH TIME ZONE NOT NULL, PRIMARY KEY (sync, row_key)
            """, "Keys of rows that were deleted for good, so that older data does not revive them.");
        own(
                "listing",
                """
                sync VARCHAR PRIMARY KEY, first_page BIGINT NOT NULL, unfit VARCHAR
                """,
                "The reading of everything in progress, and why absence from it means nothing, where that is so.");
        own("listed", """
            sync VARCHAR NOT NULL, hash BIGINT NOT NULL
            """, "Hashes of the keys that the reading in progress has brought.");
        own("absent", """
            sync VARCHAR NOT NULL, row_key VARCHAR NOT NULL, first_page BIGINT NOT NULL
            """, "Keys that the last complete reading of everything lacked: the next one decides.");
        Jdbc.execute(
                connection,
                "CREATE VIEW IF NOT EXISTS tidemark.tables AS " + Tidemarks.view("make_timestamptz(%s)"::formatted));
    }

    @Override
    public void own(String name, String columns, String comment) throws SQLException {
        Jdbc.execute(connection, "CREATE TABLE IF NOT EXISTS tidemark." + name + " (" + columns + ")");
        Jdbc.execute(connection, "COMMENT ON TABLE tidemark." + name + " IS '" + comment + "'");
    }

    @Override
    public boolean exists(String schema, String table) throws SQLException {
        return Jdbc.first(connection, """
            SELECT 1 FROM information_schema.tables
             WHERE table_catalog = current_database() AND lower(table_schema) = lower(?)
               AND lower(table_name) = lower(?)
            """, row -> true, schema, table).isPresent();
    }

    /** A table and its mark move together, so nobody needs to ask. */
    @Override
    public boolean isOf(String schema, String table, String sync) {
        return false;
    }

    @Override
    public boolean schemaExists(String schema) throws SQLException {
        return Jdbc.first(connection, """
            SELECT 1 FROM duckdb_schemas()
             WHERE database_name = current_database() AND lower(schema_name) = lower(?)
            """, row -> true, schema).isPresent();
    }

    @Override
    public boolean makeSchema(String schema) throws SQLException {
        if (schemaExists(schema)) {
            return false;
        }
        Jdbc.execute(connection, "CREATE SCHEMA " + dialect.schema(connection, schema));
        return true;
    }

    @Override
    public void create(TableSpec table) throws SQLException {
        String columns = table.columns().stream()
                .map(c -> quote(c.name()) + " " + dialect.sql().columnType(c.type())
                        + (table.key().contains(c.name()) ? " NOT NULL" : ""))
                .collect(Collectors.joining(", "));
        Jdbc.execute(connection, "CREATE TABLE " + place(table) + " (" + columns + ", " + Meta.ddl(dialect) + ")");
    }

    /** There is no way into another schema but a copy. */
    @Override
    public void rename(String fromSchema, String fromTable, TableSpec to) throws SQLException {
        String from = dialect.place(connection, fromSchema, fromTable);
        if (fromSchema.equalsIgnoreCase(to.schema())) {
            Jdbc.execute(connection, "ALTER TABLE " + from + " RENAME TO " + quote(to.name()));
            return;
        }
        Jdbc.execute(connection, "CREATE TABLE " + place(to) + " AS SELECT * FROM " + from);
        List<String> needed = new ArrayList<>(to.key());
        needed.addAll(List.of(Meta.SYNCED_AT, Meta.PAGE));
        for (String column : needed) {
            Jdbc.execute(connection, "ALTER TABLE " + place(to) + " ALTER COLUMN " + quote(column) + " SET NOT NULL");
        }
        Jdbc.execute(connection, "DROP TABLE " + from);
    }

    @Override
    public void alter(TableSpec table, List<Column> added, List<Widening> widened) throws SQLException {
        List<String> changes = new ArrayList<>();
        added.forEach(c -> changes.add(
                "ADD COLUMN " + quote(c.name()) + " " + dialect.sql().columnType(c.type())));
        widened.forEach(w -> changes.add("ALTER COLUMN " + quote(w.name()) + " TYPE "
                + dialect.sql().columnType(w.to()) + " USING " + spelled(quote(w.name()), w)));
        try {
            for (String change : changes) {
                Jdbc.execute(connection, "ALTER TABLE " + place(table) + " " + change);
            }
        } catch (SQLException e) {
            if (String.valueOf(e.getMessage()).contains("Dependency Error")) {
                throw new ConnectorException(
                        "destination.view_in_the_way",
                        "the table " + place(table) + " cannot be evolved: " + Faults.text(e),
                        "Drop what depends on the table, such as an index, run the sync, and make it again",
                        e);
            }
            throw e;
        }
    }

    /** As {@link dev.tidemark.connector.RowSink} values are spelled where their column is a text. */
    private String spelled(String column, Widening widening) {
        if (widening.to() != FieldType.TEXT) {
            return "CAST(" + column + " AS " + dialect.sql().columnType(widening.to()) + ")";
        }
        return switch (widening.from()) {
            case DECIMAL -> "rtrim(rtrim(CAST(" + column + " AS VARCHAR), '0'), '.')";
            case INSTANT -> "rtrim(rtrim(strftime(" + column + ", '%Y-%m-%dT%H:%M:%S.%f'), '0'), '.') || 'Z'";
            case BYTES -> "lower(hex(" + column + "))";
            default -> "CAST(" + column + " AS VARCHAR)";
        };
    }

    @Override
    public void step() {}

    private String place(TableSpec table) throws SQLException {
        return dialect.place(connection, table.schema(), table.name());
    }

    private String quote(String name) {
        return dialect.sql().quote(name);
    }
}
