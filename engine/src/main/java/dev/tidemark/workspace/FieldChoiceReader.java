package dev.tidemark.workspace;

import dev.tidemark.workspace.Yaml.Scalar;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads which fields of a stream are kept, and under which names. */
final class FieldChoiceReader {

    private static final List<String> KEYS = List.of("only", "except", "also", "rename");

    private final Problems problems;

    FieldChoiceReader(Problems problems) {
        this.problems = problems;
    }

    FieldChoice read(Scalar owner, Yaml value) {
        Optional<Keys> found = Keys.of(owner, value, "a choice of fields", problems);
        if (found.isEmpty()) {
            return FieldChoice.ALL;
        }
        Keys keys = found.get();
        keys.allow(KEYS);
        Set<String> only = names(keys.texts("only"));
        Set<String> except = names(keys.texts("except"));
        if (keys.has("only") && keys.has("except")) {
            problems.add(keys.keyAt("except"), "'only' and 'except' say the same in two ways", "Keep one of them");
            return FieldChoice.ALL;
        }
        Set<String> also = names(keys.texts("also"));
        if (keys.has("only") && keys.has("also")) {
            problems.add(keys.keyAt("also"), "'only' and 'also' say the same in two ways", "Name them under 'only'");
            return FieldChoice.ALL;
        }
        return new FieldChoice(only, except, also, rename(keys, new FieldChoice(only, except, also, Map.of())));
    }

    private Map<String, String> rename(Keys keys, FieldChoice kept) {
        Map<String, String> rename = new HashMap<>();
        keys.pairs("rename", "names of fields and their columns").forEach((field, column) -> {
            if (!kept.includes(field.text())) {
                problems.add(
                        field.at(),
                        "'" + field.text() + "' is renamed but not kept",
                        "Leave the name out, or keep the field");
            } else if (!Names.IDENTIFIER.matcher(column.text()).matches()
                    || column.text().startsWith("_tidemark")) {
                problems.add(
                        column.at(),
                        "'" + column.text() + "' cannot be a column",
                        "Lower case letters, digits and '_', at most 63, not beginning with a digit or '_tidemark'");
            } else if (rename.containsValue(column.text())) {
                problems.add(
                        column.at(),
                        "two fields cannot both be '" + column.text() + "'",
                        "Give each a name of its own");
            } else {
                rename.put(field.text(), column.text());
            }
        });
        return rename;
    }

    private Set<String> names(List<Scalar> texts) {
        Set<String> names = new LinkedHashSet<>();
        for (Scalar text : texts) {
            if (!names.add(text.text())) {
                problems.add(text.at(), "'" + text.text() + "' is named twice", "Name it once");
            }
        }
        return names;
    }
}
