package dev.tidemark.cli;

import dev.tidemark.connectors.manifest.load.BadManifest;
import dev.tidemark.connectors.manifest.load.Problem;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code tidemark connector validate}: what of a manifest would run, and everything that is in the way. */
@Command(
        name = "validate",
        description = {
            "Says what of a manifest would run, and lists everything that is missing or wrong in it, with its place.",
            "Sends nothing: 'tidemark connector check' tries the API."
        },
        footer = {
            "",
            "Exit codes: 0 it runs, 1 it does not, 2 there is no such file.",
            "",
            "Examples:",
            "  tidemark connector validate acme.yaml",
            "  tidemark connector validate connectors/acme/   a folder with manifest.yaml and schemas/"
        })
final class ConnectorValidate extends AuthorCommand {

    @Parameters(paramLabel = "FILE|FOLDER", description = "A manifest, YAML or JSON, or the folder of one")
    Path file = Path.of("");

    @Option(names = "--json", description = "Prints JSON, for machines")
    boolean json;

    ConnectorValidate(Terminal terminal) {
        super(terminal);
    }

    @Override
    boolean answersJson() {
        return json;
    }

    @Override
    public Integer call() {
        ManifestFile manifest = Authoring.read(at(file));
        ObjectNode node = Json.object().put("file", file.toString()).put("name", manifest.name());
        try {
            Authoring.Loaded loaded = Authoring.load(manifest);
            if (json) {
                node.put("ok", true);
                node.set("streams", Authoring.streams(loaded));
                node.set("settings", Authoring.settings(loaded));
                node.putArray("problems");
                Authoring.list(node, "notes", loaded.source().notes());
                Json.print(terminal, node);
            } else {
                terminal.say(file + ": a connector that runs");
                Authoring.print(terminal, loaded);
                loaded.source().notes().forEach(note -> terminal.say("· " + note));
            }
            return Exit.OK;
        } catch (BadManifest e) {
            List<String> good = Authoring.goodStreams(manifest, e.problems());
            if (json) {
                node.put("ok", false);
                good.forEach(node.putArray("good_streams")::add);
                Authoring.problems(node, e.problems());
                Json.print(terminal, node);
            } else {
                e.problems().forEach(p -> terminal.say(line(p)));
                int count = e.problems().size();
                terminal.say(file + ": does not run: " + count + (count == 1 ? " problem" : " problems")
                        + (good.isEmpty() ? "" : "; nothing is wrong with " + String.join(", ", good)));
            }
            return Exit.FAILED;
        }
    }

    private static String line(Problem problem) {
        return "✗ " + problem;
    }
}
