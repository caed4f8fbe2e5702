package dev.tidemark.cli;

import dev.tidemark.overview.JdbcOverview;
import dev.tidemark.overview.SyncView;
import dev.tidemark.rejection.JdbcRejections;
import dev.tidemark.rejection.RefusedRow;
import dev.tidemark.rejection.Rejection;
import dev.tidemark.sync.SyncId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code tidemark rejections}: rows that are not where they should be, and why. */
@Command(
        name = "rejections",
        description = {
            "Lists records that could not be loaded (inbound), and rows that an app refused or of which it is not known"
                    + " whether it took them (outbound)."
        },
        footer = {"", "Examples:", "  tidemark rejections", "  tidemark rejections health --json"})
final class Rejections extends StoreCommand {

    @Parameters(paramLabel = "SYNC", arity = "0..1", description = "A sync, or WORKSPACE/SYNC")
    @Nullable
    String sync;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "At most so many of each sync. Default: 100")
    int limit;

    Rejections(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(Home home) {
        List<SyncView> asked = sync == null ? home.read(JdbcOverview::syncs) : List.of(SyncNames.find(home, sync));
        JdbcRejections table = new JdbcRejections();
        ArrayNode json = Json.array();
        int shown = 0;
        for (SyncView one : asked) {
            SyncId id = new SyncId(one.id());
            for (Rejection rejection : home.read(tx -> table.of(tx, id, limit))) {
                json.add(json(one, rejection));
                shown++;
                print(one, rejection);
            }
            for (RefusedRow row : home.read(tx -> table.refused(tx, id, limit))) {
                json.add(json(one, row));
                shown++;
                print(one, row);
            }
        }
        if (common.json) {
            Json.print(terminal, json);
        } else if (shown == 0) {
            terminal.say("No row was rejected.");
        }
        return Exit.OK;
    }

    private void print(SyncView sync, Rejection r) {
        if (!common.json) {
            terminal.say(Words.time(Optional.of(r.at())) + "  " + sync.label() + "  " + r.key() + "  "
                    + (r.field().isEmpty() ? "" : r.field() + ": ") + r.reason());
            terminal.say("    record: " + shortened(r.record()));
        }
    }

    private void print(SyncView sync, RefusedRow r) {
        if (!common.json) {
            terminal.say(Words.time(Optional.of(r.at())) + "  " + sync.label() + "  " + r.key() + "  "
                    + (r.uncertain() ? "uncertain: " : r.code() + ": ") + r.reason());
            terminal.say("    sent: " + shortened(r.request()));
            terminal.say(
                    r.uncertain()
                            ? "    Look into the app, then: tidemark settle " + sync.label() + " '" + r.key()
                                    + "' accepted|again"
                            : "    offered again: " + Words.time(r.nextTry()));
        }
    }

    private static String shortened(String text) {
        return text.length() > 300 ? text.substring(0, 300) + "…" : text;
    }

    private static ObjectNode json(SyncView sync, Rejection r) {
        ObjectNode node = Json.object()
                .put("workspace", sync.workspace())
                .put("sync", sync.name())
                .put("kind", "REJECTION")
                .put("run", r.run().toString())
                .put("key", r.key())
                .put("field", r.field())
                .put("reason", r.reason())
                .put("value", r.value())
                .put("record", r.record())
                .put("page", r.page());
        Json.time(node, "at", Optional.of(r.at()));
        return node;
    }

    private static ObjectNode json(SyncView sync, RefusedRow r) {
        ObjectNode node = Json.object()
                .put("workspace", sync.workspace())
                .put("sync", sync.name())
                .put("kind", r.uncertain() ? "UNCERTAIN" : "REFUSED")
                .put("run", r.run().toString())
                .put("key", r.key())
                .put("code", r.code())
                .put("reason", r.reason())
                .put("request", r.request())
                .put("answer", r.answer())
                .put("attempts", r.attempts());
        Json.time(node, "next_try", r.nextTry());
        Json.time(node, "at", Optional.of(r.at()));
        return node;
    }
}
