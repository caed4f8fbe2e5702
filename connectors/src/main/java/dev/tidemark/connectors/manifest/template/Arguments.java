package dev.tidemark.connectors.manifest.template;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The arguments of one call.
 *
 * @param work of the evaluation that calls
 */
record Arguments(List<Object> positional, Map<String, Object> named, Work work) {

    int count() {
        return positional.size();
    }

    /** These without the first ones by place. */
    Arguments without(int first) {
        return new Arguments(positional.subList(Math.min(first, count()), count()), named, work);
    }

    /** These, of which there must be at most so many, and none by name. */
    Arguments byPlace(int most) {
        if (!named.isEmpty()) {
            throw new WrongType("takes no keyword arguments");
        }
        if (count() > most) {
            throw new WrongType("takes at most " + most + " arguments (" + count() + " given)");
        }
        return this;
    }

    Optional<Object> find(int place, String name) {
        return place < count() ? Optional.of(positional.get(place)) : find(name);
    }

    Optional<Object> find(String name) {
        return Optional.ofNullable(named.get(name));
    }

    Object get(int place, String name) {
        return find(place, name).orElseThrow(() -> new WrongType("missing a required argument: '" + name + "'"));
    }

    Object get(int place, String name, Object otherwise) {
        return find(place, name).orElse(otherwise);
    }

    boolean flag(int place, String name, boolean otherwise) {
        return Values.truth(get(place, name, otherwise));
    }

    String text(int place, String name) {
        Object value = get(place, name);
        if (value instanceof String text) {
            return text;
        }
        throw new WrongType("'" + name + "' must be str, not " + Text.typeName(value));
    }

    String text(int place, String name, String otherwise) {
        return find(place, name).isPresent() ? text(place, name) : otherwise;
    }

    int integer(int place, String name) {
        return toInt(get(place, name));
    }

    int integer(int place, String name, int otherwise) {
        return toInt(find(place, name).filter(v -> v != None.NONE).orElse((long) otherwise));
    }

    /** What is out of range is as far as one can go: no text and no list is longer. */
    private static int toInt(Object value) {
        return Math.clamp(Numbers.asLong(value), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
}
