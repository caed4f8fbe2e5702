package dev.tidemark.connectors.manifest.stream;

import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.expression.Now;
import dev.tidemark.connectors.manifest.load.BadManifest;
import dev.tidemark.connectors.manifest.load.Manifests;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.load.Problems;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A manifest, compiled: immutable, and of use for any settings.
 *
 * @param streams in the manifest's order
 * @param checked the streams that a check reads
 * @param settings the JSON schema of what the connector is configured with
 * @param ours what stands under {@code metadata.tidemark}
 */
public record Manifest(
        String version,
        List<StreamModel> streams,
        List<String> checked,
        Map<Object, Object> settings,
        Map<Object, Object> ours) {

    /**
     * Loads a manifest.
     *
     * @param text YAML or JSON
     * @param clock what templates read as now
     * @throws BadManifest where any of it cannot run, with everything that is missing and where
     */
    public static Manifest load(String text, InstantSource clock) throws BadManifest {
        Problems problems = new Problems();
        Node top = Manifests.tree(text, problems);
        top.refuse("dynamic_streams");
        top.refuse("stream_groups");
        top.refuse("api_budget");
        StreamReader reader = new StreamReader(new Expressions(new Now(clock)));
        List<StreamModel> streams = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Node node : top.children("streams")) {
            Optional<StreamModel> stream = reader.read(node);
            stream.ifPresent(streams::add);
            if (stream.isPresent() && !names.add(stream.get().name())) {
                node.problem("a second stream named " + stream.get().name());
            }
        }
        if (!top.has("streams")) {
            top.problem("'streams' is missing");
        }
        if (!problems.none()) {
            throw new BadManifest(problems.all());
        }
        List<String> checked =
                top.child("check").map(check -> check.texts("stream_names")).orElse(List.of());
        Map<Object, Object> settings = top.child("spec")
                .map(spec -> spec.map("connection_specification"))
                .orElse(Map.of());
        Map<Object, Object> ours =
                top.child("metadata").map(data -> data.map("tidemark")).orElse(Map.of());
        return new Manifest(top.text("version").orElse(""), List.copyOf(streams), checked, settings, ours);
    }

    public Optional<StreamModel> stream(String name) {
        return streams.stream().filter(s -> s.name().equals(name)).findFirst();
    }
}
