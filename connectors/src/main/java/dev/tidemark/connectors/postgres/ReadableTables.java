package dev.tidemark.connectors.postgres;

import dev.tidemark.connector.Field;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connectors.sql.read.Spelling;
import dev.tidemark.connectors.sql.read.Table;
import dev.tidemark.connectors.sql.read.TableColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The tables and views that may be read, by PostgreSQL's catalogs. */
final class ReadableTables {

    /** Partitions are read as what they are parts of. */
    private static final String COLUMNS = """
        SELECT c.oid, n.nspname, c.relname, n.nspname = s.home, c.reltuples::bigint, c.relkind IN ('r', 'p'),
               a.attname, coalesce(b.typname, y.typname), format_type(a.atttypid, a.atttypmod), format_type(a.atttypid, -1),
               coalesce(b.typcategory, y.typcategory) = 'A' OR coalesce(b.typtype, y.typtype) = 'c', a.attnotnull,
               has_column_privilege(c.oid, a.attnum, 'SELECT'),
               has_any_column_privilege(c.oid, 'SELECT')
          FROM pg_class c
          CROSS JOIN (SELECT coalesce(?, current_schema(), 'public') AS home) s
          JOIN pg_namespace n ON n.oid = c.relnamespace
          JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
          JOIN pg_type y ON y.oid = a.atttypid
          LEFT JOIN pg_type b ON b.oid = y.typbasetype AND y.typtype = 'd'
         WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
           AND n.nspname NOT IN ('information_schema', 'tidemark') AND n.nspname NOT LIKE 'pg\\_%'
           AND (CAST(? AS text) IS NULL OR c.relname = ? AND n.nspname = s.home OR n.nspname || '.' || c.relname = ?)
         ORDER BY n.nspname <> s.home, n.nspname, c.relname, c.oid, a.attnum
        """;

    /** An index tells rows apart where it is of all of them, and judged at once. */
    private static final String INDEXES = """
        SELECT i.indrelid, i.indexrelid,
               i.indisunique AND i.indimmediate AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL,
               i.indisvalid AND i.indpred IS NULL AND m.amname = 'btree', a.attname
          FROM pg_index i
          JOIN pg_class x ON x.oid = i.indexrelid
          JOIN pg_am m ON m.oid = x.relam
          JOIN unnest(i.indkey::smallint[]) WITH ORDINALITY k (attnum, place) ON k.place <= i.indnkeyatts
          LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
         WHERE CAST(? AS oid) IS NULL OR i.indrelid = CAST(? AS oid)
         ORDER BY i.indrelid, NOT i.indisprimary, i.indnkeyatts, i.indexrelid, k.place
        """;

    private final Connection connection;
    private final Optional<String> home;
    private final Optional<String> wanted;

    /** @param home the schema whose tables are named without it; the first of the search path where nothing is said */
    ReadableTables(Connection connection, Optional<String> home, Optional<String> wanted) {
        this.connection = connection;
        this.home = home;
        this.wanted = wanted;
    }

    private static final class Found {
        private final String schema;
        private final String name;
        private final boolean isHome;
        private final OptionalLong rows;
        private final List<TableColumn> readable = new ArrayList<>();
        private final List<TableColumn> all = new ArrayList<>();
        private boolean mayBeRead;
        private boolean hasDeleted;

        Found(ResultSet row) throws SQLException {
            schema = row.getString(2);
            name = row.getString(3);
            isHome = row.getBoolean(4);
            long estimate = row.getLong(5);
            rows = row.getBoolean(6) && estimate >= 0 ? OptionalLong.of(estimate) : OptionalLong.empty();
        }

        /** Whether these columns may be read and always have a value. */
        private boolean neverEmpty(List<String> columns) {
            return columns.stream()
                    .allMatch(n -> readable.stream().anyMatch(c -> c.name().equals(n) && !c.nullable()));
        }

        private String stream() {
            return isHome ? name : schema + "." + name;
        }
    }

    List<Table> find() throws SQLException {
        Map<Long, Found> found = columns();
        if (wanted.isPresent() && found.size() > 1) {
            // Two of one spelling: that of the home schema comes first.
            found.keySet().retainAll(Set.of(found.keySet().iterator().next()));
        }
        Map<Long, List<List<String>>> keys = new HashMap<>();
        Map<Long, Set<String>> indexed = new HashMap<>();
        indexes(found, keys, indexed);
        List<Table> tables = new ArrayList<>();
        found.forEach((oid, one) -> {
            if (one.mayBeRead || wanted.isPresent()) {
                tables.add(new Table(
                        one.stream(),
                        Names.quote(one.schema, one.name),
                        one.hasDeleted ? "t.\"_tidemark_deleted_at\" IS NULL" : "",
                        // Where none may be read, the query for them says so best.
                        one.readable.isEmpty() ? one.all : one.readable,
                        keys.getOrDefault(oid, List.of()),
                        indexed.getOrDefault(oid, Set.of()),
                        one.rows));
            }
        });
        return tables;
    }

