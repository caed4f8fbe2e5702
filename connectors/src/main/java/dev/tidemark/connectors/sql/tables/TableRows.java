package dev.tidemark.connectors.sql.tables;

import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.RowSink;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks the values of rows against what the database holds, adds what Tidemark adds, and hands whole rows to a lane. */
final class TableRows implements RowSink {

    private static final long DAY_MICROS = 86_400_000_000L;
    private static final String HALF = "it holds half of a surrogate pair, which is no character";

    private final List<String> names;
    private final List<FieldType> types;
    private final Bounds bounds;
    private final Lane lane;
    private final int[] key;
    private final int keyTexts;
    private final Row row;
    private final int meta;
    private final KeysSeen keys = new KeysSeen();
    private final OtherKeys others;
    private final boolean careful;

    private long page;
    private long firstPage;
    private long retrievedAt;
    private boolean deleted;
    private boolean versioned;
    private @Nullable String refusal;
    private long rows;
    private long tombstones;
    private long unversioned;
    private long rejectedByKey;

    /** @param careful whether the stage keeps no row */
    TableRows(Shape shape, Lane lane, boolean careful) {
        this.careful = careful;
        this.names = shape.columns();
        this.types = shape.types();
        this.bounds = shape.dialect().bounds();
        this.lane = lane;
        this.key = shape.keyColumns();
        this.keyTexts = Bounds.texts(shape.keyTypes());
        this.row = new Row(shape.staged());
        this.meta = names.size();
        this.others = new OtherKeys(key, shape.keyTypes());
    }

    /** The keys of the slice's records that are not in the stage; of some that were rejected the key is not known. */
    OtherKeys others() {
        return others;
    }

    /** How many records of the slice were rejected of which the key is known. */
    long rejectedByKey() {
        return rejectedByKey;
    }

    /** The number of the slice's first page; 0 where none was told. */
    long firstPage() {
        return firstPage;
    }

    Slice slice() {
        return new Slice(rows, tombstones, unversioned, keys.twice());
    }

    @Override
    public void page(long number, long retrievedAtMicros) {
        page = number;
        firstPage = firstPage == 0 ? number : firstPage;
        retrievedAt = retrievedAtMicros;
    }

    @Override
    public void begin() {
        row.clear();
        deleted = false;
        versioned = false;
        refusal = null;
    }

    @Override
    public void version(long epochMicros) {
        if (isMoment(epochMicros)) {
            row.put(meta, epochMicros);
            versioned = true;
        } else {
            refuse(Meta.VERSION, epochMicros + " microseconds since 1970 is outside what " + bounds.title() + " holds");
        }
    }

    @Override
    public void deleted() {
        deleted = true;
    }

    @Override
    public void discard() {
        reject();
        begin();
    }

    @Override
    public @Nullable String refusal() {
        return refusal;
    }

    @Override
    public void end(byte[] bytes, int from, int to) {
        checkKey();
        row.put(meta + 1, retrievedAt);
        row.put(meta + 2, page);
        if (deleted) {
            row.put(meta + 3, versioned ? row.number(meta) : retrievedAt);
        }
        row.put(meta + 4, rows);
        if (refusal == null) {
            refusal = lane.take(row);
        }
        if (refusal == null) {
            count();
        } else {
            reject();
        }
    }

    private void reject() {
        if (Arrays.stream(key).noneMatch(row::isNull)) {
            rejectedByKey++;
            keep();
        }
    }

    /** A key that is too long is in no row of the table either. */
    private void keep() {
        if (Arrays.stream(key).allMatch(this::isShort)) {
            others.add(row);
        }
    }

    private void count() {
        rows++;
        tombstones += deleted ? 1 : 0;
        unversioned += versioned ? 0 : 1;
        keys.add(hash());
        if (careful) {
            keep();
        }
    }

    private void checkKey() {
        for (int column : key) {
            if (row.isNull(column)) {
                refuse(column, "it is part of the key and empty");
            } else if (!isShort(column)) {
                refuse(
                        column,
                        "the key is longer than the " + bounds.keyCharacters(keyTexts)
                                + " characters that an index holds");
            }
        }
    }

    private boolean isShort(int column) {
        int length = switch (types.get(column)) {
            case TEXT, JSON -> row.text(column).length();
            case BYTES -> row.bytes(column).length;
            default -> 0;
        };
        return length <= bounds.keyCharacters(keyTexts);
    }

    private long hash() {
        long hash = 0;
        for (int column : key) {
            hash = (hash ^ row.hash(column)) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 31;
        }
        return hash;
    }

    @Override
    public void text(int field, String value) {
        if (types.get(field) != FieldType.TEXT) {
            mismatch(field, "text");
        } else if (isWhole(field, value)) {
            row.put(field, value);
        }
    }

