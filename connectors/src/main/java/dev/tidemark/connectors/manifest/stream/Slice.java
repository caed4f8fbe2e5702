package dev.tidemark.connectors.manifest.stream;

import dev.tidemark.connectors.manifest.slice.Window;
import dev.tidemark.connectors.manifest.template.Attributes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What templates see as {@code stream_slice}: the fields of partition and window in one. */
final class Slice extends LinkedHashMap<Object, Object> implements Attributes {

    private static final long serialVersionUID = 1;

    private final transient Partition partition;
    private final transient Window window;

    Slice(Partition partition, Window window) {
        super(partition.fields());
        putAll(window.fields());
        this.partition = partition;
        this.window = window;
    }

    @Override
    public Optional<Object> attribute(String name) {
        return switch (name) {
            case "partition" -> Optional.of(partition.fields());
            case "cursor_slice" -> Optional.of(window.fields());
            case "extra_fields" -> Optional.of(partition.extra());
            default -> Optional.empty();
        };
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }

    /** The extra fields by name, as the addresses of requests see them. */
    static Map<String, Object> names(Partition partition) {
        Map<String, Object> names = new LinkedHashMap<>();
        partition.extra().forEach((name, value) -> names.put(String.valueOf(name), value));
        return names;
    }
}
