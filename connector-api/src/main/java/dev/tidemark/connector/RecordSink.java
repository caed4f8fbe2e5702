package dev.tidemark.connector;

import java.math.BigDecimal;

/**
 * Takes the values of records, one record after the other, each field by its number. A field that is not mentioned between
 * {@link #begin} and {@link #end} is null; one mentioned twice keeps the last value. Times are in microseconds since 1970
 * UTC, days in days since 1970, so that nothing is boxed on the way.
 */
public interface RecordSink {

    /** A record begins. */
    void begin();

    void text(int field, String value);

    /** As {@link #text(int, String)}, without the need of a string. The characters are read during the call only. */
    default void text(int field, char[] chars, int offset, int length) {
        text(field, new String(chars, offset, length));
    }

    void integer(int field, long value);

    void decimal(int field, BigDecimal value);

    void number(int field, double value);

    void bool(int field, boolean value);

    /** A day, in days since 1970-01-01. */
    void date(int field, long epochDay);

    /** A time of day, in microseconds since midnight. */
    void time(int field, long microsOfDay);

    /** A moment, in microseconds since 1970-01-01T00:00Z. */
    void instant(int field, long epochMicros);

    void bytes(int field, byte[] value);

    /** A nested value as JSON text. */
    void json(int field, String value);

    /**
     * A value that is not of the field's type. The record as a whole becomes a rejection with this text; its other values
     * are kept with it (invariant 6).
     *
     * @param raw the value as it came
     */
    void misfit(int field, String raw, String why);

    /**
     * This record is a tombstone: its key is gone at the source. Where it brings more than its key and its version, its
     * values are the last known ones; else those that came before it are.
     */
    void deleted();

    /**
     * The record is whole.
     *
     * @param page the page's bytes
     * @param from where the record's own bytes begin in it
     * @param to where they end; equal to {@code from} where the connector cannot tell
     */
    void end(byte[] page, int from, int to);
}
