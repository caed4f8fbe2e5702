package dev.tidemark.cli;

import dev.tidemark.access.CountedAccess;
import dev.tidemark.archive.Archive;
import dev.tidemark.archive.ArchivedPage;
import dev.tidemark.archive.JdbcPages;
import dev.tidemark.checkpoint.JdbcCheckpoints;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.TableLoad;
import dev.tidemark.connector.TableSpec;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.engine.JdbcWorkers;
import dev.tidemark.explain.RecordFinder;
import dev.tidemark.overview.SyncView;
import dev.tidemark.rejection.JdbcRejections;
import dev.tidemark.sync.Layout;
import dev.tidemark.sync.SyncId;
import dev.tidemark.workspace.InboundSync;
import dev.tidemark.workspace.Workspace;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tidemark forget}: a person asked to be forgotten. */
@Command(
        name = "forget",
        description = {
            "Removes one record for good: from the archived pages, the rejections and the table.",
            "Delete it at the source first: a record that is still there comes back when it changes. Files of earlier"
                    + " backups are not changed."
        },
        footer = {"", "Example:", "  tidemark forget contacts 003000000000001AAA"})
final class Forget extends StoreCommand {

    private static final int BATCH = 100;
    private static final Duration TICK = Duration.ofMillis(200);

    @Parameters(index = "0", paramLabel = "SYNC", description = "An inbound sync, or WORKSPACE/SYNC")
    String sync = "";

    @Parameters(index = "1", paramLabel = "KEY", description = "The record's key; of several fields, a JSON array")
    String key = "";

    Forget(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(Home home) throws Unavailable, InterruptedException {
        SyncView found = SyncNames.find(home, sync);
        SyncId id = new SyncId(found.id());
        Workspace workspace = Workspaces.of(home, found);
        if (!(workspace.sync(found.name()).orElseThrow(() -> Workspaces.notInForce(found)) instanceof InboundSync in)) {
            throw new Refusal(
                    Exit.USAGE,
                    "sync.not_inbound",
                    found.label() + " keeps no table",
                    "Name an inbound sync; the rows of a model are its owner's");
        }
        StreamSpec described = home
                .read(tx -> new JdbcCheckpoints().described(tx, id))
                .orElseThrow(() -> new Refusal(
                        Exit.FAILED,
                        "sync.never_ran",
                        found.label() + " has read nothing yet",
                        "There is nothing to do"))
                .stream();
        Layout layout = new Layout(in.fields());
        StreamSpec stream = layout.choose(described);
        String spelled = Keys.spelled(stream, key);
        SourceConnector source = home.connectors().source(workspace.account(in.from()));
        long last = home.read(tx -> new JdbcCheckpoints().find(tx, id)).lastPage();
        long inPages = scrub(home, id, source, stream);
        applied(home, found, id, last);
        boolean row = row(home, workspace, in, found, layout, stream);
        int rejections = home.read(tx -> new JdbcRejections().forget(tx, id, spelled));
        if (common.json) {
            Json.print(
                    terminal,
                    Json.object().put("records", inPages).put("row", row).put("rejections", rejections));
        } else {
            terminal.say("Forgotten: " + Words.count(inPages) + " records in archived pages, "
                    + (row ? "the row" : "no row") + ", " + Words.count(rejections) + " rejections.");
        }
        return Exit.OK;
    }

    /** Blanks the record out of every archived page. */
    private long scrub(Home home, SyncId id, SourceConnector source, StreamSpec stream) {
        JdbcPages pages = new JdbcPages();
        Archive archive = home.archive();
        long count = 0;
        long after = 0;
        while (true) {
            long from = after;
            List<ArchivedPage> batch = home.read(tx -> pages.after(tx, id, from, BATCH));
            if (batch.isEmpty()) {
                return count;
            }
            for (ArchivedPage page : batch) {
                count += scrub(home, id, source, stream, archive, page);
                after = page.n();
            }
        }
    }

    private long scrub(
            Home home, SyncId id, SourceConnector source, StreamSpec stream, Archive archive, ArchivedPage page) {
        RawPage raw = archive.get(page.ref(), page.format());
        RecordFinder finder = new RecordFinder(stream, key);
        try {
            source.records(stream, raw, finder);
        } catch (BadPage e) {
            throw new Refusal(
                    Exit.FAILED,
                    "page.unreadable",
                    "page " + page.n() + " cannot be read: " + e.getMessage(),
                    "'tidemark reset' reads everything again");
        }
        if (finder.found().isEmpty()) {
            return 0;
        }
        if (finder.blanked(raw, page.format())) {
            archive.replace(page.ref(), raw);
        } else {
            home.store().run(tx -> new JdbcPages().drop(tx, id, page.n()));
            archive.delete(List.of(page.ref()));
        }
        return finder.found().size();
    }

    /** A page on its way may still bring the record: waits until those that were there are loaded. */
    private static void applied(Home home, SyncView sync, SyncId id, long last) throws InterruptedException {
        while (home.read(tx -> new JdbcCheckpoints().find(tx, id)).appliedPage() < last
                && !home.read(tx -> new JdbcWorkers().alive(tx, home.clock().instant()))
                        .isEmpty()
                && home.read(dev.tidemark.overview.JdbcOverview::syncs).stream()
                        .anyMatch(s -> s.id().equals(sync.id()) && s.inFlight())) {
            Thread.sleep(TICK);
        }
    }

    private boolean row(
            Home home, Workspace workspace, InboundSync in, SyncView found, Layout layout, StreamSpec stream)
            throws Unavailable {
        CountedAccess access = home.accounts().open(workspace, in.to()).open();
        TableSpec table = new TableSpec(
                found.id().toString(),
                in.table().schema(),
                in.table().name(),
                layout.columns(stream),
                stream.key().stream().map(layout::column).toList(),
                in.deletes());
        try (TableLoad load =
                home.connectors().tables(workspace.account(in.to())).open(access, table)) {
            return load.forget(key);
        }
    }
}
