package dev.tidemark.connectors.manifest.template;

import java.util.List;
import java.util.Optional;

/** The {@code loop} of a for statement, which goes on with it. */
final class Loop implements Attributes {

    private final List<Object> items;
    private int index;
    private Optional<Object> lastAsked = Optional.empty();

    Loop(List<Object> items) {
        this.items = items;
    }

    void goTo(int next) {
        index = next;
    }

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
            case "depth" -> Optional.of(1L);
            case "depth0" -> Optional.of(0L);
            case "previtem" -> index == 0 ? Optional.empty() : Optional.of(items.get(index - 1));
            case "nextitem" -> index + 1 == items.size() ? Optional.empty() : Optional.of(items.get(index + 1));
            case "cycle" -> Methods.method(this::cycle);
            case "changed" -> Methods.method(this::changed);
            default -> Optional.empty();
        };
    }

    private Object cycle(Arguments a) {
        if (a.count() == 0) {
            throw new WrongType("no items for cycling given");
        }
        return a.positional().get(index % a.count());
    }

    /** Whether it is asked about something else than the last time. */
    private Object changed(Arguments a) {
        Optional<Object> asked = Optional.of(new Tuple(a.positional()));
        boolean changed = lastAsked.isEmpty() || !Values.equal(asked.get(), lastAsked.get());
        lastAsked = asked;
        return changed;
    }
}
