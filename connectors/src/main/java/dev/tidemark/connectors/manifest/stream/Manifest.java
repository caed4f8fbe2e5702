package dev.tidemark.connectors.manifest.stream;

import dev.tidemark.connectors.manifest.expression.Condition;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.expression.Now;
import dev.tidemark.connectors.manifest.load.BadManifest;
import dev.tidemark.connectors.manifest.load.Manifests;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.load.Problem;
import dev.tidemark.connectors.manifest.load.Problems;
import dev.tidemark.connectors.manifest.load.Vocabulary;
import dev.tidemark.connectors.manifest.ours.Ours;
import dev.tidemark.connectors.manifest.ours.Tombstone;
import dev.tidemark.connectors.manifest.record.ConfigRules;
import dev.tidemark.connectors.manifest.record.Validations;
import dev.tidemark.connectors.manifest.request.Impossible;
import dev.tidemark.connectors.manifest.template.Python;
import dev.tidemark.connectors.rest.Nearest;
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
    private final List<Dynamic> dynamics;
    private final List<String> checked;
    private final int checkedDynamic;
    private final Map<Object, Object> settings;
    private final Ours ours;
    private final ConfigRules rules;
    private final Validations validations;
    private final List<Budget> budgets;
    private final boolean passesOver;
    private final Concurrency concurrency;
    private final List<Problem> notes;

    private Manifest(
            Node top, List<StreamEntry> entries, List<Dynamic> dynamics, Expressions expressions, List<Problem> notes) {
        this.notes = List.copyOf(notes);
        this.entries = List.copyOf(entries);
        this.dynamics = List.copyOf(dynamics);
        Optional<Node> spec = top.child("spec");
        checked = top.child("check").map(check -> check.texts("stream_names")).orElse(List.of());
        checkedDynamic = top.child("check").map(Manifest::checkedDynamic).orElse(0);
        settings = spec.map(s -> s.map("connection_specification")).orElse(Map.of());
        ours = Ours.of(top, readable(top, entries), Config.of(settings).settings(), expressions);
        for (StreamEntry entry : entries) {
            Optional<Tombstone> tombstone = ours.stream(entry.name()).tombstone();
            if (tombstone.isPresent() && entry.variants().getLast().primaryKey().isEmpty()) {
                top.at("metadata.tidemark.streams." + entry.name() + ".deletes")
                        .problem("a stream without a primary key has no rows to delete");
            }
        }
        rules = ConfigRules.of(spec, expressions);
        validations = Validations.of(spec, expressions);
        budgets = Budget.of(top, expressions);
        passesOver = passesOver(top.fields());
        concurrency = Concurrency.of(top, expressions);
    }

    /**
     * Whether some refusals are passed over (an error handler's {@code IGNORE}, a job's status {@code ignore}), so that a
     * reading can lack records that are there.
     */
    public boolean passesOver() {
        return passesOver;
    }

    private static boolean passesOver(Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                "IGNORE".equals(map.get("action"))
                        || (map.get("ignore") instanceof List<?> ignored && !ignored.isEmpty())
                        || map.values().stream().anyMatch(Manifest::passesOver);
            case List<?> list -> list.stream().anyMatch(Manifest::passesOver);
            default -> false;
        };
    }

    private static int checkedDynamic(Node check) {
        List<Node> counts = new ArrayList<>(check.children("dynamic_streams_check_configs"));
        counts.add(check);
        return counts.stream()
                .flatMap(node -> node.text("stream_count").stream())
                .map(Python::integer)
                .flatMap(Optional::stream)
                .mapToInt(count -> ((Number) count).intValue())
                .max()
                .orElse(0);
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
        top.refuse("stream_groups");
        Problems notes = new Problems();
        Vocabulary.check(top, notes);
        Expressions expressions = new Expressions(new Now(clock));
        StreamReader reader = new StreamReader(expressions, new Schemas(expressions, files));
        Entries entries = new Entries(reader, expressions);
        if (top.find("streams").orElse(List.of()) instanceof Map) {
            top.at("streams").problem("'streams' should be a list");
        } else {
            top.children("streams").forEach(entries::add);
        }
        if (!top.has("streams") && !top.has("dynamic_streams")) {
            top.problem("'streams' is missing");
        }
        List<Dynamic> dynamics = new Dynamics(
                        reader, expressions, (node, by) -> new Entries(by, expressions).entry(node, Optional.empty()))
                .of(top);
        doubts(top, entries, dynamics, notes);
        Manifest manifest = new Manifest(top, entries.found, dynamics, expressions, notes.all(text));
        if (!problems.none()) {
            throw new BadManifest(problems.all(), text);
        }
        return manifest;
    }

    /** What runs, and was hardly meant so. */
    private static void doubts(Node top, Entries entries, List<Dynamic> dynamics, Problems notes) {
        List<String> checked =
                top.child("check").map(check -> check.texts("stream_names")).orElse(List.of());
        if (dynamics.isEmpty()) {
            for (String name : checked) {
                if (!entries.names.contains(name)) {
                    notes.add(
                            "check.stream_names",
                            "there is no stream '" + name + "'" + Nearest.hint(name, entries.names));
                }
            }
        }
        for (StreamEntry entry : entries.found) {
            StreamModel stream = entry.variants().getLast();
            Map<Object, Object> fields = States.map(stream.schema(), "properties");
            for (List<String> path : stream.primaryKey()) {
                if (path.size() == 1 && !fields.isEmpty() && !fields.containsKey(path.getFirst())) {
                    notes.add(
                            "streams (" + entry.name() + ").primary_key",
                            "the schema has no field '" + path.getFirst() + "': the table has no key, and a sync cannot"
                                    + " tell rows apart");
                }
            }
        }
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

        Optional<StreamEntry> entry(Node node, Optional<Condition> condition) {
            return node.type().equals("StateDelegatingStream")
                    ? delegating(node, condition)
                    : reader.read(node).map(m -> new StreamEntry(m.name(), List.of(m), Optional.empty(), condition));
        }

        private void add(Node node, Optional<Condition> condition) {
            Optional<StreamEntry> entry = entry(node, condition);
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

    /**
     * The streams that these settings want, without those of which only the API knows; of two variants the one that reads
     * what changed.
     *
     * @throws Impossible where the settings ask for one that does not run, or for two of one name
     */
    public List<StreamModel> streams(Map<Object, Object> config) {
        return entries(config).stream()
                .filter(e -> e.isWanted(config))
                .map(e -> e.variants().getLast())
                .toList();
    }

    private List<StreamEntry> entries(Map<Object, Object> config) {
        List<StreamEntry> all = new ArrayList<>(entries);
        Set<String> names = new HashSet<>();
        entries.forEach(e -> names.add(e.name()));
        for (Dynamic dynamic : dynamics) {
            for (Dynamic.Values values : dynamic.values(config)) {
                StreamEntry entry = dynamic.entry(values, config);
                if (!names.add(entry.name())) {
                    throw new Impossible("a second stream named " + entry.name() + ", of " + dynamic);
                }
                all.add(entry);
            }
        }
        return all;
    }

    private Optional<StreamEntry> entry(String name, Map<Object, Object> config) {
        Optional<StreamEntry> written =
                entries.stream().filter(e -> e.name().equals(name)).findFirst();
        return written.isPresent() || dynamics.isEmpty()
                ? written
                : dynamics.stream()
                        .flatMap(dynamic -> dynamic.values(config).stream()
                                .filter(values -> dynamic.name(values, config).equals(name))
                                .map(values -> dynamic.entry(values, config)))
                        .findFirst();
    }

    /** The dynamic streams of which only the API knows what they are. */
    public List<Dynamic> asked() {
        return dynamics.stream().filter(d -> d.components().isPresent()).toList();
    }

    /** All streams that are written in the manifest; of two variants the one that reads what changed. */
    public List<StreamModel> all() {
        return entries.stream().map(e -> e.variants().getLast()).toList();
    }

    /** All variants of a stream; none where there is no stream of this name. */
    public List<StreamModel> variants(String name, Map<Object, Object> config) {
        return entry(name, config).map(StreamEntry::variants).orElse(List.of());
    }

    /** All variants of the stream of these values. */
    public List<StreamModel> variants(Dynamic dynamic, Dynamic.Values values, Map<Object, Object> config) {
        return dynamic.entry(values, config).variants();
    }

    /**
     * Which variant of a stream goes on from a state: its number among {@link #variants}.
     *
     * @param now by the source's clock, to judge how old the state is
     */
    public int variant(String name, Map<Object, Object> state, Map<Object, Object> config, Instant now) {
        return entry(name, config).map(e -> e.variant(state, config, now)).orElse(0);
    }

    /** The same for the stream of these values. */
    public int variant(
            Dynamic dynamic,
            Dynamic.Values values,
            Map<Object, Object> state,
            Map<Object, Object> config,
            Instant now) {
        return dynamic.entry(values, config).variant(state, config, now);
    }

    /** The settings as they are read, after what the manifest changes in them. */
    public Map<Object, Object> configured(Map<Object, Object> config) {
        return rules.apply(config);
    }

    /** What the manifest finds wrong with the settings, after its own changes; nothing where all is well. */
    public List<String> invalid(Map<Object, Object> configured) {
        return validations.wrong(configured);
    }

    /** The streams that a check reads. */
    public List<String> checked() {
        return checked;
    }

    /** So many of the streams that only the settings or the API know are read by a check. */
    public int checkedDynamic() {
        return checkedDynamic;
    }

    /** The JSON schema of the settings. */
    public Map<Object, Object> settings() {
        return settings;
    }

    /** What stands under {@code metadata.tidemark}. */
    public Ours ours() {
        return ours;
    }

    /** What of the manifest is left aside, since the format has no such fields. Harmless, or a mistake of its author. */
    public List<Problem> notes() {
        return notes;
    }

    /** How many requests of one stream may be in the air, at least one. */
    public int concurrency(Map<Object, Object> config) {
        return concurrency.level(config);
    }

    /** What the manifest says that the API allows. */
    public List<Budget> budgets() {
        return budgets;
    }
}
