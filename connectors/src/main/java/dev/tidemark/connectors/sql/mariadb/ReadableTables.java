package dev.tidemark.connectors.sql.mariadb;

import dev.tidemark.connector.Field;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connectors.sql.Jdbc;
import dev.tidemark.connectors.sql.read.Spelling;
import dev.tidemark.connectors.sql.read.Table;
import dev.tidemark.connectors.sql.read.TableColumn;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tables and views that may be read, by the server's information schema. */
final class ReadableTables {

    private static final String OURS_NOT =
            " NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys', 'tidemark')";

    private static final String COLUMNS = """
        SELECT c.table_schema, c.table_name, t.table_rows, c.column_name, c.column_type, c.is_nullable, c.extra, c.data_type
          FROM information_schema.columns c
          JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
         WHERE t.table_type IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED') AND c.table_schema\
        """ + OURS_NOT;

    private static final String INDEXES = """
        SELECT s.table_schema, s.table_name, s.index_name, s.non_unique, s.column_name, s.sub_part, s.index_type
          FROM information_schema.statistics s
         WHERE s.table_schema\
        """ + OURS_NOT;

    private static final Pattern JSON_CHECK = Pattern.compile("json_valid\\(`((?:[^`]|``)+)`\\)");
    private static final Pattern SCALE = Pattern.compile("decimal\\((\\d+),(\\d+)\\).*");

    private static final MariaDb SERVER = new MariaDb();

    private final Connection connection;
    private final Optional<String> home;

    private record Name(String schema, String table) {}

    private static final class Found {
        private final List<TableColumn> columns = new ArrayList<>();
        private final List<List<String>> keys = new ArrayList<>();
        private final Set<String> indexed = new HashSet<>();
        private OptionalLong rows = OptionalLong.empty();
        private boolean hasDeleted;
    }

    /** @param home the database whose tables are named without it; that of the url where nothing is said */
    ReadableTables(Connection connection, Optional<String> home) throws SQLException {
        this.connection = connection;
        this.home = home.isPresent()
                ? home
                : Jdbc.first(connection, "SELECT COALESCE(DATABASE(), '')", row -> row.getString(1))
                        .filter(name -> !name.isEmpty());
    }

    List<Table> find(Optional<String> stream) throws SQLException {
        if (stream.isEmpty()) {
            return tables(Optional.empty());
        }
        if (home.isPresent()) {
            List<Table> here = tables(Optional.of(new Name(home.get(), stream.get())));
            if (!here.isEmpty()) {
                return here;
            }
        }
        int dot = stream.get().indexOf('.');
        return dot < 0
                ? List.of()
                : tables(Optional.of(
                        new Name(stream.get().substring(0, dot), stream.get().substring(dot + 1))));
    }

    private List<Table> tables(Optional<Name> wanted) throws SQLException {
        Map<Name, Found> found = new LinkedHashMap<>();
        Set<String> json = jsonColumns();
        Jdbc.list(
                connection,
                COLUMNS + only("c", wanted) + " ORDER BY c.table_schema, c.table_name, c.ordinal_position",
                row -> {
                    Name name = new Name(row.getString(1), row.getString(2));
                    Found table = found.computeIfAbsent(name, n -> new Found());
                    long rows = row.getLong(3);
                    table.rows = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(rows);
                    String column = row.getString(4);
                    if (column.startsWith("_tidemark_")) {
                        table.hasDeleted |= column.equals("_tidemark_deleted_at");
                        return name;
                    }
                    boolean isJson = row.getString(8).equals("json")
                            || json.contains(name.schema + "." + name.table + "." + column);
                    table.columns.add(column(
                            column,
                            row.getString(5),
                            row.getString(8),
                            isJson,
                            row.getString(6).equals("YES"),
                            row.getString(7).toLowerCase(Locale.ROOT)));
                    return name;
                },
                arguments(wanted));
        // The server takes names for equal that differ in case, whether they name the same table or not.
        wanted.ifPresent(name -> found.keySet().retainAll(Set.of(name)));
        indexes(found, wanted);
        List<Table> tables = new ArrayList<>();
        found.forEach((name, table) -> tables.add(new Table(
                home.filter(name.schema::equals).isPresent() ? name.table : name.schema + "." + name.table,
                SERVER.quote(name.schema, name.table),
                table.hasDeleted ? "t.`_tidemark_deleted_at` IS NULL" : "",
                table.columns,
                table.keys,
                table.indexed,
                table.rows)));
        return tables;
    }

    private static String only(String alias, Optional<Name> wanted) {
        return wanted.isPresent() ? " AND " + alias + ".table_schema = ? AND " + alias + ".table_name = ?" : "";
    }

    private static Object[] arguments(Optional<Name> wanted) {
        return wanted.map(name -> new Object[] {name.schema, name.table}).orElse(new Object[0]);
    }

