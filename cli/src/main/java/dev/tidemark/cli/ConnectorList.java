package dev.tidemark.cli;

import dev.tidemark.connector.Connector;
import dev.tidemark.connector.RecordDestination;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.TableDestination;
import dev.tidemark.connectors.manifest.load.BadManifest;
import dev.tidemark.workspace.ConnectorFiles.Unusable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code tidemark connector list}: what there is to name in a workspace file. */
@Command(
        name = "list",
        description = {
            "Lists the built-in connectors, and those in folders, those that do not run with the reason.",
            "Without a folder: those in ./connectors, where there is such a folder."
        },
        footer = {
            "",
            "Exit codes: 0 listed, also where some do not run; 2 there is no such folder.",
            "",
            "Examples:",
            "  tidemark connector list",
            "  tidemark connector list connectors/ --json"
        })
final class ConnectorList extends AuthorCommand {

    @Parameters(paramLabel = "FOLDER", arity = "0..*", description = "Folders of manifests")
    List<Path> folders = List.of();

    @Option(names = "--json", description = "Prints JSON, for machines")
    boolean json;

    private final Table table = new Table("CONNECTOR", "IS", "STREAMS", "STATE");
    private final ArrayNode told = Json.array();
    private final Map<String, String> names = new HashMap<>();

    ConnectorList(Terminal terminal) {
        super(terminal);
    }

    @Override
    boolean answersJson() {
        return json;
    }

    @Override
    public Integer call() {
        Home.builtIn().forEach(this::builtIn);
        List<Path> given = folders;
        if (given.isEmpty() && Files.isDirectory(at(Path.of("connectors")))) {
            given = List.of(Path.of("connectors"));
        }
        given.forEach(folder -> inside(folder).forEach(this::one));
        if (json) {
            Json.print(terminal, told);
        } else {
            table.print(terminal);
        }
        return Exit.OK;
    }

    private static List<String> powers(Connector connector) {
        List<String> powers = new ArrayList<>();
        if (connector instanceof SourceConnector) {
            powers.add("source");
        }
        if (connector instanceof RecordDestination || connector instanceof TableDestination) {
            powers.add("destination");
        }
        return powers;
    }

    private void builtIn(Connector connector) {
        String name = connector.spec().name();
        names.put(name, "one that is built in");
        table.row(name, "built in: " + String.join(", ", powers(connector)), "", "ok");
        told.addObject()
                .put("connector", name)
                .put("kind", "built-in")
                .put("built_in", true)
                .put("ok", true);
    }

    /** Names as they were given, so that they can be put into a workspace file. */
    private List<Path> inside(Path folder) {
        try (Stream<Path> files = Files.list(at(folder))) {
            return files.filter(f -> ManifestFile.isLikely(f) || JarConnectors.isLikely(f))
                    .filter(f -> !f.toString().endsWith(".config.json"))
                    .map(f -> folder.resolve(f.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new Refusal(
                    Exit.USAGE,
                    "connector.no_folder",
                    "there is no folder " + folder + " that can be read",
                    "Name a folder with manifests in it");
        }
    }

    private void one(Path file) {
        if (JarConnectors.isLikely(at(file))) {
            jar(file);
        } else if (Files.exists(at(file).resolve(ConnectorLock.FILE))) {
            added(file);
        } else {
            manifest(file);
        }
    }

    private void jar(Path file) {
        JarConnectors found;
        try {
            found = JarConnectors.load(at(file));
        } catch (Unusable e) {
            broken(written(file), "jar", e.reasons());
            return;
        }
        found.byName().forEach((name, connector) -> {
            Optional<String> clash = clash(name, file);
            if (clash.isPresent()) {
                broken(name, "jar", List.of(clash.get()));
                return;
            }
            table.row(name, "jar: " + String.join(", ", powers(connector)), "", "ok");
            told.addObject()
                    .put("connector", name)
                    .put("kind", "jar")
                    .put("built_in", false)
                    .put("ok", true)
                    .put("from", file.toString());
        });
    }

    /** Why what is in this file cannot have this name; empty where it can. */
    private Optional<String> clash(String name, Path file) {
        String before = names.putIfAbsent(name, file.toString());
        return Optional.ofNullable(before).map(other -> "its name is also that of " + other);
    }

    private void added(Path file) {
        String name = String.valueOf(file.getFileName());
        Optional<String> clash = clash(name, file);
        if (clash.isPresent()) {
            broken(name, "added", List.of(clash.get()));
            return;
        }
        try {
            AddedConnector found = AddedConnector.in(at(file));
            int streams = found.load().streams().size();
            String licence = found.lock().licence().name();
            table.row(name, "added: source, licence " + licence, Integer.toString(streams), "ok");
            told.addObject()
                    .put("connector", name)
                    .put("kind", "added")
                    .put("built_in", false)
                    .put("ok", true)
                    .put("streams", streams)
                    .put("from", found.lock().from())
                    .put("licence", licence);
        } catch (Unusable e) {
            broken(name, "added", e.reasons());
        }
    }

    private void manifest(Path file) {
        String name = written(file);
        try {
            int streams = Authoring.load(ManifestFile.read(at(file))).streams().size();
            table.row(name, "manifest: source", Integer.toString(streams), "ok");
            told.addObject()
                    .put("connector", name)
                    .put("kind", "manifest")
                    .put("built_in", false)
                    .put("ok", true)
                    .put("streams", streams);
        } catch (BadManifest e) {
            broken(name, "manifest", e.problems().stream().map(Object::toString).toList());
        } catch (IOException e) {
            broken(name, "manifest", List.of(String.valueOf(e.getMessage())));
        }
    }

    /** As a workspace file names it, in which a path has a slash. */
    private static String written(Path file) {
        String text = file.toString().replace('\\', '/');
        return file.isAbsolute() || text.startsWith("../") ? text : "./" + text.replaceFirst("^\\./", "");
    }

    private void broken(String name, String kind, List<String> problems) {
        String more = problems.size() > 1 ? " (and " + (problems.size() - 1) + " more)" : "";
        table.row(
                name, kind.equals("jar") ? kind : kind + ": source", "", "does not run: " + problems.getFirst() + more);
        ObjectNode node = told.addObject()
                .put("connector", name)
                .put("kind", kind)
                .put("built_in", false)
                .put("ok", false);
        problems.forEach(node.putArray("problems")::add);
    }
}
