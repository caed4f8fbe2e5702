package dev.tidemark.sandbox.salesforce.soql;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** What a query found: a snapshot that can be written page by page, long after. */
public interface ResultSet {
    /** How many records can be written. */
    int size();

    /** How many rows were found; more than {@link #size} for COUNT(), which has no records. */
    default int totalSize() {
        return size();
    }

    /** The most characters a record can take. */
    int width();

    /**
     * Writes one record.
     *
     * @param version of the API, {@code v62.0}, for the urls within the record
     */
    void write(int index, JsonGenerator json, String version);

    /** The records as rows of text; null where it has none, as aggregates have. */
    default @Nullable Flat flat() {
        return null;
    }
}
