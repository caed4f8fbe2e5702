package dev.tidemark.connectors.json;

/**
 * How an API spells dates and times in JSON strings. Each method reads {@code length} characters from {@code offset}; what
 * it cannot read it answers with {@link #MISFIT}, and the record becomes a rejection that keeps the raw value.
 */
public interface Conversions {

    /** Not a value of that type. No date or time that can be told has this number. */
    long MISFIT = Long.MIN_VALUE;

    /** ISO 8601, with or without seconds, fractions and the colon of the offset: what most APIs write. */
    Conversions ISO = new Iso8601();

    /** Days since 1970-01-01. */
    long date(char[] chars, int offset, int length);

    /** Microseconds since midnight. */
    long time(char[] chars, int offset, int length);

    /** Microseconds since 1970-01-01T00:00Z. */
    long instant(char[] chars, int offset, int length);
}
