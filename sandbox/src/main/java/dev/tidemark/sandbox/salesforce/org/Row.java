package dev.tidemark.sandbox.salesforce.org;

import dev.tidemark.sandbox.salesforce.schema.Field;
import dev.tidemark.sandbox.salesforce.schema.SObject;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One version of one record; never changed, so that whoever holds it holds a snapshot. Values lie by the ordinal of
 * their field: text and ids as String, decimals as Double, ints as Integer, dates as LocalDate, datetimes as Long
 * (milliseconds since 1970), booleans as Boolean, base64 as byte[].
 */
public final class Row {
    private final SObject object;
    private final @Nullable Object[] values;
    private final @Nullable Row previous;
    private final long visibleFrom;

    private Row(SObject object, @Nullable Object[] values, @Nullable Row previous, long visibleFrom) {
        this.object = object;
        this.values = values;
        this.previous = previous;
        this.visibleFrom = visibleFrom;
    }

    static Row of(SObject object, @Nullable Object[] values) {
        return new Row(object, values, null, Long.MIN_VALUE);
    }

    /** The same row under a newer definition of its object. */
    Row as(SObject newer) {
        return new Row(newer, values, null, Long.MIN_VALUE);
    }

    /** The same row with some values changed. */
    Row with(Map<Field, @Nullable Object> changes) {
        int length = values.length;
        for (Field field : changes.keySet()) {
            length = Math.max(length, field.ordinal() + 1);
        }
        @Nullable Object[] copy = Arrays.copyOf(values, length);
        changes.forEach((field, value) -> copy[field.ordinal()] = value);
        return new Row(object, copy, null, Long.MIN_VALUE);
    }

    /** This version, unseen until then: readers see {@code before} (null: no row at all) as long. */
    Row hiddenUntil(long millis, @Nullable Row before) {
        return new Row(object, values, before, millis);
    }

    /** What readers see now; null when the row's creation is not yet committed. */
    @Nullable
    Row seenAt(long millis) {
        Row row = this;
        while (row != null && row.visibleFrom > millis) {
            row = row.previous;
        }
        return row;
    }

    public SObject object() {
        return object;
    }

    /** The stored value; null too for a field that the row is older than. Calculated fields store nothing. */
    public @Nullable Object get(Field field) {
        return at(field.ordinal());
    }

    @Nullable
    Object at(int ordinal) {
        return ordinal < values.length ? values[ordinal] : null;
    }

    public @Nullable Object get(String field) {
        return get(object.the(field));
    }

    public String id() {
        return String.valueOf(get(object.id()));
    }

    public boolean isDeleted() {
        return Boolean.TRUE.equals(get(object.isDeleted()));
    }

    /** SystemModstamp, in milliseconds since 1970. */
    public long stamp() {
        return get(object.stamp()) instanceof Long stamp ? stamp : 0;
    }

    @Override
    public String toString() {
        return object.name() + " " + id();
    }
}
