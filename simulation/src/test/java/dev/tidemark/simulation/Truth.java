package dev.tidemark.simulation;

import dev.tidemark.connector.RateLimit;
import dev.tidemark.sync.Inbound;
import dev.tidemark.sync.Sync;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What must hold of every voyage once everything is quiet. */
final class Truth {

    private final ManualTide tide;

    Truth(ManualTide tide) {
        this.tide = tide;
    }

    void check() {
        tide.syncs().values().stream().filter(s -> s instanceof Inbound).forEach(Truth::nothingIsAhead);
        runsAddUp();
        nothingBroke();
        quotaWasKept();
        fewPagesWereFetchedTwice();
    }

    /** The checkpoint is not ahead of the destination's mark, and the mark not ahead of the archive's line. */
    private static void nothingIsAhead(Sync sync) {
        List<List<@Nullable String>> ahead = World.rows("""
                SELECT c.last_page, c.applied_page, m.page FROM checkpoint c
                JOIN tidemark.mark m ON m.sync = CAST(c.sync_id AS text)
                WHERE c.sync_id = '%s' AND NOT (c.last_page = m.page AND c.applied_page = m.page)""".formatted(sync.id()));
        if (!ahead.isEmpty()) {
            throw new AssertionError("checkpoint and mark of " + sync.name() + " differ: " + ahead);
        }
    }

    /** Invariant 6, and no page is counted twice or left out. */
    private void runsAddUp() {
        List<List<@Nullable String>> wrong = World.rows("""
                SELECT id, kind, state, seen, loaded, unchanged, deleted, rejected FROM run
                WHERE state IN ('SUCCEEDED', 'SUCCEEDED_WITH_REJECTIONS')
                  AND seen <> loaded + unchanged + deleted + rejected""");
        if (!wrong.isEmpty()) {
            throw new AssertionError("runs claim success and do not add up: " + wrong);
        }
    }

    private void nothingBroke() {
        List<List<@Nullable String>> broken = World.rows("""
                SELECT error_code, error FROM run WHERE state = 'FAILED'
                AND error_code NOT IN ('source.unavailable', 'destination.unavailable', 'job.buried')""");
        if (!broken.isEmpty()) {
            throw new AssertionError("runs failed by faults of our own: " + broken);
        }
    }

    /** In no sliding window more requests than granted, by the app's own count; a jump of the clock can cost one. */
    private void quotaWasKept() {
        if (tide.isFree()) {
            return;
        }
        RateLimit limit = ManualTide.LIMIT;
        List<Instant> sent = tide.weather().sent();
        int oldest = 0;
        for (int i = 0; i < sent.size(); i++) {
            while (!sent.get(oldest).plus(limit.per()).isAfter(sent.get(i))) {
                oldest++;
            }
            if (i - oldest + 1 > limit.requests() / 2) {
                throw new AssertionError("the app saw " + (i - oldest + 1) + " requests within " + limit.per()
                        + " until " + sent.get(i));
            }
        }
    }

    /** Pages of one moment are named together. */
    private static final int TOGETHER = 16;

    private void fewPagesWereFetchedTwice() {
        int refetched = tide.refetched();
        if (refetched > TOGETHER * tide.sea().disruptions()) {
            throw new AssertionError(refetched + " pages were fetched twice, after only "
                    + tide.sea().disruptions() + " faults that can cost one");
        }
    }
}
