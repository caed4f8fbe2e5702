package dev.tidemark.connectors.postgres;

import dev.tidemark.connector.Column;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.TableSpec;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A table as it stands, and the words of its SQL.
 *
 * @param table what was asked for
 * @param types of its columns in the database, which may be wider than what was asked for
 */
record Shape(TableSpec table, List<FieldType> types) {

    /** The table into which a slice is copied before it is merged; a session's own, empty after each commit. */
    static final String STAGE = "pg_temp.tidemark_stage";

    static final String SEQ = "_tidemark_seq";

    private static final Pattern WORD = Pattern.compile("\\{([a-z.]+)}");

    static Shape of(Connection connection, TableSpec table) throws SQLException {
        Map<String, String> stands = Catalog.columns(connection, table.schema(), table.name());
        List<FieldType> types = new ArrayList<>();
        for (Column column : table.columns()) {
            FieldType type =
                    ColumnTypes.of(stands.getOrDefault(column.name(), "")).orElse(null);
            if (type == null) {
                throw new ConnectorException(
                        "destination.not_prepared",
                        "the table '" + table.name() + "' has no column '" + column.name() + "' that can be filled",
                        "Run the sync again: each run prepares its table first");
            }
            types.add(type);
        }
        return new Shape(table, List.copyOf(types));
    }

    List<String> columns() {
        return table.columns().stream().map(Column::name).toList();
    }

    /** All columns that a row is sent with, in the order in which it is. */
    List<String> sent(boolean staged) {
        List<String> names = new ArrayList<>(columns());
        names.addAll(Meta.ALL);
        if (staged) {
            names.add(SEQ);
        }
        return names;
    }

    int[] keyColumns() {
        List<String> names = columns();
        return table.key().stream().mapToInt(names::indexOf).toArray();
    }

    /** Whether two keys are the same exactly where their bytes are. */
    boolean keysAreBytes() {
        return Arrays.stream(keyColumns()).mapToObj(types::get).allMatch(ColumnTypes::equalAsBytes);
    }

    /** The type of a key of one column. */
    String keyType() {
        return ColumnTypes.sql(types.get(keyColumns()[0]));
    }

    /** Replaces each word in braces; what the words stand for is left alone. */
    String fill(String template) {
        return WORD.matcher(template).replaceAll(found -> Matcher.quoteReplacement(word(found.group(1))));
    }

    private String word(String word) {
        List<String> all = sent(false);
        return switch (word) {
            case "table" -> Names.quote(table.schema(), table.name());
            case "stage" -> STAGE;
            case "all" -> Names.list(all);
            case "s.all" -> Names.list("s", all);
            case "key" -> Names.list(table.key());
            case "s.key" -> Names.list("s", table.key());
            case "t.key" -> Names.list("t", table.key());
            case "e.key" -> Names.list("e", table.key());
            case "s.values" -> Names.list("s", columns());
            case "t.values" -> Names.list("t", columns());
            case "set.values" ->
                columns().stream()
                        .filter(c -> !table.key().contains(c))
                        .map(c -> Names.quote(c) + " = s." + Names.quote(c) + ", ")
                        .collect(Collectors.joining());
            case "s.whole" -> whole("s");
            case "t.whole" -> whole("t");
            case "w.whole" -> whole("w");
            case "match" -> match("t", "s");
            case "t.keytext" -> keyText("t");
            case "s.keytext" -> keyText("s");
            case "stage.columns" -> stageColumns();
            default -> throw new IllegalArgumentException(word);
        };
    }

    private String match(String one, String other) {
        return table.key().stream()
                .map(Names::quote)
                .map(c -> one + "." + c + " = " + other + "." + c)
                .collect(Collectors.joining(" AND "));
    }

    /**
     * Whether a tombstone brings more than its key and its version, and so all values; of one that does not the last known
     * ones stay. PostgreSQL's functions take a hundred arguments.
     */
    private String whole(String alias) {
        List<String> values =
                columns().stream().filter(c -> !table.key().contains(c)).toList();
        StringBuilder sum = new StringBuilder("(0");
        for (int from = 0; from < values.size(); from += 100) {
            List<String> some = values.subList(from, Math.min(values.size(), from + 100));
            sum.append(" + num_nonnulls(").append(Names.list(alias, some)).append(')');
        }
        return sum.append(" > 1)").toString();
    }

    /** The key as text; of several columns, a JSON array. */
    private String keyText(String alias) {
        return table.key().size() == 1
                ? Names.list(alias, table.key()) + "::text"
                : "jsonb_build_array(" + Names.list(alias, table.key()) + ")::text";
    }

    private String stageColumns() {
        List<String> names = columns();
        StringBuilder ddl = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            ddl.append(Names.quote(names.get(i)))
                    .append(' ')
                    .append(ColumnTypes.sql(types.get(i)))
                    .append(", ");
        }
        return ddl + Meta.DDL + ", " + Names.quote(SEQ) + " bigint NOT NULL";
    }
}
