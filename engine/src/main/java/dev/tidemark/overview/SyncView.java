package dev.tidemark.overview;

import dev.tidemark.connector.Tidemark;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A sync and how it stands.
 *
 * @param definition as JSON, without secrets
 * @param syncedAt the end of the last successful retrieve; serves scheduling (invariant 3)
 * @param cursorAt the data cursor, where it is a time: everything before it has been asked for
 * @param cursorToken whether the data cursor is a token of the API's own
 * @param dueAt when the schedule next wants it; {@link Instant#EPOCH} for at once, empty for a manual one
 * @param backOffUntil before which it is not dispatched, after failures
 * @param lastPage the last page archived
 * @param appliedPage the last page known to be loaded
 * @param waitingRows rejections and refused rows that are kept for it
 * @param tidemark up to which moment everything is in, as its table was last heard of
 */
public record SyncView(
        UUID id,
        String workspace,
        String name,
        String direction,
        boolean gone,
        String definition,
        String schedule,
        Optional<Instant> syncedAt,
        Optional<Instant> cursorAt,
        boolean cursorToken,
        Optional<Instant> dueAt,
        Optional<Instant> backOffUntil,
        int failures,
        Optional<Instant> requestedAt,
        long lastPage,
        long appliedPage,
        long waitingRows,
        Optional<Instant> lastSuccessAt,
        Tidemark tidemark,
        Optional<RunView> lastRun) {

    public String label() {
        return workspace + "/" + name;
    }

    public boolean inFlight() {
        return lastRun.isPresent() && !lastRun.get().hasEnded();
    }

    /** In one word. */
    public String state(Instant now) {
        if (gone) {
            return "gone";
        }
        if (inFlight()) {
            RunView run = lastRun.orElseThrow();
            return run.state().equals("QUEUED") ? "queued" : run.kind().equals("BACKFILL") ? "backfilling" : "running";
        }
        if (failures > 0) {
            return "failing";
        }
        if (requestedAt.isPresent() || dueAt.filter(due -> !due.isAfter(now)).isPresent()) {
            return "due";
        }
        return lastSuccessAt.isEmpty() ? "never ran" : "waiting";
    }
}
