package dev.tidemark.connectors.manifest.stream;

import dev.tidemark.connectors.manifest.slice.Segment;
import dev.tidemark.connectors.manifest.slice.Window;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far the reading of one stream has come. Everything that is needed to go on, and immutable.
 *
 * @param way where the routers stand
 * @param partition the one that is being read
 * @param segments what of its time is left behind the window
 * @param window the one that is being read
 * @param paging how far its pages have come
 * @param newest the greatest cursor value in this window so far
 * @param counts whether the window, once read, counts as read; always so, except for a parent's window whose last record
 *     was no partition
 * @param job how far the API is with the window, where that is a job to it
 * @param properties the names of the stream's properties, where the API lists them
 * @param state what is read
 * @param isDone whether nothing is left
 */
record Place(
        Way way,
        Optional<Partition> partition,
        List<Segment> segments,
        Optional<Window> window,
        Paging paging,
        Optional<Instant> newest,
        boolean counts,
        Optional<Job> job,
        Optional<Properties> properties,
        State state,
        boolean isDone) {

    Place {
        segments = List.copyOf(segments);
    }

    static Place start(Way way, State state) {
        return new Place(
                way,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Paging.NONE,
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                state,
                false);
    }

    /** The token of the page that is asked next. */
    Optional<Object> token() {
        return paging.token();
    }

    Place way(Way other) {
        return new Place(other, partition, segments, window, paging, newest, counts, job, properties, state, isDone);
    }

    Place state(State other) {
        return new Place(way, partition, segments, window, paging, newest, counts, job, properties, other, isDone);
    }

    Place properties(Properties other) {
        return new Place(
                way, partition, segments, window, paging, newest, counts, job, Optional.of(other), state, isDone);
    }

    Place paging(Paging other) {
        return new Place(way, partition, segments, window, other, newest, counts, job, properties, state, isDone);
    }

    Place begin(Partition next, List<Segment> ahead) {
        return new Place(
                way,
                Optional.of(next),
                ahead,
                Optional.empty(),
                Paging.NONE,
                Optional.empty(),
                counts,
                Optional.empty(),
                properties,
                state,
                isDone);
    }

    Place begin(Window next, List<Segment> ahead, Optional<Object> first) {
        return new Place(
                way,
                partition,
                ahead,
                Optional.of(next),
                Paging.first(first),
                Optional.empty(),
                false,
                Optional.empty(),
                properties,
                state,
                isDone);
    }

    /** @param records how many more */
    Place seen(Optional<Instant> value, boolean doesCount, long records) {
        return new Place(
                way,
                partition,
                segments,
                window,
                paging.read(records),
                value,
                doesCount,
                job,
                properties,
                state,
                isDone);
    }

    Place token(Object next) {
        return paging(paging.next(next));
    }

    /** What is asked next of a job, from its first page on. */
    Place job(Job next, Optional<Object> first) {
        return new Place(
                way,
                partition,
                segments,
                window,
                Paging.first(first),
                newest,
                counts,
                Optional.of(next),
                properties,
                state,
                isDone);
    }

    /** The window is read. */
    Place endOfWindow(State closed) {
        return new Place(
                way,
                partition,
                segments,
                Optional.empty(),
                Paging.NONE,
                Optional.empty(),
                counts,
                Optional.empty(),
                properties,
                closed,
                isDone);
    }

    /** The partition is read. */
    Place endOfPartition(State closed) {
        return ended(closed, false);
    }

    Place done(State closed) {
        return ended(closed, true);
    }

    private Place ended(State closed, boolean isAll) {
        return new Place(
                way,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Paging.NONE,
                newest,
                counts,
                Optional.empty(),
                properties,
                closed,
                isAll);
    }
}
