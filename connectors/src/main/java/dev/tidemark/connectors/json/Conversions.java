package dev.tidemark.connectors.json;

import java.math.BigDecimal;

/**
 * How an API spells its values in JSON. Each method for dates and times reads {@code length} characters from {@code offset}; what
 * it cannot read it answers with {@link #MISFIT}, and the record becomes a rejection that keeps the raw value.
 */
public interface Conversions {

    /** Not a value of that type. No date or time that can be told has this number. */
    long MISFIT = Long.MIN_VALUE;

    /** ISO 8601, with or without seconds, fractions and the colon of the offset: what most APIs write. */
    Conversions ISO = new Iso8601();

    /** Moments as whole or broken seconds since 1970, and all else as in {@link #ISO}. */
    Conversions EPOCH_SECONDS = new Epoch(1_000_000, false);

    /** Moments as milliseconds since 1970, and all else as in {@link #ISO}. */
    Conversions EPOCH_MILLIS = new Epoch(1_000, false);

    /**
     * Every value as a string, the empty string for none: numbers, {@code "true"}, moments as milliseconds or in ISO 8601, as
     * HubSpot spells its properties.
     */
    Conversions STRINGS = new Epoch(1_000, true);

    /** Days since 1970-01-01. */
    long date(char[] chars, int offset, int length);

    /** Microseconds since midnight. */
    long time(char[] chars, int offset, int length);

    /** Microseconds since 1970-01-01T00:00Z. */
    long instant(char[] chars, int offset, int length);

    /** Microseconds since 1970-01-01T00:00Z of a moment that is spelt as a JSON number. */
    long instant(BigDecimal number);

    /** Whether numbers, truths and moments come as strings too, and an empty string stands for no value of them. */
    boolean spelledAsStrings();
}
