package dev.tidemark.cli;

import dev.tidemark.connectors.manifest.stream.StreamModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;

/** {@code tidemark connector check}: whether the API lets these settings in. */
@Command(
        name = "check",
        description = "Reads one page of each stream that the manifest's 'check' names, or of its first stream.",
        footer = {
            "",
            "Exit codes: 0 all was read, 1 something was refused or the manifest does not run, 2 wrong options or"
                    + " config.",
            "",
            "Examples:",
            "  tidemark connector check acme.yaml --config acme.config.json",
            "  tidemark connector check acme.yaml --config acme.config.json --replay check.jsonl"
        })
final class ConnectorCheck extends AuthorCommand {

    @Mixin
    TrialOptions options = new TrialOptions();

    @Option(names = "--json", description = "Prints JSON, for machines")
    boolean json;

    private final ArrayNode findings = Json.array();

    ConnectorCheck(Terminal terminal) {
        super(terminal);
    }

    @Override
    boolean answersJson() {
        return json;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (Trial trial = Trial.open(terminal, options)) {
            boolean ok = true;
            for (String stream : named(trial)) {
                ok &= check(trial, stream);
            }
            if (json) {
                Json.print(terminal, Json.object().put("ok", ok).set("findings", findings));
            }
            return ok ? Exit.OK : Exit.FAILED;
        }
    }

    /** Those that the manifest's check names, and so many of those that only the settings or the API know. */
    private static List<String> named(Trial trial) throws InterruptedException {
        List<String> named = new ArrayList<>(trial.manifest().checked());
        int most = trial.manifest().checkedDynamic();
        if (most > 0) {
            List<String> written =
                    trial.manifest().all().stream().map(StreamModel::name).toList();
            List<String> dynamic = new ArrayList<>(trial.streams());
            dynamic.removeAll(written);
            if (dynamic.size() < most) {
                dynamic.addAll(trial.found(most - dynamic.size()));
            }
            named.addAll(dynamic.subList(0, Math.min(most, dynamic.size())));
        }
        return named.isEmpty() ? trial.streams().stream().limit(1).toList() : named;
    }

    private boolean check(Trial trial, String stream) throws InterruptedException {
        AtomicInteger count = new AtomicInteger();
        try {
            trial.read(stream, Map.of(), page -> {
                count.set(page.records().size());
                return page.records().isEmpty();
            });
        } catch (Refusal e) {
            if (e.code().equals("connector.replay_differs")) {
                throw e;
            }
            return tell(stream, false, String.valueOf(e.getMessage()), e.whatToDo());
        }
        return tell(
                stream, true, count.get() == 0 ? "no records" : Words.count(count.get()) + " records on a page", "");
    }

    private boolean tell(String stream, boolean ok, String what, String whatToDo) {
        findings.addObject()
                .put("tried", "read " + stream)
                .put("ok", ok)
                .put("found", what)
                .put("what_to_do", whatToDo);
        if (!json) {
            terminal.say((ok ? "✓ read " : "✗ read ") + stream + ": " + what);
            if (!ok) {
                terminal.say("    " + whatToDo);
            }
        }
        return ok;
    }
}
