package dev.tidemark.connectors.mariadb;

import dev.tidemark.connector.FieldType;
import dev.tidemark.connectors.sql.Jdbc;
import dev.tidemark.connectors.sql.mariadb.MariaDb;
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
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The SQL of MariaDB and MySQL, for tables.
 *
 * @param collation by which texts are equal exactly where their bytes are, spaces at the end included
 */
record MariaDbTables(MariaDb sql, String collation) implements TableDialect {

    /** InnoDB's index holds 3,072 bytes, of which our own tables take 400 for the sync; a character has up to four. */
    static final int KEY_CHARACTERS = 640;

    private static final Bounds BOUNDS = new Bounds(
            "MariaDB",
            1_000,
            64,
            false,
            LocalDate.of(1, 1, 1).toEpochDay(),
            LocalDate.of(9999, 12, 31).toEpochDay(),
            LocalDate.of(1, 1, 1).toEpochDay() * 86_400_000_000L,
            (LocalDate.of(9999, 12, 31).toEpochDay() + 1) * 86_400_000_000L - 1,
            65,
            30,
            false,
            KEY_CHARACTERS);

    static final MariaDbTables MARIADB = new MariaDbTables(new MariaDb(), "utf8mb4_nopad_bin");
    static final MariaDbTables MYSQL = new MariaDbTables(new MariaDb(), "utf8mb4_0900_bin");

    @Override
    public Bounds bounds() {
        return BOUNDS;
    }

    @Override
    public Ddl ddl(Connection connection) {
        return new MariaDbDdl(this, connection);
    }

    @Override
    public Columns columns(Connection connection, String schema, String table) throws SQLException {
        Columns columns = new Columns();
        Jdbc.list(
                connection,
                """
                SELECT column_name, column_type FROM information_schema.columns
                 WHERE table_schema = ? AND table_name = ? ORDER BY ordinal_position
                """,
                row -> {
                    columns.add(row.getString(1), row.getString(2));
                    return true;
                },
                schema,
                table);
        if (equals(MARIADB)) {
            // JSON is text with a rule there.
            Jdbc.list(
                    connection,
                    """
                    SELECT constraint_name FROM information_schema.check_constraints
                     WHERE constraint_schema = ? AND table_name = ? AND check_clause LIKE 'json\\_valid(%'
                    """,
                    row -> {
                        columns.add(row.getString(1), "json");
                        return true;
                    },
                    schema,
                    table);
        }
        return columns;
    }

    @Override
    public void enter(Connection connection, String schema) throws SQLException {
        allowManyTexts(connection);
        Jdbc.execute(connection, "USE " + sql.quote(schema));
    }

    /** Many texts may be declared in one table: only a row that is truly too large for a page is refused. */
    static void allowManyTexts(Connection connection) throws SQLException {
        try {
            Jdbc.execute(connection, "SET SESSION innodb_strict_mode = OFF");
        } catch (SQLException e) {
            // Not every user may say so on MySQL; then a very wide table is refused when it is made.
            connection.clearWarnings();
        }
    }

    @Override
    public String place(Connection connection, String schema, String table) {
        return sql.quote(schema, table);
    }

    @Override
    public Object moment(Instant instant) {
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    @Override
    public @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        LocalDateTime at = row.getObject(column, LocalDateTime.class);
        return at == null ? null : at.toInstant(ZoneOffset.UTC);
    }

    @Override
    public String stageType(FieldType type) {
        return type == FieldType.JSON && equals(MARIADB)
                ? "longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"
                : sql.columnType(type);
    }

    /** How a column of a table is declared; a text of a key has an end, because an index has one. */
    String declared(FieldType type, boolean inKey, int keyTexts) {
        int most = KEY_CHARACTERS / Math.max(1, keyTexts);
        return switch (type) {
            case TEXT, JSON -> inKey ? "varchar(" + most + ")" : sql.columnType(type);
            case BYTES -> inKey ? "varbinary(" + most + ")" : sql.columnType(type);
            default -> sql.columnType(type);
        };
    }

    /** What follows the columns of a table. */
    String options() {
        return " ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE " + collation;
    }

    @Override
    public List<String> renew(String temporary, String columns) {
        return List.of(
                dropTemporary(temporary), "CREATE TEMPORARY TABLE " + temporary + " (" + columns + ")" + options());
    }

    @Override
    public String dropTemporary(String temporary) {
        return "DROP TEMPORARY TABLE IF EXISTS " + temporary;
    }

    @Override
    public Stage stage(Connection connection, Shape shape) throws SQLException {
        return new InsertStage(connection);
    }

    @Override
    public boolean hasSavepoints() {
        return true;
    }

    @Override
    public String update(String table, String source, String on, List<String> assignments, String where) {
        return "UPDATE " + source + " s STRAIGHT_JOIN " + table + " t ON " + on + " SET "
                + assignments.stream().map(a -> "t." + a).collect(Collectors.joining(", ")) + " WHERE " + where;
    }

    @Override
    public String delete(String table, String source, String on, String where) {
        return "DELETE t FROM " + source + " s STRAIGHT_JOIN " + table + " t ON " + on + " WHERE " + where;
    }

    @Override
    public String laterGraveStays() {
        return "ON DUPLICATE KEY UPDATE grave.version = greatest(grave.version, VALUES(version))";
    }

    @Override
    public String differ(String one, String other) {
        return "NOT (" + one + " <=> " + other + ")";
    }

    @Override
    public String keyText(List<String> columns, List<FieldType> types) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            boolean bytes = types.get(i) == FieldType.BYTES;
            parts.add(bytes ? "hex(" + columns.get(i) + ")" : columns.get(i));
        }
        if (parts.size() == 1) {
            return text(parts.getFirst());
        }
        String array = "json_array(" + String.join(", ", parts) + ")";
        return text(equals(MARIADB) ? "json_compact(" + array + ")" : array);
    }

    @Override
    public String hash(String text) {
        return "CAST(conv(left(md5(" + text + "), 15), 16, 10) AS SIGNED)";
    }

    @Override
    public String keyParameter(List<FieldType> types) {
        if (types.size() > 1) {
            return text(equals(MARIADB) ? "json_compact(?)" : "CAST(? AS JSON)");
        }
        return switch (types.getFirst()) {
            case DECIMAL -> text("CAST(? AS DECIMAL(65,30))");
            case INSTANT -> text("CAST(? AS DATETIME(6))");
            case INTEGER -> text("CAST(? AS SIGNED)");
            default -> text("?");
        };
    }

    private String text(String expression) {
        return "CAST(" + expression + " AS CHAR CHARACTER SET utf8mb4) COLLATE " + collation;
    }
}
