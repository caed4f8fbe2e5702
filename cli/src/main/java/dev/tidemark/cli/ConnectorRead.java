package dev.tidemark.cli;

import dev.tidemark.connectors.manifest.tree.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
            "Exit codes: 0 read, 1 the API or the manifest failed or the replay differs, 2 wrong options, config or"
                    + " state.",
            "",
            "Examples:",
            "  tidemark connector read acme.yaml --config acme.config.json --stream orders --max-records 5",
            "  tidemark connector read acme.yaml --config acme.config.json --stream orders --state-out state.json"
                    + " --record orders.jsonl",
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
    private final List<String> told = new ArrayList<>();

    private boolean isTest() {
        return options.record != null && options.now != null;
    }

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
            Optional<Object> from = stateWritten(trial);
            if (options.record != null) {
                trial.recorded(recorded(trial, options.record, from));
            }
            StreamReading.Read read = trial.read(
                    stream,
                    from.isPresent() ? TrialState.of(stream, from.get()) : Map.of(),
                    page -> print(trial, page.records()));
            terminal.out().flush();
            if (read.isWhole()) {
                trial.endReplay();
            }
            String message = TrialState.message(stream, read.state());
            Path file = stateOut;
            if (file != null) {
                write(file, message);
            }
            if (options.record != null && isTest()) {
                expect(trial, options.record, message);
            }
            terminal.warn(Words.count(count)
                    + (count == 1 ? " record" : " records")
                    + (read.isWhole() ? "" : ", and there may be more"));
            terminal.warn("state: " + trial.discreet(message));
            return Exit.OK;
        }
    }

    private RecordedRead recorded(Trial trial, Path file, Optional<Object> from) {
        Path folder = at(file).resolveSibling("");
        return new RecordedRead(
                folder.relativize(at(options.manifest)).toString().replace('\\', '/'),
                stream,
                Optional.ofNullable(options.now),
                trial.written(),
                from,
                most);
    }

    /** What must come again when the recording is replayed: the time stood still, so that it can. */
    private void expect(Trial trial, Path recording, String message) {
        try {
            new Expected(told, trial.discreet(message)).write(at(recording));
        } catch (IOException e) {
            throw new Refusal(
                    Exit.FAILED,
                    "connector.not_recorded",
                    "what was read cannot be written beside " + recording,
                    "See that there is room on the disk, or name another file with --record");
        }
        terminal.warn("recorded, with " + Expected.records(recording).getFileName() + " and "
                + Expected.state(recording).getFileName() + ": 'tidemark connector test' compares with them");
    }

    /** As the file has it. */
    private Optional<Object> stateWritten(Trial trial) {
        Path file = state;
        if (file == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(trial.read(file, "the state"));
        } catch (JacksonException e) {
            throw new Refusal(
                    Exit.USAGE,
                    "connector.bad_state",
                    "the state in " + file + " is no JSON: " + e.getOriginalMessage(),
                    "Hand in what --state-out wrote");
        }
    }

    /** Where nobody listens any more, as behind a pipe that closed, no more is read. */
    private boolean print(Trial trial, List<Object> records) {
        for (Object record : records) {
            if (count == most) {
                return false;
            }
            String line = Json.write(record);
            terminal.out().print(line + "\n");
            if (isTest()) {
                told.add(trial.discreet(line));
            }
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
