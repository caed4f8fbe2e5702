package dev.tidemark.sandbox.salesforce.rest;

import dev.tidemark.sandbox.limit.RateWindow;
import dev.tidemark.sandbox.salesforce.org.Ids;
import dev.tidemark.sandbox.salesforce.org.Org;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The jobs of the Bulk API 2.0. There is no thread: what is due by the org's clock is done when the next request comes. A job
 * waits for a while and is then worked on at some rows a second.
 */
public final class BulkJobs {
    /** Query jobs allowed in 24 hours. */
    public static final int MOST_QUERIES = 10_000;

    /** Batches of 10,000 rows allowed in 24 hours. */
    public static final int MOST_BATCHES = 15_000;

    private static final Duration KEPT = Duration.ofDays(7);

    private final ReentrantLock lock = new ReentrantLock(true);
    private final Org org;
    private final Map<String, BulkJob> jobs = new LinkedHashMap<>();
    private final Set<String> unsupported = new HashSet<>();
    private final RateWindow queries = RateWindow.sliding(MOST_QUERIES, Duration.ofDays(1));
    private final RateWindow batches = RateWindow.sliding(MOST_BATCHES, Duration.ofDays(1));
    private Duration waits = Duration.ofSeconds(1);
    private int rowsPerSecond = 20_000;
    private int pageSize = 100_000;
    private int locators = 1;
    private int made;

    public BulkJobs(Org org) {
        this.org = org;
    }

    /** How long a new job waits before it is worked on. */
    public void waits(Duration before) {
        locked(() -> waits = before);
    }

    /** How fast jobs are worked on. */
    public void rowsPerSecond(int rows) {
        if (rows < 1) {
            throw new IllegalArgumentException("a job does at least one row a second, not " + rows);
        }
        locked(() -> rowsPerSecond = rows);
    }

    /** The most rows of a page of results, whatever is asked for. */
    public void pageSize(int rows) {
        if (rows < 1) {
            throw new IllegalArgumentException("a page has at least one row, not " + rows);
        }
        locked(() -> pageSize = rows);
    }

    /** From now on no job can be made for this object. */
    public void unsupported(String object) {
        locked(() -> unsupported.add(object));
    }

    /** Every job that is not ended fails now. */
    public void failAll() {
        locked(() -> {
            Instant now = org.now();
            advance(now);
            jobs.values().stream()
                    .filter(job -> !job.state.isFinal())
                    .forEach(job -> job.fail("InternalServerError : Retries exceeded the limit", now));
            return jobs;
        });
    }

    /** Every job is forgotten, with its results, as after seven days. */
    public void expireAll() {
        locked(() -> {
            jobs.clear();
            return jobs;
        });
    }

    /** Every locator of results dies now; the jobs stay. */
    public void expireLocators() {
        locked(() -> locators++);
    }

    /** How many query jobs were made within the last day. */
    public int queriesUsed() {
        return queries.used(org.now());
    }

    /** How many batches of rows were taken within the last day. */
    public int batchesUsed() {
        return batches.used(org.now());
    }

    int pageSize() {
        return pageSize;
    }

    /** Told in each locator, so that one of another time is known. */
    int locators() {
        return locators;
    }

    void mustSupport(String object) {
        if (unsupported.contains(object)) {
            throw new ApiException(400, "INVALIDENTITY", "Entity '" + object + "' is not supported by the Bulk API.");
        }
    }

    boolean takeBatches(int count, Instant now) {
        if (batches.left(now) < count) {
            return false;
        }
        batches.use(count, now);
        return true;
    }

    void takeQuery(Instant now) {
        if (!queries.take(now)) {
            throw new ApiException(400, "LIMIT_EXCEEDED", "DailyBulkV2QueryJobs Limit exceeded.");
        }
    }

    <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** Does what is due. */
    void advance(Instant now) {
        locked(() -> {
            jobs.values().removeIf(job -> job.changed.plus(KEPT).isBefore(now));
            jobs.values().forEach(job -> job.advance(now, waits, rowsPerSecond));
            return jobs;
        });
    }

    String newId() {
        made++;
        return String.valueOf(Ids.full("750R00" + "%09d".formatted(made)));
    }

    void keep(BulkJob job) {
        jobs.put(job.id, job);
    }

    void forget(BulkJob job) {
        jobs.remove(job.id);
    }

    <J extends BulkJob> J find(Class<J> kind, String id) {
        BulkJob job = jobs.get(id);
        if (!kind.isInstance(job)) {
            throw ApiException.notFound();
        }
        return kind.cast(job);
    }

    <J extends BulkJob> List<J> all(Class<J> kind) {
        List<J> all = new ArrayList<>();
        jobs.values().stream().filter(kind::isInstance).map(kind::cast).forEach(all::add);
        return all.reversed();
    }
}
