package dev.tidemark.cli;

import dev.tidemark.connectors.manifest.tree.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;

/** {@code tidemark connector read}: the records of one stream. */
@Command(
        name = "read",
        description = {
            "Reads one stream of a manifest: records as JSON lines on standard output, the log and at last the state on"
                    + " standard error.",
            "The format's own meaning: without the quota and the overlap of a sync."
        },
        footer = {
            "",
            "Exit codes: 0 read, 1 the API or the manifest failed or the replay differs, 2 wrong options, config or state.",
            "",
            "Examples:",
            "  tidemark connector read acme.yaml --config acme.config.json --stream orders --max-records 5",
            "  tidemark connector read acme.yaml --config acme.config.json --stream orders --state-out state.json --record"
                    + " orders.jsonl",
            "  tidemark connector read acme.yaml --config acme.config.json --stream orders --state state.json",
            "  tidemark connector read acme.yaml --config acme.config.json --stream orders --replay orders.jsonl"
        })
final class ConnectorRead extends AuthorCommand {

    @Mixin
    TrialOptions options = new TrialOptions();

    @Option(names = "--stream", paramLabel = "NAME", required = true, description = "The stream")
    String stream = "";

    @Option(
            names = "--state",
            paramLabel = "FILE",
            description =
                    "Goes on from a state: a file of --state-out, or one in the format's shape. Default: everything")
    @Nullable
    Path state;

    @Option(names = "--state-out", paramLabel = "FILE", description = "Writes the final state into this file")
    @Nullable
    Path stateOut;

    @Option(
            names = "--max-records",
            paramLabel = "N",
            description = "Ends after so many records; the state is that of the whole pages before")
    long most = Long.MAX_VALUE;

    private long count;

    ConnectorRead(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws InterruptedException {
        if (most < 1) {
            throw new Refusal(
                    Exit.USAGE, "connector.bad_number", "--max-records is at least 1", "Leave it out for all records");
        }
        try (Trial trial = Trial.open(terminal, options)) {
            StreamReading.Read read = trial.read(stream, state(trial), this::print);
            terminal.out().flush();
            if (read.isWhole()) {
                trial.endReplay();
            }
            String message = TrialState.message(stream, read.state());
            Path file = stateOut;
            if (file != null) {
                write(file, message);
            }
            terminal.warn(Words.count(count)
                    + (count == 1 ? " record" : " records")
                    + (read.isWhole() ? "" : ", and there may be more"));
            terminal.warn("state: " + trial.discreet(message));
            return Exit.OK;
        }
    }

    private Map<Object, Object> state(Trial trial) {
        Path file = state;
        if (file == null) {
            return Map.of();
        }
        try {
            return TrialState.of(stream, trial.read(file, "the state"));
        } catch (JacksonException e) {
            throw new Refusal(
                    Exit.USAGE,
                    "connector.bad_state",
                    "the state in " + file + " is no JSON: " + e.getOriginalMessage(),
                    "Hand in what --state-out wrote");
        }
    }

    /** Where nobody listens any more, as behind a pipe that closed, no more is read. */
    private boolean print(List<Object> records) {
        for (Object record : records) {
            if (count == most) {
                return false;
            }
            terminal.out().print(Json.write(record) + "\n");
            count++;
        }
        return !terminal.out().checkError();
    }

    private void write(Path file, String message) {
        try {
            Files.writeString(at(file), message + "\n");
        } catch (IOException e) {
            throw new Refusal(
                    Exit.FAILED,
                    "connector.not_written",
                    "the state cannot be written to " + file,
                    "Name another file with --state-out");
        }
    }
}