    private void indexes(Map<Name, Found> found, Optional<Name> wanted) throws SQLException {
        record Index(Name table, String name) {}
        Map<Index, List<String>> unique = new LinkedHashMap<>();
        Set<Index> partial = new HashSet<>();
        Jdbc.list(
                connection,
                INDEXES + only("s", wanted)
                        + " ORDER BY s.table_schema, s.table_name, s.index_name <> 'PRIMARY', s.index_name,"
                        + " s.seq_in_index",
                row -> {
                    Index index = new Index(new Name(row.getString(1), row.getString(2)), row.getString(3));
                    boolean isFirst = !unique.containsKey(index);
                    List<String> columns = unique.computeIfAbsent(index, i -> new ArrayList<>());
                    String column = row.getString(5);
                    boolean isWhole = column != null && row.getString(6) == null;
                    columns.add(String.valueOf(column));
                    if (!isWhole || row.getInt(4) != 0) {
                        partial.add(index);
                    }
                    Found table = found.get(index.table);
                    if (isFirst && isWhole && row.getString(7).equals("BTREE") && table != null) {
                        table.indexed.add(column);
                    }
                    return index;
                },
                arguments(wanted));
        unique.forEach((index, columns) -> {
            Found table = found.get(index.table);
            if (table != null
                    && !partial.contains(index)
                    && columns.stream()
                            .allMatch(name -> table.columns.stream()
                                    .anyMatch(c -> c.name().equals(name) && !c.nullable()))) {
                table.keys.add(columns);
            }
        });
    }

    /** MariaDB's JSON is a text that is checked; MySQL has a type of that name. */
    private Set<String> jsonColumns() throws SQLException {
        Set<String> found = new HashSet<>();
        boolean isMariaDb = Jdbc.first(connection, "SELECT VERSION() LIKE '%MariaDB%'", row -> row.getBoolean(1))
                .orElse(false);
        if (isMariaDb) {
            Jdbc.list(
                    connection,
                    "SELECT constraint_schema, table_name, check_clause FROM information_schema.check_constraints"
                            + " WHERE check_clause LIKE 'json_valid(%'",
                    row -> {
                        Matcher check = JSON_CHECK.matcher(row.getString(3));
                        return check.matches()
                                && found.add(row.getString(1) + "." + row.getString(2) + "."
                                        + check.group(1).replace("``", "`"));
                    });
        }
        return found;
    }

    /**
     * @param declared the whole type, as the information schema spells it
     * @param data its first word
     */
    static TableColumn column(
            String name, String declared, String data, boolean isJson, boolean nullable, String extra) {
        String column = "t." + SERVER.quote(name);
        FieldType type = isJson ? FieldType.JSON : type(declared, data);
        String text = "CAST(" + column + " AS CHAR)";
        String select = switch (type) {
            case BYTES -> column;
            case BOOLEAN -> column + " + 0";
            case DOUBLE -> "CAST(CAST(" + column + " AS DOUBLE) AS CHAR)";
            case INTEGER, DECIMAL -> data.equals("bit") ? "CAST(" + column + " + 0 AS CHAR)" : text;
            case TEXT -> isSpatial(data) ? "ST_AsText(" + column + ")" : text;
            default -> text;
        };
        Spelling spelling = switch (type) {
            case TEXT -> Spelling.TEXT;
            case INTEGER, DECIMAL, DOUBLE -> Spelling.NUMBER;
            case BOOLEAN -> Spelling.BOOLEAN;
            case DATE -> Spelling.DATE;
            case TIME -> Spelling.TIME;
            case INSTANT -> data.equals("timestamp") ? Spelling.UTC : Spelling.LOCAL;
            case BYTES -> Spelling.BYTES;
            case JSON -> Spelling.JSON;
        };
        return new TableColumn(
                new Field(name, type, declared, false),
                spelling,
                select,
                type == FieldType.BYTES ? "HEX(" + column + ")" : text,
                bound(type, declared, data),
                order(type, data, column),
                nullable,
                extra.contains("on update current_timestamp"));
    }

    private static FieldType type(String declared, String data) {
        if (data.equals("bit")) {
            return declared.equals("bit(1)")
                    ? FieldType.BOOLEAN
                    : declared.equals("bit(64)") ? FieldType.DECIMAL : FieldType.INTEGER;
        }
        return SERVER.fieldType(declared).orElse(FieldType.TEXT);
    }

    private static boolean isSpatial(String data) {
        return switch (data) {
            case "geometry",
                    "point",
                    "linestring",
                    "polygon",
                    "multipoint",
                    "multilinestring",
                    "multipolygon",
                    "geometrycollection",
                    "geomcollection" -> true;
            default -> false;
        };
    }

    private static String bound(FieldType type, String declared, String data) {
        return switch (type) {
            case INTEGER -> data.equals("year") ? "CAST(? AS UNSIGNED)" : "CAST(? AS SIGNED)";
            case BOOLEAN -> "CAST(? AS SIGNED)";
            case DECIMAL -> {
                Matcher scale = SCALE.matcher(declared);
                yield scale.matches()
                        ? "CAST(? AS DECIMAL(" + scale.group(1) + "," + scale.group(2) + "))"
                        : "CAST(? AS UNSIGNED)";
            }
            case DATE -> "CAST(? AS DATE)";
            case TIME -> "CAST(? AS TIME(6))";
            case INSTANT -> "CAST(? AS DATETIME(6))";
            case BYTES -> "UNHEX(?)";
            default -> "?";
        };
    }

    /** An enum is ordered by number and compared by word, so that here its word counts for both. */
    private static String order(FieldType type, String data, String column) {
        return switch (type) {
            case DOUBLE, JSON -> "";
            case TEXT ->
                isSpatial(data)
                        ? ""
                        : data.equals("enum") || data.equals("set") ? "CAST(" + column + " AS CHAR)" : column;
            default -> data.equals("bit") ? "" : column;
        };
    }
}
