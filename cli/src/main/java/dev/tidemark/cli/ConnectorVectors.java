package dev.tidemark.cli;

import dev.tidemark.connectors.manifest.vectors.Vectors;
import dev.tidemark.connectors.manifest.vectors.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code tidemark connector vectors}: recorded runs of the format's reference, run here and compared. */
@Command(
        name = "vectors",
        description = {
            "Runs vector files and compares requests, records (in any order) and final state.",
            "A file holds a manifest, a config, a time, and runs with their exchanges; or a list of expressions."
        },
        footer = {
            "",
            "Exit codes: 0 all pass, 1 some differ, 2 a file is not there or no vector file.",
            "",
            "Examples:",
            "  tidemark connector vectors vectors/*.json",
            "  tidemark connector vectors expressions.json --all"
        })
final class ConnectorVectors extends AuthorCommand {

    private static final int MOST_DIFFERENCES = 10;
    private static final int LONGEST = 1_000;

    @Parameters(paramLabel = "FILE|FOLDER", arity = "1..*", description = "Vector files, or folders of them")
    List<Path> files = List.of();

    @Option(names = "--all", description = "Shows every difference in full, not the first ten")
    boolean all;

    @Option(names = "--json", description = "Prints JSON, for machines")
    boolean json;

    ConnectorVectors(Terminal terminal) {
        super(terminal);
    }

    @Override
    boolean answersJson() {
        return json;
    }

    @Override
    public Integer call() throws InterruptedException {
        int passed = 0;
        ArrayNode told = Json.array();
        List<Path> found = found();
        for (Path file : found) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            Verdict verdict = run(file);
            passed += verdict.passes() ? 1 : 0;
            ObjectNode node = told.addObject().put("file", verdict.name()).put("passes", verdict.passes());
            verdict.differences().forEach(node.putArray("differences")::add);
            if (!json) {
                print(verdict);
            }
        }
        if (json) {
            ObjectNode node = Json.object().put("passed", passed).put("files", found.size());
            node.set("verdicts", told);
            Json.print(terminal, node);
        } else {
            terminal.say(passed + " of " + found.size() + (found.size() == 1 ? " file passes" : " files pass"));
        }
        return passed == found.size() ? Exit.OK : Exit.FAILED;
    }

    private List<Path> found() {
        List<Path> found = new ArrayList<>();
        for (Path given : files) {
            Path path = at(given);
            if (!Files.isDirectory(path)) {
                found.add(path);
                continue;
            }
            try (Stream<Path> inside = Files.list(path)) {
                inside.filter(f -> f.toString().endsWith(".json")).sorted().forEach(found::add);
            } catch (IOException e) {
                throw unreadable(path, e);
            }
        }
        return found;
    }

    private static Verdict run(Path file) {
        try {
            return Vectors.run(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static Refusal unreadable(Path file, IOException e) {
        String why = Files.exists(file) ? String.valueOf(e.getMessage()) : "there is no file " + file;
        return new Refusal(Exit.USAGE, "connector.vectors_unreadable", why, "Name vector files, or folders of them");
    }

    private void print(Verdict verdict) {
        terminal.say((verdict.passes() ? "✓ " : "✗ ") + verdict.name());
        List<String> differences = verdict.differences();
        int shown = all ? differences.size() : Math.min(MOST_DIFFERENCES, differences.size());
        differences.subList(0, shown).forEach(d -> terminal.say("    " + (all ? d : shortened(d))));
        if (shown < differences.size()) {
            terminal.say("    and " + (differences.size() - shown) + " more; --all shows them");
        }
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "… (--all shows the rest)";
    }
}
