package dev.tidemark.workspace;

import dev.tidemark.connector.NamingRule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which fields of a stream are kept, and under which names.
 *
 * @param only the fields kept; empty for all. Key and version field stay in any case
 * @param except the fields left out; empty where {@code only} is not
 * @param also fields kept besides, which the stream has only where somebody names them: those of a record that another
 *     refers to, such as {@code Owner.Name}; empty where {@code only} is not, which can name them too
 * @param rename columns by field, where they are not to be called by the rule ({@link Names#snakeCase})
 * @param lists nested lists that are shown as tables, as a field or a path from one with dots, and how each is called; an empty
 *     name stands for the rule of {@link #listTables}
 */
public record FieldChoice(
        Set<String> only, Set<String> except, Set<String> also, Map<String, String> rename, Map<String, String> lists) {

    public static final FieldChoice ALL = new FieldChoice(Set.of(), Set.of(), Map.of());

    /** Without any besides. */
    public FieldChoice(Set<String> only, Set<String> except, Map<String, String> rename) {
        this(only, except, Set.of(), rename);
    }

    /** Without lists as tables. */
    public FieldChoice(Set<String> only, Set<String> except, Set<String> also, Map<String, String> rename) {
        this(only, except, also, rename, Map.of());
    }

    public FieldChoice {
        lists = Map.copyOf(lists);
        only = Set.copyOf(only);
        except = Set.copyOf(except);
        also = Set.copyOf(also);
        rename = Map.copyOf(rename);
        if (!only.isEmpty() && !(except.isEmpty() && also.isEmpty())) {
            throw new IllegalArgumentException("fields are chosen by 'only' alone or by the others");
        }
    }

    /** The fields that must be there, whether the stream has them by itself or not. */
    public Set<String> named() {
        return only.isEmpty() ? also : only;
    }

    /** What shows each list, in the order of their paths: by rule, the table's name and the list's. */
    public Map<String, String> listTables(String table) {
        Map<String, String> tables = new LinkedHashMap<>();
        lists.keySet().stream().sorted().forEach(path -> {
            String name = lists.getOrDefault(path, "");
            tables.put(path, name.isEmpty() ? NamingRule.of(table + "_" + path) : name);
        });
        return tables;
    }

    public boolean includes(String field) {
        return only.isEmpty() ? !except.contains(field) : only.contains(field);
    }
}
