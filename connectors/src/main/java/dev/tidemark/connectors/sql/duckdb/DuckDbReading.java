package dev.tidemark.connectors.sql.duckdb;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.connectors.sql.Jdbc;
import dev.tidemark.connectors.sql.read.Keyset;
import dev.tidemark.connectors.sql.read.SourceDatabase;
import dev.tidemark.connectors.sql.read.Spelling;
import dev.tidemark.connectors.sql.read.SqlTrouble;
import dev.tidemark.connectors.sql.read.Table;
import dev.tidemark.connectors.sql.read.TableColumn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** How a file of DuckDB is read. */
public final class DuckDbReading implements SourceDatabase {

    private static final String COLUMNS = """
        SELECT c.schema_name, c.table_name, c.column_name, c.data_type, c.is_nullable, t.estimated_size
          FROM duckdb_columns() c
          LEFT JOIN duckdb_tables() t ON t.database_oid = c.database_oid AND t.table_oid = c.table_oid
         WHERE c.database_name = current_database() AND NOT c.internal AND c.schema_name <> 'tidemark'
           AND (? = '' OR c.schema_name = ? AND c.table_name = ? OR c.schema_name || '.' || c.table_name = ?)
         ORDER BY c.schema_name <> ?, c.schema_name, c.table_name, c.column_index
        """;

    private static final String KEYS = """
        SELECT schema_name, table_name, array_to_string(constraint_column_names, chr(31))
          FROM duckdb_constraints()
         WHERE database_name = current_database() AND constraint_type IN ('PRIMARY KEY', 'UNIQUE')
         ORDER BY constraint_type <> 'PRIMARY KEY', len(constraint_column_names), constraint_index
        """;

    private static final String INDEXES = """
        SELECT schema_name, table_name, expressions FROM duckdb_indexes() WHERE database_name = current_database()
        """;

    private static final DuckDb DUCK = new DuckDb();

    private record Name(String schema, String table) {}

    private static final class Found {
        private final List<TableColumn> columns = new ArrayList<>();
        private OptionalLong rows = OptionalLong.empty();
        private boolean hasDeleted;
    }

    @Override
    public String place(Access access) {
        return DUCK.place(access);
    }

    @Override
    public Connection open(Access access) throws Unavailable {
        Path file = DuckDb.file(access);
        if (!Files.exists(file)) {
            throw new ConnectorException(
                    "source.database_missing", "there is no file " + file, "Correct the url, or make the database");
        }
        return DUCK.open(access);
    }

    @Override
    public List<Table> tables(Connection connection, Access access, Optional<String> stream) throws SQLException {
        String home = access.settings().find("schema").orElse("main");
        String wanted = stream.orElse("");
        Map<Name, Found> found = new LinkedHashMap<>();
        Jdbc.list(
                connection,
                COLUMNS,
                row -> {
                    Name name = new Name(row.getString(1), row.getString(2));
                    Found table = found.computeIfAbsent(name, n -> new Found());
                    String column = row.getString(3);
                    if (column.startsWith("_tidemark_")) {
                        table.hasDeleted |= column.equals("_tidemark_deleted_at");
                        return name;
                    }
                    long rows = row.getLong(6);
                    table.rows = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(rows);
                    table.columns.add(column(column, row.getString(4), row.getBoolean(5)));
                    return name;
                },
                wanted,
                home,
                wanted,
                wanted,
                home);
        if (stream.isPresent() && found.size() > 1) {
            // Two of one spelling: that of the home schema comes first.
            found.keySet().retainAll(Set.of(found.keySet().iterator().next()));
        }
        Map<Name, List<List<String>>> keys = new LinkedHashMap<>();
        Jdbc.list(
                connection,
                KEYS,
                row -> keys.computeIfAbsent(new Name(row.getString(1), row.getString(2)), n -> new ArrayList<>())
                        .add(List.of(row.getString(3).split("\u001f", -1))));
        Map<Name, List<String>> indexes = new LinkedHashMap<>();
        Jdbc.list(
                connection,
                INDEXES,
                row -> indexes.computeIfAbsent(new Name(row.getString(1), row.getString(2)), n -> new ArrayList<>())
                        .add(row.getString(3)));
        List<Table> tables = new ArrayList<>();
        found.forEach((name, table) -> tables.add(new Table(
                name.schema.equals(home) ? name.table : name.schema + "." + name.table,
                DUCK.quote(name.schema, name.table),
                table.hasDeleted ? "t.\"_tidemark_deleted_at\" IS NULL" : "",
                table.columns,
                keys.getOrDefault(name, List.of()).stream()
                        .filter(key -> isNeverEmpty(table, key))
                        .toList(),
                indexed(table, indexes.getOrDefault(name, List.of())),
                table.rows)));
        return tables;
    }

