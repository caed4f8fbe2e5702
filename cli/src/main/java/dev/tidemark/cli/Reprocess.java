package dev.tidemark.cli;

import dev.tidemark.archive.ArchivedPage;
import dev.tidemark.archive.JdbcPages;
import dev.tidemark.checkpoint.Checkpoint;
import dev.tidemark.checkpoint.JdbcCheckpoints;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.TableSpec;
import dev.tidemark.engine.JdbcWorkers;
import dev.tidemark.overview.JdbcOverview;
import dev.tidemark.overview.RunView;
import dev.tidemark.overview.SyncView;
import dev.tidemark.process.JdbcReprocess;
import dev.tidemark.queue.JdbcQueue;
import dev.tidemark.store.Tx;
import dev.tidemark.sync.SyncId;
import dev.tidemark.workspace.InboundSync;
import dev.tidemark.workspace.SyncDefinition;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidemark reprocess}: archived pages once more, without one request to the API. */
@Command(
        name = "reprocess",
        description = {
            "Processes a sync's archived pages again, into the same table: after a connector was corrected, say, or"
                    + " what had a row rejected.",
            "Asks the API for nothing. A row changes only where no later page has changed it since, and what was"
                    + " deleted stays deleted. It goes on beside whatever the sync reads meanwhile."
        },
        footer = {
            "",
            "Examples:",
            "  tidemark reprocess accounts --wait",
            "  tidemark reprocess acme/accounts --since 2026-11-20T00:00:00Z"
        })
final class Reprocess extends StoreCommand {

    private static final Duration TICK = Duration.ofMillis(200);

    @Parameters(paramLabel = "SYNC", description = "An inbound sync, or WORKSPACE/SYNC")
    String sync = "";

    /** Where to begin. */
    static final class From {
        @Option(names = "--from", paramLabel = "PAGE", description = "The page to begin with, as 'explain' shows it")
        @Nullable
        Long page;

        @Option(
                names = "--since",
                paramLabel = "TIME",
                description = "Begins with the first page retrieved then or later, like 2026-11-20T00:00:00Z")
        @Nullable
        String time;
    }

    @ArgGroup(exclusive = true)
    @Nullable
    From begin;

    @Option(names = "--wait", description = "Waits for the end of the run; exit 1 where it failed")
    boolean wait;

    Reprocess(Terminal terminal) {
        super(terminal);
    }

    /** What was asked for. */
    private record Asked(UUID run, long from, long to) {}

    @Override
    int run(Home home) throws InterruptedException {
        SyncView found = SyncNames.find(home, sync);
        SyncId id = new SyncId(found.id());
        SyncDefinition definition =
                Workspaces.of(home, found).sync(found.name()).orElseThrow(() -> Workspaces.notInForce(found));
        if (!(definition instanceof InboundSync in)) {
            throw new Refusal(
                    Exit.USAGE,
                    "sync.not_inbound",
                    found.label() + " keeps no table",
                    "Name an inbound sync; 'tidemark reset' offers all rows of a model again");
        }
        Instant now = home.clock().instant();
        Optional<Instant> since = since();
        Asked asked = home.store().inTransaction(tx -> ask(home, tx, found, id, in, since, now));
        boolean engine = !home.read(tx -> new JdbcWorkers().alive(tx, now)).isEmpty();
        terminal.warn("Pages " + asked.from + " to " + asked.to + " of " + found.label()
                + (engine
                        ? " are processed again."
                        : " are processed again when an engine starts (tidemark run FILE): none is running."));
        if (!wait) {
            return Exit.OK;
        }
        return engine ? await(home, found, asked.run) : Exit.FAILED;
    }

    private Optional<Instant> since() {
        String time = begin == null ? null : begin.time;
        try {
            return Optional.ofNullable(time).map(Instant::parse);
        } catch (DateTimeParseException e) {
            throw new Refusal(
                    Exit.USAGE, "reprocess.since", time + " is no time", "Write it like 2026-11-20T00:00:00Z, in UTC");
        }
    }

    private Asked ask(
            Home home, Tx tx, SyncView found, SyncId id, InboundSync in, Optional<Instant> since, Instant now) {
        Checkpoint checkpoint = new JdbcCheckpoints().find(tx, id);
        refuseWithoutOrder(tx, found, id, in, checkpoint);
        JdbcReprocess reprocess = new JdbcReprocess();
        if (reprocess.find(tx, id).isPresent()) {
            throw new Refusal(
                    Exit.FAILED,
                    "sync.reprocessing",
                    found.label() + " is processing pages again already",
                    "Wait for its end; 'tidemark runs " + found.label() + "' shows it");
        }
        long to = checkpoint.appliedPage();
        Optional<ArchivedPage> first = first(tx, id, since);
        long earliest = reprocess.earliest(tx, id).orElse(Long.MAX_VALUE);
        if (first.isPresent() && first.get().n() < earliest && earliest <= to) {
            // Pages before it may lack fields that the table has by now, and all that was there then came again.
            first = new JdbcPages().after(tx, id, earliest - 1, 1).stream().findFirst();
        }
        long from = first.map(ArchivedPage::n)
                .filter(n -> n <= to && earliest <= to)
                .orElseThrow(() -> new Refusal(
                        Exit.FAILED,
                        "sync.no_pages",
                        found.label() + " has no such page in the archive that is loaded",
                        "'tidemark explain' shows pages; 'tidemark reset' reads everything again from the source"));
        return new Asked(reprocess.request(tx, new JdbcQueue(), home.ids(), id, from, to, now), from, to);
    }

    private Optional<ArchivedPage> first(Tx tx, SyncId id, Optional<Instant> since) {
        if (since.isPresent()) {
            return new JdbcPages().firstSince(tx, id, since.get());
        }
        long page = begin == null || begin.page == null ? 0 : begin.page;
        return new JdbcPages().after(tx, id, page - 1, 1).stream().findFirst();
    }

    private static void refuseWithoutOrder(Tx tx, SyncView found, SyncId id, InboundSync in, Checkpoint checkpoint) {
        StreamSpec stream = new JdbcCheckpoints()
                .described(tx, id)
                .map(JdbcCheckpoints.Described::stream)
                .filter(s -> !checkpoint.covered().isEmpty())
                .orElseThrow(() -> new Refusal(
                        Exit.FAILED,
                        "sync.not_read_through",
                        found.label() + " has not read everything yet",
                        "Wait for its first reading: what it brings is processed anew anyhow"));
        boolean keyless = stream.key().isEmpty();
        if (keyless || (stream.versionField().isEmpty() && in.deletes() == TableSpec.Deletes.HARD)) {
            throw new Refusal(
                    Exit.FAILED,
                    "sync.no_order",
                    "records of " + stream.name() + " have no " + (keyless ? "key" : "version")
                            + ", so that what was deleted could come back",
                    "'tidemark reset' reads everything again from the source");
        }
    }

    private int await(Home home, SyncView found, UUID id) throws InterruptedException {
        while (true) {
            List<RunView> runs = home.read(tx -> JdbcOverview.runs(tx, Optional.of(found.id()), 100));
            Optional<RunView> run =
                    runs.stream().filter(r -> r.id().equals(id) && r.hasEnded()).findFirst();
            if (run.isPresent()) {
                SyncNow.tell(terminal, run.get(), common.json);
                return run.get().state().startsWith("SUCCEEDED") ? Exit.OK : Exit.FAILED;
            }
            Thread.sleep(TICK);
        }
    }
}
