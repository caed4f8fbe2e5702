package dev.tidemark.cli;

import dev.tidemark.overview.JdbcOverview;
import dev.tidemark.overview.RunView;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;

/** {@code tidemark runs}. */
@Command(
        name = "runs",
        description = "Lists runs, newest first, with the fate of every row.",
        footer = {"", "Examples:", "  tidemark runs", "  tidemark runs accounts --limit 5", "  tidemark runs --json"})
final class Runs extends StoreCommand {

    @Parameters(paramLabel = "SYNC", arity = "0..1", description = "A sync, or WORKSPACE/SYNC")
    @Nullable
    String sync;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "At most so many. Default: 20")
    int limit;

    Runs(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(Home home) {
        Optional<UUID> id =
                Optional.ofNullable(sync).map(name -> SyncNames.find(home, name).id());
        List<RunView> runs = home.read(tx -> JdbcOverview.runs(tx, id, limit));
        if (common.json) {
            ArrayNode list = Json.array();
            runs.forEach(r -> list.add(Json.run(r)));
            Json.print(terminal, list);
            return Exit.OK;
        }
        Table table = new Table(
                "QUEUED", "SYNC", "KIND", "STATE", "LOADED", "UNCHANGED", "DELETED", "REJECTED", "REQUESTS", "TOOK");
        for (RunView run : runs) {
            table.row(
                    Words.time(Optional.of(run.queuedAt())),
                    run.label(),
                    run.kind().toLowerCase(Locale.ROOT),
                    Progress.state(run),
                    Words.count(run.counts().loaded()),
                    Words.count(run.counts().unchanged()),
                    Words.count(run.counts().deleted()),
                    Words.count(run.counts().rejected()),
                    Words.count(run.requests()),
                    run.startedAt()
                            .flatMap(from -> run.endedAt().map(to -> Words.span(Duration.between(from, to))))
                            .orElse("-"));
        }
        table.print(terminal);
        for (RunView run : runs) {
            if (run.failed()) {
                terminal.say("✗ " + Words.time(Optional.of(run.queuedAt())) + " " + run.label() + "  " + run.errorCode()
                        + ": " + run.error());
            }
            run.notes()
                    .lines()
                    .forEach(note -> terminal.say(
                            "  " + Words.time(Optional.of(run.queuedAt())) + " " + run.label() + "  " + note));
        }
        return Exit.OK;
    }
}
