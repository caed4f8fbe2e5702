package dev.tidemark.connectors.sql.tables;

import dev.tidemark.connector.Column;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.TableSpec;
import java.util.HashMap;
import java.util.Map;

/** Whether a database takes the names of a table as they are. */
public final class Names {

    private Names() {}

    /** @throws ConnectorException where a name would be refused or changed, or two names would be one */
    public static void check(TableSpec table, Bounds bounds) {
        fits("schema", table.schema(), bounds);
        fits("table", table.name(), bounds);
        if (Columns.folded(table.schema()).equals(Marks.SCHEMA)) {
            throw new ConnectorException(
                    "destination.name_reserved",
                    "the schema '" + Marks.SCHEMA + "' is kept for Tidemark's own tables",
                    "Choose another schema for the table '" + table.name() + "'");
        }
        if (table.columns().size() > bounds.mostColumns()) {
            throw new ConnectorException(
                    "destination.too_many_columns",
                    "the table '" + table.name() + "' would have "
                            + table.columns().size() + " columns; a table of " + bounds.title() + " holds at most "
                            + bounds.mostColumns() + " and ours",
                    "List the fields that you need in the sync");
        }
        if (table.key().isEmpty()) {
            throw new ConnectorException(
                    "destination.key_missing",
                    "the stream of the table '" + table.name() + "' has no key, so its rows cannot be told apart",
                    "Choose a stream with a key, or name key fields in the sync");
        }
        Map<String, String> seen = new HashMap<>();
        for (Column column : table.columns()) {
            String name = column.name();
            fits("column", name, bounds);
            String folded = Columns.folded(name);
            if (folded.startsWith("_tidemark_")) {
                throw new ConnectorException(
                        "destination.name_reserved",
                        "the column name '" + name + "' is reserved",
                        "Give the field another column name, or leave it out of the sync");
            }
            String other = seen.putIfAbsent(folded, name);
            if (other != null) {
                throw new ConnectorException(
                        "destination.name_twice",
                        "the table '" + table.name() + "' would have the columns '" + other + "' and '" + name
                                + "', which are one name to " + bounds.title(),
                        "Give one of the fields another column name");
            }
        }
    }

    private static void fits(String what, String name, Bounds bounds) {
        int length = name.codePointCount(0, name.length());
        if (name.isEmpty() || name.indexOf('\0') >= 0 || length > bounds.longestName()) {
            throw new ConnectorException(
                    "destination.name_too_long",
                    "the " + what + " name '" + name + "' does not have between 1 and " + bounds.longestName()
                            + " characters, as " + bounds.title() + " wants",
                    "Give the " + what + " a shorter name in the sync");
        }
        boolean narrow = name.chars().noneMatch(c -> Character.isSurrogate((char) c));
        if (!bounds.anyNames() && (!narrow || name.endsWith(" "))) {
            throw new ConnectorException(
                    "destination.name_wrong",
                    bounds.title() + " has no " + what + " names such as '" + name
                            + "': with characters beyond the basic plane, or a space at the end",
                    "Give the " + what + " another name in the sync");
        }
    }
}
