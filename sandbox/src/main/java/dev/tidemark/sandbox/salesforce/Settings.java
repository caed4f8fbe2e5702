package dev.tidemark.sandbox.salesforce;

import java.time.InstantSource;

/**
 * What a new sandbox is made of.
 *
 * @param clock what "now" is; the org's own clock may be skewed against it
 * @param seed decides rows, ids, tokens, locators and the chances of faults
 * @param size about how many rows are generated; 0 for an empty org
 * @param apiLimit API requests allowed in 24 hours
 */
public record Settings(InstantSource clock, long seed, int size, int apiLimit) {
    /** The system's clock, 20,000 rows of seed 1, 15,000 requests a day. */
    public static Settings standard() {
        return new Settings(InstantSource.system(), 1, 20_000, 15_000);
    }

    public Settings withClock(InstantSource other) {
        return new Settings(other, seed, size, apiLimit);
    }

    public Settings withSeed(long other) {
        return new Settings(clock, other, size, apiLimit);
    }

    public Settings withSize(int rows) {
        return new Settings(clock, seed, rows, apiLimit);
    }

    public Settings withApiLimit(int calls24h) {
        return new Settings(clock, seed, size, calls24h);
    }
}
