package dev.tidemark.connectors.zendesk;

import java.time.Instant;

/**
 * Where a pass stands.
 *
 * @param notBefore until when Zendesk takes no further request of this kind; the epoch for no such time
 * @param position a cursor exactly as Zendesk gave it, or a time in seconds; of a list with a letter before it
 */
record Place(Instant notBefore, String position) {

    static Place of(String token) {
        String[] parts = token.split(" ", 2);
        if (parts.length != 2 || !parts[0].matches("\\d{1,12}")) {
            throw new IllegalArgumentException("not a place of this connector: " + token);
        }
        return new Place(Instant.ofEpochSecond(Long.parseLong(parts[0])), parts[1]);
    }

    String token() {
        return notBefore.getEpochSecond() + " " + position;
    }
}
