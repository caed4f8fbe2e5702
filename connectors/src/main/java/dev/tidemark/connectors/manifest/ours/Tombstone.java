package dev.tidemark.connectors.manifest.ours;

import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.template.None;
import dev.tidemark.connectors.manifest.template.Python;
import dev.tidemark.connectors.manifest.tree.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The field by which a record says that it is deleted at the source.
 *
 * @param path where it is in the record, as the stream's transformations leave it
 * @param values that say so; empty where any value does that is neither null, false, zero nor empty
 */
public record Tombstone(List<String> path, List<Object> values) {

    static final Set<String> KEYS = Set.of("tombstone", "values");

    public Tombstone {
        path = List.copyOf(path);
        values = List.copyOf(values);
    }

    static Optional<Tombstone> of(Node deletes) {
        if (deletes.has("sweep")) {
            deletes.at("sweep")
                    .problem("nothing need be said here: each reading of everything is compared with the table, that of"
                            + " a stream without a cursor or of a sync with 'mode: full'");
            return Optional.empty();
        }
        deletes.only(KEYS);
        List<String> path = path(deletes, "tombstone");
        if (path.isEmpty()) {
            deletes.problem("'tombstone' is missing: the field that says that a record is deleted");
            return Optional.empty();
        }
        return Optional.of(new Tombstone(path, deletes.list("values")));
    }

    /** A path, of which a name alone is one too; empty where there is none. */
    static List<String> path(Node node, String field) {
        List<String> path = new ArrayList<>();
        Object written = node.find(field).orElse(List.of());
        for (Object step : written instanceof List<?> list ? list : List.of(written)) {
            path.add(Python.str(step));
        }
        return path;
    }

    /** Whether a record says that it is deleted. */
    public boolean isIn(Map<?, ?> record) {
        Optional<Object> value =
                path.size() == 1 ? Optional.ofNullable(record.get(path.getFirst())) : Paths.get(record, path);
        if (value.isEmpty() || value.get() == None.NONE) {
            return values.contains(None.NONE);
        }
        if (values.isEmpty()) {
            return Python.truth(value.get()) && !Python.str(value.get()).equalsIgnoreCase("false");
        }
        return values.stream().anyMatch(wanted -> Python.equal(wanted, value.get()));
    }
}
