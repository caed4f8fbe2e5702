package dev.tidemark.sandbox.salesforce.soql;

import dev.tidemark.sandbox.salesforce.org.Org;
import dev.tidemark.sandbox.salesforce.org.Row;
import dev.tidemark.sandbox.salesforce.schema.Field;
import dev.tidemark.sandbox.salesforce.schema.Reference;
import dev.tidemark.sandbox.salesforce.schema.SObject;
import dev.tidemark.sandbox.salesforce.schema.Schema;
import dev.tidemark.sandbox.salesforce.schema.Trait;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Runs one query over an org, seen through the schema of one user. */
public final class Soql {
    private static final int MOST_ALL_FIELDS = 200;
    private static final int LARGEST_OFFSET = 2_000;

    private final Org org;
    private final Resolver resolver;
    private final boolean deletedToo;
    private final Instant now;

    private Soql(Org org, Schema schema, String soql, boolean deletedToo) {
        this.org = org;
        this.resolver = new Resolver(schema, soql);
        this.deletedToo = deletedToo;
        this.now = org.now();
    }

    /**
     * Runs the query whole; the result is a snapshot.
     *
     * @param schema what the user may see
     * @param deletedToo also rows in the recycle bin, as queryAll does
     * @throws SoqlException if the query cannot be run
     */
    public static ResultSet run(Org org, Schema schema, String soql, boolean deletedToo) {
        Ast.Query query = Parser.parse(soql);
        return org.locked(() -> new Soql(org, schema, soql, deletedToo).run(query));
    }

    /**
     * The name of the object that a query is about, as written.
     *
     * @throws SoqlException if it is no query
     */
    public static String object(String soql) {
        return Parser.parse(soql).from().text();
    }

    private ResultSet run(Ast.Query query) {
        SObject object = resolver.object(query.from());
        boolean aggregates =
                !query.groupBy().isEmpty() || query.select().stream().anyMatch(item -> item instanceof Ast.Aggregate);
        if (aggregates) {
            return new Aggregation(org, resolver, object, query).over(rows(object), where(object, query));
        }
        Plan plan = plan(object, query);
        var kids = new HashMap<Shape.Kids, Map<Object, List<Row>>>();
        List<Hit> hits = plan.pick(rows(object)).stream()
                .map(row -> hit(plan.shape(), row, kids))
                .toList();
        return new Hits(org, plan.shape(), hits);
    }

    private List<Row> rows(SObject object) {
        List<Row> rows = org.rows(object);
        if (!deletedToo) {
            rows.removeIf(Row::isDeleted);
        }
        return rows;
    }

    private Plan plan(SObject object, Ast.Query query) {
        if (query.offset() > LARGEST_OFFSET) {
            throw SoqlException.of("NUMBER_OUTSIDE_VALID_RANGE", "Maximum SOQL offset allowed is " + LARGEST_OFFSET);
        }
        var shape = new Shape(object);
        for (Ast.Item item : query.select()) {
            select(shape, item, query);
        }
        return new Plan(object, shape, where(object, query), order(object, query), query.limit(), query.offset());
    }

    private void select(Shape shape, Ast.Item item, Ast.Query query) {
        switch (item) {
            case Ast.Path(Ast.Name name) -> selectPath(shape, name);
            case Ast.Fields(String which, Ast.Name written) -> selectFields(shape, which, written, query);
            case Ast.Children(Ast.Query children) -> selectChildren(shape, children);
            case Ast.Aggregate aggregate ->
                throw SoqlException.malformed("Aggregates are not allowed in a nested query");
        }
    }

    private void selectPath(Shape shape, Ast.Name name) {
        Column column = resolver.column(shape.object(), name);
        Shape at = shape;
        for (Field parent : column.parents()) {
            Reference reference = Objects.requireNonNull(parent.reference());
            at = at.parent(reference.name(), parent, resolver.parentType(reference));
        }
        if (at.has(column.field())) {
            throw SoqlException.at(
                    resolver.soql(), name.offset(), "INVALID_FIELD", "duplicate field selected: " + name.text());
        }
        at.add(new Shape.Leaf(column.field()));
    }

