package dev.tidemark.cli;

import dev.tidemark.connector.LedgerLookup;
import dev.tidemark.connector.LedgerLookup.Entry;
import dev.tidemark.connector.LedgerLookup.Known;
import dev.tidemark.connector.LedgerLookup.Now;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.overview.SyncView;
import dev.tidemark.workspace.OutboundSync;
import dev.tidemark.workspace.Workspace;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The life of one row of a model, by the model and the ledger beside it. */
final class ExplainOutbound {

    private final Home home;
    private final SyncView sync;
    private final String key;

    ExplainOutbound(Home home, SyncView sync, String key) {
        this.home = home;
        this.sync = sync;
        this.key = key;
    }

    /** Where a row stands, in a word and in a sentence. */
    record Verdict(String state, String says, String whatToDo) {}

    int run(Workspace workspace, OutboundSync out, boolean json) throws Unavailable {
        if (!(home.connectors().models(workspace.account(out.from())) instanceof LedgerLookup lookup)) {
            throw new Refusal(
                    Exit.FAILED,
                    "connector.cannot",
                    "the ledger of this kind of database cannot be asked for a row",
                    "'tidemark rejections " + sync.label() + "' lists the rows that were not accepted");
        }
        Known known = lookup.look(
                home.accounts().open(workspace, out.from()).open(),
                out.model(),
                sync.id().toString(),
                key);
        Verdict verdict = verdict(known, sync.label(), key);
        if (json) {
            Json.print(
                    home.terminal(), Json.parse(home.redact(json(known, verdict).toString())));
        } else {
            print(known, verdict);
        }
        return verdict.state.equals("NEVER_SEEN") ? Exit.FAILED : Exit.OK;
    }

    static Verdict verdict(Known known, String sync, String key) {
        if (known.entry().isEmpty()) {
            return known.row().isPresent()
                    ? new Verdict("NOT_SENT", "it is in the model, and was never sent: the next pass offers it", "")
                    : new Verdict(
                            "NEVER_SEEN",
                            "the model has no row with this key, and none was ever sent",
                            "See that the key is spelled as the model's query spells it");
        }
        Entry entry = known.entry().get();
        return switch (entry.state()) {
            case INTENDED ->
                new Verdict("ON_ITS_WAY", "it is on its way, or its answer was lost: the next pass looks", "");
            case UNCERTAIN ->
                new Verdict(
                        "UNCERTAIN",
                        "it is not known whether the app took it",
                        "Look into the app, then: tidemark settle " + sync + " '" + key + "' accepted|again");
            case WAITING -> new Verdict("WAITING", "the next pass offers it again", "");
            case REJECTED ->
                new Verdict(
                        "REJECTED",
                        "the app refused it, " + entry.attempts() + " times: "
                                + entry.code().orElse("") + " "
                                + entry.message().orElse("") + "; "
                                + (known.row().isEmpty()
                                        ? "it has left the model since"
                                        : isChanged(known.row().get(), Optional.of(entry.offered()))
                                                ? "it has changed since, and the next pass offers it"
                                                : "it is offered again "
                                                        + entry.nextTry()
                                                                .map(t -> "after " + t)
                                                                .orElse("when it changes")),
                        "Correct the row, or the sync's mapping");
            case ACCEPTED -> accepted(known, entry);
        };
    }

    private static Verdict accepted(Known known, Entry entry) {
        if (known.row().isEmpty()) {
            return new Verdict(
                    "LEFT_THE_MODEL", "the app accepted it, and it has left the model since: it stays in the app", "");
        }
        return isChanged(known.row().get(), entry.accepted())
                ? new Verdict("CHANGED", "the app accepted it, and it has changed since: the next pass offers it", "")
                : new Verdict("THERE", "the app accepted it as it is now", "");
    }

    private static boolean isChanged(Now row, Optional<String> hash) {
        return !hash.equals(Optional.of(row.hash()));
    }

    private void print(Known known, Verdict verdict) {
        say(sync.label() + " " + key + ": "
                + verdict.state.toLowerCase(Locale.ROOT).replace('_', ' ') + ". " + verdict.says);
        if (!verdict.whatToDo.isEmpty()) {
            say("  " + verdict.whatToDo);
        }
        known.row().ifPresent(row -> say("  in the model now: " + row.values()));
        known.entry().ifPresent(entry -> {
            say("  last changed " + Words.time(Optional.of(entry.changedAt())) + " by run " + entry.run()
                    + entry.remoteId().map(id -> ", in the app: " + id).orElse(""));
            entry.request().ifPresent(sent -> say("  sent: " + sent));
            entry.answer().ifPresent(answer -> say("  answer: " + answer));
        });
    }

    private void say(String line) {
        home.terminal().say(home.redact(line));
    }

    private ObjectNode json(Known known, Verdict verdict) {
        ObjectNode node = Json.object()
                .put("workspace", sync.workspace())
                .put("sync", sync.name())
                .put("key", key)
                .put("state", verdict.state)
                .put("says", verdict.says)
                .put("what_to_do", verdict.whatToDo);
        known.row().ifPresentOrElse(row -> node.set("row", Json.parse(row.values())), () -> node.putNull("row"));
        if (known.entry().isEmpty()) {
            node.putNull("ledger");
            return node;
        }
        Entry entry = known.entry().get();
        ObjectNode ledger = node.putObject("ledger")
                .put("state", entry.state().name())
                .put("accepted_hash", entry.accepted().orElse(null))
                .put("offered_hash", entry.offered())
                .put("run", entry.run())
                .put("attempts", entry.attempts())
                .put("remote_id", entry.remoteId().orElse(null))
                .put("code", entry.code().orElse(null))
                .put("message", entry.message().orElse(null))
                .put("answer", entry.answer().orElse(null))
                .put("request", entry.request().orElse(null));
        Json.time(ledger, "next_try", entry.nextTry());
        Json.time(ledger, "changed_at", Optional.of(entry.changedAt()));
        return node;
    }
}
