package dev.tidemark.connector;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An API that can be read. */
public interface SourceConnector extends Connector {

    /**
     * As {@link #check}, of an account that is only read: a database that is a source need let nobody make tables in it.
     *
     * @return what was tried and found; refusals are findings, not exceptions
     */
    default Check checkSource(Access access) {
        return check(access);
    }

    /**
     * The streams of this account with fields, keys and cursors, by the API's own description.
     *
     * @throws ConnectorException where a person must act
     * @throws HttpFailed where no whole answer came
     */
    List<StreamSpec> discover(Access access) throws HttpFailed;

    /** One stream, for connectors that can ask for it alone. Empty where the account has none of that name. */
    default Optional<StreamSpec> describe(Access access, String stream) throws HttpFailed {
        return discover(access).stream().filter(s -> s.name().equals(stream)).findFirst();
    }

    /**
     * As {@link #describe(Access, String)}, with fields besides that a stream has only where they are named, such as those of a
     * record that another refers to. Names of which it knows nothing are left out; others may be fields of the stream itself.
     */
    default Optional<StreamSpec> describe(Access access, String stream, Set<String> named) throws HttpFailed {
        return describe(access, stream);
    }

    /** How many requests such a description takes at most, sign-in aside: their permits are taken before any of it is sent. */
    default int requestsToDescribe(Set<String> named) {
        return 1;
    }

    /**
     * Whether a reading of everything brings every record that there is, so that one which two readings lack is gone
     * (invariant 5). Not where the API forgets old records that are still true, or where answers may be passed over.
     */
    default boolean readsAll(StreamSpec stream) {
        return true;
    }

    /**
     * Whether what a stream tells of deletes may have been forgotten before it was asked for, so that what two readings of
     * everything lack is gone here too. Only of a stream that {@linkplain StreamSpec#seesDeletes sees deletes}.
     */
    default boolean forgetsDeletes(StreamSpec stream) {
        return false;
    }

    /**
     * Whether a reading of everything answers every deleted record too, marked as such, as readings of changes do. Only of a
     * stream that {@linkplain StreamSpec#seesDeletes sees deletes}.
     */
    default boolean allTellsDeletes(StreamSpec stream) {
        return false;
    }

    /**
     * How late a change of this stream may be seen. Empty where nobody can say which changes a pass has seen for certain, such
     * as where a program asks the API as it likes: then no table of the stream has a tidemark.
     */
    default Optional<Lateness> lateness(StreamSpec stream) {
        return Optional.of(Lateness.of(spec().safetyLag()));
    }

    /** Whether a reading of several pages may lack a record that is there all the while. */
    default Slips slips(StreamSpec stream) {
        return Slips.NEVER;
    }

    /**
     * Asks for one page: one request, or two where a token must be fetched first. The quota may refuse the second, and then
     * everything is asked again, so nothing may hang on two requests in a row ({@link Answer.Resume}). Network faults
     * and refusals are answers, not exceptions; only {@link NotNow} passes through.
     */
    Answer read(Access access, PageRequest request);

    /**
     * Turns a page into records: pure, without network, clock or state, so that a page can be processed again. Streams: a
     * page never becomes a list of maps. {@code stream} may have fewer fields than the page, and in another order.
     *
     * @throws BadPage where the page is not what {@link #read} accepts; nothing of it is then loaded
     */
    void records(StreamSpec stream, RawPage page, RecordSink sink) throws BadPage;
}
