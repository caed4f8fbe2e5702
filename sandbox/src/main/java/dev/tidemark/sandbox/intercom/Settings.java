package dev.tidemark.sandbox.intercom;

import java.time.InstantSource;
import java.time.ZoneId;

/**
 * What a new sandbox is made of.
 *
 * @param clock what "now" is
 * @param seed decides rows, ids and the chances of faults
 * @param size about how many objects are generated
 * @param zone of the workspace, by whose days search compares times
 */
public record Settings(InstantSource clock, long seed, int size, ZoneId zone) {
    /** The system's clock, 5,000 objects of seed 1, a workspace in Dublin. */
    public static Settings standard() {
        return new Settings(InstantSource.system(), 1, 5_000, ZoneId.of("Europe/Dublin"));
    }

    public Settings withClock(InstantSource other) {
        return new Settings(other, seed, size, zone);
    }

    public Settings withSeed(long other) {
        return new Settings(clock, other, size, zone);
    }

    public Settings withSize(int objects) {
        return new Settings(clock, seed, objects, zone);
    }

    public Settings withZone(ZoneId other) {
        return new Settings(clock, seed, size, other);
    }
}
