package dev.tidemark.connectors.manifest.custom;

import dev.tidemark.connectors.manifest.load.Node;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;

/** The twins of this program, by the classes that they stand for. */
public final class Twins {

    private static final Map<String, Twin> BY_CLASS = load();

    private Twins() {}

    private static Map<String, Twin> load() {
        Map<String, Twin> found = new HashMap<>();
        for (Twin twin : ServiceLoader.load(Twin.class, Twin.class.getClassLoader())) {
            twin.classNames().forEach(name -> found.put(name, twin));
        }
        return Map.copyOf(found);
    }

    public static Optional<Twin.Change> change(Node node) {
        return of(node, Twin.OfTransformation.class, twin -> twin.change(node.fields()));
    }

    public static Optional<Twin.Find> find(Node node) {
        return of(node, Twin.OfExtractor.class, twin -> twin.find(node.fields()));
    }

    public static Optional<Twin.Keep> keep(Node node) {
        return of(node, Twin.OfFilter.class, twin -> twin.keep(node.fields()));
    }

    /** What the component's twin makes of it; empty, and told as a problem, where there is none or it cannot. */
    private static <T extends Twin, R> Optional<R> of(Node node, Class<T> power, Function<T, R> make) {
        Twin twin = BY_CLASS.get(node.text("class_name").orElse(""));
        if (!power.isInstance(twin)) {
            node.refuse();
            return Optional.empty();
        }
        try {
            return Optional.of(make.apply(power.cast(twin)));
        } catch (IllegalArgumentException e) {
            node.problem(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
