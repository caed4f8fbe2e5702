package dev.tidemark.connectors.manifest.tree;

import dev.tidemark.connectors.manifest.template.None;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Values found by a path of names and list indexes; {@code *} and {@code ?} stand for any characters, {@code **} for any way. */
public final class Paths {

    private Paths() {}

    /** A path as text, with slashes between its steps. */
    public static List<String> split(String path) {
        String bare = path;
        while (bare.startsWith("/")) {
            bare = bare.substring(1);
        }
        return List.of(bare.split("/", -1));
    }

    /**
     * The value there.
     *
     * @throws IllegalArgumentException where the path matches several
     */
    public static Optional<Object> get(Object root, List<String> path) {
        if (path.stream().anyMatch(Paths::isPattern)) {
            List<Object> found = values(root, path);
            if (found.size() > 1) {
                throw new IllegalArgumentException("the path " + path + " matches more than one value");
            }
            return found.stream().findFirst();
        }
        Object at = root;
        for (String step : path) {
            Optional<Object> next = step(at, step);
            if (next.isEmpty()) {
                return next;
            }
            at = next.get();
        }
        return Optional.of(at);
    }

    private static Optional<Object> step(Object at, String name) {
        return switch (at) {
            case Map<?, ?> map -> Optional.ofNullable(map.get(name));
            case List<?> list -> {
                OptionalInt index = index(name);
                yield index.isPresent() && index.getAsInt() < list.size()
                        ? Optional.of(list.get(index.getAsInt()))
                        : Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    private static OptionalInt index(String name) {
        boolean digits = !name.isEmpty() && name.length() < 10 && name.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? OptionalInt.of(Integer.parseInt(name)) : OptionalInt.empty();
    }

    /** Whether a step stands for several names. */
    public static boolean isPattern(String step) {
        return step.indexOf('*') >= 0 || step.indexOf('?') >= 0 || step.indexOf('[') >= 0;
    }

    /** All values that the path matches, in the order of the document. */
    public static List<Object> values(Object root, List<String> path) {
        List<Object> found = new ArrayList<>();
        collect(root, path, 0, found);
        return found;
    }

    private static void collect(Object at, List<String> path, int depth, List<Object> found) {
        if (depth == path.size()) {
            found.add(at);
            return;
        }
        String step = path.get(depth);
        if (step.equals("**")) {
            collect(at, path, depth + 1, found);
            children(at).forEach((name, value) -> collect(value, path, depth, found));
            return;
        }
        if (!isPattern(step)) {
            step(at, step).ifPresent(value -> collect(value, path, depth + 1, found));
            return;
        }
        Pattern pattern = glob(step);
        children(at).forEach((name, value) -> {
            if (pattern.matcher(name).matches()) {
                collect(value, path, depth + 1, found);
            }
        });
    }

    private static Map<String, Object> children(Object at) {
        Map<String, Object> named = new java.util.LinkedHashMap<>();
        switch (at) {
            case Map<?, ?> map -> map.forEach((k, v) -> named.put(String.valueOf(k), v));
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    named.put(Integer.toString(i), list.get(i));
                }
            }
            default -> {}
        }
        return named;
    }

    private static Pattern glob(String step) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < step.length(); i++) {
            char c = step.charAt(i);
            int end = c == '[' ? step.indexOf(']', i + 2) : -1;
            if (c == '*') {
                regex.append(".*");
            } else if (c == '?') {
                regex.append('.');
            } else if (end > 0) {
                String set = step.substring(i + 1, end)
                        .replace("\\", "\\\\")
                        .replace("[", "\\[")
                        .replace("&&", "&\\&");
                regex.append('[')
                        .append(set.startsWith("!") ? "^" + set.substring(1) : set)
                        .append(']');
                i = end;
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    /**
     * Sets the value there, making the maps on the way; a list grows to the index.
     *
     * @throws IllegalArgumentException where a value on the way is neither map nor list
     */
    public static void set(Map<Object, Object> root, List<String> path, Object value) {
        Object at = root;
        for (String name : path.subList(0, path.size() - 1)) {
            Optional<Object> next = step(at, name);
            if (next.isEmpty() || (next.get() == None.NONE && at instanceof List)) {
                Object made = new java.util.LinkedHashMap<Object, Object>();
                put(at, name, made);
                at = made;
            } else {
                at = next.get();
            }
        }
        put(at, path.getLast(), value);
    }

    @SuppressWarnings("unchecked")
    private static void put(Object at, String name, Object value) {
        switch (at) {
            case Map<?, ?> map -> ((Map<Object, Object>) map).put(name, value);
            case List<?> list -> {
                int index = index(name)
                        .orElseThrow(() -> new IllegalArgumentException("a list has no item '" + name + "'"));
                List<Object> items = (List<Object>) list;
                while (items.size() <= index) {
                    items.add(None.NONE);
                }
                items.set(index, value);
            }
            default -> throw new IllegalArgumentException("nothing can be set at '" + name + "' of " + at.getClass());
        }
    }

    /** What may be removed. */
    @FunctionalInterface
    public interface Doomed {
        boolean test(Object value);
    }

    /** Removes every value that the path matches and that is doomed; an item of a list becomes null, unless it is the last. */
    public static void remove(Object root, List<String> path, Doomed doomed) {
        remove(root, path, 0, doomed);
    }

    @SuppressWarnings("unchecked")
    private static void remove(Object at, List<String> path, int depth, Doomed doomed) {
        String step = path.get(depth);
        boolean last = depth == path.size() - 1;
        if (step.equals("**") && !last) {
            remove(at, path, depth + 1, doomed);
            children(at).values().forEach(child -> remove(child, path, depth, doomed));
            return;
        }
        List<String> names = new ArrayList<>();
        if (isPattern(step)) {
            Pattern pattern = glob(step);
            children(at).keySet().stream()
                    .filter(name -> pattern.matcher(name).matches())
                    .forEach(names::add);
        } else {
            names.add(step);
        }
        for (String name : names.reversed()) {
            Optional<Object> value = step(at, name);
            if (value.isEmpty()) {
                continue;
            }
            if (!last) {
                remove(value.get(), path, depth + 1, doomed);
            } else if (doomed.test(value.get())) {
                if (at instanceof Map<?, ?> map) {
                    map.remove(name);
                } else if (at instanceof List<?> list) {
                    List<Object> items = (List<Object>) list;
                    int index = index(name).orElseThrow();
                    if (index == items.size() - 1) {
                        items.remove(index);
                    } else {
                        items.set(index, None.NONE);
                    }
                }
            }
        }
    }

    /** Sets every place that the path matches and that is there; how many there were. */
    public static int replace(Object root, List<String> path, Object value) {
        return replace(root, path, 0, value);
    }

    private static int replace(Object at, List<String> path, int depth, Object value) {
        String step = path.get(depth);
        boolean last = depth == path.size() - 1;
        int count = 0;
        if (step.equals("**") && !last) {
            count += replace(at, path, depth + 1, value);
            for (Object child : children(at).values()) {
                count += replace(child, path, depth, value);
            }
            return count;
        }
        List<String> names = new ArrayList<>();
        if (isPattern(step)) {
            Pattern pattern = glob(step);
            children(at).keySet().stream()
                    .filter(name -> pattern.matcher(name).matches())
                    .forEach(names::add);
        } else {
            names.add(step);
        }
        for (String name : names) {
            Optional<Object> there = step(at, name);
            if (there.isPresent() && last) {
                put(at, name, value);
                count++;
            } else if (there.isPresent()) {
                count += replace(there.get(), path, depth + 1, value);
            }
        }
        return count;
    }
}
