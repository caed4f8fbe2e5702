package dev.tidemark.cli;

import dev.tidemark.connectors.manifest.load.BadManifest;
import dev.tidemark.connectors.manifest.load.Problem;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code tidemark connector add}: somebody's manifest, taken in and pinned. */
@Command(
        name = "add",
        description = {
            "Takes a manifest with its schema files into the folder connectors/NAME beside your workspace files, and pins"
                    + " them by hash: 'connector: NAME' then runs these files and no others.",
            "Says what of it runs and what does not, and its licence. One that does not run is not added."
        },
        footer = {
            "",
            "Exit codes: 0 it is added and runs, 1 it does not run, 2 there is none, or another of this name.",
            "",
            "Examples:",
            "  tidemark connector add acme.yaml",
            "  tidemark connector add https://example.com/connectors/shop/manifest.yaml --name shop",
            "  tidemark connector add connectors/shop --replace   after you have changed it there"
        })
final class ConnectorAdd extends AuthorCommand {

    @Parameters(paramLabel = "FILE|FOLDER|URL", description = "A manifest, the folder of one, or its address")
    String what = "";

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "What workspace files call it. Default: by its file or folder")
    @Nullable
    String name;

    @Option(
            names = "--in",
            paramLabel = "DIR",
            description = "The folder of connectors. Default: connectors, which is looked for beside workspace files")
    Path folder = Path.of("connectors");

    @Option(names = "--replace", description = "Takes the place of another that was added under this name")
    boolean replace;

    @Option(names = "--anyway", description = "Adds it even where it does not run, to be mended")
    boolean anyway;

    @Option(names = "--json", description = "Prints JSON, for machines")
    boolean json;

    ConnectorAdd(Terminal terminal) {
        super(terminal);
    }

    @Override
    boolean answersJson() {
        return json;
    }

    @Override
    public Integer call() {
        Parcel parcel = parcel();
        String chosen = name == null ? parcel.manifest().name() : name;
        Path target = at(folder).resolve(named(chosen));
        Optional<ConnectorLock> before = before(chosen, target, parcel);
        ObjectNode node = Json.object()
                .put("name", chosen)
                .put("folder", folder.resolve(chosen).toString())
                .put("from", parcel.from())
                .put("licence", parcel.licence().name())
                .put("licence_from", parcel.licence().from())
                .put("ok", true)
                .put("added", true);
        List<Problem> problems = List.of();
        Optional<Authoring.Loaded> loaded = Optional.empty();
        try {
            loaded = Optional.of(Authoring.load(parcel.manifest()));
        } catch (BadManifest e) {
            problems = e.problems();
        }
        boolean added = problems.isEmpty() || anyway;
        if (added) {
            write(chosen, target, parcel, before);
        }
        if (json) {
            json(node, parcel, loaded, problems);
            node.put("added", added);
            Json.print(terminal, node);
        } else {
            tell(chosen, parcel, loaded, problems, added);
        }
        return problems.isEmpty() ? Exit.OK : Exit.FAILED;
    }

    private Parcel parcel() {
        try {
            if (what.matches("(?i)https?://.*")) {
                return Parcel.fetched(new URI(what));
            }
            return Parcel.local(what, at(Path.of(what)));
        } catch (IOException e) {
            throw new Refusal(
                    Exit.USAGE,
                    "connector.unreadable",
                    what + ": " + e.getMessage(),
                    "Name a manifest, a folder with manifest.yaml in it, or the address of one");
        } catch (URISyntaxException e) {
            throw new Refusal(
                    Exit.USAGE, "connector.unreadable", what + " is no address", "Write https:// and the rest of it");
        }
    }

    private static String named(String chosen) {
        if (!chosen.matches("[a-z][a-z0-9-]{0,40}")) {
            throw new Refusal(
                    Exit.USAGE,
                    "connector.bad_name",
                    "'" + chosen + "' cannot be the name of a connector",
                    "Choose one with --name: lower case letters, digits and '-', beginning with a letter, at most 41");
        }
        if (Home.builtIn().stream().anyMatch(c -> c.spec().name().equals(chosen))) {
            throw new Refusal(
                    Exit.USAGE,
                    "connector.name_taken",
                    "'" + chosen + "' is the name of a connector that is built in",
                    "Choose another with --name");
        }
        return chosen;
    }

    /** What was added under this name before. */
    private Optional<ConnectorLock> before(String chosen, Path target, Parcel parcel) {
        try {
            Optional<ConnectorLock> before = ConnectorLock.in(target);
            boolean isHere = parcel.manifest().file().startsWith(target);
            boolean isOther = before.isPresent()
                    ? !before.get().differences(hashes(parcel)).isEmpty()
                    : Files.exists(target) && !isHere;
            if (isOther && !replace) {
                throw new Refusal(
                        Exit.USAGE,
                        "connector.exists",
                        "there is another connector in " + folder.resolve(chosen),
                        "Choose another name with --name, or put this one in its place with --replace");
            }
            return before;
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** As the files are called where they are added. */
    private static Map<String, String> hashes(Parcel parcel) {
        ManifestFile manifest = parcel.manifest();
        Path file = manifest.file().resolveSibling(manifestName(manifest));
        return new ManifestFile(file, manifest.name(), manifest.text(), manifest.schemas()).hashes();
    }

    private static Refusal unwritable(IOException e) {
        return new Refusal(
                Exit.FAILED,
                "connector.not_written",
                "the connector cannot be written: " + e.getMessage(),
                "See that the folder can be written, or name another with --in");
    }

    /** The lock last: whoever looks meanwhile sees files that are not what was added, and leaves them alone. */
    private void write(String chosen, Path target, Parcel parcel, Optional<ConnectorLock> before) {
        Map<String, String> files = new TreeMap<>();
        ManifestFile manifest = parcel.manifest();
        files.put(manifestName(manifest), manifest.text());
        manifest.schemas().forEach((schema, text) -> files.put("schemas/" + schema, text));
        files.putAll(parcel.beside());
        boolean isHere = manifest.file().startsWith(target);
        String from = isHere ? before.map(ConnectorLock::from).orElse(parcel.from()) : parcel.from();
        try {
            for (String old : before.map(ConnectorLock::hashes).orElse(Map.of()).keySet()) {
                if (!files.containsKey(old) && target.resolve(old).normalize().startsWith(target)) {
                    Files.deleteIfExists(target.resolve(old));
                }
            }
            for (Map.Entry<String, String> file : files.entrySet()) {
                put(target.resolve(file.getKey()), file.getValue());
            }
            put(target.resolve(ConnectorLock.FILE), new ConnectorLock(from, parcel.licence(), hashes(parcel)).text());
        } catch (IOException e) {
            throw unwritable(e);
        }
        if (!json) {
            terminal.say("Added " + chosen + " from " + from + " to " + folder.resolve(chosen));
        }
    }

    /** Whatever the file was called, a folder's manifest has one of these names. */
    private static String manifestName(ManifestFile manifest) {
        return manifest.file().toString().endsWith(".json") ? "manifest.json" : "manifest.yaml";
    }

    private static void put(Path file, String text) throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        Path fresh = file.resolveSibling("." + file.getFileName() + ".new");
        Files.writeString(fresh, text);
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private void tell(
            String chosen, Parcel parcel, Optional<Authoring.Loaded> loaded, List<Problem> problems, boolean added) {
        terminal.say("Licence: " + parcel.licence());
        if (added) {
            terminal.say("Pinned by SHA-256 in " + folder.resolve(chosen).resolve(ConnectorLock.FILE));
        }
        if (loaded.isPresent()) {
            terminal.say("");
            Authoring.print(terminal, loaded.get());
            terminal.say("");
            terminal.say("All of it runs. In a workspace file beside " + folder + ": 'connector: " + chosen + "'");
            return;
        }
        problems.forEach(problem -> terminal.say("✗ " + problem));
        List<String> good = Authoring.goodStreams(parcel.manifest(), problems);
        terminal.say((added ? "" : "Not added: ") + "it does not run: " + problems.size()
                + (problems.size() == 1 ? " problem" : " problems")
                + (good.isEmpty() ? "" : "; nothing is wrong with " + String.join(", ", good)));
        if (!added) {
            terminal.say("Mend or leave out what is named, or add it as it is with --anyway and mend it there.");
        }
    }

    private static void json(
            ObjectNode node, Parcel parcel, Optional<Authoring.Loaded> loaded, List<Problem> problems) {
        ObjectNode sha256 = node.putObject("sha256");
        hashes(parcel).forEach(sha256::put);
        node.put("ok", problems.isEmpty());
        loaded.ifPresent(runs -> {
            node.set("streams", Authoring.streams(runs));
            node.set("settings", Authoring.settings(runs));
        });
        Authoring.problems(node, problems);
        if (!problems.isEmpty()) {
            Authoring.goodStreams(parcel.manifest(), problems).forEach(node.putArray("good_streams")::add);
        }
    }
}
