package dev.tidemark.connectors.postgres;

import dev.tidemark.connector.Column;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.TableSpec;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Names of schemas, tables and columns: always quoted, so that they are exactly as the source spells them. */
final class Names {

    private static final int MOST_BYTES = 63;
    private static final int MOST_COLUMNS = 1_500;
    private static final Set<String> SYSTEM = Set.of("ctid", "xmin", "xmax", "cmin", "cmax", "tableoid");

    private Names() {}

    static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String quote(String schema, String table) {
        return quote(schema) + "." + quote(table);
    }

    /** The quoted columns, separated by commas. */
    static String list(List<String> columns) {
        return columns.stream().map(Names::quote).collect(Collectors.joining(", "));
    }

    /** The quoted columns of a table's alias, separated by commas. */
    static String list(String alias, List<String> columns) {
        return columns.stream().map(c -> alias + "." + quote(c)).collect(Collectors.joining(", "));
    }

    /** @throws ConnectorException where PostgreSQL would cut or refuse a name, or two names would be one */
    static void check(TableSpec table) {
        fits("schema", table.schema());
        fits("table", table.name());
        if (table.schema().equals(Marks.SCHEMA)) {
            throw new ConnectorException(
                    "destination.name_reserved",
                    "the schema '" + Marks.SCHEMA + "' is kept for Tidemark's own tables",
                    "Choose another schema for the table '" + table.name() + "'");
        }
        if (table.columns().size() > MOST_COLUMNS) {
            throw new ConnectorException(
                    "destination.too_many_columns",
                    "the table '" + table.name() + "' would have "
                            + table.columns().size() + " columns; a PostgreSQL table holds at most " + MOST_COLUMNS
                            + " and ours",
                    "List the fields that you need in the sync");
        }
        Set<String> seen = new HashSet<>();
        for (Column column : table.columns()) {
            String name = column.name();
            fits("column", name);
            if (SYSTEM.contains(name) || name.startsWith("_tidemark_")) {
                throw new ConnectorException(
                        "destination.name_reserved",
                        "the column name '" + name + "' is reserved",
                        "Give the field another column name, or leave it out of the sync");
            }
            if (!seen.add(name)) {
                throw new ConnectorException(
                        "destination.name_twice",
                        "the table '" + table.name() + "' would have two columns named '" + name + "'",
                        "Give one of the fields another column name");
            }
        }
        if (table.key().isEmpty()) {
            throw new ConnectorException(
                    "destination.key_missing",
                    "the stream of the table '" + table.name() + "' has no key, so its rows cannot be told apart",
                    "Choose a stream with a key, or name key fields in the sync");
        }
    }

    private static void fits(String what, String name) {
        if (name.isEmpty() || name.indexOf('\0') >= 0 || name.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw new ConnectorException(
                    "destination.name_too_long",
                    "the " + what + " name '" + name + "' does not have between 1 and " + MOST_BYTES
                            + " bytes, so PostgreSQL would cut or refuse it",
                    "Give the " + what + " a shorter name in the sync");
        }
    }
}
