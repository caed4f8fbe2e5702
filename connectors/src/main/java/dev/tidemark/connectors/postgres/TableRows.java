package dev.tidemark.connectors.postgres;

import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.RowSink;
import dev.tidemark.connectors.sql.tables.KeysSeen;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns rows into binary COPY, with what Tidemark adds to each, and hands whole ones to a {@link Lane}. */
final class TableRows implements RowSink {

    private static final int VERSION = 0;
    private static final int SYNCED_AT = 1;
    private static final int DELETED_AT = 3;

    /** What fits an index for certain; 2,704 bytes is PostgreSQL's limit for all of a key with its header. */
    private static final int LONGEST_KEY = 2_600;

    private final RowEncoder values;
    private final RowEncoder meta = new RowEncoder(
            Meta.ALL, List.of(FieldType.INSTANT, FieldType.INSTANT, FieldType.INTEGER, FieldType.INSTANT));
    private final Lane lane;
    private final @Nullable KeysTwice filled;
    private final Lists lists;
    private final int columns;
    private final int[] key;
    private final boolean staged;
    private final boolean keysAreBytes;
    private final boolean careful;
    private final KeysSeen keys = new KeysSeen();
    private final Keys others;

    private long page;
    private long firstPage;
    private long retrievedAt;
    private long version;
    private boolean versioned;
    private boolean deleted;
    private @Nullable String refusal;

    private long rows;
    private long tombstones;
    private long unversioned;
    private long rejectedByKey;

    /**
     * @param careful whether each row leaves the stage before the next one comes
     * @param filled takes the keys of a table that is filled for the first time; null where nobody asks for them
     * @param lists learns from the values of columns that are shown as tables
     */
    TableRows(Shape shape, Lane lane, boolean staged, boolean careful, @Nullable KeysTwice filled, Lists lists) {
        this.lists = lists;
        this.values = new RowEncoder(shape.columns(), shape.types());
        this.lane = lane;
        this.filled = filled;
        this.staged = staged;
        this.columns = shape.sent(staged).size();
        this.key = shape.keyColumns();
        this.keysAreBytes = shape.keysAreBytes();
        this.careful = careful;
        this.others = new Keys(key);
    }

    /** The keys of the slice's records that are not in the stage; of some that were rejected the key is not known. */
    Keys others() {
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
        return new Slice(rows, tombstones, unversioned, !keysAreBytes || keys.twice());
    }

    @Override
    public void page(long number, long retrievedAtMicros) {
        page = number;
        firstPage = firstPage == 0 ? number : firstPage;
        retrievedAt = retrievedAtMicros;
    }

    @Override
    public void begin() {
        values.clear();
        versioned = false;
        deleted = false;
        refusal = null;
    }

    @Override
    public void version(long epochMicros) {
        version = epochMicros;
        versioned = true;
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
        describe();
        int keyBytes = 0;
        for (int column : key) {
            keyBytes += values.length(column);
            if (values.isNull(column)) {
                values.refuse(column, "it is part of the key and empty");
            } else if (keyBytes > LONGEST_KEY) {
                values.refuse(column, "the key is longer than the " + LONGEST_KEY + " bytes that an index holds");
            }
        }
        refusal = values.refusal() != null ? values.refusal() : meta.refusal();
        if (refusal == null) {
            write();
        } else {
            reject();
        }
    }

    private void reject() {
        if (isKeyKnown()) {
            rejectedByKey++;
            keep();
        }
    }

    private boolean isKeyKnown() {
        return Arrays.stream(key).noneMatch(values::isNull);
    }

    /** A key that is too long is in no row of the table either. */
    private void keep() {
        if (staged && Arrays.stream(key).map(values::length).sum() <= LONGEST_KEY) {
            others.add(values);
        }
    }

    private void describe() {
        meta.clear();
        if (versioned) {
            meta.instant(VERSION, version);
        }
        meta.instant(SYNCED_AT, retrievedAt);
        meta.integer(2, page);
        if (deleted) {
            meta.instant(DELETED_AT, versioned ? version : retrievedAt);
        }
    }

    private void write() {
        Bytes out = lane.rows();
        out.int2(columns);
        values.writeTo(out);
        meta.writeTo(out);
        if (staged) {
            out.int4(8);
            out.int8(rows);
        }
        refusal = lane.ended(deleted, versioned);
        if (refusal != null) {
            reject();
            return;
        }
        count();
        if (careful) {
            keep();
        }
    }

    private void count() {
        rows++;
        if (deleted) {
            tombstones++;
        }
        if (!versioned) {
            unversioned++;
        }
        if (keysAreBytes && (staged || filled != null)) {
            long hash = 0;
            for (int column : key) {
                hash = values.mixHash(column, hash);
            }
            if (filled == null) {
                keys.add(hash);
            } else {
                filled.add(hash, values);
            }
        }
    }

    @Override
    public void text(int field, String value) {
        values.text(field, value);
    }

    @Override
    public void text(int field, char[] chars, int offset, int length) {
        values.text(field, chars, offset, length);
    }

    @Override
    public void integer(int field, long value) {
        values.integer(field, value);
    }

    @Override
    public void decimal(int field, BigDecimal value) {
        values.decimal(field, value);
    }

    @Override
    public void number(int field, double value) {
        values.number(field, value);
    }

    @Override
    public void bool(int field, boolean value) {
        values.bool(field, value);
    }

    @Override
    public void date(int field, long epochDay) {
        values.date(field, epochDay);
    }

    @Override
    public void time(int field, long microsOfDay) {
        values.time(field, microsOfDay);
    }

    @Override
    public void instant(int field, long epochMicros) {
        values.instant(field, epochMicros);
    }

    @Override
    public void bytes(int field, byte[] value) {
        values.bytes(field, value);
    }

    @Override
    public void json(int field, String value) {
        values.json(field, value);
        lists.learn(field, value);
    }

    /** The engine takes such a record back before it ends; one that ends all the same is refused with this reason. */
    @Override
    public void misfit(int field, String raw, String why) {
        values.refuse(field, why);
    }
}
