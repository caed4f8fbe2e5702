package dev.tidemark.cli;

import dev.tidemark.checkpoint.JdbcCheckpoints;
import dev.tidemark.connector.LeaseLost;
import dev.tidemark.connector.Ledger;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.overview.SyncView;
import dev.tidemark.queue.JdbcQueue;
import dev.tidemark.run.Ending;
import dev.tidemark.sync.BackOff;
import dev.tidemark.sync.JdbcSyncs;
import dev.tidemark.sync.SyncId;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidemark reset}: a person moves a checkpoint back. */
@Command(
        name = "reset",
        description = {
            "Makes a sync read (outbound: offer) everything again, from now.",
            "The table stays and is filled in place: nobody sees a gap. Ends the run in progress."
        },
        footer = {"", "Examples:", "  tidemark reset accounts", "  tidemark reset acme/accounts --wait"})
final class Reset extends StoreCommand {

    @Parameters(paramLabel = "SYNC", description = "A sync, or WORKSPACE/SYNC")
    String sync = "";

    @Option(names = "--wait", description = "Waits for the end of the run; exit 1 where it failed")
    boolean wait;

    Reset(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(Home home) throws InterruptedException, Unavailable, LeaseLost {
        SyncView found = SyncNames.find(home, sync);
        SyncId id = new SyncId(found.id());
        if (found.direction().equals("OUTBOUND")) {
            try (Ledger ledger = Ledgers.open(home, found)) {
                ledger.offerAll();
            }
        }
        Instant now = home.clock().instant();
        JdbcCheckpoints checkpoints = new JdbcCheckpoints();
        Ending ending = new Ending(home.store(), new JdbcQueue(), home.clock(), BackOff.ofRuns(home.random()));
        home.store().run(tx -> {
            ending.cancel(tx, id);
            checkpoints.save(tx, id, checkpoints.find(tx, id).reset());
            new JdbcSyncs().request(tx, found.workspace(), found.name(), now);
        });
        return SyncNow.end(home, found, wait, now, common.json);
    }
}
