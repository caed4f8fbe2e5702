package dev.tidemark.cli;

import dev.tidemark.connector.LeaseLost;
import dev.tidemark.connector.Ledger;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.overview.SyncView;
import dev.tidemark.rejection.JdbcRejections;
import dev.tidemark.sync.SyncId;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tidemark settle}: a person says what became of a write whose answer was lost (invariant 8). */
@Command(
        name = "settle",
        description = {
            "Settles a row of which it is not known whether the app took it: 'accepted' where it is there, 'again' to"
                    + " send it once more.",
            "'tidemark rejections' lists such rows."
        },
        footer = {"", "Example:", "  tidemark settle tasks 4711 accepted"})
final class Settle extends StoreCommand {

    /** What a person decides. */
    enum Decision {
        accepted,
        again
    }

    @Parameters(index = "0", paramLabel = "SYNC", description = "An outbound sync, or WORKSPACE/SYNC")
    String sync = "";

    @Parameters(index = "1", paramLabel = "KEY", description = "The row's key, as 'tidemark rejections' shows it")
    String key = "";

    @Parameters(index = "2", paramLabel = "accepted|again", description = "accepted, or again")
    Decision decision = Decision.accepted;

    Settle(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(Home home) throws Unavailable, LeaseLost {
        SyncView found = SyncNames.find(home, sync);
        boolean there;
        try (Ledger ledger = Ledgers.open(home, found)) {
            there = ledger.decide(
                    key, decision == Decision.accepted, home.clock().instant());
        }
        if (!there) {
            throw new Refusal(
                    Exit.FAILED,
                    "row.not_uncertain",
                    found.label() + " has no row of uncertain fate with the key " + key,
                    "'tidemark rejections " + found.label() + "' lists them");
        }
        home.store().run(tx -> new JdbcRejections().settle(tx, new SyncId(found.id()), List.of(key), List.of()));
        terminal.warn(
                decision == Decision.accepted
                        ? "The row counts as accepted."
                        : "The row is sent again at the next run of " + found.label() + ".");
        return Exit.OK;
    }
}
