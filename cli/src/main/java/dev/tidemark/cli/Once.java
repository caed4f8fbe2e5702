package dev.tidemark.cli;

import dev.tidemark.engine.Engine;
import dev.tidemark.overview.JdbcOverview;
import dev.tidemark.overview.RunView;
import dev.tidemark.overview.SyncView;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Waits until all that was due has been run once. */
final class Once {

    private final Home home;
    private final Progress progress;
    private final Engine engine;
    private final boolean strict;
    private final Map<UUID, SyncView> waiting = new HashMap<>();
    private final Map<UUID, RunView> ended = new HashMap<>();
    private final Set<UUID> triedAgain = new HashSet<>();

    Once(Home home, Progress progress, Engine engine, boolean strict) {
        this.home = home;
        this.progress = progress;
        this.engine = engine;
        this.strict = strict;
    }

    /** @return the exit code */
    int await(Duration tick) throws InterruptedException {
        // In this order: a run that ends in between is seen by the look.
        find();
        note(progress.look());
        if (waiting.isEmpty() && ended.isEmpty()) {
            home.terminal().warn("Nothing is due.");
        }
        while (!waiting.isEmpty()) {
            Thread.sleep(tick);
            note(progress.look());
            again();
        }
        engine.tell();
        progress.look();
        if (ended.values().stream().anyMatch(RunView::failed)) {
            return Exit.FAILED;
        }
        boolean rejected = ended.values().stream().anyMatch(r -> r.state().equals("SUCCEEDED_WITH_REJECTIONS"));
        return strict && rejected ? Exit.REJECTED : Exit.OK;
    }

    /** What is due now, or runs already. A person who asks does not wait for a back-off. */
    private void find() {
        Instant now = home.clock().instant();
        for (SyncView sync : home.read(JdbcOverview::syncs)) {
            boolean due = sync.dueAt().filter(d -> !d.isAfter(now)).isPresent()
                    || sync.requestedAt().isPresent()
                    || sync.inFlight();
            if (sync.gone() || !due || ended.containsKey(sync.id())) {
                continue;
            }
            waiting.put(sync.id(), sync);
            if (sync.backOffUntil().filter(now::isBefore).isPresent()) {
                engine.request(sync.workspace(), List.of(sync.name()));
            }
        }
    }

    private void note(List<RunView> runs) {
        for (RunView run : runs) {
            if (!run.state().equals("CANCELLED") && !run.kind().equals("REPROCESS")) {
                waiting.remove(run.sync());
                ended.put(run.sync(), run);
            }
        }
    }

    /**
     * Where a model reads tables that other syncs fill, its first run may have come too early: what failed is tried once
     * more when those are done.
     */
    private void again() {
        if (!waiting.isEmpty()
                || ended.values().stream().noneMatch(r -> r.direction().equals("INBOUND"))) {
            return;
        }
        for (SyncView sync : home.read(JdbcOverview::syncs)) {
            RunView run = ended.get(sync.id());
            if (run != null && run.failed() && run.direction().equals("OUTBOUND") && triedAgain.add(sync.id())) {
                ended.remove(sync.id());
                waiting.put(sync.id(), sync);
                engine.request(sync.workspace(), List.of(sync.name()));
            }
        }
    }
}
