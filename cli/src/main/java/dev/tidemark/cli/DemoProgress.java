package dev.tidemark.cli;

import dev.tidemark.overview.JdbcOverview;
import dev.tidemark.overview.RunView;
import dev.tidemark.quota.JdbcQuota;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The backfill as it goes: on a terminal a table drawn again and again, else a line for each stream that is done. */
final class DemoProgress {

    private static final int STREAMS = 5;

    private final Terminal terminal;
    private final Home home;
    private final Set<String> told = new HashSet<>();
    private int drawn;

    DemoProgress(Terminal terminal, Home home) {
        this.terminal = terminal;
        this.home = home;
    }

    /** Shows how it goes; answers whether every backfill has ended. */
    boolean look() {
        Instant now = home.clock().instant();
        Map<String, RunView> backfills = new TreeMap<>();
        for (RunView run : home.read(tx -> JdbcOverview.runs(tx, Optional.empty(), 200))) {
            if (run.kind().equals("BACKFILL")) {
                backfills.putIfAbsent(run.name(), run);
            }
        }
        for (RunView run : backfills.values()) {
            if (run.failed()) {
                throw new Refusal(Exit.FAILED, run.errorCode(), run.error(), run.whatToDo());
            }
        }
        boolean done =
                backfills.size() == STREAMS && backfills.values().stream().allMatch(RunView::hasEnded);
        if (terminal.live()) {
            draw(backfills, now);
        } else {
            backfills.values().stream()
                    .filter(RunView::hasEnded)
                    .filter(run -> told.add(run.name()))
                    .forEach(run -> terminal.say(line(run, now)));
        }
        return done;
    }

    void end() {
        drawn = 0;
    }

    private void draw(Map<String, RunView> backfills, Instant now) {
        List<String> lines = new ArrayList<>();
        backfills.values().forEach(run -> lines.add(line(run, now)));
        home.read(new JdbcQuota(home.store(), home.clock())::statuses)
                .forEach(q -> lines.add("   " + Words.count(q.spentInDay()) + " requests"
                        + q.apiSays()
                                .map(u -> " of " + Words.count(u.allowed() / 2) + " granted a day")
                                .orElse("")));
        if (drawn > 0) {
            terminal.out().print("\u001b[" + drawn + "A");
        }
        lines.forEach(line -> terminal.out().print("\r\u001b[K" + line + "\n"));
        terminal.out().flush();
        drawn = lines.size();
    }

    private static String line(RunView run, Instant now) {
        Duration took = run.startedAt()
                .map(start -> Duration.between(start, run.endedAt().orElse(now)))
                .orElse(Duration.ZERO);
        long seen = run.counts().seen();
        double perSecond = took.isZero() ? 0 : seen * 1000.0 / Math.max(1, took.toMillis());
        String left = "";
        if (run.hasEnded()) {
            left = "done in " + Words.span(took);
        } else if (run.expected().isPresent() && perSecond > 0) {
            long rows = Math.max(0, run.expected().getAsLong() - seen);
            left = "about " + Words.span(Duration.ofMillis((long) (rows / perSecond * 1000))) + " left";
        }
        return String.format(
                Locale.ROOT,
                "   %-14s %,7d%s rows  %,7.0f rows/s  %3d requests  %s",
                run.name(),
                seen,
                run.expected().isPresent()
                        ? String.format(Locale.ROOT, " of %,7d", run.expected().getAsLong())
                        : "",
                perSecond,
                run.requests(),
                left);
    }
}
