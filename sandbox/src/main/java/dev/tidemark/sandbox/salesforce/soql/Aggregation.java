package dev.tidemark.sandbox.salesforce.soql;

import dev.tidemark.sandbox.salesforce.org.Org;
import dev.tidemark.sandbox.salesforce.org.Row;
import dev.tidemark.sandbox.salesforce.schema.FieldType;
import dev.tidemark.sandbox.salesforce.schema.SObject;
import dev.tidemark.sandbox.salesforce.schema.Trait;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** COUNT, SUM and the like, in all or by group. */
final class Aggregation {
    private record Output(Groups.Named named, Function<List<Row>, @Nullable Object> value) {}

    private final Org org;
    private final Resolver resolver;
    private final SObject object;
    private final Ast.Query query;

    Aggregation(Org org, Resolver resolver, SObject object, Ast.Query query) {
        this.org = org;
        this.resolver = resolver;
        this.object = object;
        this.query = query;
    }

    ResultSet over(List<Row> rows, Predicate<Row> where) {
        List<Row> matching = rows.stream().filter(where).toList();
        if (query.select().getFirst()
                        instanceof Ast.Aggregate(String function, Ast.Name path, String alias, Ast.Name at)
                && path == null
                && query.groupBy().isEmpty()) {
            if (query.select().size() > 1) {
                throw SoqlException.malformed("COUNT() must be the only item of the select list");
            }
            return new CountOnly(query.limit() < 0 ? matching.size() : Math.min(query.limit(), matching.size()));
        }
        var columns = new ArrayList<Output>();
        var unnamed = new int[] {0};
        query.select().forEach(item -> columns.add(output(item, unnamed)));
        List<List<Row>> groups = order(groups(matching));
        int from = Math.min(query.offset(), groups.size());
        int to = query.limit() < 0 ? groups.size() : Math.min(groups.size(), from + query.limit());
        var result = new ArrayList<List<@Nullable Object>>();
        for (List<Row> group : groups.subList(from, to)) {
            var values = new ArrayList<@Nullable Object>();
            columns.forEach(column -> values.add(column.value().apply(group)));
            result.add(Collections.unmodifiableList(values));
        }
        return new Groups(columns.stream().map(Output::named).toList(), result);
    }

    private List<List<Row>> groups(List<Row> rows) {
        if (query.groupBy().isEmpty()) {
            return List.of(rows);
        }
        List<Column> by = query.groupBy().stream().map(this::groupable).toList();
        var groups = new LinkedHashMap<List<@Nullable Object>, List<Row>>();
        for (Row row : rows) {
            var key = new ArrayList<@Nullable Object>();
            by.forEach(column -> key.add(column.value(org, row)));
            groups.computeIfAbsent(key, any -> new ArrayList<>()).add(row);
        }
        return new ArrayList<>(groups.values());
    }

    private Column groupable(Ast.Name name) {
        Column column = resolver.column(object, name);
        if (!column.field().is(Trait.GROUPABLE)) {
            throw resolver.cannot(name, "grouped");
        }
        return column;
    }

    private List<List<Row>> order(List<List<Row>> groups) {
        var ordered = new ArrayList<>(groups);
        for (Ast.Order by : query.orderBy().reversed()) {
            Output key = output(by.by(), new int[] {0});
            boolean isText = key.named().type().isText();
            ordered.sort((a, b) ->
                    Values.sort(key.value().apply(a), key.value().apply(b), isText, by.descending(), by.nullsLast()));
        }
        return ordered;
    }

    private Output output(Ast.Item item, int[] unnamed) {
        return switch (item) {
            case Ast.Path(Ast.Name name) -> {
                boolean grouped =
                        query.groupBy().stream().anyMatch(group -> group.text().equalsIgnoreCase(name.text()));
                if (!grouped) {
                    throw SoqlException.at(
                            resolver.soql(),
                            name.offset(),
                            "MALFORMED_QUERY",
                            "Field must be grouped or aggregated: " + name.text());
                }
                Column column = resolver.column(object, name);
                yield new Output(
                        new Groups.Named(column.field().name(), column.field().type()),
                        rows -> rows.isEmpty() ? null : column.value(org, rows.getFirst()));
            }
            case Ast.Aggregate aggregate -> aggregate(aggregate, unnamed);
            case Ast.Fields fields -> throw SoqlException.malformed("FIELDS cannot be used with aggregates");
            case Ast.Children children ->
                throw SoqlException.malformed("Nested queries cannot be used with aggregates");
        };
    }

    private Output aggregate(Ast.Aggregate aggregate, int[] unnamed) {
        String name = aggregate.alias() == null ? "expr" + unnamed[0]++ : aggregate.alias();
        if (aggregate.path() == null) {
            return new Output(new Groups.Named(name, FieldType.INT), List::size);
        }
        Column column = resolver.column(object, aggregate.path());
        FieldType type = column.field().type();
        boolean adds =
                aggregate.function().equals("SUM") || aggregate.function().equals("AVG");
        if (!column.field().is(Trait.AGGREGATABLE) || (adds && !type.isNumber())) {
            throw SoqlException.at(
                    resolver.soql(),
                    aggregate.written().offset(),
                    "MALFORMED_QUERY",
                    "field " + aggregate.path().text() + " does not support aggregate operator "
                            + aggregate.function());
        }
        FieldType shown = switch (aggregate.function()) {
            case "COUNT", "COUNT_DISTINCT" -> FieldType.INT;
            case "SUM", "AVG" -> FieldType.DOUBLE;
            default -> type;
        };
        return new Output(new Groups.Named(name, shown), rows -> {
            List<Object> values = new ArrayList<>();
            for (Row row : rows) {
                Object value = column.value(org, row);
                if (value != null) {
                    values.add(value);
                }
            }
            return apply(aggregate.function(), values);
        });
    }

    private static @Nullable Object apply(String function, List<Object> values) {
        return switch (function) {
            case "COUNT" -> values.size();
            case "COUNT_DISTINCT" -> new HashSet<>(values).size();
            case "SUM" -> values.isEmpty() ? null : sum(values);
            case "AVG" -> values.isEmpty() ? null : sum(values) / values.size();
            case "MIN" -> values.stream().min(Values::compare).orElse(null);
            case "MAX" -> values.stream().max(Values::compare).orElse(null);
            default -> throw new IllegalArgumentException(Objects.requireNonNull(function));
        };
    }

    private static double sum(List<Object> values) {
        return values.stream()
                .mapToDouble(value -> ((Number) value).doubleValue())
                .sum();
    }
}
