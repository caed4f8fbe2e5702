package dev.tidemark.connectors.manifest.stream;

import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expression;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.load.Problem;
import dev.tidemark.connectors.manifest.load.Problems;
import dev.tidemark.connectors.manifest.request.Impossible;
import dev.tidemark.connectors.manifest.slice.Window;
import dev.tidemark.connectors.manifest.template.Python;
import dev.tidemark.connectors.manifest.tree.Json;
import dev.tidemark.connectors.manifest.tree.Paths;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A DynamicDeclarativeStream: one template, and as many streams as there are sets of values for it. */
public final class Dynamic {

    /** So many streams of a template are kept compiled. */
    private static final int MOST_KEPT = 1000;

    private final String place;
    private final Map<Object, Object> template;
    private final boolean parentWins;
    private final List<ComponentsMapping> mappings;
    private final Resolver resolver;
    private final Function<Node, Optional<StreamEntry>> compiler;
    private final Map<String, StreamEntry> compiled = new ConcurrentHashMap<>();

    Dynamic(
            Node node,
            Map<Object, Object> template,
            List<ComponentsMapping> mappings,
            Resolver resolver,
            Function<Node, Optional<StreamEntry>> compiler) {
        this.place = node.place();
        this.template = template;
        this.parentWins = !node.has("use_parent_parameters") || node.flag("use_parent_parameters");
        this.mappings = List.copyOf(mappings);
        this.resolver = resolver;
        this.compiler = compiler;
    }

    /** Where the values come from. */
    sealed interface Resolver {

        /** The settings, at some places; each with each. */
        record OfSettings(List<Source> sources) implements Resolver {}

        /** The manifest. */
        record Listed(List<Object> values) implements Resolver {}

        /** The API: a record a stream. */
        record Asked(StreamModel components) implements Resolver {}
    }

    /** A place in the settings, and values besides. */
    record Source(List<Expression> pointer, List<Object> defaults) {

        List<Object> values(Context context) {
            List<String> steps = pointer.stream().map(p -> p.text(context)).toList();
            List<Object> found = new ArrayList<>();
            Paths.get(config(context), steps).ifPresent(value -> {
                if (value instanceof List<?> list) {
                    found.addAll(list);
                } else if (Python.truth(value)) {
                    found.add(value);
                }
            });
            found.addAll(defaults);
            return found;
        }

        private static Object config(Context context) {
            return context.config(List.of()).orElse(Map.of());
        }
    }

    /**
     * A set of values.
     *
     * @param slice of the API's answer in which they were
     */
    public record Values(Object components, Map<Object, Object> slice) {

        /** As JSON has it. */
        public List<Object> written() {
            return List.of(components, slice);
        }

        /** @throws IllegalArgumentException where it is none */
        @SuppressWarnings("unchecked")
        public static Values of(List<?> written) {
            if (written.size() == 2 && written.get(1) instanceof Map<?, ?> slice) {
                return new Values(written.getFirst(), (Map<Object, Object>) slice);
            }
            throw new IllegalArgumentException("no values of a stream's template");
        }
    }

    /** The stream whose records are sets of values; empty where no request is needed for them. */
    public Optional<StreamModel> components() {
        return resolver instanceof Resolver.Asked asked ? Optional.of(asked.components()) : Optional.empty();
    }

    /** The values in a record that was read from the components. */
    public static Values values(Object record, Optional<String> page) {
        Map<Object, Object> slice = new LinkedHashMap<>();
        page.map(Json::read).ifPresent(read -> {
            PageContext context = PageContext.of((Map<?, ?>) read);
            slice.put("partition", context.partition().fields());
            slice.put("extra", context.partition().extra());
        });
        return new Values(record, slice);
    }

    /** The sets of values that the settings or the manifest hold. */
    List<Values> values(Map<Object, Object> config) {
        Context context = Context.of(config);
        List<Object> found = switch (resolver) {
            case Resolver.Asked asked -> List.of();
            case Resolver.Listed listed -> listed.values();
            case Resolver.OfSettings settings -> product(settings.sources(), context);
        };
        return found.stream().map(values -> new Values(values, Map.of())).toList();
    }

    private static List<Object> product(List<Source> sources, Context context) {
        List<Object> all = List.of(new LinkedHashMap<>());
        for (int i = 0; i < sources.size(); i++) {
            List<Object> more = new ArrayList<>();
            for (Object before : all) {
                for (Object value : sources.get(i).values(context)) {
                    Map<Object, Object> merged = new LinkedHashMap<>((Map<?, ?>) before);
                    if (value instanceof Map<?, ?> map) {
                        merged.putAll(map);
                    } else {
                        merged.putIfAbsent("source_config_" + i, List.of((long) i, value));
                    }
                    more.add(merged);
                }
            }
            all = more;
        }
        return all;
    }

    private Map<Object, Object> filled(Values values, Map<Object, Object> config) {
        @SuppressWarnings("unchecked")
        Map<Object, Object> made = (Map<Object, Object>) Json.copy(template);
        Partition partition =
                new Partition(States.map(values.slice(), "partition"), States.map(values.slice(), "extra"));
        Context context = Context.of(config)
                .with("components_values", values.components())
                .with("stream_template_config", template)
                .with("stream_slice", new Slice(partition, Window.WHOLE));
        mappings.forEach(mapping -> mapping.apply(made, context));
        made.putIfAbsent("type", "DeclarativeStream");
        return made;
    }

    /** The name of the stream of these values. */
    public String name(Values values, Map<Object, Object> config) {
        return Node.spread(filled(values, config), place, new Problems(), parentWins)
                .text("name")
                .orElse("");
    }

    /**
     * The stream of these values.
     *
     * @throws Impossible where it does not run
     */
    StreamEntry entry(Values values, Map<Object, Object> config) {
        Map<Object, Object> made = filled(values, config);
        StreamEntry known = compiled.get(Json.write(made));
        if (known != null) {
            return known;
        }
        Problems problems = new Problems();
        Optional<StreamEntry> entry = compiler.apply(Node.spread(made, place, problems, parentWins));
        if (entry.isEmpty() || !problems.none()) {
            throw new Impossible("a stream of " + place + " does not run: "
                    + problems.all().stream().map(Problem::toString).collect(Collectors.joining("; ")));
        }
        if (compiled.size() >= MOST_KEPT) {
            compiled.clear();
        }
        compiled.put(Json.write(made), entry.get());
        return entry.get();
    }

    @Override
    public String toString() {
        return place;
    }
}
