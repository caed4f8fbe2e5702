package dev.tidemark.connector;

/** Code that knows one API or database. Stateless and safe for use by many threads: all state arrives as arguments. */
public interface Connector {

    /** What this connector is, which settings and secrets it takes, and what its API allows. */
    ConnectorSpec spec();

    /**
     * Tries settings and secrets before anything moves: reaches the system, signs in, looks at permissions.
     *
     * @return what was tried and found; refusals are findings, not exceptions
     */
    Check check(Access access);
}
