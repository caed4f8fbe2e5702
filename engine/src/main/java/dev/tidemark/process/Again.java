package dev.tidemark.process;

import dev.tidemark.archive.ArchiveUnavailable;
import dev.tidemark.archive.ArchivedPage;
import dev.tidemark.archive.JdbcPages;
import dev.tidemark.checkpoint.Checkpoint;
import dev.tidemark.checkpoint.JdbcCheckpoints;
import dev.tidemark.checkpoint.Reached;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Counts;
import dev.tidemark.connector.LeaseLost;
import dev.tidemark.connector.LoadsAgain;
import dev.tidemark.connector.Mark;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.RowsRefused;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.TableLoad;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.process.JdbcReprocess.Stretch;
import dev.tidemark.queue.Lease;
import dev.tidemark.rejection.JdbcRejections;
import dev.tidemark.run.Failure;
import dev.tidemark.run.JdbcRuns;
import dev.tidemark.run.RunKind;
import dev.tidemark.sync.Inbound;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Applied pages that are processed again, a slice at a time, by the job that loads the sync's pages whenever no new page
 * waits (invariant 2). Mark, checkpoint and whatever tells of absence stay as they are. The store learns of a slice after the
 * destination has it, so a crash in between only loads the slice once more, which changes nothing.
 */
final class Again {

    private static final int SLICE_ROWS = 20_000;
    private static final int SLICE_PAGES = 32;

    private final Processing.Tools tools;
    private final Lease lease;
    private final Inbound sync;
    private final JdbcReprocess stretches = new JdbcReprocess();
    private final JdbcPages pages = new JdbcPages();
    private final JdbcRuns runs = new JdbcRuns();
    private final JdbcRejections rejections = new JdbcRejections();
    private final JdbcCheckpoints checkpoints = new JdbcCheckpoints();

    private @Nullable Stretch stretch;
    private long lookedAt = -1;
    private boolean careful;

    Again(Processing.Tools tools, Lease lease, Inbound sync) {
        this.tools = tools;
        this.lease = lease;
        this.sync = sync;
    }

    /**
     * Does one slice.
     *
     * @param notices that the job has got: who asks for pages again gives one
     * @return the mark as it stands then; empty where there was nothing to do
     */
    Optional<Mark> step(StreamSpec stream, TableLoad load, Mark mark, long notices) throws Unavailable, LeaseLost {
        if (stretch == null && notices != lookedAt) {
            stretch = tools.store()
                    .inTransaction(tx -> stretches.find(tx, sync.id()))
                    .orElse(null);
            lookedAt = notices;
        }
        Stretch now = stretch;
        if (now == null || mark.page() < now.to()) {
            return Optional.empty(); // what the destination lacks is seen to first
        }
        if (!(load instanceof LoadsAgain table)) {
            fail(
                    now,
                    "destination.cannot_reprocess",
                    "this kind of destination cannot take in pages again",
                    "'tidemark reset' reads everything again from the source");
            return Optional.of(mark);
        }
        if (!table.isFilled()) {
            return Optional.empty();
        }
        return Optional.of(slice(now, stream, table).orElse(mark));
    }

    private Optional<Mark> slice(Stretch now, StreamSpec stream, LoadsAgain table) throws Unavailable, LeaseLost {
        List<ArchivedPage> next = tools.store().inTransaction(tx -> {
            tools.queue().hold(tx, lease);
            runs.started(tx, now.run(), RunKind.REPROCESS, tools.clock().instant());
            return pages.after(tx, sync.id(), now.done(), SLICE_PAGES).stream()
                    .filter(p -> p.n() <= now.to())
                    .toList();
        });
        if (next.isEmpty()) {
            return Optional.of(complete(now, table));
        }
        RowMaker maker = new RowMaker(
                stream,
                table.beginAgain(careful),
                found -> tools.store().run(tx -> {
                    tools.queue().hold(tx, lease);
                    rejections.add(tx, sync.id(), found);
                }));
        long last = now.done();
        for (ArchivedPage page : next) {
            if (maker.seen() >= SLICE_ROWS) {
                break;
            }
            Optional<RawPage> raw = raw(page);
            if (raw.isPresent()) {
                maker.page(of(now, page));
                try {
                    sync.source().records(stream, raw.get(), maker);
                } catch (BadPage e) {
                    fail(
                            now,
                            "page.unreadable",
                            "page " + page.n() + " cannot be read: " + e.getMessage(),
                            "'tidemark reset' reads everything again from the source");
                    return Optional.empty();
                }
            }
            last = page.n();
        }
        commit(now, table, maker, last);
        return Optional.empty();
    }

