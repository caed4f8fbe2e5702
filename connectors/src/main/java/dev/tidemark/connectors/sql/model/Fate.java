package dev.tidemark.connectors.sql.model;

import dev.tidemark.connector.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * An outcome as the columns of a ledger say it.
 *
 * @param state the row's from now on
 * @param remoteId the record's at the app
 * @param code of a refusal
 * @param message why it was not accepted
 * @param answer the app's own words
 */
public record Fate(
        String state,
        @Nullable String remoteId,
        @Nullable String code,
        @Nullable String message,
        @Nullable String answer) {

    public static Fate of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted accepted -> new Fate("ACCEPTED", accepted.id(), null, null, null);
            case Outcome.Rejected r -> new Fate("REJECTED", null, r.code(), r.message(), r.answer());
            case Outcome.Again again -> new Fate("WAITING", null, null, again.why(), null);
            case Outcome.Uncertain uncertain -> new Fate("UNCERTAIN", null, null, uncertain.why(), null);
        };
    }

    /** @throws IllegalArgumentException where not all rows of a batch were fit for what was to be done */
    public static void expect(int rows, long done, String what) {
        if (done != rows) {
            throw new IllegalArgumentException("of " + rows + " rows only " + done + " " + what);
        }
    }

    /** An app may answer a character that databases have no text for. */
    public static @Nullable String storable(@Nullable String text) {
        return text == null ? null : text.replace('\0', '\uFFFD');
    }
}
