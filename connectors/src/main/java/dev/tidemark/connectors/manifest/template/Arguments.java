package dev.tidemark.connectors.manifest.template;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The arguments of one call. */
record Arguments(List<Object> positional, Map<String, Object> named) {

    static final Arguments NONE = new Arguments(List.of(), Map.of());

    int count() {
        return positional.size();
    }

    Optional<Object> find(int place, String name) {
        return place < positional.size() ? Optional.of(positional.get(place)) : Optional.ofNullable(named.get(name));
    }

    Object get(int place, String name) {
        return find(place, name).orElseThrow(() -> new WrongType("missing a required argument: '" + name + "'"));
    }

    Object get(int place, String name, Object otherwise) {
        return find(place, name).orElse(otherwise);
    }

    String text(int place, String name) {
        return switch (get(place, name)) {
            case String text -> text;
            case Undefined nothing -> throw nothing.error();
            default -> throw new WrongType("'" + name + "' must be str, not " + Text.typeName(get(place, name)));
        };
    }

    String text(int place, String name, String otherwise) {
        return find(place, name).isPresent() ? text(place, name) : otherwise;
    }

    int integer(int place, String name, int otherwise) {
        Optional<Object> found = find(place, name);
        if (found.isEmpty() || found.get() == None.NONE) {
            return otherwise;
        }
        return Math.toIntExact(Numbers.asLong(found.get()));
    }
}
