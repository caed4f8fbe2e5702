package dev.tidemark.connectors.sql.read;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A table or view as the database's catalogs tell of it.
 *
 * @param stream the name it is read under: its own where it lies in the account's schema, else with its schema before it
 * @param from how a query names it
 * @param where a condition that its rows must meet, those that Tidemark keeps in it and did not mark as deleted; empty
 *     where all are read
 * @param columns those that may be read, in the table's order
 * @param keys sets of columns of which the database says that they tell rows apart and are never empty, the best first
 * @param indexed columns that an index begins with
 * @param rows about how many rows there are, where the database knows
 */
public record Table(
        String stream,
        String from,
        String where,
        List<TableColumn> columns,
        List<List<String>> keys,
        Set<String> indexed,
        OptionalLong rows) {

    public Table {
        columns = List.copyOf(columns);
        keys = List.copyOf(keys);
        indexed = Set.copyOf(indexed);
    }

    /** Whether Tidemark keeps it. */
    boolean isOurs() {
        return !where.isEmpty();
    }

    Optional<TableColumn> column(String name) {
        return columns.stream().filter(c -> c.name().equals(name)).findFirst();
    }
}
