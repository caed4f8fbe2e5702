package dev.tidemark.connectors.sql.tables;

import dev.tidemark.connector.FieldType;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One staged row: its values in the order of the stage's columns. Whole numbers, days, times, moments (in microseconds),
 * truth and the bits of floating point numbers are numbers; the rest are objects.
 */
public final class Row {

    private final List<FieldType> types;
    private final long[] numbers;
    private final @Nullable Object[] objects;
    private final boolean[] there;

    Row(List<FieldType> types) {
        this(types, new long[types.size()], new Object[types.size()], new boolean[types.size()]);
    }

    private Row(List<FieldType> types, long[] numbers, @Nullable Object[] objects, boolean[] there) {
        this.types = types;
        this.numbers = numbers;
        this.objects = objects;
        this.there = there;
    }

    Row copy() {
        return new Row(types, numbers.clone(), objects.clone(), there.clone());
    }

    void clear() {
        Arrays.fill(there, false);
        Arrays.fill(objects, null);
    }

    void put(int column, long value) {
        numbers[column] = value;
        there[column] = true;
    }

    void put(int column, Object value) {
        objects[column] = value;
        there[column] = true;
    }

    /** Takes over a value of another row. */
    void take(int column, Row other, int from) {
        numbers[column] = other.numbers[from];
        objects[column] = other.objects[from];
        there[column] = other.there[from];
    }

    /** Bytes that a value takes beside its place, about. */
    long weight(int column) {
        return switch (objects[column]) {
            case String text -> 2L * text.length();
            case byte[] all -> all.length;
            case null, default -> 0;
        };
    }

    void remove(int column) {
        there[column] = false;
    }

    public int size() {
        return there.length;
    }

    public FieldType type(int column) {
        return types.get(column);
    }

    public boolean isNull(int column) {
        return !there[column];
    }

    public long number(int column) {
        return numbers[column];
    }

    public double floating(int column) {
        return Double.longBitsToDouble(numbers[column]);
    }

    /** Text or JSON. */
    public String text(int column) {
        return (String) Objects.requireNonNull(objects[column]);
    }

    public BigDecimal decimal(int column) {
        return (BigDecimal) Objects.requireNonNull(objects[column]);
    }

    public byte[] bytes(int column) {
        return (byte[]) Objects.requireNonNull(objects[column]);
    }

    boolean isTombstone() {
        return there[size() - 2];
    }

    boolean isVersioned() {
        return there[size() - 5];
    }

    /** A number of a column's value that is the same for equal values. */
    long hash(int column) {
        Object value = objects[column];
        return switch (value) {
            case null -> there[column] ? numbers[column] * 0x9E3779B97F4A7C15L : 0;
            case BigDecimal d -> d.stripTrailingZeros().hashCode() * 0x9E3779B97F4A7C15L;
            case byte[] b -> mix(Arrays.hashCode(b), b.length);
            case String s -> text(s);
            default -> mix(value.hashCode(), 0);
        };
    }

    private static long text(String text) {
        long hash = text.length();
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash ^ hash >>> 29;
    }

    private static long mix(int hash, int length) {
        return (((long) hash << 32) ^ length) * 0x9E3779B97F4A7C15L;
    }
}
