package dev.tidemark.process;

import dev.tidemark.access.CountedAccess;
import dev.tidemark.archive.Archive;
import dev.tidemark.archive.ArchiveUnavailable;
import dev.tidemark.archive.ArchivedPage;
import dev.tidemark.archive.Handover;
import dev.tidemark.archive.JdbcPages;
import dev.tidemark.checkpoint.Checkpoint;
import dev.tidemark.checkpoint.JdbcCheckpoints;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.LeaseLost;
import dev.tidemark.connector.Listing;
import dev.tidemark.connector.Mark;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.RowsRefused;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.TableLoad;
import dev.tidemark.connector.TableSpec;
import dev.tidemark.connector.Tide;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.connector.ViewDestination;
import dev.tidemark.connector.Views;
import dev.tidemark.event.JdbcEvents;
import dev.tidemark.queue.Lease;
import dev.tidemark.queue.LeaseExpired;
import dev.tidemark.queue.Queue;
import dev.tidemark.queue.Step;
import dev.tidemark.queue.Work;
import dev.tidemark.rejection.JdbcRejections;
import dev.tidemark.run.Ending;
import dev.tidemark.run.Failure;
import dev.tidemark.run.JdbcRuns;
import dev.tidemark.run.Run;
import dev.tidemark.run.RunKind;
import dev.tidemark.store.Store;
import dev.tidemark.store.StoreUnavailable;
import dev.tidemark.store.Tx;
import dev.tidemark.sync.BackOff;
import dev.tidemark.sync.Inbound;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The loading of a sync's line of pages, a slice a step. Rows and mark commit together at the destination; the store learns
 * of it afterwards and can always ask the mark again, so a crash anywhere loads nothing twice.
 */
public final class Processing implements Work {

    /** What a processing works with; the same for all. */
    public record Tools(
            Store store,
            InstantSource clock,
            Queue queue,
            Ending ending,
            Archive archive,
            Handover handover,
            BackOff backOff) {}

    private static final int SLICE_ROWS = 50_000;
    private static final int SLICE_PAGES = 128;

    /** How long a slice is kept open for pages that are still to come. */
    private static final Duration SLICE_LASTS = Duration.ofSeconds(1);

    private static final Duration SHORTEST_REST = Duration.ofMillis(5);
    private static final int MOST_DOUBLINGS = 4;

    /** Rests in a row, about three seconds, after which a job that waits for pages gives its table and thread back. */
    private static final int MOST_RESTS = 40;

    /** Tries of a destination that cannot be reached before the run fails; the pages stay. */
    private static final int MOST_FAULTS = 6;

    private final Tools tools;
    private final Lease lease;
    private final Inbound sync;
    private final CountedAccess access;
    private final Tides tides;
    private final JdbcCheckpoints checkpoints = new JdbcCheckpoints();
    private final JdbcPages pages = new JdbcPages();
    private final JdbcRuns runs = new JdbcRuns();
    private final JdbcEvents events = new JdbcEvents();
    private final JdbcRejections rejections = new JdbcRejections();

    private final Again again;
    private @Nullable Open open;
    private @Nullable Filling slice;
    private int rests;
    private long notices;
    private boolean careful;

    /** A table taken for this worker. */
    private record Open(StreamSpec stream, Instant describedAt, TableLoad load, Mark mark) {
        Open moved(Mark now) {
            return new Open(stream, describedAt, load, now);
        }
    }

    /** Rows on their way into the table, which nobody sees before the slice is committed. */
    private record Filling(RowMaker maker, ArchivedPage last, int pages, Instant began) {
        boolean isFull() {
            return maker.seen() >= SLICE_ROWS || pages >= SLICE_PAGES || (pages > 0 && last.ends());
        }

        /** Whether a page may share the slice: it is of the same run, and of the same reading. */
        boolean takes(ArchivedPage page) {
            return page.run().equals(last.run()) && page.listing() == last.listing();
        }
    }

    /** What there is to load, whether more of it is being retrieved, and when the stream was last described before it was. */
    private record Line(List<ArchivedPage> pages, boolean growing, Instant describedAt) {}

