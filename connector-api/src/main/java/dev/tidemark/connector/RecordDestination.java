package dev.tidemark.connector;

import java.util.List;
import java.util.Optional;

/** An app into which rows are written. */
public interface RecordDestination extends Connector {

    /** The types of data that can be written, with their fields. */
    List<StreamSpec> discover(Access access) throws HttpFailed;

    /**
     * Checks a write before anything is sent: the stream, the fields and whether they are writable, the match field.
     *
     * @return the most rows that one batch may hold
     * @throws ConnectorException where the mapping cannot work, with every mistake in its message
     */
    int prepare(Access access, WriteSpec spec) throws HttpFailed;

    /**
     * How many of the rows that wait, from the first on, make the next batch: an app may have a way for many at a time that is
     * not worth it, or not possible, for these.
     *
     * @param waiting at least one, and at most as many as {@link #prepare} allowed
     */
    default int together(Access access, WriteSpec spec, List<ModelRow> waiting) {
        return waiting.size();
    }

    /** How many requests one batch takes at most, sign-in aside: their permits are taken before any of it is sent. */
    default int requests(WriteSpec spec) {
        return 1;
    }

    /** As {@link #requests(WriteSpec)}, for a batch of so many rows. */
    default int requests(Access access, WriteSpec spec, int rows) {
        return requests(spec);
    }

    /**
     * Whether the app may still be at work on rows that were sent before, by a worker that died: they are not sent again
     * meanwhile, for what is done last would stay. Throws {@link NotNow} where the quota has no request left. Asked only where there are such rows and the write is
     * {@linkplain WriteSpec#repeatable repeatable}, for else {@link #lookUp} says it.
     */
    default boolean isAtWork(Access access, WriteSpec spec) throws HttpFailed {
        return false;
    }

    /**
     * Sends one batch. Network faults are answers; only {@link NotNow} passes through.
     *
     * @param rows at most as many as {@link #prepare} allowed
     */
    WriteAnswer write(Access access, WriteSpec spec, List<ModelRow> rows);

    /**
     * Asks what became of a batch that the API works on: as many requests as {@link WriteAnswer.Working} said, of which the
     * quota may refuse any, and then all is asked again. {@link WriteAnswer.Working} where it still does;
     * {@link WriteAnswer.Wait}, {@link WriteAnswer.Retry} and {@link WriteAnswer.Stop} speak of the asking alone, and leave the
     * rows as uncertain as they were; {@link WriteAnswer.Unknown} where the API does not know the job, or cannot tell.
     *
     * @param rows the batch as it was sent
     * @param job from {@link WriteAnswer.Working}
     */
    default WriteAnswer outcomes(Access access, WriteSpec spec, List<ModelRow> rows, String job) {
        throw new UnsupportedOperationException("this app answers every batch at once");
    }

    /** How many requests {@link #lookUp} takes at most for so many rows, sign-in aside. */
    default int requestsToLookUp(WriteSpec spec, int rows) {
        return 1;
    }

    /**
     * Finds out what became of rows that may have been created. Throws {@link NotNow} where the app may still be at work on
     * them.
     *
     * @return for each row the outcome, in order: accepted where the record is there, {@link Outcome.Again} where it surely
     *     is not, uncertain where neither can be told; empty where the spec has no match field to look by
     */
    Optional<List<Outcome>> lookUp(Access access, WriteSpec spec, List<ModelRow> rows) throws HttpFailed;
}