    private void selectFields(Shape shape, String which, Ast.Name written, Ast.Query query) {
        if (!Set.of("ALL", "STANDARD", "CUSTOM").contains(which)) {
            throw SoqlException.at(
                    resolver.soql(), written.offset(), "MALFORMED_QUERY", "unexpected token: '" + which + "'");
        }
        if (!which.equals("STANDARD") && (query.limit() < 0 || query.limit() > MOST_ALL_FIELDS)) {
            throw SoqlException.malformed("The SOQL FIELDS function must have a LIMIT of at most " + MOST_ALL_FIELDS);
        }
        for (Field field : shape.object().fields()) {
            boolean wanted = which.equals("ALL") || field.is(Trait.CUSTOM) == which.equals("CUSTOM");
            if (wanted && !shape.has(field)) {
                shape.add(new Shape.Leaf(field));
            }
        }
    }

    private void selectChildren(Shape shape, Ast.Query query) {
        Schema.Children way = resolver.children(shape.object(), query.from());
        shape.add(new Shape.Kids(way.reference().children(), way.field(), plan(way.child(), query)));
    }

    private Predicate<Row> where(SObject object, Ast.Query query) {
        return query.where() == null
                ? row -> true
                : new Conditions(org, resolver, object, now, this::ids).predicate(query.where());
    }

    /** What a semi-join selects. */
    private Set<Object> ids(Ast.Query query) {
        SObject object = resolver.object(query.from());
        if (query.select().size() != 1 || !(query.select().getFirst() instanceof Ast.Path(Ast.Name name))) {
            throw SoqlException.malformed("The inner select must select one column");
        }
        Column column = resolver.column(object, name);
        var ids = new HashSet<Object>();
        for (Row row : plan(object, query).pick(rows(object))) {
            Object id = column.value(org, row);
            if (id != null) {
                ids.add(id);
            }
        }
        return ids;
    }

    private Comparator<Row> order(SObject object, Ast.Query query) {
        Comparator<Row> order = (_, _) -> 0; // the order of creation
        boolean first = true;
        for (Ast.Order by : query.orderBy()) {
            if (!(by.by() instanceof Ast.Path(Ast.Name name))) {
                throw SoqlException.malformed("Ordering by an aggregate needs GROUP BY");
            }
            Column column = resolver.column(object, name);
            if (!column.field().is(Trait.SORTABLE)) {
                throw resolver.cannot(name, "sorted");
            }
            boolean isText = column.field().type().isText();
            Comparator<Row> one = (a, b) ->
                    Values.sort(column.value(org, a), column.value(org, b), isText, by.descending(), by.nullsLast());
            order = first ? one : order.thenComparing(one);
            first = false;
        }
        return order;
    }

    private Hit hit(Shape shape, Row row, Map<Shape.Kids, Map<Object, List<Row>>> kids) {
        var parents = new ArrayList<Optional<Hit>>();
        var children = new ArrayList<List<Hit>>();
        for (Shape.Part part : shape.parts()) {
            switch (part) {
                case Shape.Leaf leaf -> {}
                case Shape.Parent(String name, Field named, Shape below) -> {
                    Field reference = row.object().field(named.name());
                    Row parent = reference == null ? null : org.parent(row, reference);
                    parents.add(Optional.ofNullable(parent).map(found -> hit(below, found, kids)));
                }
                case Shape.Kids part2 -> {
                    List<Row> found =
                            kids.computeIfAbsent(part2, this::byParent).getOrDefault(row.id(), List.of());
                    children.add(part2.plan().pick(found).stream()
                            .map(child -> hit(part2.plan().shape(), child, kids))
                            .toList());
                }
            }
        }
        return new Hit(row, List.copyOf(parents), List.copyOf(children));
    }

    private Map<Object, List<Row>> byParent(Shape.Kids kids) {
        var byParent = new HashMap<Object, List<Row>>();
        for (Row row : rows(kids.plan().object())) {
            Object parent = row.get(kids.link());
            if (parent != null) {
                byParent.computeIfAbsent(parent, id -> new ArrayList<>()).add(row);
            }
        }
        return byParent;
    }
}