    public Processing(Tools tools, Lease lease, Inbound sync) {
        this.tools = tools;
        this.lease = lease;
        this.sync = sync;
        this.access = sync.to().open();
        this.tides = new Tides(tools.store, sync);
        this.notices = lease.notices();
        this.again = new Again(tools, lease, sync);
    }

    @Override
    public Lease lease() {
        return lease;
    }

    @Override
    public Step step() {
        try {
            Open now = open;
            if (now == null) {
                open = begin();
                return Step.GO_ON;
            }
            Filling filling = slice;
            if (filling != null && (filling.isFull() || isOld(filling))) {
                return commit(now, filling);
            }
            Line line = next(now, filling == null ? now.mark.page() : filling.last.n());
            if (!line.describedAt.equals(now.describedAt)) {
                return renew(now, filling);
            }
            if (!line.pages.isEmpty()) {
                return fill(now, filling, line);
            }
            Optional<Mark> loadedAgain =
                    filling == null ? again.step(now.stream, now.load, now.mark, notices) : Optional.empty();
            if (loadedAgain.isPresent()) {
                open = now.moved(loadedAgain.get());
                return Step.GO_ON;
            }
            if (line.growing && rests < MOST_RESTS) {
                return await();
            }
            return filling == null ? end(now) : commit(now, filling);
        } catch (LeaseLost e) {
            throw new LeaseExpired(lease);
        } catch (StoreUnavailable e) {
            // A slice may be half sent: it is begun again on a new connection, from what the mark says.
            close();
            throw e;
        } catch (Unavailable e) {
            return fault(e);
        } catch (ArchiveUnavailable e) {
            return e.lost() ? missing(e) : fault(e);
        } catch (ConnectorException e) {
            tools.ending.failInFlight(
                    lease, new Failure(e.code(), sync.to().redaction().text(message(e)), e.whatToDo()));
            return Step.ENDED;
        }
    }

    private Open begin() throws Unavailable, LeaseLost {
        JdbcCheckpoints.Described described = tools.store
                .inTransaction(tx -> checkpoints.described(tx, sync.id()))
                .orElseThrow(() -> new IllegalStateException("a job to process, but no stream was described"));
        StreamSpec stream = sync.layout().choose(described.stream());
        TableSpec table = new TableSpec(
                sync.id().toString(),
                sync.schema(),
                sync.table(),
                sync.layout().columns(stream),
                stream.key().stream().map(sync.layout()::column).toList(),
                sync.deletes(),
                new TableSpec.Keeper(sync.workspace(), sync.name()));
        Views views = sync.layout().beside(stream, sync.table());
        List<String> done;
        TableLoad load;
        if (sync.destination() instanceof ViewDestination shows) {
            done = shows.prepare(access, table, views);
            load = shows.open(access, table, views);
        } else if (views.isEmpty()) {
            done = sync.destination().prepare(access, table);
            load = sync.destination().open(access, table);
        } else {
            throw new ConnectorException(
                    "destination.no_views",
                    "the destination cannot show lists as tables or other layouts",
                    "Keep the table in PostgreSQL, or take 'tables' out of the sync and 'layout' out of its source");
        }
        try {
            Mark mark = load.claim(lease.fence());
            tools.store.run(tx -> runs.note(tx, lease.run(), done));
            return new Open(stream, described.at(), load, mark);
        } catch (Unavailable | LeaseLost | RuntimeException e) {
            load.close();
            throw e;
        }
    }

    private Line next(Open now, long after) {
        return tools.store.inTransaction(tx -> {
            // Asked before the pages are: a page that came in between is then not missed.
            Queue.Line line = tools.queue.line(tx, lease);
            notices = line.notices();
            List<ArchivedPage> found = pages.after(tx, sync.id(), after, SLICE_PAGES);
            // Asked after them: none of them was then read by a later description.
            Instant describedAt = found.isEmpty()
                    ? now.describedAt
                    : checkpoints.describedAt(tx, sync.id()).orElse(Instant.EPOCH);
            return new Line(found, line.growing(), describedAt);
        });
    }

