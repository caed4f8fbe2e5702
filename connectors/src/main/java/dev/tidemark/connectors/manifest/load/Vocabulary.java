package dev.tidemark.connectors.manifest.load;

import dev.tidemark.connectors.manifest.template.None;
import dev.tidemark.connectors.manifest.template.Python;
import dev.tidemark.connectors.rest.Nearest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The components that the format has, and what each of their fields comes to here, so that none is passed over unseen: a
 * field is carried out, or of no effect, or refused; one that the format does not have is told.
 */
public final class Vocabulary {

    private static final Map<String, Map<String, Meaning>> FIELDS = read();
    private static final Set<String> ALWAYS = Set.of("type", "$parameters", "$ref", "$schema", "name", "primary_key");

    private static final List<String> FITTING = List.of("http_codes", "predicate", "error_message_contains");
    private static final List<String> CONDITIONS = List.of("condition", "predicate");

    /** What of a manifest holds no components, or such as are checked where they are referred to. */
    private static final Set<String> APART = Set.of("definitions", "schemas", "metadata", "$parameters");

    /** So few letters differ between a word and the one that was meant. */
    private static final int LONG_WORD = 6;

    private Vocabulary() {}

    /** What a field comes to. */
    enum Kind {
        CARRIED,
        WITHOUT_EFFECT,
        REFUSED
    }

    private record Meaning(Kind kind, boolean isFree) {}

    private static Map<String, Map<String, Meaning>> read() {
        Map<String, Map<String, Meaning>> all = new HashMap<>();
        try (InputStream in = Objects.requireNonNull(Vocabulary.class.getResourceAsStream("vocabulary.txt"));
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int colon = line.indexOf(':');
                if (!line.startsWith("#") && colon > 0) {
                    all.put(line.substring(0, colon), fields(line.substring(colon + 1)));
                }
            }
            return Map.copyOf(all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Meaning> fields(String words) {
        Map<String, Meaning> fields = new HashMap<>();
        for (String word : words.strip().split(" +", -1)) {
            if (!word.isEmpty()) {
                Kind kind =
                        word.startsWith("~") ? Kind.WITHOUT_EFFECT : word.startsWith("!") ? Kind.REFUSED : Kind.CARRIED;
                String name = word.replaceAll("[~!{}]", "");
                fields.put(name, new Meaning(kind, word.endsWith("{}")));
            }
        }
        return Map.copyOf(fields);
    }

    /** The types that the format has, without those of which the name begins with Custom. */
    static Set<String> types() {
        return FIELDS.keySet();
    }

    /** The fields of a type, and what each comes to. */
    static Map<String, Kind> fieldsOf(String type) {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        FIELDS.getOrDefault(type, Map.of()).forEach((name, meaning) -> kinds.put(name, meaning.kind()));
        return kinds;
    }

    /**
     * Goes through a manifest. What is refused, or was probably meant to be another field, becomes a problem.
     *
     * @param notes takes the fields that the format does not have, and which are left aside
     */
    public static void check(Node top, Problems notes) {
        top.fields().forEach((name, value) -> {
            if (!APART.contains(name)) {
                deeper(value, Python.str(name), top.problems(), notes);
            }
        });
    }

    private static void inside(Map<?, ?> fields, String place, Problems problems, Problems notes) {
        Map<String, Meaning> known = FIELDS.getOrDefault(String.valueOf(fields.get("type")), Map.of());
        boolean isKnown = FIELDS.containsKey(String.valueOf(fields.get("type")));
        if (Set.of("RecordFilter", "HttpResponseFilter").contains(String.valueOf(fields.get("type")))) {
            CONDITIONS.forEach(name -> plain(fields, name, place, notes));
            if (fields.containsKey("action") && FITTING.stream().noneMatch(fields::containsKey)) {
                notes.add(place, "it fits no answer, without any of " + String.join(", ", FITTING));
            }
        }
        fields.forEach((key, value) -> {
            String name = Python.str(key);
            String at = place.isEmpty() ? name : place + "." + name;
            Optional<Meaning> meaning = Optional.ofNullable(known.get(name));
            if (isKnown && meaning.isEmpty() && !isHandedDown(fields, key)) {
                strange(fields, name, at, known.keySet(), problems, notes);
            } else if (meaning.filter(m -> m.kind() == Kind.REFUSED).isPresent()
                    && value != None.NONE
                    && Python.truth(value)) {
                problems.add(place, "'" + name + "' of " + fields.get("type") + " does not run here");
            } else if (!name.equals("$parameters")
                    && meaning.filter(Meaning::isFree).isEmpty()) {
                deeper(value, at, problems, notes);
            }
        });
    }

    /** A condition without a template is a text, and every text but an empty one says yes. */
    private static void plain(Map<?, ?> fields, String name, String place, Problems notes) {
        if (fields.get(name) instanceof String text && !text.isBlank() && text.indexOf('{') < 0) {
            notes.add(place + "." + name, "'" + text + "' is a text, which always says yes; write {{ " + text + " }}");
        }
    }

    private static void deeper(Object value, String place, Problems problems, Problems notes) {
        if (value instanceof Map<?, ?> map) {
            Object name = map.get("name");
            boolean isStream = "DeclarativeStream".equals(map.get("type")) && name instanceof String;
            inside(map, isStream ? place + " (" + name + ")" : place, problems, notes);
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                deeper(list.get(i), place + "[" + i + "]", problems, notes);
            }
        }
    }

    private static boolean isHandedDown(Map<?, ?> fields, Object name) {
        return ALWAYS.contains(Python.str(name))
                || (fields.get("$parameters") instanceof Map<?, ?> parameters && parameters.containsKey(name));
    }

    private static void strange(
            Map<?, ?> fields, String name, String place, Set<String> known, Problems problems, Problems notes) {
        Set<String> missing = new HashSet<>(known);
        fields.keySet().forEach(there -> missing.remove(Python.str(there)));
        Optional<String> meant = Nearest.find(name, missing, name.length() < LONG_WORD ? 1 : 2);
        String what = fields.get("type") + " has no field '" + name + "'";
        if (meant.isPresent()) {
            problems.add(place, what + ", did you mean '" + meant.get() + "'?");
        } else {
            notes.add(place, what + ": it is left aside");
        }
    }

    /** The type that was probably meant, such as {@code , did you mean 'HttpRequester'?}; empty where none is near. */
    static String hint(String type) {
        return FIELDS.containsKey(type) || type.startsWith("Custom")
                ? ""
                : Nearest.find(type, FIELDS.keySet(), 2)
                        .map(meant -> ", did you mean '" + meant + "'?")
                        .orElse("");
    }
}
