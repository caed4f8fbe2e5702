package dev.tidemark.sandbox.airtable;

import java.time.InstantSource;

/**
 * What a new sandbox is made of.
 *
 * @param clock what "now" is
 * @param seed decides rows, ids, tokens and the chances of faults
 * @param size about how many records are generated; 0 for empty tables
 */
public record Settings(InstantSource clock, long seed, int size) {
    /** The system's clock, 5,000 records of seed 1. */
    public static Settings standard() {
        return new Settings(InstantSource.system(), 1, 5_000);
    }

    public Settings withClock(InstantSource other) {
        return new Settings(other, seed, size);
    }

    public Settings withSeed(long other) {
        return new Settings(clock, other, size);
    }

    public Settings withSize(int records) {
        return new Settings(clock, seed, records);
    }
}
