package dev.tidemark.connector;

import java.util.List;
import java.util.Objects;

/**
 * A table that a sync keeps.
 *
 * @param sync the sync's permanent id; a table that carries another's, or none, is not ours and is refused
 * @param schema the schema, made where it is missing
 * @param name the table's name
 * @param columns in the order in which {@link RowSink} numbers them
 * @param key the columns of the primary key; empty for a stream without a key, whose rows are only ever replaced as a whole
 * @param deletes what becomes of a row that is deleted at the source
 * @param keeper what people call the sync
 */
public record TableSpec(
        String sync,
        String schema,
        String name,
        List<Column> columns,
        List<String> key,
        Deletes deletes,
        Keeper keeper) {

    /** The sync that keeps a table, for people. */
    public record Keeper(String workspace, String sync) {
        public static final Keeper UNKNOWN = new Keeper("", "");
    }

    /** What becomes of a row that is deleted at the source. */
    public enum Deletes {
        /** It stays, and {@code _tidemark_deleted_at} says since when. */
        SOFT,
        /** It goes. */
        HARD
    }

    /** A table of a sync of which nobody asks what it is called. */
    public TableSpec(String sync, String schema, String name, List<Column> columns, List<String> key, Deletes deletes) {
        this(sync, schema, name, columns, key, deletes, Keeper.UNKNOWN);
    }

    public TableSpec {
        Objects.requireNonNull(keeper);
        Objects.requireNonNull(deletes);
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        for (String part : key) {
            if (columns.stream().noneMatch(c -> c.name().equals(part))) {
                throw new IllegalArgumentException("table " + name + " has no column for its key " + part);
            }
        }
    }
}
