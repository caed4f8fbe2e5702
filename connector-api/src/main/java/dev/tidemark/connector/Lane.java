package dev.tidemark.connector;

/**
 * One part of a stream that is asked for beside others: a line of pages in itself.
 *
 * @param name tells it from the others that are open, and is the same until it ends
 * @param token where it stands; {@link SourceConnector#read} takes it as it takes any other. What follows its last page is
 *     {@link Next.Done}, whose cursor then says what became of the lane
 */
public record Lane(String name, String token) {

    public Lane {
        if (name.isEmpty() || token.isEmpty()) {
            throw new IllegalArgumentException("a lane has a name and a token");
        }
    }
}
