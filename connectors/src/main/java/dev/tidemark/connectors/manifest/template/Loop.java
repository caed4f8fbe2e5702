package dev.tidemark.connectors.manifest.template;

import java.util.List;
import java.util.Optional;

/** The {@code loop} of a for statement. */
record Loop(List<Object> items, int index) implements Attributes {

    @Override
    public Optional<Object> attribute(String name) {
        return switch (name) {
            case "index" -> Optional.of(index + 1L);
            case "index0" -> Optional.of((long) index);
            case "revindex" -> Optional.of((long) items.size() - index);
            case "revindex0" -> Optional.of(items.size() - index - 1L);
            case "first" -> Optional.of(index == 0);
            case "last" -> Optional.of(index == items.size() - 1);
            case "length" -> Optional.of((long) items.size());
            case "previtem" -> index == 0 ? Optional.empty() : Optional.of(items.get(index - 1));
            case "nextitem" -> index + 1 == items.size() ? Optional.empty() : Optional.of(items.get(index + 1));
            case "cycle" -> Optional.of((Function) a -> a.positional().get(index % a.count()));
            default -> Optional.empty();
        };
    }
}
