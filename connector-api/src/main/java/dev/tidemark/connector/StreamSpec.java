package dev.tidemark.connector;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One type of data at a source or destination.
 *
 * @param name as the API spells it, such as {@code Account}
 * @param fields in the order in which {@link RecordSink} numbers them
 * @param key the fields that together identify a record; empty where the API has none, and then only whole reads are
 *     possible
 * @param cursor how changes are asked for
 * @param versionField the field whose time orders two versions of a record; empty where the order of arrival must do
 * @param seesDeletes whether reads of changes also answer deleted records, marked as such
 * @param notVouched fields that change without moving the cursor (formulas), so that a read of changes can miss them
 */
public record StreamSpec(
        String name,
        List<Field> fields,
        List<String> key,
        CursorKind cursor,
        Optional<String> versionField,
        boolean seesDeletes,
        Set<String> notVouched) {

    /** How a stream's changes are asked for. */
    public enum CursorKind {
        /** Not at all: each read answers everything. */
        NONE,
        /** By a time: the engine reads with an overlap (see {@link Reading.Since}). */
        TIME,
        /** By a token of the API's own, stored exactly as given (see {@link Reading.From}). */
        OPAQUE
    }

    public StreamSpec {
        fields = List.copyOf(fields);
        key = List.copyOf(key);
        notVouched = Set.copyOf(notVouched);
        Set<String> names = new HashSet<>();
        for (Field field : fields) {
            if (!names.add(field.name())) {
                throw new IllegalArgumentException("stream " + name + " has two fields named " + field.name());
            }
        }
        for (String part : key) {
            if (!names.contains(part)) {
                throw new IllegalArgumentException("stream " + name + " has no field for its key " + part);
            }
        }
    }

    /** A stream without formulas or deletes, for examples and tests. */
    public static StreamSpec of(String name, List<Field> fields, String key, CursorKind cursor) {
        return new StreamSpec(name, fields, List.of(key), cursor, Optional.empty(), false, Set.of());
    }

    public Optional<Field> field(String wanted) {
        return fields.stream().filter(f -> f.name().equals(wanted)).findFirst();
    }

    /** The number of a field, or -1. */
    public int indexOf(String wanted) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equals(wanted)) {
                return i;
            }
        }
        return -1;
    }

    /** The same stream with only these fields, in this stream's order; key and version field always stay. */
    public StreamSpec only(Set<String> wanted) {
        List<Field> kept = fields.stream()
                .filter(f -> wanted.contains(f.name())
                        || key.contains(f.name())
                        || versionField.filter(f.name()::equals).isPresent())
                .toList();
        return new StreamSpec(name, kept, key, cursor, versionField, seesDeletes, notVouched);
    }
}
