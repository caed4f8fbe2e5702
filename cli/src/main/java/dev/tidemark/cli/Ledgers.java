package dev.tidemark.cli;

import dev.tidemark.access.Account;
import dev.tidemark.connector.LeaseLost;
import dev.tidemark.connector.Ledger;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.overview.SyncView;
import dev.tidemark.sync.JdbcSyncs;
import dev.tidemark.sync.SyncId;
import dev.tidemark.workspace.OutboundSync;
import dev.tidemark.workspace.SyncDefinition;
import dev.tidemark.workspace.Workspace;

/** Opens the ledger of an outbound sync for a person's word, under a fencing number of its own (invariant 2). */
final class Ledgers {

    private Ledgers() {}

    static Ledger open(Home home, SyncView sync) throws Unavailable, LeaseLost {
        Workspace workspace = Workspaces.of(home, sync);
        SyncDefinition definition = workspace.sync(sync.name()).orElseThrow(() -> Workspaces.notInForce(sync));
        if (!(definition instanceof OutboundSync out)) {
            throw new Refusal(
                    Exit.USAGE, "sync.not_outbound", sync.label() + " writes to no app", "Name an outbound sync");
        }
        long fence = home.read(tx -> new JdbcSyncs().fence(tx, new SyncId(sync.id())));
        Account from = home.accounts().open(workspace, out.from());
        return home.connectors()
                .models(workspace.account(out.from()))
                .open(from.open(), out.model(), sync.id().toString(), fence);
    }
}
