package dev.tidemark.sync;

/** One stream of a source kept in one table or object of a destination, ready to be run. */
public sealed interface Sync permits Inbound, Outbound {

    SyncId id();

    String workspace();

    String name();

    /** By which its definition is told from an earlier one: a worker that holds another gives the work back. */
    String definitionHash();

    /** When its schedule wants it again. */
    DueRule due();

    /** Its name for people. */
    default String label() {
        return workspace() + "/" + name();
    }
}
