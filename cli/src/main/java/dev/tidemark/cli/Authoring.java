package dev.tidemark.cli;

import dev.tidemark.connector.Setting;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connectors.manifest.load.BadManifest;
import dev.tidemark.connectors.manifest.load.Manifests;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.load.Problem;
import dev.tidemark.connectors.manifest.load.Problems;
import dev.tidemark.connectors.manifest.source.ManifestSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Manifests as commands for authors need them. */
final class Authoring {

    private Authoring() {}

    /** A manifest that runs. */
    record Loaded(ManifestSource source, List<StreamSpec> streams) {
        Loaded {
            streams = List.copyOf(streams);
        }
    }

    static ManifestFile read(Path fileOrFolder) {
        try {
            return ManifestFile.read(fileOrFolder);
        } catch (IOException e) {
            throw new Refusal(
                    Exit.USAGE,
                    "connector.unreadable",
                    fileOrFolder + ": " + e.getMessage(),
                    "Name a manifest, or a folder with manifest.yaml in it");
        }
    }

    static Loaded load(ManifestFile file) throws BadManifest {
        ManifestSource source = ManifestSource.of(file.name(), file.text(), Clock.systemUTC(), file.files());
        return new Loaded(source, source.streams());
    }

    /** The streams of a manifest with problems that have none themselves. */
    static List<String> goodStreams(ManifestFile file, List<Problem> problems) {
        List<String> good = new ArrayList<>();
        try {
            for (Node stream : Manifests.tree(file.text(), new Problems()).children("streams")) {
                boolean isGood = problems.stream()
                        .noneMatch(p -> p.place().equals(stream.place())
                                || p.place().startsWith(stream.place() + ".")
                                || p.place().startsWith(stream.place() + " "));
                if (isGood) {
                    stream.text("name").ifPresent(good::add);
                }
            }
        } catch (BadManifest e) {
            // Nothing is known of it.
        }
        return good;
    }

    static void problems(ObjectNode node, List<Problem> problems) {
        list(node, "problems", problems);
    }

    static void list(ObjectNode node, String name, List<Problem> problems) {
        ArrayNode list = node.putArray(name);
        problems.forEach(p ->
                list.addObject().put("place", p.place()).put("what", p.what()).put("line", p.line()));
    }

    /** Streams and settings, for people. */
    static void print(Terminal terminal, Loaded loaded) {
        Table table = new Table("STREAM", "KEY", "READS", "FIELDS");
        for (StreamSpec stream : loaded.streams()) {
            table.row(
                    stream.name(),
                    stream.key().isEmpty() ? "-" : String.join(", ", stream.key()),
                    stream.cursor() == StreamSpec.CursorKind.NONE ? "all each time" : "what changed",
                    Integer.toString(stream.fields().size()));
        }
        table.print(terminal);
        loaded.source().told().forEach(place -> terminal.say("and the streams that the API tells of for " + place));
        terminal.say("");
        Table settings = new Table("SETTING", "KIND", "NEEDED", "DEFAULT");
        loaded.source()
                .spec()
                .settings()
                .forEach(s -> settings.row(
                        s.name(),
                        s.kind().name().toLowerCase(Locale.ROOT),
                        s.required() ? "yes" : "",
                        s.fallback().orElse("")));
        settings.print(terminal);
    }

    static ArrayNode streams(Loaded loaded) {
        ArrayNode streams = Json.array();
        for (StreamSpec stream : loaded.streams()) {
            ObjectNode node = streams.addObject().put("name", stream.name());
            stream.key().forEach(node.putArray("key")::add);
            node.put("cursor", stream.cursor().name().toLowerCase(Locale.ROOT));
            node.put("fields", stream.fields().size());
        }
        return streams;
    }

    static ArrayNode settings(Loaded loaded) {
        ArrayNode settings = Json.array();
        for (Setting setting : loaded.source().spec().settings()) {
            settings.addObject()
                    .put("name", setting.name())
                    .put("kind", setting.kind().name().toLowerCase(Locale.ROOT))
                    .put("required", setting.required())
                    .put("default", setting.fallback().orElse(null))
                    .put("help", setting.help());
        }
        return settings;
    }
}
