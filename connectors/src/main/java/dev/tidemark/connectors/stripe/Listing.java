package dev.tidemark.connectors.stripe;

import dev.tidemark.connector.BadPage;
import dev.tidemark.connectors.json.Envelope;

/**
 * What stands around the objects of a list, which was proven whole.
 *
 * @param more whether there are more behind the last
 * @param lastId of the last object; empty for none
 * @param lastAt when the last object was created, in seconds since 1970; 0 where that is not told
 */
record Listing(long count, boolean more, String lastId, long lastAt) {

    /** @param time the member that says when an object was created */
    static Listing of(byte[] body, String time) throws BadPage {
        Envelope ids = Envelope.of(body, "data", "id");
        if (!ids.hasRecords()) {
            throw new BadPage("no list");
        }
        if (ids.find("has_more").isEmpty()) {
            throw new BadPage("a list that does not say whether there is more");
        }
        String at = ids.count() == 0
                ? ""
                : Envelope.of(body, "data", time).lastKey().orElse("");
        return new Listing(
                ids.count(),
                ids.isTrue("has_more"),
                ids.lastKey().orElse(""),
                at.matches("\\d{1,12}") ? Long.parseLong(at) : 0);
    }
}
