package dev.tidemark.sandbox.fault;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Every request that reached the stand-in, in order, so that a test can ask how many there were in any window. Bodies
 * and queries are not kept: they may carry secrets.
 */
public final class RequestLog {
    /**
     * @param at by the clock of the harness, not the (skewed) clock of the stand-in
     * @param kind what sort of request, in the words of the stand-in
     * @param status of the answer; 0 when there was none
     * @param fault the name of the rule that spoiled it; empty when none did
     */
    public record Entry(long number, Instant at, String kind, String method, String path, int status, String fault) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Entry> entries = new ArrayList<>();

    public void add(Instant at, String kind, String method, String path, int status, String fault) {
        lock.lock();
        try {
            entries.add(new Entry(entries.size() + 1L, at, kind, method, path, status, fault));
        } finally {
            lock.unlock();
        }
    }

    public List<Entry> entries() {
        lock.lock();
        try {
            return List.copyOf(entries);
        } finally {
            lock.unlock();
        }
    }

    public int count() {
        return entries().size();
    }

    public long count(String kind) {
        return entries().stream().filter(entry -> entry.kind().equals(kind)).count();
    }

    /** How many in {@code [from, to)}. */
    public long count(Instant from, Instant to) {
        return entries().stream()
                .filter(entry -> !entry.at().isBefore(from) && entry.at().isBefore(to))
                .count();
    }

    public Map<String, Long> byKind() {
        var counts = new TreeMap<String, Long>();
        entries().forEach(entry -> counts.merge(entry.kind(), 1L, Long::sum));
        return counts;
    }

    /** The most requests that any sliding window of this length has seen. */
    public int mostWithin(Duration window) {
        List<Entry> all =
                entries().stream().sorted((a, b) -> a.at().compareTo(b.at())).toList();
        int most = 0;
        int oldest = 0;
        for (int newest = 0; newest < all.size(); newest++) {
            Instant end = all.get(newest).at();
            while (!all.get(oldest).at().plus(window).isAfter(end)) {
                oldest++;
            }
            most = Math.max(most, newest - oldest + 1);
        }
        return most;
    }

    public void clear() {
        lock.lock();
        try {
            entries.clear();
        } finally {
            lock.unlock();
        }
    }
}
