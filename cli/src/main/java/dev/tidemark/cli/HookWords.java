package dev.tidemark.cli;

import dev.tidemark.connector.Check;
import dev.tidemark.connector.Hooked;
import dev.tidemark.hook.Heed;
import dev.tidemark.hook.HookServer;
import dev.tidemark.hook.Tally;
import dev.tidemark.workspace.Account;
import java.time.Instant;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is said of webhooks. */
final class HookWords {

    private HookWords() {}

    static void json(ArrayNode list, Iterable<Heed> hooks) {
        for (Heed heed : hooks) {
            Tally tally = heed.tally();
            ObjectNode node = list.addObject()
                    .put("source", heed.account())
                    .put("received", tally.received())
                    .put("repeated", tally.repeated())
                    .put("refused", tally.refused());
            Json.time(node, "last_at", tally.receivedAt());
            Json.time(node, "refused_at", tally.refusedAt());
            tally.refusedWhy().ifPresent(why -> node.put("refused_why", why));
        }
    }

    static String line(Heed heed, Instant now) {
        Tally tally = heed.tally();
        return "Webhooks " + heed.account() + ": " + Words.count(tally.received()) + " received, the last "
                + Words.ago(tally.receivedAt(), now) + ", " + Words.count(tally.repeated()) + " of them repeated; "
                + Words.count(tally.refused()) + " refused"
                + tally.refusedWhy().map(why -> ", the last because " + why).orElse("");
    }

    /** Where they are to be sent, and whether their signatures can be checked. */
    static Check.Finding check(String workspace, Account account, Hooked connector) {
        String path = HookServer.path(workspace, account.name());
        String where = account.settings()
                .find(Hooked.URL)
                .map(url -> url.replaceAll("/+$", "") + path)
                .orElse(path + " of the address that leads to 'run --hooks'");
        return Check.Finding.ok(
                "webhooks",
                account.secrets().containsKey(connector.secretName())
                        ? "register " + where + "; the secret is there"
                        : "none: to have changes sooner, register " + where + " and set '" + connector.secretName()
                                + "'");
    }
}
