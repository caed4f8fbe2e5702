package dev.tidemark.connectors.postgres;

import dev.tidemark.connector.FieldType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row in the making, each value in the binary form of its column. Values come in any order, so they are kept aside and
 * put into the order of the columns by {@link #writeTo}. A value of another type is widened as {@link ColumnTypes} widens
 * columns; what cannot be is told by {@link #refusal}.
 */
final class RowEncoder {

    /** The largest value of one column, a little below the 1 GB at which PostgreSQL stops. */
    private static final int MOST_BYTES = 1_000_000_000;

    /** Microseconds from 1970, from which we count, to 2000, from which PostgreSQL does. */
    private static final long EPOCH_MICROS = 946_684_800_000_000L;

    private static final int EPOCH_DAYS = 10_957;
    private static final long FIRST_MICROS = -211_813_488_000_000_000L + EPOCH_MICROS;
    private static final long FIRST_DAY = -2_451_545L + EPOCH_DAYS;
    private static final long END_DAY = 2_147_483_494L - 2_451_545L + EPOCH_DAYS;
    private static final long DAY_MICROS = 86_400_000_000L;

    private final List<String> names;
    private final FieldType[] types;
    private final int[] from;
    private final int[] count;
    private final Bytes values = new Bytes(16 * 1024);
    private @Nullable String refusal;

    /** @param names of the columns, for refusals; as many as types */
    RowEncoder(List<String> names, List<FieldType> types) {
        this.names = names;
        this.types = types.toArray(FieldType[]::new);
        this.from = new int[this.types.length];
        this.count = new int[this.types.length];
    }

    void clear() {
        values.clear();
        values.shrinkTo(16 * 1024 * 1024);
        Arrays.fill(count, -1);
        refusal = null;
    }

    /** Why this row cannot be stored; the first reason found, or null. */
    @Nullable
    String refusal() {
        return refusal;
    }

    void refuse(int column, String why) {
        if (refusal == null) {
            refusal = "column " + names.get(column) + ": " + why;
        }
    }

    boolean isNull(int column) {
        return count[column] < 0;
    }

    /** How many bytes a column has; none where it is null. */
    int length(int column) {
        return Math.max(0, count[column]);
    }

    /** A hash of a column's bytes, mixed with that of the columns before it. */
    long mixHash(int column, long before) {
        long hash = before ^ count[column];
        int end = from[column] + count[column];
        for (int i = from[column]; i < end; i++) {
            hash = (hash ^ values.array[i]) * 0x100000001b3L;
        }
        return hash ^ hash >>> 29;
    }

    /** Writes all values in the order of the columns, each behind its length. */
    void writeTo(Bytes out) {
        long total = 4L * types.length + values.length;
        out.reserve((int) Math.min(Integer.MAX_VALUE - 16, total));
        for (int i = 0; i < types.length; i++) {
            writeTo(out, i);
        }
    }

    /** Writes one value behind its length. */
    void writeTo(Bytes out, int column) {
        out.int4(count[column]);
        if (count[column] > 0) {
            out.bytes(values.array, from[column], count[column]);
        }
    }

    void text(int column, String value) {
        if (types[column] != FieldType.TEXT) {
            mismatch(column, "text");
            return;
        }
        int start = values.length;
        finish(column, start, tooLong(value.length()) ? "" : Utf8.write(values, value));
    }

    void text(int column, char[] chars, int offset, int length) {
        if (types[column] != FieldType.TEXT) {
            mismatch(column, "text");
            return;
        }
        int start = values.length;
        finish(column, start, tooLong(length) ? "" : Utf8.write(values, chars, offset, length));
    }

    void integer(int column, long value) {
        int start = values.length;
        switch (types[column]) {
            case INTEGER -> values.int8(value);
            case DECIMAL -> Numerics.write(values, value);
            case TEXT -> {
                text(column, Long.toString(value));
                return;
            }
            case DOUBLE -> {
                if (value == Long.MAX_VALUE || (long) (double) value != value) {
                    refuse(column, "a double cannot hold the whole number " + value);
                    return;
                }
                values.int8(Double.doubleToRawLongBits((double) value));
            }
            default -> {
                mismatch(column, "a whole number");
                return;
            }
        }
        finish(column, start, null);
    }

    void decimal(int column, BigDecimal value) {
        if (types[column] == FieldType.TEXT) {
            text(column, value.toString());
        } else if (types[column] == FieldType.DECIMAL) {
            int start = values.length;
            finish(column, start, Numerics.write(values, value));
        } else {
            mismatch(column, "a decimal number");
        }
    }

    void number(int column, double value) {
        if (types[column] == FieldType.TEXT) {
            text(column, Double.toString(value));
        } else if (types[column] == FieldType.DOUBLE) {
            int start = values.length;
            values.int8(Double.doubleToRawLongBits(value));
            finish(column, start, null);
        } else {
            mismatch(column, "a floating point number");
        }
    }

    void bool(int column, boolean value) {
        if (types[column] == FieldType.TEXT) {
            text(column, Boolean.toString(value));
        } else if (types[column] == FieldType.BOOLEAN) {
            int start = values.length;
            values.int1(value ? 1 : 0);
            finish(column, start, null);
        } else {
            mismatch(column, "true or false");
        }
    }

    void date(int column, long epochDay) {
        if (epochDay < FIRST_DAY || epochDay >= END_DAY) {
            refuse(column, "day " + epochDay + " since 1970 is outside what PostgreSQL holds (4713 BC to 5874897 AD)");
        } else if (types[column] == FieldType.TEXT) {
            text(column, LocalDate.ofEpochDay(epochDay).toString());
        } else if (types[column] == FieldType.DATE) {
            int start = values.length;
            values.int4((int) (epochDay - EPOCH_DAYS));
            finish(column, start, null);
        } else {
            mismatch(column, "a date");
        }
    }

    void time(int column, long microsOfDay) {
        if (microsOfDay < 0 || microsOfDay >= DAY_MICROS) {
            refuse(column, microsOfDay + " microseconds are no time of day");
        } else if (types[column] == FieldType.TEXT) {
            text(column, LocalTime.ofNanoOfDay(microsOfDay * 1000).toString());
        } else if (types[column] == FieldType.TIME) {
            int start = values.length;
            values.int8(microsOfDay);
            finish(column, start, null);
        } else {
            mismatch(column, "a time of day");
        }
    }

    void instant(int column, long epochMicros) {
        if (epochMicros < FIRST_MICROS) { // the end, in 294276 AD, is later than a long can say
            refuse(column, epochMicros + " microseconds since 1970 is before 4713 BC, where PostgreSQL begins");
        } else if (types[column] == FieldType.TEXT) {
            text(column, instantOf(epochMicros).toString());
        } else if (types[column] == FieldType.INSTANT) {
            int start = values.length;
            values.int8(epochMicros - EPOCH_MICROS);
            finish(column, start, null);
        } else {
            mismatch(column, "a moment");
        }
    }

    void bytes(int column, byte[] value) {
        if (types[column] != FieldType.BYTES) {
            mismatch(column, "bytes");
            return;
        }
        int start = values.length;
        if (!tooLong(value.length)) {
            values.bytes(value, 0, value.length);
        }
        finish(column, start, tooLong(value.length) ? "" : null);
    }

    void json(int column, String value) {
        if (types[column] == FieldType.TEXT) {
            text(column, value);
            return;
        }
        if (types[column] != FieldType.JSON) {
            mismatch(column, "JSON");
            return;
        }
        int start = values.length;
        String escapes = JsonEscapes.refusal(value);
        if (escapes == null && !tooLong(value.length())) {
            values.int1(1); // the version of jsonb's binary form
            escapes = Utf8.write(values, value);
        }
        finish(column, start, tooLong(value.length()) ? "" : escapes);
    }

    private static Instant instantOf(long epochMicros) {
        return Instant.ofEpochSecond(
                Math.floorDiv(epochMicros, 1_000_000L), Math.floorMod(epochMicros, 1_000_000L) * 1000L);
    }

    private static boolean tooLong(int length) {
        return length > MOST_BYTES;
    }

    /** @param wrong why it was not written; empty where it was too long to try */
    private void finish(int column, int start, @Nullable String wrong) {
        int length = values.length - start;
        if (wrong != null && !wrong.isEmpty()) {
            refuse(column, wrong);
        } else if (wrong != null || length > MOST_BYTES) {
            refuse(column, "it is larger than the 1 GB that PostgreSQL holds");
        }
        from[column] = start;
        count[column] = wrong == null ? length : -1;
    }

    private void mismatch(int column, String what) {
        refuse(column, what + " does not fit its type, " + types[column]);
    }
}
