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
 * @param token of the page that is asked next
 * @param newest the greatest cursor value in this window so far
 * @param counts whether the window, once read, counts as read; always so, except for a parent's window whose last record
 *     was no partition
 * @param job how far the API is with the window, where that is a job to it
 * @param state what is read
 * @param isDone whether nothing is left
 */
record Place(
        Way way,
        Optional<Partition> partition,
        List<Segment> segments,
        Optional<Window> window,
        Optional<Object> token,
        Optional<Instant> newest,
        boolean counts,
        Optional<Job> job,
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
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                state,
                false);
    }

    Place way(Way other) {
        return new Place(other, partition, segments, window, token, newest, counts, job, state, isDone);
    }

    Place state(State other) {
        return new Place(way, partition, segments, window, token, newest, counts, job, other, isDone);
    }

    Place begin(Partition next, List<Segment> ahead) {
        return new Place(
                way,
                Optional.of(next),
                ahead,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                counts,
                Optional.empty(),
                state,
                isDone);
    }

    Place begin(Window next, List<Segment> ahead, Optional<Object> first) {
        return new Place(
                way,
                partition,
                ahead,
                Optional.of(next),
                first,
                Optional.empty(),
                false,
                Optional.empty(),
                state,
                isDone);
    }

    Place seen(Optional<Instant> value, boolean doesCount) {
        return new Place(way, partition, segments, window, token, value, doesCount, job, state, isDone);
    }

    Place token(Object next) {
        return new Place(way, partition, segments, window, Optional.of(next), newest, counts, job, state, isDone);
    }

    /** What is asked next of a job, from its first page on. */
    Place job(Job next, Optional<Object> first) {
        return new Place(way, partition, segments, window, first, newest, counts, Optional.of(next), state, isDone);
    }

    /** The window is read. */
    Place endOfWindow(State closed) {
        return new Place(
                way,
                partition,
                segments,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                counts,
                Optional.empty(),
                closed,
                isDone);
    }

    /** The partition is read. */
    Place endOfPartition(State closed) {
        return new Place(
                way,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                newest,
                counts,
                Optional.empty(),
                closed,
                isDone);
    }

    Place done(State closed) {
        return new Place(
                way,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                newest,
                counts,
                Optional.empty(),
                closed,
                true);
    }
}
