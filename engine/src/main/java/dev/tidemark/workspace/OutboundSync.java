package dev.tidemark.workspace;

import dev.tidemark.connector.ModelSpec;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.schedule.Schedule;
import java.time.Duration;
import java.util.Objects;

/**
 * The rows of a model, kept in an app.
 *
 * @param from the database's account
 * @param model the rows offered
 * @param to the app's account
 * @param write how they are written there
 * @param retryRejected how long after a rejection an unchanged row is offered again
 */
public record OutboundSync(
        String name,
        String from,
        ModelSpec model,
        String to,
        WriteSpec write,
        Schedule schedule,
        Duration retryRejected)
        implements SyncDefinition {

    /** What a sync has that says nothing. */
    public static final Duration DEFAULT_RETRY = Duration.ofHours(1);

    public OutboundSync {
        Objects.requireNonNull(model);
        Objects.requireNonNull(write);
        Objects.requireNonNull(schedule);
        if (retryRejected.isNegative() || retryRejected.isZero()) {
            throw new IllegalArgumentException("a rejected row waits before it is offered again");
        }
    }
}
