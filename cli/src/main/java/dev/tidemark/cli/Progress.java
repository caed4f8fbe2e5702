package dev.tidemark.cli;

import dev.tidemark.connector.ModelSource;
import dev.tidemark.estimate.Headway;
import dev.tidemark.event.Event;
import dev.tidemark.event.JdbcEvents;
import dev.tidemark.notice.Telling;
import dev.tidemark.overview.JdbcOverview;
import dev.tidemark.overview.RunView;
import dev.tidemark.store.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Tells of runs as they end, a line each, and on a terminal of those in progress on one line that is drawn again. */
final class Progress {

    /** Ends may be committed out of their order by so much. */
    private static final Duration OVERLAP = Duration.ofSeconds(10);

    private static final int MOST_SHOWN = 140;

    /** No more are told of at one look. */
    private static final int MOST_EVENTS = 200;

    private final JdbcEvents events = new JdbcEvents();

    private final Home home;
    private final Terminal terminal;
    private final boolean json;
    private final Set<UUID> told = new HashSet<>();
    private Instant from;
    private boolean drawn;
    private final Backfills backfills;

    /** How often a line tells of backfills where no line can be drawn again. */
    private static final Duration TOLD_EVERY = Duration.ofSeconds(30);

    private Instant toldAt;

    Progress(Home home, boolean json) {
        this.home = home;
        this.terminal = home.terminal();
        this.json = json;
        this.from = home.clock().instant();
        this.toldAt = from;
        this.backfills = new Backfills(home);
        home.read(tx -> JdbcOverview.endedSince(tx, from.minus(OVERLAP))).forEach(run -> told.add(run.id()));
        home.read(tx -> events.newest(tx, MOST_EVENTS)).forEach(event -> told.add(event.id()));
    }

    /** Looks, and answers the runs that have ended since the look before. */
    List<RunView> look() {
        List<RunView> ended = new ArrayList<>();
        List<RunView> running = List.of();
        List<Headway> filling = List.of();
        List<Event> happened = new ArrayList<>();
        try {
            Instant since = from.minus(OVERLAP);
            from = home.clock().instant();
            for (RunView run : home.read(tx -> JdbcOverview.endedSince(tx, since))) {
                if (told.add(run.id())) {
                    ended.add(run);
                }
            }
            for (Event event : home.read(tx -> events.newest(tx, MOST_EVENTS)).reversed()) {
                if (told.add(event.id())) {
                    happened.add(event);
                }
            }
            if (terminal.live() && !json) {
                running = home.read(JdbcOverview::running);
                filling = running.isEmpty() ? List.of() : backfills.underWay(from);
            } else if (!json && toldAt.plus(TOLD_EVERY).isBefore(from)) {
                toldAt = from;
                backfills.underWay(from).forEach(b -> terminal.say("… " + line(b)));
            }
        } catch (StoreUnavailable e) {
            erase();
            terminal.warn(e.getMessage() + "; trying again");
            return List.of();
        }
        if (!ended.isEmpty()) {
            erase();
            ended.forEach(this::tell);
        }
        happened.forEach(this::tell);
        draw(running, filling);
        return ended;
    }

    void end() {
        erase();
    }

    private void tell(Event event) {
        if (json) {
            Json.printLine(terminal, Events.json(event));
        } else if (event.kind() == Event.Kind.SOURCE_BACKFILLED) {
            erase();
            terminal.say("★ " + Telling.title(event));
        }
    }

    private void tell(RunView run) {
        if (json) {
            Json.printLine(terminal, Json.run(run));
            return;
        }
        if (ModelSource.TABLE_MISSING.equals(run.errorCode())) {
            terminal.say("· " + run.label() + "  not yet: " + run.error());
            terminal.say("  " + run.whatToDo());
            return;
        }
        terminal.say(line(run));
        if (run.failed()) {
            terminal.say("  " + run.errorCode() + ": " + run.error());
            terminal.say("  " + run.whatToDo());
        }
    }

    static String line(RunView run) {
        String took = run.startedAt().isPresent() && run.endedAt().isPresent()
                ? Words.span(
                        Duration.between(run.startedAt().get(), run.endedAt().get()))
                : "not begun";
        return mark(run) + " " + run.label() + "  " + run.kind().toLowerCase(java.util.Locale.ROOT) + " "
                + state(run) + ": " + fates(run) + "; " + Words.count(run.requests())
                + (run.requests() == 1 ? " request, " : " requests, ") + took;
    }

    private static String mark(RunView run) {
        return switch (run.state()) {
            case "SUCCEEDED" -> "✓";
            case "SUCCEEDED_WITH_REJECTIONS" -> "!";
            case "CANCELLED" -> "-";
            default -> "✗";
        };
    }

    static String state(RunView run) {
        return run.state().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }

    static String fates(RunView run) {
        return Words.count(run.counts().loaded()) + " loaded, "
                + Words.count(run.counts().unchanged()) + " unchanged, "
                + Words.count(run.counts().deleted()) + " deleted, "
                + Words.count(run.counts().rejected()) + " rejected";
    }

    private static String line(Headway headway) {
        return headway.reading().label() + "  " + Backfills.words(headway);
    }

    private void draw(List<RunView> running, List<Headway> filling) {
        if (running.isEmpty()) {
            erase();
            return;
        }
        StringBuilder line = new StringBuilder("… ");
        Set<UUID> inLine = new HashSet<>();
        for (Headway one : filling) {
            one.reading().run().ifPresent(run -> {
                inLine.add(run.id());
                line.append(line(one)).append("  ");
            });
        }
        for (RunView run : running) {
            if (inLine.contains(run.id())) {
                continue;
            }
            line.append(run.label()).append(' ').append(Words.count(run.counts().seen()));
            run.expected().ifPresent(all -> line.append('/').append(Words.count(all)));
            line.append("  ");
        }
        String shown = line.length() > MOST_SHOWN ? line.substring(0, MOST_SHOWN - 1) + "…" : line.toString();
        terminal.out().print("\r\u001b[K" + shown);
        terminal.out().flush();
        drawn = true;
    }

    private void erase() {
        if (drawn) {
            terminal.out().print("\r\u001b[K");
            terminal.out().flush();
            drawn = false;
        }
    }
}
