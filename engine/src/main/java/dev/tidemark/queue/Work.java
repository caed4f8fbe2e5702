package dev.tidemark.queue;

/**
 * A leased job in the hands of a worker, done in steps, each of which can be the last: whoever takes over goes on from what
 * is durable. For one thread at a time.
 */
public interface Work extends AutoCloseable {

    Lease lease();

    /** @throws LeaseExpired where the job is another's by now */
    Step step();

    /** Lets go of connections. Changes nothing that is durable. */
    @Override
    void close();
}
