package dev.tidemark.bench.inbound;

/** A way to bring the contacts into the table. Each run has a JVM and an empty database of its own. */
interface Contender {

    String name();

    /** Everything that a program in service has behind it: connections, its own tables. Not measured. */
    Loading prepare(Setup setup) throws Exception;

    /** Measured. */
    interface Loading {

        /** From the first request until every record is in, with its primary key, and committed. */
        void everything() throws Exception;

        /** The same for what changed since. */
        void changes() throws Exception;
    }
}
