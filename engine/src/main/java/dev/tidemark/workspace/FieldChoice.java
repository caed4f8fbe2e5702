package dev.tidemark.workspace;

import java.util.Map;
import java.util.Set;

/**
 * Which fields of a stream are kept, and under which names.
 *
 * @param only the fields kept; empty for all. Key and version field stay in any case
 * @param except the fields left out; empty where {@code only} is not
 * @param rename columns by field, where they are not to be called by the rule ({@link Names#snakeCase})
 */
public record FieldChoice(Set<String> only, Set<String> except, Map<String, String> rename) {

    public static final FieldChoice ALL = new FieldChoice(Set.of(), Set.of(), Map.of());

    public FieldChoice {
        only = Set.copyOf(only);
        except = Set.copyOf(except);
        rename = Map.copyOf(rename);
        if (!only.isEmpty() && !except.isEmpty()) {
            throw new IllegalArgumentException("fields are chosen by 'only' or by 'except'");
        }
    }

    public boolean includes(String field) {
        return only.isEmpty() ? !except.contains(field) : only.contains(field);
    }
}
