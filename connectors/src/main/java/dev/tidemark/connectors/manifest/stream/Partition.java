package dev.tidemark.connectors.manifest.stream;

import dev.tidemark.connectors.manifest.tree.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One part of a stream that is asked for on its own, such as one parent's children.
 *
 * @param fields what it is; its identity in the state
 * @param extra what of the parent is carried along
 */
record Partition(Map<Object, Object> fields, Map<Object, Object> extra) {

    static final Partition WHOLE = new Partition(Map.of(), Map.of());

    /** The same, with this carried along besides. */
    Partition with(String name, Object value) {
        Map<Object, Object> more = new LinkedHashMap<>(extra);
        more.put(name, value);
        return new Partition(fields, more);
    }

    /** Equal for equal partitions. */
    String key() {
        return Json.sorted(fields);
    }
}
