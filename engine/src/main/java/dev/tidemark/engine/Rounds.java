package dev.tidemark.engine;

import dev.tidemark.store.StoreUnavailable;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does something every second, on a thread of its own, which may take its time. */
final class Rounds implements AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private final Runnable round;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("rounds").unstarted(this::loop);

    Rounds(Runnable round) {
        this.round = round;
    }

    void start() {
        thread.start();
    }

    private void loop() {
        try {
            while (!stop.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    round.run();
                } catch (StoreUnavailable e) {
                    LOG.warn("{}; trying again", e.getMessage());
                } catch (RuntimeException e) {
                    LOG.error("a round stumbled, the next one goes on", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** After the round in progress; one that hangs is given up. */
    @Override
    public void close() {
        stop.countDown();
        try {
            if (thread.getState() != Thread.State.NEW && !thread.join(LONGEST_STOP)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
