package dev.tidemark.connector;

import java.util.List;
import java.util.Map;

/**
 * An optional power of a source: one request that serves several streams, such as a composite request, side-loads, or a feed
 * of events. The engine holds the leases of all of them first, and treats each answer as that of its stream alone: what fails
 * for one touches no other. Without this power it asks for each stream by itself.
 */
public interface ReadsTogether {

    /** The most streams that one request may serve, at least two. */
    int mostTogether();

    /**
     * Whether this request gains by being one of several: a look for changes, say, but not a page of a backfill, which is
     * large and comes faster alone. Others are asked by {@link SourceConnector#read}.
     */
    default boolean joins(PageRequest request) {
        return true;
    }

    /**
     * Asks for one page of each stream. Network faults and refusals are answers; only {@link NotNow} passes through.
     *
     * @param requests of different streams, at most {@link #mostTogether}
     * @return an answer for each, by the stream's name: a part that failed is the answer of that stream alone, and a fault of
     *     the whole request is the answer of all
     */
    Map<String, Answer> readTogether(Access access, List<PageRequest> requests);
}
