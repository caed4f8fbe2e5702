package dev.tidemark.sandbox.salesforce.org;

import dev.tidemark.sandbox.salesforce.schema.Field;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of one object, newest version each, in order of creation, with an index for each external id. */
final class Table {
    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final Map<String, Deletion> deletions = new LinkedHashMap<>();
    private final Map<Integer, Map<String, Map<String, Row>>> keys = new HashMap<>();

    @Nullable
    Row get(String id) {
        return rows.get(id);
    }

    Collection<Row> rows() {
        return rows.values();
    }

    Collection<Deletion> deletions() {
        return deletions.values();
    }

    @Nullable
    Row put(Row row) {
        Row old = rows.put(row.id(), row);
        index(old, row, row.id());
        if (row.isDeleted()) {
            deletions.put(row.id(), new Deletion(row.id(), row.stamp()));
        } else {
            deletions.remove(row.id());
        }
        return old;
    }

    /** Takes the row away without a trace: rolls a create back. */
    void undo(String id) {
        index(rows.remove(id), null, id);
        deletions.remove(id);
    }

    /** Takes the row out of the recycle bin; the deleted log keeps its line. */
    void purge(String id) {
        index(rows.remove(id), null, id);
    }

    void forgetDeletion(String id) {
        deletions.remove(id);
    }

    /** The rows that are not deleted and hold this value in an external id (or in Id), whatever the case. */
    List<Row> having(Field field, Object value) {
        var index = keys.get(field.ordinal());
        if (index == null) {
            index = new HashMap<>();
            keys.put(field.ordinal(), index);
            for (Row row : rows.values()) {
                enter(index, field.ordinal(), row);
            }
        }
        var found = index.get(key(value));
        return found == null ? List.of() : List.copyOf(found.values());
    }

    private void index(@Nullable Row old, @Nullable Row row, String id) {
        keys.forEach((ordinal, index) -> {
            Object before = old == null ? null : old.at(ordinal);
            var entry = before == null ? null : index.get(key(before));
            if (entry != null) {
                entry.remove(id);
            }
            if (row != null) {
                enter(index, ordinal, row);
            }
        });
    }

    private static void enter(Map<String, Map<String, Row>> index, int ordinal, Row row) {
        Object value = row.at(ordinal);
        if (value != null && !row.isDeleted()) {
            index.computeIfAbsent(key(value), key -> new LinkedHashMap<>()).put(row.id(), row);
        }
    }

    private static String key(Object value) {
        return value.toString().toLowerCase(Locale.ROOT);
    }
}