    /** The pages to come may have fields that the table does not know yet. */
    private Step renew(Open now, @Nullable Filling filling) throws Unavailable, LeaseLost {
        if (filling != null) {
            return commit(now, filling);
        }
        close();
        return Step.GO_ON;
    }

    /** Slices that are as large as can be are the cheapest; a page every moment would make one of each page. */
    private Step await() {
        Duration rest = SHORTEST_REST.multipliedBy(1L << Math.min(rests, MOST_DOUBLINGS));
        rests++;
        return new Step.Rest(rest);
    }

    private boolean isOld(Filling filling) {
        return tools.clock.instant().isAfter(filling.began.plus(SLICE_LASTS));
    }

    /** Brings pages of one run into the slice, in their order. */
    private Step fill(Open now, @Nullable Filling filling, Line line) throws Unavailable, LeaseLost {
        ArchivedPage first = line.pages.getFirst();
        if (filling != null && !filling.takes(first)) {
            return commit(now, filling);
        }
        long before = filling == null ? now.mark.page() : filling.last.n();
        if (first.n() != before + 1 && now.mark.page() < applied()) {
            return startOver("the destination lacks pages that the archive no longer has");
        }
        Filling to = filling == null ? begin(now, first) : filling;
        for (ArchivedPage page : line.pages) {
            if (to.isFull() || !to.takes(page)) {
                break;
            }
            to.maker.page(page);
            RawPage raw = tools.handover.take(sync.id(), page.ref());
            try {
                sync.source()
                        .records(
                                now.stream, raw != null ? raw : tools.archive.get(page.ref(), page.format()), to.maker);
            } catch (BadPage e) {
                return badPage(page, e);
            }
            to = new Filling(to.maker, page, to.pages + 1, to.began);
        }
        slice = to;
        rests = MOST_DOUBLINGS;
        // All that there was is in: the next page takes its time.
        return line.growing && to.last.n() == line.pages.getLast().n() && !to.isFull() ? await() : Step.GO_ON;
    }

    private Filling begin(Open now, ArchivedPage first) throws Unavailable {
        RowMaker maker = new RowMaker(
                now.stream,
                now.load.begin(careful),
                found -> tools.store.run(tx -> {
                    tools.queue.hold(tx, lease);
                    rejections.add(tx, sync.id(), found);
                }));
        return new Filling(maker, first, 0, tools.clock.instant());
    }

    private Step commit(Open now, Filling filling) throws Unavailable, LeaseLost {
        slice = null;
        RowMaker maker = filling.maker;
        // Rejections are durable before the mark passes them, so a crash in between only writes them again.
        maker.flush();
        try {
            ArchivedPage last = filling.last;
            Optional<Listing> listing = last.listing() == 0
                    ? Optional.empty()
                    : Optional.of(new Listing(last.listing(), last.ends(), sync.brake()));
            Mark mark = now.load.commit(
                    lease.fence(),
                    last.run().toString(),
                    maker.seen(),
                    maker.rejected(),
                    last.n(),
                    listing,
                    last.reached().flatMap(reached -> tides.of(now.stream, reached)));
            careful = false;
            open = now.moved(mark);
            applied(last.run(), mark, now.load.notes());
            return Step.GO_ON;
        } catch (RowsRefused e) {
            careful = true;
            return Step.GO_ON;
        }
    }

    private long applied() {
        return tools.store.inTransaction(tx -> checkpoints.find(tx, sync.id())).appliedPage();
    }

    private void applied(UUID run, Mark mark, List<String> notes) {
        tools.store.run(tx -> {
            tools.queue.hold(tx, lease);
            checkpoints.applied(tx, sync.id(), mark);
            runs.counted(tx, run, mark.counts());
            runs.note(tx, run, notes);
        });
    }

