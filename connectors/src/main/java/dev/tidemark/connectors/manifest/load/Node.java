package dev.tidemark.connectors.manifest.load;

import dev.tidemark.connectors.manifest.template.None;
import dev.tidemark.connectors.manifest.template.Python;
import dev.tidemark.connectors.rest.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One component of the tree, with its place. What is asked of it and not there, or not of that kind, becomes a problem, and
 * something harmless is answered, so that all problems are found in one go.
 */
public record Node(Map<Object, Object> fields, String place, Problems problems) {

    public String type() {
        return fields.get("type") instanceof String type ? type : "";
    }

    /** A field that is there and not null. */
    public Optional<Object> find(String name) {
        return Optional.ofNullable(fields.get(name)).filter(v -> v != None.NONE);
    }

    public boolean has(String name) {
        return find(name).isPresent();
    }

    /** A text; numbers and booleans are taken as Python writes them. */
    public Optional<String> text(String name) {
        return find(name).flatMap(value -> {
            if (value instanceof Map || value instanceof List) {
                problem("'" + name + "' should be a text");
                return Optional.empty();
            }
            return Optional.of(Python.str(value));
        });
    }

    /** A text that must be there. */
    public String need(String name) {
        return text(name).orElseGet(() -> {
            problem("'" + name + "' is missing");
            return "";
        });
    }

    public boolean flag(String name) {
        return find(name).map(Python::truth).orElse(false);
    }

    public Optional<Node> child(String name) {
        return find(name).flatMap(value -> {
            if (value instanceof Map<?, ?> map) {
                return Optional.of(inner(map, place(name)));
            }
            problem("'" + name + "' should be a component");
            return Optional.empty();
        });
    }

    public Optional<Node> needChild(String name) {
        if (!has(name)) {
            problem("'" + name + "' is missing");
        }
        return child(name);
    }

    /** The components of a list; one component alone counts as a list of one. */
    public List<Node> children(String name) {
        Object value = find(name).orElse(List.of());
        if (value instanceof Map<?, ?> map) {
            return List.of(inner(map, place(name)));
        }
        if (!(value instanceof List<?> list)) {
            problem("'" + name + "' should be a list of components");
            return List.of();
        }
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i) instanceof Map<?, ?> map) {
                nodes.add(inner(map, place(name) + "[" + i + "]"));
            } else {
                problem("'" + name + "[" + i + "]' should be a component");
            }
        }
        return nodes;
    }

    /** A list of plain values; empty where it is not there. */
    public List<Object> list(String name) {
        Object value = find(name).orElse(List.of());
        if (value instanceof List<?> list) {
            return List.copyOf(list);
        }
        problem("'" + name + "' should be a list");
        return List.of();
    }

    public List<String> texts(String name) {
        return list(name).stream().map(Python::str).toList();
    }

    public Map<Object, Object> parameters() {
        return map(Parameters.NAME);
    }

    /** A map of plain values; empty where it is not there. */
    @SuppressWarnings("unchecked")
    public Map<Object, Object> map(String name) {
        return find(name).orElse(Map.of()) instanceof Map<?, ?> map ? (Map<Object, Object>) map : Map.of();
    }

    @SuppressWarnings("unchecked")
    private Node inner(Map<?, ?> map, String place) {
        return new Node((Map<Object, Object>) map, place, problems);
    }

    /** Tells of every field that is none of these, with the one that was probably meant. */
    public void only(Set<String> names) {
        for (Object name : fields.keySet()) {
            if (!names.contains(Python.str(name))) {
                at(Python.str(name)).problem("there is no '" + name + "' here" + Nearest.hint(Python.str(name), names));
            }
        }
    }

    /** The same, told of as the place of one of its fields. */
    public Node at(String field) {
        return new Node(fields, place(field), problems);
    }

    /**
     * The same, with types filled in and parameters handed down, for a component in a part of the manifest where that is not
     * done otherwise.
     *
     * @param type that it has where it names none
     */
    public Node component(String type) {
        Map<Object, Object> typed = new LinkedHashMap<>(fields);
        typed.putIfAbsent("type", type);
        return new Node(Parameters.component("", typed, Map.of(), false), place, problems);
    }

    /**
     * A component that was made while running, with types filled in and parameters handed down.
     *
     * @param parentWins whether an outer parameter stands before an inner one
     */
    public static Node spread(Map<Object, Object> fields, String place, Problems problems, boolean parentWins) {
        return new Node(Parameters.component("", fields, Map.of(), parentWins), place, problems);
    }

    private String place(String name) {
        return place.isEmpty() ? name : place + "." + name;
    }

    public Node named(String name) {
        return new Node(fields, place + " (" + name + ")", problems);
    }

    public void problem(String what) {
        problems.add(place, what);
    }

    /** This component is of a type that does not run here. */
    public void refuse() {
        String own = text("class_name").map(name -> " of class " + name).orElse("");
        problem(
                type().isEmpty()
                        ? "a component without a type" + own
                        : "the type " + type() + own + " does not run here" + Vocabulary.hint(type()));
    }

    /** A field that asks for what does not run here. */
    public void refuse(String name) {
        if (find(name).filter(Python::truth).isPresent()) {
            problem("'" + name + "' of " + type() + " does not run here");
        }
    }
}
