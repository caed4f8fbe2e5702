package dev.tidemark.connectors.sql.tables;

import dev.tidemark.connector.Column;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.TableSpec;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A table as it stands, and the words of its SQL.
 *
 * @param table what was asked for
 * @param place its name in statements
 * @param types of its columns in the database, which may be wider than what was asked for
 */
public record Shape(TableDialect dialect, TableSpec table, String place, List<FieldType> types) {

    /** The table into which a slice is sent before it is merged; a session's own. */
    public static final String STAGE = "tidemark_stage";

    static final String SEQ = "_tidemark_seq";

    private static final Pattern WORD = Pattern.compile("\\{([a-z.]+)}");

    static Shape of(TableDialect dialect, Connection connection, TableSpec table) throws SQLException {
        Columns stands = dialect.columns(connection, table.schema(), table.name());
        List<FieldType> types = new ArrayList<>();
        for (Column column : table.columns()) {
            types.add(stands.find(column.name())
                    .flatMap(found -> dialect.sql().fieldType(found.declared()))
                    .orElseThrow(() -> new ConnectorException(
                            "destination.not_prepared",
                            "the table '" + table.name() + "' has no column '" + column.name() + "' that can be filled",
                            "Run the sync again: each run prepares its table first")));
        }
        return new Shape(dialect, table, dialect.place(connection, table.schema(), table.name()), List.copyOf(types));
    }

    List<String> columns() {
        return table.columns().stream().map(Column::name).toList();
    }

    /** All columns of a staged row, in the order in which it is sent. */
    List<FieldType> staged() {
        List<FieldType> all = new ArrayList<>(types);
        all.addAll(Meta.TYPES);
        all.add(FieldType.INTEGER);
        return List.copyOf(all);
    }

    int[] keyColumns() {
        List<String> names = columns();
        return table.key().stream().mapToInt(names::indexOf).toArray();
    }

    List<FieldType> keyTypes() {
        List<String> names = columns();
        return table.key().stream().map(k -> types.get(names.indexOf(k))).toList();
    }

    /** The definitions of the stage's columns. */
    String stageColumns() {
        List<String> names = columns();
        StringBuilder ddl = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            ddl.append(quote(names.get(i)))
                    .append(' ')
                    .append(dialect.stageType(types.get(i)))
                    .append(" NULL, ");
        }
        return ddl + Meta.ddl(dialect) + ", " + SEQ + " " + dialect.sql().columnType(FieldType.INTEGER) + " NOT NULL";
    }

    /** Replaces each word in braces; what the words stand for is left alone. */
    String fill(String template) {
        return WORD.matcher(template).replaceAll(found -> Matcher.quoteReplacement(word(found.group(1))));
    }

    /** The assignments that give a row of {@code t} the values of {@code s}, without its key. */
    List<String> takeValues() {
        return values().stream().map(c -> quote(c) + " = s." + quote(c)).toList();
    }

    private String word(String word) {
        return switch (word) {
            case "table" -> place;
            case "stage" -> STAGE;
            case "columns" -> list("", columns());
            case "s.columns" -> list("s.", columns());
            case "all" -> list("", columns()) + ", " + String.join(", ", Meta.ALL);
            case "s.all" ->
                list("s.", columns()) + ", "
                        + Meta.ALL.stream().map(c -> "s." + c).collect(Collectors.joining(", "));
            case "key" -> list("", table.key());
            case "match" ->
                table.key().stream()
                        .map(this::quote)
                        .map(c -> "t." + c + " = s." + c)
                        .collect(Collectors.joining(" AND "));
            case "differ" -> differ();
            case "s.whole" -> whole();
            case "t.keytext" -> keyText("t.");
            case "keytext" -> keyText("");
            case "s.keytext" -> keyText("s.");
            case "t.keyhash" -> dialect.hash(keyText("t."));
            case "s.keyhash" -> dialect.hash(keyText("s."));
            case "bury" -> dialect.laterGraveStays();
            default -> throw new IllegalArgumentException(word);
        };
    }

    private List<String> values() {
        return columns().stream().filter(c -> !table.key().contains(c)).toList();
    }

    private String differ() {
        return values().isEmpty()
                ? "1 = 0"
                : values().stream()
                        .map(c -> dialect.differ("s." + quote(c), "t." + quote(c)))
                        .collect(Collectors.joining(" OR ", "(", ")"));
    }

    /** Whether a tombstone brings more than its key and its version, and so all values. */
    private String whole() {
        return values().isEmpty()
                ? "1 = 0"
                : values().stream()
                        .map(c -> "CASE WHEN s." + quote(c) + " IS NULL THEN 0 ELSE 1 END")
                        .collect(Collectors.joining(" + ", "(", " > 1)"));
    }

    private String keyText(String alias) {
        return dialect.keyText(table.key().stream().map(c -> alias + quote(c)).toList(), keyTypes());
    }

    private String list(String alias, List<String> columns) {
        return columns.stream().map(c -> alias + quote(c)).collect(Collectors.joining(", "));
    }

    private String quote(String name) {
        return dialect.sql().quote(name);
    }
}
