package dev.tidemark.connectors.manifest.record;

import dev.tidemark.connectors.manifest.custom.Twin;
import dev.tidemark.connectors.manifest.custom.Twins;
import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.tree.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;

/** What of an answer becomes a stream's records, and how. */
public final class Selector {

    private final Decoder decoder;
    private final Extractor extractor;
    private final Optional<Keep> filter;
    private final List<Transformation> transformations;
    private final Optional<Normaliser> normaliser;
    private final boolean transformsFirst;

    private Selector(
            Decoder decoder,
            Extractor extractor,
            Optional<Keep> filter,
            List<Transformation> transformations,
            Optional<Normaliser> normaliser,
            boolean transformsFirst) {
        this.decoder = decoder;
        this.extractor = extractor;
        this.filter = filter;
        this.transformations = transformations;
        this.normaliser = normaliser;
        this.transformsFirst = transformsFirst;
    }

    /**
     * @param stream with its transformations
     * @param transformsFirst whether that is so where the manifest does not say
     */
    public static Selector of(
            Node stream, Node retriever, Map<Object, Object> schema, boolean transformsFirst, Expressions expressions) {
        Decoder decoder = Decoder.of(retriever);
        if (!decoder.allowsPages()
                && retriever
                        .child("paginator")
                        .filter(p -> !p.type().equals("NoPagination"))
                        .isPresent()) {
            retriever.problem("answers decoded line by line have no pages");
        }
        Optional<Node> node = retriever.needChild("record_selector");
        if (node.isEmpty()) {
            return new Selector(
                    decoder, new Extractor(List.of()), Optional.empty(), List.of(), Optional.empty(), false);
        }
        if (!node.get().type().equals("RecordSelector")) {
            node.get().refuse();
        }
        List<Transformation> transformations = new ArrayList<>();
        stream.children("transformations")
                .forEach(t -> Transformations.of(t, expressions).ifPresent(transformations::add));
        return new Selector(
                decoder,
                Extractor.of(node.get(), expressions),
                node.get().child("record_filter").flatMap(f -> filter(f, expressions)),
                List.copyOf(transformations),
                normaliser(node.get(), schema),
                node.get().has("transform_before_filtering")
                        ? node.get().flag("transform_before_filtering")
                        : transformsFirst);
    }

    /** Which records are kept. */
    @FunctionalInterface
    private interface Keep {
        boolean test(Object record, Context context);
    }

    private static Optional<Keep> filter(Node node, Expressions expressions) {
        return switch (node.type()) {
            case "RecordFilter" ->
                expressions.condition(node, "condition").map(c -> (record, context) -> c.test(context));
            case "CustomRecordFilter" -> Twins.keep(node).map(keep -> (record, context) -> kept(keep, record, context));
            default -> {
                node.refuse();
                yield Optional.empty();
            }
        };
    }

    @SuppressWarnings("unchecked")
    private static boolean kept(Twin.Keep keep, Object record, Context context) {
        return !(record instanceof Map<?, ?> map) || keep.test((Map<Object, Object>) map, context.settings());
    }

    private static Optional<Normaliser> normaliser(Node node, Map<Object, Object> schema) {
        if (node.find("schema_normalization").orElse("None") instanceof Map) {
            node.child("schema_normalization").ifPresent(Node::refuse);
            return Optional.empty();
        }
        return switch (node.text("schema_normalization").orElse("None")) {
            case "None" -> Optional.empty();
            case "Default" -> schema.isEmpty() ? Optional.empty() : Optional.of(new Normaliser(schema));
            default -> {
                node.problem("'schema_normalization' is None or Default");
                yield Optional.empty();
            }
        };
    }

    /**
     * The records of an answer.
     *
     * @param isReadable whether it could be decoded; where not, it counts as an empty object
     * @param bodies what the answer was decoded to
     * @param extracted how many there were before any filter
     */
    public record Selected(boolean isReadable, List<Object> bodies, long extracted, List<Object> records) {}

    /**
     * Reads an answer.
     *
     * @param from where the answer begins in these bytes
     * @param isDue whether a record is new enough; the cursor's own filter, before that of the manifest
     */
    public Selected select(byte[] answer, int from, Context context, Predicate<Map<Object, Object>> isDue) {
        Optional<List<Object>> decoded = decoder.bodies(answer, from);
        List<Object> bodies = decoded.orElseGet(() -> List.of(new LinkedHashMap<>()));
        List<Object> found = new ArrayList<>();
        bodies.forEach(body -> extractor.extract(body, context, found));
        List<Object> records = new ArrayList<>(found.size());
        Context own = context.with(Map.of());
        for (Object item : found) {
            if (finish(item, own, isDue)) {
                records.add(item);
            }
        }
        return new Selected(decoded.isPresent(), bodies, found.size(), records);
    }

    /** Where the records are, if they are handed on just as the answer has them. */
    public Optional<List<String>> untouched() {
        boolean isUntouched = decoder instanceof Decoder.OfJson
                && filter.isEmpty()
                && transformations.isEmpty()
                && normaliser.isEmpty();
        return isUntouched ? extractor.fixed() : Optional.empty();
    }

    /**
     * Reads an answer record by record, where it can be.
     *
     * @return whether it could be decoded
     */
    public boolean each(
            byte[] answer, int from, Context context, Predicate<Map<Object, Object>> isDue, Consumer<Object> records) {
        Optional<List<String>> path = decoder instanceof Decoder.OfJson ? extractor.fixed() : Optional.empty();
        if (path.isEmpty()) {
            Selected selected = select(answer, from, context, isDue);
            selected.records().forEach(records);
            return selected.isReadable();
        }
        Context own = context.with(Map.of());
        try {
            RecordWalk.through(answer, from, path.get(), (parser, isAlone) -> {
                Object item = Json.value(parser);
                boolean isNothing = isAlone && item instanceof Map<?, ?> map && map.isEmpty();
                if (!isNothing && finish(item, own, isDue)) {
                    records.accept(item);
                }
            });
            return true;
        } catch (JacksonException e) {
            return false;
        }
    }

    @SuppressWarnings("unchecked")
    private boolean finish(Object item, Context context, Predicate<Map<Object, Object>> isDue) {
        context.set("record", item);
        if (!(item instanceof Map<?, ?> map)) {
            return filter.isEmpty() || filter.get().test(item, context);
        }
        Map<Object, Object> record = (Map<Object, Object>) map;
        if (transformsFirst) {
            transform(record, context);
        }
        if (!isDue.test(record) || (filter.isPresent() && !filter.get().test(record, context))) {
            return false;
        }
        if (!transformsFirst) {
            transform(record, context);
        }
        normaliser.ifPresent(n -> n.apply(record));
        return true;
    }

    private void transform(Map<Object, Object> record, Context context) {
        for (Transformation transformation : transformations) {
            transformation.apply(record, context);
        }
    }
}
