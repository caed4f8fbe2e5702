package dev.tidemark.notice;

import dev.tidemark.connector.Check;

/** A way to people. Safe for use by many threads. */
public interface Channel {

    /**
     * Tells it.
     *
     * @return what is worth a note though it was told, such as an address that was refused; else empty
     * @throws Undelivered where nobody was told for certain; it may be tried again
     */
    String send(Notice notice) throws Undelivered;

    /** Tries whatever can be tried without telling anybody anything. */
    Check check();
}
