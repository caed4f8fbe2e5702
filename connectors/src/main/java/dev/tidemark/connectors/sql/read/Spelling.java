package dev.tidemark.connectors.sql.read;

/** How a database's query spells the values of a column; {@link PageWriter} makes one spelling of them. */
public enum Spelling {
    /** As it is. */
    TEXT,
    /** Digits, in whatever notation; or a word such as {@code NaN}. */
    NUMBER,
    /** {@code t}, {@code true} or {@code 1}, and their opposites. */
    BOOLEAN,
    DATE,
    TIME,
    /** A moment with its offset: {@code 2026-05-01 07:25:37.5+00}. */
    MOMENT,
    /** A moment in UTC that does not say so. */
    UTC,
    /** A day and a time of day, without a zone: the account's setting says which. */
    LOCAL,
    /** Bytes, as the driver gives them. */
    BYTES,
    /** JSON text. */
    JSON
}