    private static boolean isNeverEmpty(Found table, List<String> key) {
        return key.stream()
                .allMatch(name -> table.columns.stream().anyMatch(c -> c.name().equals(name) && !c.nullable()));
    }

    /** An index is told as the list of its expressions, such as {@code [updated_at, id]}. */
    private static Set<String> indexed(Found table, List<String> expressions) {
        Set<String> first = new java.util.HashSet<>();
        for (TableColumn column : table.columns) {
            for (String index : expressions) {
                String inner = index.replaceAll("^\\[|\\]$", "").replaceAll("['\"]", "");
                if (inner.equals(column.name()) || inner.startsWith(column.name() + ",")) {
                    first.add(column.name());
                }
            }
        }
        return first;
    }

    /** @param declared as DuckDB describes the type */
    public static TableColumn column(String name, String declared, boolean nullable) {
        String column = "t." + DUCK.quote(name);
        FieldType type = declared.equals("TIMESTAMP_NS")
                ? FieldType.TEXT // a moment goes to the microsecond
                : DUCK.fieldType(declared).orElse(FieldType.TEXT);
        String text = "CAST(" + column + " AS VARCHAR)";
        boolean nested = type == FieldType.JSON && !declared.equals("JSON");
        Spelling spelling = switch (type) {
            case TEXT -> Spelling.TEXT;
            case INTEGER, DECIMAL, DOUBLE -> Spelling.NUMBER;
            case BOOLEAN -> Spelling.BOOLEAN;
            case DATE -> Spelling.DATE;
            case TIME -> Spelling.TIME;
            case INSTANT -> declared.equals("TIMESTAMP WITH TIME ZONE") ? Spelling.MOMENT : Spelling.LOCAL;
            case BYTES -> Spelling.BYTES;
            case JSON -> Spelling.JSON;
        };
        return new TableColumn(
                new Field(name, type, declared, false),
                spelling,
                type == FieldType.BYTES ? column : nested ? "CAST(to_json(" + column + ") AS VARCHAR)" : text,
                text,
                "CAST(? AS " + declared + ")",
                type == FieldType.JSON ? "" : column,
                nullable,
                false);
    }

    /** Who else works in the file cannot be seen. */
    @Override
    public Instant settled(Connection connection, Duration longest) throws SQLException {
        return Jdbc.first(connection, "SELECT epoch_us(now())", row -> row.getLong(1))
                .map(micros -> Instant.EPOCH.plus(micros, java.time.temporal.ChronoUnit.MICROS))
                .orElseThrow()
                .minus(longest);
    }

    @Override
    public Optional<String> grantToSeeTransactions(Connection connection) {
        return Optional.empty();
    }

    @Override
    public boolean isInUtc(Connection connection) {
        return false;
    }

    @Override
    public String after(List<TableColumn> order) {
        return Keyset.spelledOut(order);
    }

    @Override
    public List<Integer> bindings(int columns) {
        return Keyset.bindings(columns);
    }

    @Override
    public PreparedStatement streaming(Connection connection, String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    @Override
    public SqlTrouble trouble(SQLException e, String attempt) {
        return SqlTrouble.of(DUCK.fault(e), e, attempt);
    }
}
