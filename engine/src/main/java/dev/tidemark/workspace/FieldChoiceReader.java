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

    private static final List<String> KEYS = List.of("only", "except", "also", "rename", "tables");

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
        FieldChoice kept = new FieldChoice(only, except, also, Map.of());
        return new FieldChoice(only, except, also, rename(keys, kept), lists(keys, kept));
    }

    /** Lists by their names, or names and the tables that show them. */
    private Map<String, String> lists(Keys keys, FieldChoice kept) {
        Map<String, String> lists = new HashMap<>();
        if (keys.value("tables").orElse(null) instanceof Yaml.Entries) {
            keys.pairs("tables", "names of lists and their tables").forEach((list, table) -> {
                if (!Names.IDENTIFIER.matcher(table.text()).matches()
                        || table.text().startsWith("_tidemark")) {
                    problems.add(
                            table.at(),
                            "'" + table.text() + "' cannot be a table",
                            "Lower case letters, digits and '_', at most 63, not beginning with a digit or"
                                    + " '_tidemark'");
                } else if (lists.containsValue(table.text())) {
                    problems.add(
                            table.at(),
                            "two lists cannot both be '" + table.text() + "'",
                            "Give each a name of its own");
                } else {
                    list(list, table.text(), kept, lists);
                }
            });
        } else {
            keys.texts("tables").forEach(list -> {
                if (lists.containsKey(list.text())) {
                    problems.add(list.at(), "'" + list.text() + "' is named twice", "Name it once");
                }
                list(list, "", kept, lists);
            });
        }
        return lists;
    }

    private void list(Scalar list, String table, FieldChoice kept, Map<String, String> lists) {
        int dot = list.text().indexOf('.');
        String field = dot < 0 ? list.text() : list.text().substring(0, dot);
        if (kept.includes(list.text()) || kept.includes(field)) {
            lists.put(list.text(), table);
        } else {
            problems.add(
                    list.at(),
                    "'" + field + "' is to be a table but is not kept",
                    "Leave the name out, or keep the field");
        }
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
