package dev.tidemark.connector;

import java.util.Optional;

/**
 * An optional power of a source: streams whose parts may be asked for at the same time, in any order, such as the children of
 * each parent, or spans of time. The engine keeps several requests in the air, each within the quota, and archives the answers
 * one after the other, each with the token of the whole place by then. So there is one line of pages, whose every token is
 * complete in itself: after a crash between any two answers it goes on from the last that was folded, and what was in the air
 * is asked for again.
 *
 * <p>A lane is asked for by {@link SourceConnector#read} with its own token, by several threads at once. The methods here send
 * nothing, and hang on nothing but what they are given, the settings and the clock.
 */
public interface ReadsAbreast {

    /** How many requests of one stream are worth having in the air, at least one. */
    int mostAbreast(Access access);

    /**
     * The same place, with as many lanes open as there may be. Not asked of the first page of a pass, which is read alone.
     *
     * @param request with the token of a place that {@link SourceConnector#read}, {@link #lanes} or {@link #fold} gave
     * @param most lanes, at least one
     * @return empty where the stream has no such parts: then the request itself is asked, as ever
     * @throws ConnectorException where a person must act
     */
    Optional<Lanes> lanes(Access access, PageRequest request, int most);

    /**
     * The place after one lane was asked, the other lanes being where they are, and with new lanes opened in place of what
     * came to its end.
     *
     * @param request with the token of a place that {@link #lanes} or {@link #fold} gave
     * @param lane one that is open there
     * @param next what follows in that lane: {@link Answer.Page#next} as it came, or the token of an {@link Answer.Later} or
     *     {@link Answer.Resume}
     * @throws ConnectorException where a person must act
     */
    Lanes fold(Access access, PageRequest request, Lane lane, Next next, int most);
}
