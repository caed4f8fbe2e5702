package dev.tidemark.connectors.postgres;

import dev.tidemark.connector.Column;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.NamingRule;
import dev.tidemark.connector.View;
import dev.tidemark.connector.View.Part;
import dev.tidemark.connector.View.Step;
import dev.tidemark.connector.View.Value;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The statement of a view over tables as they stand. */
final class ViewSql {

    /**
     * A view that can be made.
     *
     * @param columns with the types that the statement shows
     * @param select the statement
     */
    record Made(List<Column> columns, String select) {}

    private final Connection connection;

    ViewSql(Connection connection) {
        this.connection = connection;
    }

    /** Empty where none of its tables is there. */
    Optional<Made> of(View view) throws SQLException {
        List<Over> parts = new ArrayList<>();
        for (Part part : view.parts()) {
            Map<String, FieldType> stands = table(part);
            if (!stands.isEmpty()) {
                parts.add(new Over(part, stands));
            }
        }
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        List<Column> columns = new ArrayList<>(view.columns().stream()
                .filter(column -> parts.stream().anyMatch(part -> part.has(column.name())))
                .toList());
        Set<String> names = columns.stream().map(Column::name).collect(Collectors.toCollection(LinkedHashSet::new));
        Map<String, String> rest = new LinkedHashMap<>();
        if (parts.size() == 1) {
            rest = parts.getFirst().rest(names, columns);
        }
        Map<String, String> behind = rest;
        String select = parts.stream()
                .map(part -> part.select(
                        view.columns().stream()
                                .filter(c -> names.contains(c.name()))
                                .toList(),
                        behind))
                .collect(Collectors.joining("\nUNION ALL\n"));
        return Optional.of(new Made(columns, select));
    }

    /** Its columns that can be read; none where it is not there, or is no table of ours. */
    private Map<String, FieldType> table(Part part) throws SQLException {
        Map<String, String> stands = Catalog.columns(connection, part.schema(), part.from());
        if (!stands.keySet().containsAll(Meta.ALL)) {
            return Map.of();
        }
        Map<String, FieldType> columns = new LinkedHashMap<>();
        stands.forEach((name, type) -> ColumnTypes.of(type).ifPresent(known -> columns.put(name, known)));
        return columns;
    }

    /** A part over its table. */
    private record Over(Part part, Map<String, FieldType> stands) {

        private static final String NO_VALUE = "";

        /** Whether the table has what the column is made of. */
        boolean has(String column) {
            return part.items().stream().anyMatch(i -> i.column().equals(column) && isThere(i.value()));
        }

        private boolean isThere(Value value) {
            return switch (value) {
                case Value.At at ->
                    stands.containsKey(at.column())
                            && (at.path().isEmpty() || stands.get(at.column()) == FieldType.JSON);
                case Value.First first -> first.values().stream().anyMatch(this::isThere);
                default -> true;
            };
        }

        /** The other columns by the names that they are shown under, added to what there is. */
        Map<String, String> rest(Set<String> taken, List<Column> columns) {
            Map<String, String> rest = new LinkedHashMap<>();
            if (part.rest().isEmpty()) {
                return rest;
            }
            Set<String> shown = new LinkedHashSet<>(taken);
            Set<String> used = part.items().stream()
                    .flatMap(item ->
                            item.value() instanceof Value.At at && at.path().isEmpty()
                                    ? java.util.stream.Stream.of(at.column())
                                    : java.util.stream.Stream.empty())
                    .collect(Collectors.toSet());
            stands.forEach((column, type) -> {
                if (!used.contains(column) && !part.without().contains(column) && !Meta.ALL.contains(column)) {
                    String name = NamingRule.fitting(part.rest().orElseThrow() + column);
                    if (shown.add(name)) {
                        rest.put(name, column);
                        columns.add(new Column(name, type));
                    }
                }
            });
            return rest;
        }

