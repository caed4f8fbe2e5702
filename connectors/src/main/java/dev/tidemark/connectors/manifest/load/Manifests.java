package dev.tidemark.connectors.manifest.load;

import dev.tidemark.connectors.rest.Nearest;
import java.util.Map;
import java.util.Set;

/** Loads manifests. */
public final class Manifests {

    private static final Set<String> TOP = Set.of(
            "type",
            "check",
            "streams",
            "dynamic_streams",
            "version",
            "schemas",
            "definitions",
            "spec",
            "concurrency_level",
            "api_budget",
            "stream_groups",
            "max_concurrent_async_job_count",
            "metadata",
            "description",
            Parameters.NAME);

    private Manifests() {}

    /**
     * The tree of a manifest, with references, types and parameters resolved.
     *
     * @param problems takes what is wrong at the top
     * @throws BadManifest where there is no tree: not readable, or a reference that leads nowhere
     */
    public static Node tree(String text, Problems problems) throws BadManifest {
        Map<Object, Object> read = ManifestText.read(text);
        read.putIfAbsent("type", "DeclarativeSource");
        Node top = new Node(Parameters.spread(References.resolve(read)), "", problems);
        if (!top.type().equals("DeclarativeSource")) {
            top.problem("the type of a manifest is DeclarativeSource, not " + top.type());
        }
        for (Object name : read.keySet()) {
            if (!TOP.contains(String.valueOf(name))) {
                top.problem("a manifest has no field '" + name + "'" + Nearest.hint(String.valueOf(name), TOP));
            }
        }
        if (!top.has("version")) {
            top.problem("'version' is missing");
        }
        if (!top.has("check")) {
            top.problem("'check' is missing");
        }
        return top;
    }

    /** The value that a text spells as YAML; the text itself where it spells none. */
    public static Object value(String text) {
        return text.isBlank() ? text : ManifestText.value(text);
    }
}
