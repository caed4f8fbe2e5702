package dev.tidemark.queue;

/** The lease is another's by now. The transaction in which this is thrown changes nothing (invariant 2). */
public final class LeaseExpired extends RuntimeException {
    public LeaseExpired(Lease lease) {
        super("the lease of job " + lease.job() + " with fence " + lease.fence() + " has passed to another worker");
    }
}