    private Map<Long, Found> columns() throws SQLException {
        Map<Long, Found> found = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setString(1, home.orElse(null));
            for (int i = 2; i <= 4; i++) {
                statement.setString(i, wanted.orElse(null));
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    long oid = row.getLong(1);
                    Found table = found.get(oid);
                    if (table == null) {
                        table = new Found(row);
                        found.put(oid, table);
                    }
                    column(table, row);
                }
            }
        }
        return found;
    }

    /** What Tidemark keeps beside rows is no value of theirs, but a row that it marked as deleted is none. */
    private static void column(Found table, ResultSet row) throws SQLException {
        String name = row.getString(7);
        boolean readable = row.getBoolean(13);
        table.mayBeRead |= row.getBoolean(14);
        if (name.startsWith("_tidemark_")) {
            table.hasDeleted |= readable && name.equals("_tidemark_deleted_at");
            return;
        }
        TableColumn column = column(
                name, row.getString(8), row.getString(9), row.getString(10), row.getBoolean(11), !row.getBoolean(12));
        table.all.add(column);
        if (readable) {
            table.readable.add(column);
        }
    }

    /**
     * @param base the type as in {@code pg_type}, of a domain the one beneath it
     * @param detail the type as people write it
     * @param type the same without its bounds, so that a cast to it changes no value
     */
    private static TableColumn column(
            String name, String base, String detail, String type, boolean nested, boolean nullable) {
        String column = "t." + Names.quote(name);
        FieldType kind = nested ? FieldType.JSON : kind(base);
        String select = switch (kind) {
            case JSON -> nested ? "to_json(" + column + ")" : column;
            case DECIMAL -> base.equals("money") ? column + "::numeric" : column;
            case TEXT -> base.equals("text") || base.equals("varchar") ? column : column + "::text";
            default -> column;
        };
        boolean ordered = !nested && !base.equals("json") && !base.equals("xml") && !base.equals("point");
        return new TableColumn(
                new Field(name, kind, detail, false),
                spelling(kind, base),
                select,
                column + "::text",
                "CAST(? AS " + type + ")",
                ordered ? column : "",
                nullable,
                false);
    }

    private static FieldType kind(String base) {
        return switch (base) {
            case "int2", "int4", "int8", "oid" -> FieldType.INTEGER;
            case "numeric", "money" -> FieldType.DECIMAL;
            case "float4", "float8" -> FieldType.DOUBLE;
            case "bool" -> FieldType.BOOLEAN;
            case "date" -> FieldType.DATE;
            case "time" -> FieldType.TIME;
            case "timestamp", "timestamptz" -> FieldType.INSTANT;
            case "bytea" -> FieldType.BYTES;
            case "json", "jsonb" -> FieldType.JSON;
            default -> FieldType.TEXT;
        };
    }

    private static Spelling spelling(FieldType kind, String base) {
        return switch (kind) {
            case TEXT -> Spelling.TEXT;
            case INTEGER, DECIMAL, DOUBLE -> Spelling.NUMBER;
            case BOOLEAN -> Spelling.BOOLEAN;
            case DATE -> Spelling.DATE;
            case TIME -> Spelling.TIME;
            case INSTANT -> base.equals("timestamp") ? Spelling.LOCAL : Spelling.MOMENT;
            case BYTES -> Spelling.BYTES;
            case JSON -> Spelling.JSON;
        };
    }

    private void indexes(Map<Long, Found> found, Map<Long, List<List<String>>> keys, Map<Long, Set<String>> indexed)
            throws SQLException {
        if (found.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(INDEXES)) {
            @org.jspecify.annotations.Nullable
            Long one = wanted.isPresent() ? found.keySet().iterator().next() : null;
            statement.setObject(1, one, java.sql.Types.BIGINT);
            statement.setObject(2, one, java.sql.Types.BIGINT);
            try (ResultSet row = statement.executeQuery()) {
                long last = 0;
                List<String> columns = new ArrayList<>();
                while (row.next()) {
                    long oid = row.getLong(1);
                    String name = row.getString(5);
                    if (row.getLong(2) != last) {
                        last = row.getLong(2);
                        columns = new ArrayList<>();
                        if (row.getBoolean(3)) {
                            keys.computeIfAbsent(oid, k -> new ArrayList<>()).add(columns);
                        }
                        if (row.getBoolean(4) && name != null) {
                            indexed.computeIfAbsent(oid, k -> new HashSet<>()).add(name);
                        }
                    }
                    columns.add(String.valueOf(name));
                }
            }
        }
        found.forEach((oid, table) -> keys.computeIfPresent(
                oid, (k, all) -> all.stream().filter(table::neverEmpty).toList()));
    }
}
