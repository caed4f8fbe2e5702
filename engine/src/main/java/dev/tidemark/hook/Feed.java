package dev.tidemark.hook;

import dev.tidemark.connector.HintFeed.News;
import java.util.Optional;

/**
 * A feed of news that is to be asked.
 *
 * @param account as {@link dev.tidemark.access.Account#id}
 * @param name as {@link dev.tidemark.connector.Hint.OfFeed}
 * @param cursor exactly as it was last given
 * @param asked the number of the ping that asked for it last
 */
public record Feed(String account, String name, Optional<String> cursor, long asked) {

    /** The same, where it was told on to. */
    public Feed after(News.Told told) {
        return new Feed(account, name, Optional.of(told.cursor()), asked);
    }
}
