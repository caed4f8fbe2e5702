package dev.tidemark.connectors.sql.tables;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The columns of a table as they stand, found by names whose case does not count, as the database finds them. */
public final class Columns {

    /**
     * A column.
     *
     * @param name as it stands
     * @param declared its whole type
     */
    public record Column(String name, String declared) {}

    private final Map<String, Column> byName = new LinkedHashMap<>();

    public void add(String name, String declared) {
        byName.put(folded(name), new Column(name, declared));
    }

    public Optional<Column> find(String name) {
        return Optional.ofNullable(byName.get(folded(name)));
    }

    /** As they stand. */
    public List<String> names() {
        return byName.values().stream().map(Column::name).toList();
    }

    public boolean isEmpty() {
        return byName.isEmpty();
    }

    static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
