package dev.tidemark.connector;

/** The types a value can have on its way from an API into a database and back. */
public enum FieldType {
    TEXT,
    /** A whole number of 64 bits. */
    INTEGER,
    /** An exact decimal number of any size. */
    DECIMAL,
    /** A binary floating point number of 64 bits. */
    DOUBLE,
    BOOLEAN,
    /** A day without a time zone. */
    DATE,
    /** A time of day without a zone. */
    TIME,
    /** A moment, to the microsecond. */
    INSTANT,
    BYTES,
    /** A nested value, kept as JSON text. */
    JSON
}
