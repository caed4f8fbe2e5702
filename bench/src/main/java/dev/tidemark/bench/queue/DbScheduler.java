package dev.tidemark.bench.queue;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tidemark.bench.Database.Place;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** db-scheduler 16.12.0 with the polling that its manual names for the highest throughput: lock and fetch. */
final class DbScheduler {

    private static final int THREADS = 16;

    private DbScheduler() {}

    static Drain fill(Place place, int jobs) throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(place.url());
        config.setUsername(place.user());
        config.setPassword(place.password());
        config.setMaximumPoolSize(THREADS + 4);
        HikariDataSource source = new HikariDataSource(config);
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    CREATE TABLE scheduled_tasks (
                        task_name text NOT NULL, task_instance text NOT NULL, task_data bytea,
                        execution_time timestamptz NOT NULL, picked boolean NOT NULL, picked_by text,
                        last_success timestamptz, last_failure timestamptz, consecutive_failures int,
                        last_heartbeat timestamptz, version bigint NOT NULL, priority smallint,
                        PRIMARY KEY (task_name, task_instance));
                    CREATE INDEX execution_time_idx ON scheduled_tasks (execution_time);
                    CREATE INDEX last_heartbeat_idx ON scheduled_tasks (last_heartbeat);
                    """);
        }
        AtomicInteger done = new AtomicInteger();
        OneTimeTask<Void> nothing = Tasks.oneTime("nothing").execute((_, _) -> done.incrementAndGet());
        Scheduler scheduler = Scheduler.create(source, nothing)
                .threads(THREADS)
                .pollUsingLockAndFetch(4, 20)
                .pollingInterval(java.time.Duration.ofMillis(250))
                .build();
        Instant due = Instant.now().minusSeconds(60);
        for (int from = 0; from < jobs; from += 1000) {
            scheduler.scheduleBatch(
                    IntStream.range(from, Math.min(jobs, from + 1000)).mapToObj(i -> nothing.instance("job-" + i)),
                    due);
        }
        return () -> {
            scheduler.start();
            CountDownLatch empty = new CountDownLatch(1);
            Thread.ofPlatform().start(() -> waitUntilEmpty(source, done, jobs, empty));
            empty.await();
        };
    }

    /** A task is over when its row is gone, which is after it was done. */
    private static void waitUntilEmpty(HikariDataSource source, AtomicInteger done, int jobs, CountDownLatch empty) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            while (true) {
                if (done.get() >= jobs) {
                    try (var left = statement.executeQuery("SELECT count(*) FROM scheduled_tasks")) {
                        left.next();
                        if (left.getLong(1) == 0) {
                            empty.countDown();
                            return;
                        }
                    }
                }
                Thread.sleep(2);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
