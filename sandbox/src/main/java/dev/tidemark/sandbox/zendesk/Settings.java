package dev.tidemark.sandbox.zendesk;

import java.time.Duration;
import java.time.InstantSource;

/**
 * What a stand-in is made of.
 *
 * @param seed decides data, ids and tokens
 * @param tickets how many to generate; users and organizations follow from it
 * @param perMinute requests that the account may make in a minute
 * @param jobTime how long a background job takes
 */
public record Settings(long seed, int tickets, InstantSource clock, int perMinute, Duration jobTime) {
    public static Settings standard() {
        return new Settings(1, 2_000, InstantSource.system(), 400, Duration.ofSeconds(1));
    }

    public Settings withSeed(long other) {
        return new Settings(other, tickets, clock, perMinute, jobTime);
    }

    public Settings withTickets(int other) {
        return new Settings(seed, other, clock, perMinute, jobTime);
    }

    public Settings withClock(InstantSource other) {
        return new Settings(seed, tickets, other, perMinute, jobTime);
    }

    public Settings withPerMinute(int other) {
        return new Settings(seed, tickets, clock, other, jobTime);
    }

    public Settings withJobTime(Duration other) {
        return new Settings(seed, tickets, clock, perMinute, other);
    }
}