    /** Rejections of the page are this run's from now on. */
    private static ArchivedPage of(Stretch now, ArchivedPage page) {
        return new ArchivedPage(
                page.n(),
                now.run(),
                page.ref(),
                page.format(),
                page.bytes(),
                page.retrievedAt(),
                0,
                false,
                Optional.empty());
    }

    /** Empty where the page was cleared away meanwhile, for its age. */
    private Optional<RawPage> raw(ArchivedPage page) {
        try {
            return Optional.of(tools.archive().get(page.ref(), page.format()));
        } catch (ArchiveUnavailable e) {
            boolean named = tools.store().inTransaction(tx -> pages.after(tx, sync.id(), page.n() - 1, 1)).stream()
                    .anyMatch(p -> p.n() == page.n());
            if (e.lost() && !named) {
                return Optional.empty();
            }
            // Nothing is missing from the table for it: no reason to read everything again.
            throw new ArchiveUnavailable(String.valueOf(e.getMessage()), false, e);
        }
    }

    private void commit(Stretch now, LoadsAgain table, RowMaker maker, long last) throws Unavailable, LeaseLost {
        // Rejections are durable before the slice is done, so a crash in between only writes them again.
        maker.flush();
        Counts counts;
        try {
            counts = table.commitAgain(lease.fence(), maker.seen(), maker.rejected());
            careful = false;
        } catch (RowsRefused e) {
            careful = true;
            return;
        }
        tools.store().run(tx -> {
            tools.queue().hold(tx, lease);
            rejections.replaced(tx, sync.id(), now.run(), now.done(), last);
            stretches.done(tx, sync.id(), last);
            runs.countedMore(tx, now.run(), counts);
            runs.note(tx, now.run(), table.notes());
        });
        stretch = now.at(last);
    }

    private Mark complete(Stretch now, LoadsAgain table) throws Unavailable, LeaseLost {
        Mark mark = recounted(table);
        tools.store().run(tx -> {
            tools.queue().hold(tx, lease);
            checkpoints.applied(tx, sync.id(), mark);
            runs.find(tx, now.run())
                    .ifPresent(run ->
                            runs.ended(tx, run.id(), run.counts(), tools.clock().instant()));
        });
        stretch = null;
        return mark;
    }

    /** What is rejected of before the tidemark may be less by now. */
    private Mark recounted(LoadsAgain table) throws Unavailable, LeaseLost {
        long rejected = tools.store().inTransaction(tx -> {
            Checkpoint checkpoint = checkpoints.find(tx, sync.id());
            return rejections.count(
                    tx,
                    sync.id(),
                    checkpoint
                            .reached()
                            .map(Reached::last)
                            .filter(last -> last <= checkpoint.appliedPage())
                            .orElse(checkpoint.appliedPage()));
        });
        return table.recount(lease.fence(), rejected);
    }

    private void fail(Stretch now, String code, String why, String whatToDo) {
        Failure failure = new Failure(code, sync.to().redaction().text(why), whatToDo);
        tools.store().run(tx -> {
            tools.queue().hold(tx, lease);
            runs.failed(tx, now.run(), failure, tools.clock().instant());
        });
        stretch = null;
    }
}
