package dev.tidemark.cli;

import dev.tidemark.connector.Reading;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connectors.manifest.load.BadManifest;
import dev.tidemark.connectors.manifest.source.ManifestSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code tidemark connector test}: what was recorded once, read again without a network. */
@Command(
        name = "test",
        description = {
            "Runs the offline tests of a connector: every recording in a folder that 'connector read --record FILE"
                    + " --now TIME' made is replayed, and requests, records and state must be the same.",
            "Then the manifest is read as a sync reads it, from the same recording: pages twice and cut off, faults,"
                    + " an allowance that ends, a crash between any two requests, secrets."
        },
        footer = {
            "",
            "Exit codes: 0 all pass, 1 some do not, 2 there is no such folder, or no recording in it.",
            "",
            "Examples:",
            "  tidemark connector test tests/",
            "  tidemark connector test connectors/shop --accept   after a change that is meant"
        })
final class ConnectorTests extends AuthorCommand {

    @Parameters(paramLabel = "DIR", description = "The folder of recordings, or one above it")
    Path folder = Path.of("");

    @Option(
            names = "--manifest",
            paramLabel = "FILE|FOLDER",
            description = "Another manifest than the one that was recorded")
    @Nullable
    Path manifest;

    @Option(names = "--accept", description = "Takes what comes now for what is expected")
    boolean accept;

    @Option(names = "--json", description = "Prints JSON, for machines")
    boolean json;

    private final ArrayNode told = Json.array();

    ConnectorTests(Terminal terminal) {
        super(terminal);
    }

    @Override
    boolean answersJson() {
        return json;
    }

    /** What came of one recording. */
    private static final class Report {
        private final List<String> wrong = new ArrayList<>();
        private final List<ReplayContract.Held> held = new ArrayList<>();
        private String read = "";
        private String note = "";

        boolean passes() {
            return wrong.isEmpty() && held.stream().allMatch(h -> h.broken().isEmpty());
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        List<Path> found = recordings();
        int passed = 0;
        for (Path recording : found) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            Report report = report(recording);
            passed += report.passes() ? 1 : 0;
            tell(recording, report);
        }
        if (json) {
            ObjectNode node = Json.object().put("passed", passed).put("recordings", found.size());
            node.set("tests", told);
            Json.print(terminal, node);
        } else {
            terminal.say(
                    passed + " of " + found.size() + (found.size() == 1 ? " recording passes" : " recordings pass"));
        }
        return passed == found.size() ? Exit.OK : Exit.FAILED;
    }

    private List<Path> recordings() {
        List<Path> found;
        try {
            found = RecordedTests.in(at(folder));
        } catch (IOException e) {
            throw new Refusal(
                    Exit.USAGE,
                    "connector.no_folder",
                    folder + " cannot be read: " + e.getMessage(),
                    "Name a folder with recordings in it");
        }
        if (found.isEmpty()) {
            throw new Refusal(
                    Exit.USAGE,
                    "connector.no_recording",
                    "there is no recording in " + folder,
                    "Make one with 'tidemark connector read … --now TIME --record " + folder.resolve("NAME.jsonl")
                            + "'");
        }
        return found;
    }

    private Report report(Path recording) throws InterruptedException {
        Report report = new Report();
        try {
            test(recording, report);
        } catch (Refusal e) {
            report.wrong.add(e.getMessage() + ". " + e.whatToDo());
        } catch (IOException | BadManifest e) {
            report.wrong.add(String.valueOf(e.getMessage()));
        }
        return report;
    }

    private void test(Path recording, Report report) throws IOException, BadManifest, InterruptedException {
        RecordedRead read = RecordedRead.of(recording).orElseThrow();
        report.read = read.stream();
        if (read.now().isEmpty()) {
            report.wrong.add("it was recorded without --now, so that nothing in it can be repeated; record it anew");
            return;
        }
        Path named = manifest == null ? recording.resolveSibling(read.manifest()) : at(manifest);
        ManifestFile file = ManifestFile.read(named.normalize());
        try (Trial trial = Trial.again(terminal, recording, read, file)) {
            Map<Object, Object> state = read.state().isPresent()
                    ? TrialState.of(read.stream(), read.state().get())
                    : Map.of();
            Expected got = replayed(trial, read, state);
            if (accept) {
                got.write(recording);
            }
            if (!Expected.isThere(recording)) {
                report.wrong.add("there is nothing to compare with beside it; --accept writes "
                        + Expected.records(recording).getFileName() + " and "
                        + Expected.state(recording).getFileName());
                return;
            }
            report.wrong.addAll(Expected.of(recording).differences(got));
            if (!read.isWhole()) {
                report.note = "read in part (--max-records), so the contract suite has nothing to stand on";
            } else if (report.wrong.isEmpty()) {
                contract(recording, trial, read, state, file, got.records().size(), report);
            }
        }
    }

    /** To the letter of the format: every request must be in the recording, and all of it be asked for. */
    private static Expected replayed(Trial trial, RecordedRead read, Map<Object, Object> state)
            throws InterruptedException {
        List<String> records = new ArrayList<>();
        StreamReading.Read done = trial.read(read.stream(), state, page -> {
            for (Object record : page.records()) {
                if (records.size() == read.most()) {
                    return false;
                }
                records.add(trial.discreet(Trial.line(record)));
            }
            return true;
        });
        if (done.isWhole()) {
            trial.endReplay();
        }
        return new Expected(records, trial.discreet(TrialState.message(read.stream(), done.state())));
    }

    private static void contract(
            Path recording,
            Trial trial,
            RecordedRead read,
            Map<Object, Object> state,
            ManifestFile file,
            int expected,
            Report report)
            throws BadManifest, IOException {
        ManifestSource source = ManifestSource.of(file.name(), file.text(), trial.clock(), file.files())
                .withoutOverlap();
        StandIn api = StandIn.of(recording, trial.discretion());
        ReplayAccess access = new ReplayAccess(source.spec().settings(), trial.config(), trial.clock(), api::send);
        Optional<StreamSpec> stream = source.discover(access).stream()
                .filter(s -> s.name().equals(read.stream()))
                .findFirst();
        if (stream.isEmpty()) {
            report.wrong.add("with these settings there is no stream " + read.stream());
            return;
        }
        Reading reading = state.isEmpty() ? new Reading.Everything() : new Reading.From(Trial.line(state));
        report.held.addAll(
                new ReplayContract(source, trial.config(), trial.clock(), api, stream.get(), reading, expected).run());
    }

    private void tell(Path recording, Report report) {
        Path shown = folder.resolve(at(folder).relativize(recording));
        if (json) {
            ObjectNode node = told.addObject()
                    .put("recording", shown.toString())
                    .put("stream", report.read)
                    .put("passes", report.passes())
                    .put("note", report.note);
            report.wrong.forEach(node.putArray("differences")::add);
            ArrayNode promises = node.putArray("contract");
            report.held.forEach(held -> promises.addObject()
                    .put("promise", held.promise())
                    .put("held", held.broken().isEmpty())
                    .put("broken", held.broken().orElse(null)));
            return;
        }
        terminal.say((report.passes() ? "✓ " : "✗ ") + shown + ": " + report.read);
        report.wrong.forEach(line -> terminal.say("    ✗ " + line));
        report.held.forEach(held -> terminal.say("    " + (held.broken().isEmpty() ? "✓ " : "✗ ") + held.promise()
                + held.broken().map(why -> ": " + why).orElse("")));
        if (!report.note.isEmpty()) {
            terminal.say("    " + report.note);
        }
    }
}
