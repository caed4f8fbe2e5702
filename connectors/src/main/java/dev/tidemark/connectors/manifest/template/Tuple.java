package dev.tidemark.connectors.manifest.template;

import java.util.List;

/** Python's tuple: a list that is never equal to a list. */
public record Tuple(List<Object> items) {

    public Tuple {
        items = List.copyOf(items);
    }
}