    /** No page is left: ends the runs that are complete, then the job, unless more has come meanwhile. */
    private Step end(Open now) throws Unavailable, LeaseLost {
        record Found(List<Run> complete, Checkpoint checkpoint, long newest) {}
        Found found = tools.store.inTransaction(tx -> new Found(
                runs.complete(tx, sync.id(), now.mark.page()),
                checkpoints.find(tx, sync.id()),
                pages.newest(tx, sync.id())));
        if (now.mark.page() < found.checkpoint.appliedPage()) {
            return startOver("the destination has fewer pages than were applied to it");
        }
        Open finished = now;
        // Whichever run read the last of everything, and whether it failed since: the table is full, and is told so.
        boolean full = !found.checkpoint.covered().isEmpty() && now.mark.page() >= found.newest;
        if (full || found.complete.stream().anyMatch(r -> r.kind() == RunKind.BACKFILL)) {
            finished = now.moved(now.load.finish(lease.fence()));
            open = finished;
        }
        finished = risen(finished, found.checkpoint);
        open = finished;
        Mark mark = finished.mark;
        boolean ended = tools.store.inTransaction(tx -> {
            tools.queue.hold(tx, lease);
            checkpoints.applied(tx, sync.id(), mark);
            if (!mark.run().isEmpty()) {
                runs.counted(tx, UUID.fromString(mark.run()), mark.counts());
            }
            tools.ending.complete(tx, sync.id(), mark.page());
            if (full) {
                events.syncBackfilled(tx, sync.id(), tools.clock.instant());
            }
            return tools.queue.finish(tx, lease, notices);
        });
        return ended ? Step.ENDED : Step.GO_ON;
    }

    /** A pass that brought nothing new tells its table that nothing was to be brought. */
    private Open risen(Open now, Checkpoint checkpoint) throws Unavailable, LeaseLost {
        Optional<Tide> tide = checkpoint
                .reached()
                .filter(reached -> reached.last() <= now.mark.page() && tides.isNews(reached, now.mark.tidemark()))
                .flatMap(reached -> tides.of(now.stream, reached));
        return tide.isPresent() ? now.moved(now.load.rise(lease.fence(), tide.get())) : now;
    }

    /**
     * The destination was restored or replaced, and what it lacks is no longer archived: everything is read again. What is
     * left in the line is loaded first, as far as it goes.
     */
    private Step startOver(String why) {
        return startOver(why, tx -> {});
    }

    /**
     * All of it at once: a retrieval that goes on with what it knew would write its checkpoint over the reset one. From a
     * reading with pages missing nothing is told by absence.
     */
    private Step startOver(String why, Consumer<Tx> first) {
        Failure failure = new Failure(
                "destination.behind",
                why,
                "Nothing needs to be done: the next run reads everything again and fills the table in place");
        tools.store.run(tx -> {
            tools.ending.failInFlight(tx, lease, failure);
            first.accept(tx);
            Checkpoint checkpoint = checkpoints.find(tx, sync.id());
            checkpoints.save(tx, sync.id(), checkpoint.reset());
            checkpoints.rewound(tx, sync.id());
            pages.tellNothing(tx, sync.id());
            runs.note(tx, lease.run(), List.of(why + "; everything is read again"));
        });
        return Step.ENDED;
    }

    private Step missing(ArchiveUnavailable e) {
        return startOver(message(e), tx -> pages.dropUnapplied(tx, sync.id(), 0));
    }

    /** A page that cannot be read as records, though the source took it for whole: it is left out and all is read again. */
    private Step badPage(ArchivedPage page, BadPage e) {
        return startOver(
                "page " + page.n() + " cannot be read: " + message(e), tx -> pages.drop(tx, sync.id(), page.n()));
    }

    private Step fault(Exception e) {
        close();
        String why = sync.to().redaction().text(message(e));
        if (lease.attempt() + 1 >= MOST_FAULTS) {
            tools.ending.failInFlight(
                    lease,
                    new Failure(
                            "destination.unavailable",
                            why,
                            "Nothing is lost: the pages wait in the archive, and the next run loads them. 'tidemark"
                                    + " check' shows whether the destination can be reached"));
            return Step.ENDED;
        }
        tools.store.run(tx -> tools.queue.later(
                tx, lease, tools.clock.instant().plus(tools.backOff.after(lease.attempt() + 1)), true, why));
        return Step.ENDED;
    }

    private static String message(Exception e) {
        return Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
    }

    @Override
    public void close() {
        Open now = open;
        open = null;
        slice = null;
        if (now != null) {
            now.load.close();
        }
    }
}