        String select(List<Column> wanted, Map<String, String> rest) {
            StringBuilder from = new StringBuilder("\n  FROM " + Names.quote(part.schema(), part.from()) + " t");
            List<String> where = new ArrayList<>();
            int depth = 0;
            for (Step step : part.steps()) {
                switch (step) {
                    case Step.Each(Value list) -> {
                        from.append(each(json(list, depth), "array", "jsonb_array_elements"))
                                .append(" WITH ORDINALITY s")
                                .append(++depth)
                                .append(" (v, n)");
                    }
                    case Step.Pairs(Value object, Set<String> except) -> {
                        from.append(each(json(object, depth), "object", "jsonb_each"))
                                .append(" s")
                                .append(++depth)
                                .append(" (k, v)");
                        if (!except.isEmpty()) {
                            where.add("s" + depth + ".k NOT IN ("
                                    + literals(except.stream().sorted().toList()) + ")");
                        }
                    }
                    case Step.Only(Value value, List<String> among) -> {
                        String text = show(value, FieldType.TEXT, depth);
                        where.add(among.isEmpty() ? text + " IS NOT NULL" : text + " IN (" + literals(among) + ")");
                    }
                }
            }
            int innermost = depth;
            List<String> shown = new ArrayList<>();
            for (Column column : wanted) {
                Optional<View.Item> item = part.items().stream()
                        .filter(i -> i.column().equals(column.name()))
                        .findFirst();
                shown.add(item.map(i -> show(i.value(), i.type(), innermost)).orElse(ViewValue.nothing(column.type()))
                        + " AS " + Names.quote(column.name()));
            }
            rest.forEach((name, column) -> shown.add("t." + Names.quote(column) + " AS " + Names.quote(name)));
            return "SELECT " + String.join(",\n       ", shown) + from
                    + (where.isEmpty() ? "" : "\n WHERE " + String.join(" AND ", where));
        }

        private static String each(String json, String kind, String function) {
            String none = kind.equals("array") ? "'[]'" : "'{}'";
            return "\n CROSS JOIN LATERAL " + function + "(CASE WHEN jsonb_typeof(" + json + ") = '" + kind + "' THEN "
                    + json + " ELSE " + none + "::jsonb END)";
        }

        private String json(Value value, int depth) {
            return show(value, FieldType.JSON, depth);
        }

        private String show(Value value, FieldType wanted, int depth) {
            return switch (value) {
                case Value.At at -> isThere(at) ? at(at, wanted) : ViewValue.nothing(wanted);
                case Value.Inside inside ->
                    inside("s" + (depth - inside.up()) + ".v", inside.path()).as(wanted);
                case Value.Key key -> ViewValue.text("s" + depth + ".k").as(wanted);
                case Value.Place place ->
                    ViewValue.column(FieldType.INTEGER, "(s" + depth + ".n - 1)")
                            .as(wanted);
                case Value.First first ->
                    first.values().stream()
                            .filter(this::isThere)
                            .map(one -> show(one, wanted, depth))
                            .collect(Collectors.collectingAndThen(
                                    Collectors.joining(", "),
                                    all -> all.equals(NO_VALUE) ? ViewValue.nothing(wanted) : "coalesce(" + all + ")"));
                case Value.Constant constant ->
                    ViewValue.text(literal(constant.text()) + "::text").as(wanted);
                case Value.IsDeleted deleted ->
                    ViewValue.column(FieldType.BOOLEAN, "(t." + Names.quote(Meta.DELETED_AT) + " IS NOT NULL)")
                            .as(wanted);
                case Value.DeletedAt deleted ->
                    ViewValue.column(FieldType.INSTANT, "t." + Names.quote(Meta.DELETED_AT))
                            .as(wanted);
                case Value.SyncedAt synced ->
                    ViewValue.column(FieldType.INSTANT, "t." + Names.quote(Meta.SYNCED_AT))
                            .as(wanted);
            };
        }

        private String at(Value.At at, FieldType wanted) {
            String column = "t." + Names.quote(at.column());
            FieldType type = stands.getOrDefault(at.column(), FieldType.TEXT);
            return (at.path().isEmpty() ? ViewValue.column(type, column) : inside(column, at.path())).as(wanted);
        }

        private static ViewValue inside(String json, List<String> path) {
            String keys = literal(path.stream()
                    .map(key -> '"' + key.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                    .collect(Collectors.joining(",", "{", "}")));
            return path.isEmpty()
                    ? ViewValue.column(FieldType.JSON, json)
                    : new ViewValue(
                            FieldType.JSON, "(" + json + " #> " + keys + ")", "(" + json + " #>> " + keys + ")");
        }
    }

    private static String literals(List<String> texts) {
        return texts.stream().map(ViewSql::literal).collect(Collectors.joining(", "));
    }

    private static String literal(String text) {
        String quoted = "'" + text.replace("'", "''") + "'";
        return text.indexOf('\\') < 0 ? quoted : "E" + quoted.replace("\\", "\\\\");
    }
}
