package dev.tidemark.connectors.mariadb;

import dev.tidemark.connector.Column;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.TableSpec;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.connectors.sql.Jdbc;
import dev.tidemark.connectors.sql.tables.Bounds;
import dev.tidemark.connectors.sql.tables.Ddl;
import dev.tidemark.connectors.sql.tables.Marks;
import dev.tidemark.connectors.sql.tables.Meta;
import dev.tidemark.connectors.sql.tables.Tidemarks;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Each statement commits by itself, and is done as a whole or not at all. */
final class MariaDbDdl implements Ddl {

    /** Where a column's values are spelled anew before they take its place. */
    private static final String ASIDE = "_tidemark_wide";

    /** ER_TABLEACCESS_DENIED_ERROR: no right to make a view. */
    private static final int DENIED = 1142;

    private final MariaDbTables dialect;
    private final Connection connection;

    MariaDbDdl(MariaDbTables dialect, Connection connection) {
        this.dialect = dialect;
        this.connection = connection;
    }

    /** The lock ends with the connection. */
    @Override
    public void oneAtATime() throws SQLException, Unavailable {
        boolean ours = Jdbc.first(connection, "SELECT get_lock('tidemark', 10)", row -> row.getInt(1) == 1)
                .orElse(false);
        if (!ours) {
            throw new Unavailable(
                    "cannot prepare a table: another worker prepares one on this server, and takes long",
                    new SQLException("get_lock"));
        }
        MariaDbTables.allowManyTexts(connection);
    }

    @Override
    public void makeOwn() throws SQLException {
        if (!exists(Marks.SCHEMA, "absent")) { // the last of them
            makeTables();
        }
        if (!exists(Marks.SCHEMA, "tables")) {
            makeView();
        }
    }

    /** Whoever may not make views reads the table {@code mark} itself. */
    private void makeView() throws SQLException {
        try {
            Jdbc.execute(
                    connection,
                    "CREATE OR REPLACE VIEW tidemark.tables AS "
                            + Tidemarks.view(
                                    "timestampadd(MICROSECOND, %s, timestamp '1970-01-01 00:00:00')"::formatted));
        } catch (SQLException e) {
            if (e.getErrorCode() != DENIED) {
                throw e;
            }
        }
    }

    private void makeTables() throws SQLException {
        makeSchema(Marks.SCHEMA);
        own("mark", """
            sync varchar(100) PRIMARY KEY, table_schema varchar(64) NOT NULL, table_name varchar(64) NOT NULL,
            key_columns text NOT NULL, fence bigint NOT NULL DEFAULT 0, page bigint NOT NULL DEFAULT 0,
            run varchar(100) NOT NULL DEFAULT '', seen bigint NOT NULL DEFAULT 0, loaded bigint NOT NULL DEFAULT 0,
            unchanged bigint NOT NULL DEFAULT 0, deleted bigint NOT NULL DEFAULT 0,
            rejected bigint NOT NULL DEFAULT 0, filling boolean NOT NULL, moved_at datetime(6) NOT NULL,
            workspace varchar(200) NOT NULL DEFAULT '', sync_name varchar(200) NOT NULL DEFAULT '',
            begun bigint NOT NULL DEFAULT 0, changes_to bigint, deletes_to bigint, listed_to bigint,
            untraced mediumtext, awaited mediumtext, left_out mediumtext, not_vouched mediumtext, rejected_before bigint NOT NULL DEFAULT 0, assumes text,
            UNIQUE (table_schema, table_name)
            """, "One row for each table that Tidemark keeps: up to which page it is loaded, and by whom.");
        own("grave", """
            sync varchar(100), row_key varchar(640), version datetime(6) NOT NULL, PRIMARY KEY (sync, row_key)
            """, "Keys of rows that were deleted for good, so that older data does not revive them.");
        own(
                "listing",
                """
                sync varchar(100) PRIMARY KEY, first_page bigint NOT NULL, unfit text
                """,
                "The reading of everything in progress, and why absence from it means nothing, where that is so.");
        own("listed", """
            sync varchar(100) NOT NULL, hash bigint NOT NULL, INDEX (sync, hash)
            """, "Hashes of the keys that the reading in progress has brought.");
        own("absent", """
            sync varchar(100), row_key varchar(640), first_page bigint NOT NULL, PRIMARY KEY (sync, row_key)
            """, "Keys that the last complete reading of everything lacked: the next one decides.");
    }

    @Override
    public void own(String name, String columns, String comment) throws SQLException {
        Jdbc.execute(
                connection,
                "CREATE TABLE IF NOT EXISTS tidemark." + name + " (" + columns + ")" + dialect.options()
                        + " COMMENT = '" + comment + "'");
    }

    @Override
    public boolean exists(String schema, String table) throws SQLException {
        return Jdbc.first(
                        connection,
                        "SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_name = ?",
                        row -> true,
                        schema,
                        table)
                .isPresent();
    }

    @Override
    public boolean isOf(String schema, String table, String sync) throws SQLException {
        return Jdbc.first(
                        connection,
                        "SELECT table_comment FROM information_schema.tables WHERE table_schema = ? AND table_name = ?",
                        row -> row.getString(1),
                        schema,
                        table)
                .filter(comment(sync)::equals)
                .isPresent();
    }

    private static String comment(String sync) {
        return "Kept by Tidemark: sync " + sync;
    }

    @Override
    public boolean schemaExists(String schema) throws SQLException {
        return Jdbc.first(
                        connection,
                        "SELECT 1 FROM information_schema.schemata WHERE schema_name = ?",
                        row -> true,
                        schema)
                .isPresent();
    }

