package dev.tidemark.connectors.manifest.stream;

import dev.tidemark.connectors.manifest.expression.Condition;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.expression.Now;
import dev.tidemark.connectors.manifest.load.BadManifest;
import dev.tidemark.connectors.manifest.load.Manifests;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.load.Problems;
import dev.tidemark.connectors.manifest.ours.Ours;
import dev.tidemark.connectors.manifest.ours.Tombstone;
import dev.tidemark.connectors.manifest.record.ConfigRules;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A manifest, compiled: immutable, and of use for any settings. */
public final class Manifest {

    private final List<StreamEntry> entries;
    private final List<String> checked;
    private final Map<Object, Object> settings;
    private final Ours ours;
    private final ConfigRules rules;
    private final List<Budget> budgets;

    private Manifest(Node top, List<StreamEntry> entries, Expressions expressions) {
        this.entries = List.copyOf(entries);
        Optional<Node> spec = top.child("spec");
        checked = top.child("check").map(check -> check.texts("stream_names")).orElse(List.of());
        settings = spec.map(s -> s.map("connection_specification")).orElse(Map.of());
        ours = Ours.of(top, readable(top, entries), expressions);
        for (StreamEntry entry : entries) {
            Optional<Tombstone> tombstone = ours.stream(entry.name()).tombstone();
            if (tombstone.isPresent() && entry.variants().getLast().primaryKey().isEmpty()) {
                top.at("metadata.tidemark.streams." + entry.name() + ".deletes")
                        .problem("a stream without a primary key has no rows to delete");
            }
        }
        rules = ConfigRules.of(spec, expressions);
        budgets = Budget.of(top);
    }

    /** Also those that do not run, of which is told elsewhere. */
    private static Map<String, Map<Object, Object>> readable(Node top, List<StreamEntry> entries) {
        Map<String, Map<Object, Object>> fields = new LinkedHashMap<>();
        top.children("streams").forEach(s -> s.text("name").ifPresent(name -> fields.put(name, Map.of())));
        entries.forEach(
                e -> fields.put(e.name(), States.map(e.variants().getLast().schema(), "properties")));
        return fields;
    }

    /** As {@link #load(String, InstantSource, SchemaFiles)}, without schema files. */
    public static Manifest load(String text, InstantSource clock) throws BadManifest {
        return load(text, clock, SchemaFiles.NONE);
    }

    /**
     * Loads a manifest.
     *
     * @param text YAML or JSON
     * @param clock what templates read as now
     * @throws BadManifest where any of it cannot run, with everything that is missing and where
     */
    public static Manifest load(String text, InstantSource clock, SchemaFiles files) throws BadManifest {
        Problems problems = new Problems();
        Node top = Manifests.tree(text, problems);
        top.refuse("dynamic_streams");
        top.refuse("stream_groups");
        Expressions expressions = new Expressions(new Now(clock));
        Entries entries = new Entries(new StreamReader(expressions, new Schemas(expressions, files)), expressions);
        top.children("streams").forEach(entries::add);
        if (!top.has("streams")) {
            top.problem("'streams' is missing");
        }
        Manifest manifest = new Manifest(top, entries.found, expressions);
        if (!problems.none()) {
            throw new BadManifest(problems.all(), text);
        }
        return manifest;
    }

    /** Collects the streams. */
    private static final class Entries {

        private final StreamReader reader;
        private final Expressions expressions;
        private final List<StreamEntry> found = new ArrayList<>();
        private final Set<String> names = new HashSet<>();

        Entries(StreamReader reader, Expressions expressions) {
            this.reader = reader;
            this.expressions = expressions;
        }

        void add(Node node) {
            if (node.type().equals("ConditionalStreams")) {
                Optional<Condition> condition = expressions.condition(node, "condition");
                node.children("streams").forEach(stream -> add(stream, condition));
            } else {
                add(node, Optional.empty());
            }
        }

        private void add(Node node, Optional<Condition> condition) {
            Optional<StreamEntry> entry = node.type().equals("StateDelegatingStream")
                    ? delegating(node, condition)
                    : reader.read(node).map(m -> new StreamEntry(m.name(), List.of(m), Optional.empty(), condition));
            if (entry.isPresent()) {
                found.add(entry.get());
                if (!names.add(entry.get().name())) {
                    node.problem("a second stream named " + entry.get().name());
                }
            }
        }

        private Optional<StreamEntry> delegating(Node node, Optional<Condition> condition) {
            Optional<StreamModel> full = node.needChild("full_refresh_stream").flatMap(reader::read);
            Optional<StreamModel> since = node.needChild("incremental_stream").flatMap(reader::read);
            String name = node.need("name");
            Optional<Duration> retention = node.text("api_retention_period").flatMap(text -> {
                try {
                    return Optional.of(Duration.parse(text));
                } catch (DateTimeParseException e) {
                    node.problem("'api_retention_period' is no span of time such as P30D: " + text);
                    return Optional.empty();
                }
            });
            if (full.isEmpty() || since.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new StreamEntry(name, List.of(full.get(), since.get()), retention, condition));
        }
    }

    /** The streams that these settings want; of two variants the one that reads what changed. */
    public List<StreamModel> streams(Map<Object, Object> config) {
        return entries.stream()
                .filter(e -> e.isWanted(config))
                .map(e -> e.variants().getLast())
                .toList();
    }

    /** All streams; of two variants the one that reads what changed. */
    public List<StreamModel> all() {
        return entries.stream().map(e -> e.variants().getLast()).toList();
    }

    /** All variants of a stream; none where there is no stream of this name. */
    public List<StreamModel> variants(String name) {
        return entries.stream()
                .filter(e -> e.name().equals(name))
                .findFirst()
                .map(StreamEntry::variants)
                .orElse(List.of());
    }

    /**
     * Which variant of a stream goes on from a state: its number among {@link #variants}.
     *
     * @param now by the source's clock, to judge how old the state is
     */
    public int variant(String name, Map<Object, Object> state, Map<Object, Object> config, Instant now) {
        return entries.stream()
                .filter(e -> e.name().equals(name))
                .findFirst()
                .map(e -> e.variant(state, config, now))
                .orElse(0);
    }

    /** The settings as they are read, after what the manifest changes in them. */
    public Map<Object, Object> configured(Map<Object, Object> config) {
        return rules.apply(config);
    }

    /** The streams that a check reads. */
    public List<String> checked() {
        return checked;
    }

    /** The JSON schema of the settings. */
    public Map<Object, Object> settings() {
        return settings;
    }

    /** What stands under {@code metadata.tidemark}. */
    public Ours ours() {
        return ours;
    }

    /** What the manifest says that the API allows. */
    public List<Budget> budgets() {
        return budgets;
    }
}
