package dev.tidemark.connector;

/**
 * An optional power of a source that does not ask its API itself: a program does, which runs a loop of its own and is listened
 * to. Its requests are not counted, so no quota holds it, and it does not tell what was deleted; nor does what it leaves out tell
 * ({@link SourceConnector#readsAll}).
 *
 * <p>Such a program is costly to start, and goes on while its pages are archived. So the engine opens a session for as long as
 * one piece of work lasts. {@link SourceConnector#read} still answers any request by itself, with a program of its own.
 */
public interface OwnLoop {

    /** @return a session for one thread at a time, which starts nothing before the first request */
    Session open(Access access);

    /** A program that may be running, and where it stands. */
    interface Session extends AutoCloseable {

        /**
         * As {@link SourceConnector#read}. A request that follows the page last answered goes on where the program is; the
         * same request again has the same answer; any other begins anew, from what the request says. A page's token names
         * no state that covers a record which is neither in that page nor in one before it, so that a checkpoint can be
         * moved to it once the page is durable (invariant 1).
         *
         * @throws NotNow where nothing has come yet; nothing is lost by asking again
         */
        Answer read(PageRequest request);

        /** Ends the program and whatever it started, first gently; returns when they are gone. */
        @Override
        void close();
    }
}