    @Override
    public void integer(int field, long value) {
        switch (types.get(field)) {
            case INTEGER -> row.put(field, value);
            case DECIMAL -> decimal(field, BigDecimal.valueOf(value));
            case TEXT -> row.put(field, Long.toString(value));
            case DOUBLE -> {
                if (value == Long.MAX_VALUE || (long) (double) value != value) {
                    refuse(field, "a double cannot hold the whole number " + value);
                } else {
                    row.put(field, Double.doubleToRawLongBits((double) value));
                }
            }
            default -> mismatch(field, "a whole number");
        }
    }

    @Override
    public void decimal(int field, BigDecimal value) {
        switch (types.get(field)) {
            case TEXT -> row.put(field, value.toString());
            case DECIMAL -> exact(field, value);
            default -> mismatch(field, "a decimal number");
        }
    }

    /** As many digits as the column has: a number that would be rounded is refused. */
    private void exact(int field, BigDecimal value) {
        BigDecimal bare = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        if (bare.scale() > bounds.fraction()) {
            refuse(
                    field,
                    "it has more than the " + bounds.fraction() + " digits after the point that " + bounds.title()
                            + " holds");
        } else if ((long) bare.precision() - bare.scale() > bounds.digits() - bounds.fraction()) {
            refuse(
                    field,
                    "it has more than the " + (bounds.digits() - bounds.fraction()) + " digits before the point that "
                            + bounds.title() + " holds");
        } else {
            row.put(field, bare.setScale(bounds.fraction()));
        }
    }

    @Override
    public void number(int field, double value) {
        switch (types.get(field)) {
            case TEXT -> row.put(field, Double.toString(value));
            case DOUBLE -> {
                if (bounds.unending() || Double.isFinite(value)) {
                    row.put(field, Double.doubleToRawLongBits(value));
                } else {
                    refuse(field, bounds.title() + " holds no " + value);
                }
            }
            default -> mismatch(field, "a floating point number");
        }
    }

    @Override
    public void bool(int field, boolean value) {
        switch (types.get(field)) {
            case TEXT -> row.put(field, Boolean.toString(value));
            case BOOLEAN -> row.put(field, value ? 1L : 0L);
            default -> mismatch(field, "true or false");
        }
    }

    @Override
    public void date(int field, long epochDay) {
        if (epochDay < bounds.firstDay() || epochDay > bounds.lastDay()) {
            refuse(field, "day " + epochDay + " since 1970 is outside what " + bounds.title() + " holds");
            return;
        }
        switch (types.get(field)) {
            case TEXT -> row.put(field, LocalDate.ofEpochDay(epochDay).toString());
            case DATE -> row.put(field, epochDay);
            default -> mismatch(field, "a date");
        }
    }

    @Override
    public void time(int field, long microsOfDay) {
        if (microsOfDay < 0 || microsOfDay >= DAY_MICROS) {
            refuse(field, microsOfDay + " microseconds are no time of day");
            return;
        }
        switch (types.get(field)) {
            case TEXT ->
                row.put(field, LocalTime.ofNanoOfDay(microsOfDay * 1000).toString());
            case TIME -> row.put(field, microsOfDay);
            default -> mismatch(field, "a time of day");
        }
    }

    @Override
    public void instant(int field, long epochMicros) {
        if (!isMoment(epochMicros)) {
            refuse(field, epochMicros + " microseconds since 1970 is outside what " + bounds.title() + " holds");
            return;
        }
        switch (types.get(field)) {
            case TEXT ->
                row.put(
                        field,
                        Instant.ofEpochSecond(
                                        Math.floorDiv(epochMicros, 1_000_000L),
                                        Math.floorMod(epochMicros, 1_000_000L) * 1000L)
                                .toString());
            case INSTANT -> row.put(field, epochMicros);
            default -> mismatch(field, "a moment");
        }
    }

    private boolean isMoment(long epochMicros) {
        return epochMicros >= bounds.firstMicros() && epochMicros <= bounds.lastMicros();
    }

    @Override
    public void bytes(int field, byte[] value) {
        if (types.get(field) == FieldType.BYTES) {
            row.put(field, (Object) value);
        } else {
            mismatch(field, "bytes");
        }
    }

    @Override
    public void json(int field, String value) {
        if (types.get(field) != FieldType.JSON && types.get(field) != FieldType.TEXT) {
            mismatch(field, "JSON");
        } else if (isWhole(field, value)) {
            row.put(field, value);
        }
    }

    /** The engine takes such a record back before it ends; one that ends all the same is refused with this reason. */
    @Override
    public void misfit(int field, String raw, String why) {
        refuse(field, why);
    }

    private boolean isWhole(int field, String text) {
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i++);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            boolean pair =
                    Character.isHighSurrogate(c) && i < text.length() && Character.isLowSurrogate(text.charAt(i++));
            if (!pair) {
                refuse(field, HALF);
                return false;
            }
        }
        return true;
    }

    private void mismatch(int field, String what) {
        refuse(field, what + " does not fit its type, " + types.get(field));
    }

    private void refuse(int field, String why) {
        refuse(names.get(field), why);
    }

    private void refuse(String column, String why) {
        if (refusal == null) {
            refusal = "column " + column + ": " + why;
        }
    }
}
