package dev.tidemark.cli;

import dev.tidemark.engine.JdbcWorkers;
import dev.tidemark.overview.JdbcOverview;
import dev.tidemark.overview.RunView;
import dev.tidemark.overview.SyncView;
import dev.tidemark.sync.JdbcSyncs;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidemark sync}: a person does not wait for the schedule. */
@Command(
        name = "sync",
        description = "Asks the running engine to run a sync now, whatever its schedule and back-off say.",
        footer = {"", "Examples:", "  tidemark sync accounts", "  tidemark sync acme/accounts --wait"})
final class SyncNow extends StoreCommand {

    private static final Duration TICK = Duration.ofMillis(200);

    @Parameters(paramLabel = "SYNC", description = "A sync, or WORKSPACE/SYNC")
    String sync = "";

    @Option(names = "--wait", description = "Waits for the end of the run; exit 1 where it failed")
    boolean wait;

    SyncNow(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(Home home) throws InterruptedException {
        SyncView found = SyncNames.find(home, sync);
        Instant now = home.clock().instant();
        boolean asked = home.read(tx -> new JdbcSyncs().request(tx, found.workspace(), found.name(), now))
                .isPresent();
        if (!asked) {
            throw new Refusal(
                    Exit.FAILED,
                    "sync.gone",
                    found.label() + " has left its workspace file",
                    "Put it back into the file to run it again");
        }
        return end(home, found, wait, now, common.json);
    }

    /** Tells what follows a request made at this time, and waits for it where a person wants to. */
    static int end(Home home, SyncView sync, boolean wait, Instant requested, boolean json)
            throws InterruptedException {
        Terminal terminal = home.terminal();
        boolean engine =
                !home.read(tx -> new JdbcWorkers().alive(tx, requested)).isEmpty();
        if (!engine) {
            terminal.warn("No engine is running on this store: " + sync.label()
                    + " runs when one starts (tidemark run FILE).");
            return wait ? Exit.FAILED : Exit.OK;
        }
        if (!wait) {
            terminal.warn(sync.label() + " runs now.");
            return Exit.OK;
        }
        while (true) {
            Optional<RunView> ended = home.read(tx -> JdbcOverview.runs(tx, Optional.of(sync.id()), 5)).stream()
                    .filter(r -> r.cause().equals("REQUEST")
                            && !r.kind().equals("REPROCESS")
                            && !r.queuedAt().isBefore(requested)
                            && r.hasEnded())
                    .findFirst();
            if (ended.isPresent()) {
                tell(terminal, ended.get(), json);
                return ended.get().state().startsWith("SUCCEEDED") ? Exit.OK : Exit.FAILED;
            }
            Thread.sleep(TICK);
        }
    }

    static void tell(Terminal terminal, RunView run, boolean json) {
        if (json) {
            Json.print(terminal, Json.run(run));
            return;
        }
        terminal.say(Progress.line(run));
        if (run.failed()) {
            terminal.say("  " + run.errorCode() + ": " + run.error());
            terminal.say("  " + run.whatToDo());
        }
    }
}
