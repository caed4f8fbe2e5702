package dev.tidemark.connectors.stripe;

import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connectors.rest.Fingerprint;
import java.nio.charset.StandardCharsets;

/**
 * Under which key a record is created: for a day Stripe answers a second request of the same key from memory, and refuses one
 * with other values. A row that was rejected was not created, and gets another key.
 */
final class IdempotencyKey {

    private IdempotencyKey() {}

    /** Each version of a row is a record of its own. */
    static String ofInsert(WriteSpec spec, ModelRow row) {
        return of("insert", spec.stream(), row.key(), row.hash(), Integer.toString(row.attempts()));
    }

    /**
     * All versions of a row are one record: a second create is refused even where the search does not show the first yet, and
     * the row has other values by now.
     */
    static String ofUpsert(WriteSpec spec, String match, int attempts) {
        return of("upsert", spec.stream(), spec.match().orElseThrow(), match, Integer.toString(attempts));
    }

    /** For a record whose forerunner was deleted. */
    static String after(String key, String deleted) {
        return of("after", key, deleted);
    }

    private static String of(String... parts) {
        var all = new StringBuilder();
        for (String part : parts) {
            int bytes = part.getBytes(StandardCharsets.UTF_8).length;
            all.append(bytes).append(':').append(part);
        }
        return "tidemark-" + Fingerprint.of(all.toString(), 20);
    }
}