    /** Not IF NOT EXISTS, which asks for the permission to create even where the database stands. */
    @Override
    public boolean makeSchema(String schema) throws SQLException {
        if (schemaExists(schema)) {
            return false;
        }
        Jdbc.execute(
                connection,
                "CREATE DATABASE " + quote(schema) + " CHARACTER SET utf8mb4 COLLATE " + dialect.collation());
        return true;
    }

    @Override
    public void create(TableSpec table) throws SQLException {
        String columns = table.columns().stream()
                .map(c -> quote(c.name()) + " " + declared(table, c.name(), c.type()))
                .collect(Collectors.joining(", "));
        Jdbc.execute(
                connection,
                "CREATE TABLE " + place(table) + " (" + columns + ", " + Meta.ddl(dialect) + ", " + primaryKey(table)
                        + ")" + dialect.options() + " COMMENT = '"
                        + comment(table.sync()).replace("'", "''") + "'");
    }

    private String primaryKey(TableSpec table) {
        return "PRIMARY KEY (" + table.key().stream().map(this::quote).collect(Collectors.joining(", ")) + ")";
    }

    private String declared(TableSpec table, String column, FieldType type) {
        boolean inKey = table.key().stream().anyMatch(column::equalsIgnoreCase);
        List<FieldType> keyTypes = table.columns().stream()
                .filter(c -> table.key().contains(c.name()))
                .map(Column::type)
                .toList();
        return dialect.declared(type, inKey, Bounds.texts(keyTypes)) + (inKey ? " NOT NULL" : " NULL");
    }

    @Override
    public void rename(String fromSchema, String fromTable, TableSpec to) throws SQLException {
        Jdbc.execute(connection, "RENAME TABLE " + dialect.sql().quote(fromSchema, fromTable) + " TO " + place(to));
    }

    @Override
    public void alter(TableSpec table, List<Column> added, List<Widening> widened) throws SQLException {
        List<String> changes = new ArrayList<>();
        added.forEach(c -> changes.add("ADD COLUMN " + quote(c.name()) + " " + declared(table, c.name(), c.type())));
        widened.stream()
                .filter(w -> !isSpelledAnew(w))
                .forEach(w -> changes.add("MODIFY " + quote(w.name()) + " " + declared(table, w.name(), w.to())));
        if (!changes.isEmpty()) {
            Jdbc.execute(connection, "ALTER TABLE " + place(table) + " " + String.join(", ", changes));
        }
        for (Widening one : widened) {
            if (isSpelledAnew(one)) {
                spellAnew(table, one);
            }
        }
    }

    private static boolean isSpelledAnew(Widening widening) {
        return widening.to() == FieldType.TEXT
                && widening.from() != FieldType.INTEGER
                && widening.from() != FieldType.JSON
                && widening.from() != FieldType.DATE;
    }

    /**
     * Values whose text would not be that of values to come are spelled anew in a column aside, which then takes the place of
     * the old one. Nobody writes meanwhile; where this ends in between, the old column is as it was, and it begins again.
     */
    private void spellAnew(TableSpec table, Widening widening) throws SQLException {
        String name = quote(widening.name());
        if (dialect.columns(connection, table.schema(), table.name())
                .find(ASIDE)
                .isPresent()) {
            Jdbc.execute(connection, "ALTER TABLE " + place(table) + " DROP COLUMN " + ASIDE);
        }
        Jdbc.execute(connection, "ALTER TABLE " + place(table) + " ADD COLUMN " + ASIDE + " longtext NULL");
        Jdbc.execute(connection, "LOCK TABLES " + place(table) + " WRITE");
        try {
            Jdbc.execute(
                    connection, "UPDATE " + place(table) + " SET " + ASIDE + " = " + spelled(name, widening.from()));
            boolean inKey = table.key().stream().anyMatch(widening.name()::equalsIgnoreCase);
            Jdbc.execute(
                    connection,
                    "ALTER TABLE " + place(table) + (inKey ? " DROP PRIMARY KEY," : "") + " DROP COLUMN " + name
                            + ", CHANGE " + ASIDE + " " + name + " "
                            + declared(table, widening.name(), FieldType.TEXT)
                            + (inKey ? ", ADD " + primaryKey(table) : ""));
        } finally {
            Jdbc.execute(connection, "UNLOCK TABLES");
        }
    }

    /** As {@link dev.tidemark.connector.RowSink} values are spelled where their column is a text. */
    private static String spelled(String column, FieldType from) {
        return switch (from) {
            case DECIMAL -> "trim(TRAILING '.' FROM trim(TRAILING '0' FROM " + column + "))";
            case BOOLEAN -> "CASE WHEN " + column + " THEN 'true' WHEN NOT " + column + " THEN 'false' END";
            case TIME -> withoutZeros("time_format(" + column + ", '%H:%i:%s.%f')");
            case INSTANT -> "concat(" + withoutZeros("date_format(" + column + ", '%Y-%m-%dT%H:%i:%s.%f')") + ", 'Z')";
            case BYTES -> "lower(hex(" + column + "))";
            default -> column;
        };
    }

    private static String withoutZeros(String time) {
        return "trim(TRAILING '.' FROM trim(TRAILING '0' FROM " + time + "))";
    }

    @Override
    public void step() throws SQLException {
        connection.commit();
    }

    private String place(TableSpec table) {
        return dialect.sql().quote(table.schema(), table.name());
    }

    private String quote(String name) {
        return dialect.sql().quote(name);
    }
}
