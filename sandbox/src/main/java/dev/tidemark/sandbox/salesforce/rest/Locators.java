package dev.tidemark.sandbox.salesforce.rest;

import dev.tidemark.sandbox.salesforce.soql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
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
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Open> open = new LinkedHashMap<>();
    private final InstantSource clock;
    private final SplittableRandom random;
    private Duration life = Duration.ofDays(2);

    public Locators(long seed, InstantSource clock) {
        this.clock = clock;
        this.random = new SplittableRandom(seed);
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
            var id = new StringBuilder("0r8");
            for (int i = 0; i < 15; i++) {
                id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
            }
            Instant now = clock.instant();
            open.values().removeIf(one -> one.expires().isBefore(now));
            if (open.size() >= MOST) {
                open.remove(open.keySet().iterator().next());
            }
            var kept = new Open(id.toString(), result, pageSize, userId, now.plus(life));
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
