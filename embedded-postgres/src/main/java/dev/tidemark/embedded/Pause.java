package dev.tidemark.embedded;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for other processes. */
final class Pause {

    private Pause() {}

    /** Whether the condition came true within the time. */
    static boolean until(Duration atMost, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > atMost.toNanos()) {
                return false;
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
        return true;
    }

    static int waitFor(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static EmbeddedPostgresException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new EmbeddedPostgresException(
                "postgres.interrupted", "Waiting for the embedded PostgreSQL was interrupted", "Start again.", e);
    }
}
