package dev.tidemark.sandbox.salesforce.rest;

import dev.tidemark.sandbox.salesforce.soql.ResultSet;
import dev.tidemark.sandbox.seed.Dice;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** The results that have more pages, kept for as long as their locator lives. */
public final class Locators {
    /**
     * One result.
     *
     * @param pageSize records a page
     */
    record Open(String id, ResultSet result, int pageSize, String userId, Instant expires) {}

    private static final int MOST = 1_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Open> open = new LinkedHashMap<>();
    private final InstantSource clock;
    private final Dice dice;
    private Duration life = Duration.ofDays(2);

    public Locators(long seed, InstantSource clock) {
        this.clock = clock;
        this.dice = new Dice(seed);
    }

    /** How long new locators live. */
    public void life(Duration duration) {
        lock.lock();
        try {
            life = duration;
        } finally {
            lock.unlock();
        }
    }

    public void expireAll() {
        lock.lock();
        try {
            open.clear();
        } finally {
            lock.unlock();
        }
    }

    Open keep(ResultSet result, int pageSize, String userId) {
        lock.lock();
        try {
            Instant now = clock.instant();
            open.values().removeIf(one -> one.expires().isBefore(now));
            if (open.size() >= MOST) {
                open.remove(open.keySet().iterator().next());
            }
            var kept = new Open("0r8" + dice.letters(15), result, pageSize, userId, now.plus(life));
            open.put(kept.id(), kept);
            return kept;
        } finally {
            lock.unlock();
        }
    }

    Optional<Open> find(String id, String userId) {
        lock.lock();
        try {
            return Optional.ofNullable(open.get(id))
                    .filter(one -> one.userId().equals(userId) && one.expires().isAfter(clock.instant()));
        } finally {
            lock.unlock();
        }
    }
}
