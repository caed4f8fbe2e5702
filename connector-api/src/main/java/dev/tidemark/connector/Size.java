package dev.tidemark.connector;

import java.util.Objects;

/**
 * What a first reading of everything in a stream comes to.
 *
 * @param records that it answers
 * @param requests that it takes, sign-in and description aside; none where nothing is counted, as at a database
 * @param how the one follows from the other, for people, such as {@code 100 records a request}
 */
public record Size(Amount records, Amount requests, String how) {

    public Size {
        Objects.requireNonNull(records);
        Objects.requireNonNull(requests);
        Objects.requireNonNull(how);
    }

    /** Of a stream that is read page by page, full ones but for the last. */
    public static Size paged(Amount records, int page) {
        return new Size(records, records.pagesOf(page), page + " records a request");
    }
}
