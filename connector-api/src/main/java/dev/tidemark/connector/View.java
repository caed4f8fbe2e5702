package dev.tidemark.connector;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Rows of tables in another shape: a view that a {@link ViewDestination} keeps beside the tables of syncs.
 *
 * <p>The same record says it twice. In a {@link SourceLayout}, schemas are empty and names are those of streams and fields,
 * as the app spells them; handed to a destination, they are those of tables and columns.
 *
 * <p>The types of columns are promises: a value that its column's type cannot hold is shown as NULL.
 *
 * @param schema the view's own; empty in a layout
 * @param parts whose rows are shown one after another
 */
public record View(String schema, String name, List<Part> parts) {

    /**
     * Rows made of one table's.
     *
     * @param schema the table's; empty in a layout
     * @param from the table, or in a layout the stream
     * @param steps what is done before columns are made: each multiplies the rows or leaves some out
     * @param rest a prefix for all other columns of the table, which are shown as they are; empty where none is
     * @param without columns that {@code rest} leaves out
     */
    public record Part(
            String schema,
            String from,
            List<Step> steps,
            List<Item> items,
            Optional<String> rest,
            Set<String> without) {
        public Part {
            Objects.requireNonNull(rest);
            steps = List.copyOf(steps);
            items = List.copyOf(items);
            without = Set.copyOf(without);
            if (items.isEmpty()) {
                throw new IllegalArgumentException("a view of " + from + " has no columns");
            }
        }

        /** The same over this table. */
        public Part over(String itsSchema, String table, UnaryOperator<String> column) {
            return new Part(
                    itsSchema,
                    table,
                    steps.stream().map(step -> step.renamed(column)).toList(),
                    items.stream().map(item -> item.renamed(column)).toList(),
                    rest,
                    Set.copyOf(without.stream().map(column).toList()));
        }

        /** The fields, or columns, that are read. */
        public Set<String> reads() {
            Set<String> reads = new LinkedHashSet<>();
            steps.forEach(step -> step.value().reads(reads));
            items.forEach(item -> item.value().reads(reads));
            return reads;
        }
    }

    /** A column of the view. */
    public record Item(String column, FieldType type, Value value) {
        public Item {
            Objects.requireNonNull(type);
            Objects.requireNonNull(value);
        }

        Item renamed(UnaryOperator<String> names) {
            return new Item(column, type, value.renamed(names));
        }
    }

    /** What becomes of each row before it is shown. */
    public sealed interface Step {

        Value value();

        Step renamed(UnaryOperator<String> names);

        /** A row for each element of a list; none where it is no list. */
        record Each(Value value) implements Step {
            @Override
            public Each renamed(UnaryOperator<String> names) {
                return new Each(value.renamed(names));
            }
        }

        /** A row for each entry of an object, but for these keys; none where it is no object. */
        record Pairs(Value value, Set<String> except) implements Step {
            public Pairs {
                except = Set.copyOf(except);
            }

            @Override
            public Pairs renamed(UnaryOperator<String> names) {
                return new Pairs(value.renamed(names), except);
            }
        }

        /** Only rows whose value, as text, is among these; where there are none, rows that have a value. */
        record Only(Value value, List<String> among) implements Step {
            public Only {
                among = List.copyOf(among);
            }

            @Override
            public Only renamed(UnaryOperator<String> names) {
                return new Only(value.renamed(names), among);
            }
        }
    }

    /** Where a value comes from. */
    public sealed interface Value {

        default void reads(Set<String> columns) {}

        default Value renamed(UnaryOperator<String> names) {
            return this;
        }

        /** A column, or what lies in it under these keys. */
        record At(String column, List<String> path) implements Value {
            public At {
                path = List.copyOf(path);
            }

            @Override
            public void reads(Set<String> columns) {
                columns.add(column);
            }

            @Override
            public At renamed(UnaryOperator<String> names) {
                return new At(names.apply(column), path);
            }
        }

        /**
         * The element or entry that a step led to, or what lies in it under these keys.
         *
         * @param up how many steps before the last one: 0 for that of the last
         */
        record Inside(int up, List<String> path) implements Value {
            public Inside(List<String> path) {
                this(0, path);
            }

            public Inside {
                if (up < 0) {
                    throw new IllegalArgumentException("a step before the first");
                }
                path = List.copyOf(path);
            }
        }

        /** The place of the last step's element in its list, from 0. */
        record Place() implements Value {}

        /** The key of the last step's entry. */
        record Key() implements Value {}

        /** The first of these that is there. */
        record First(List<Value> values) implements Value {
            public First {
                values = List.copyOf(values);
            }

            @Override
            public void reads(Set<String> columns) {
                values.forEach(value -> value.reads(columns));
            }

            @Override
            public First renamed(UnaryOperator<String> names) {
                return new First(values.stream().map(v -> v.renamed(names)).toList());
            }
        }

        /** The same for all rows. */
        record Constant(String text) implements Value {}

        /** Whether the row is deleted at the source. */
        record IsDeleted() implements Value {}

        /** Since when it is; NULL for a row that is there. */
        record DeletedAt() implements Value {}

        /** When the page that brought the row was retrieved. */
        record SyncedAt() implements Value {}
    }

    public View {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("the view " + name + " is of nothing");
        }
        Map<String, FieldType> types = new LinkedHashMap<>();
        for (Part part : parts) {
            if (parts.size() > 1 && part.rest().isPresent()) {
                throw new IllegalArgumentException(
                        "other columns of " + part.from() + " in the view " + name + " of many");
            }
            for (Item item : part.items()) {
                FieldType other = types.put(item.column(), item.type());
                if (other != null && other != item.type()) {
                    throw new IllegalArgumentException(
                            "the column " + item.column() + " of " + name + " has two types");
                }
            }
        }
    }

    /** The columns that are named; those of {@link Part#rest} come behind them. */
    public List<Column> columns() {
        Map<String, FieldType> types = new LinkedHashMap<>();
        parts.forEach(part -> part.items().forEach(item -> types.put(item.column(), item.type())));
        List<Column> columns = new ArrayList<>();
        types.forEach((column, type) -> columns.add(new Column(column, type)));
        return columns;
    }
}
