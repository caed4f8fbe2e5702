package dev.tidemark.connectors.manifest.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Filters on what has items. */
final class ListFilters {

    static final Map<String, Filter> FILTERS = Map.ofEntries(
            Map.entry("length", (v, a) -> (long) Values.length(v)),
            Map.entry("count", (v, a) -> (long) Values.length(v)),
            Map.entry("list", (v, a) -> new ArrayList<>(Values.items(v))),
            Map.entry("first", (v, a) -> first(Values.items(v), "first")),
            Map.entry("last", (v, a) -> first(reversed(v), "last")),
            Map.entry("reverse", ListFilters::reverse),
            Map.entry("join", ListFilters::join),
            Map.entry("sum", ListFilters::sum),
            Map.entry("items", (v, a) -> Items.generated(v instanceof Undefined ? List.of() : pairs(v))),
            Map.entry("batch", ListFilters::batch),
            Map.entry("slice", ListFilters::slice));

    private ListFilters() {}

    private static Object first(List<Object> items, String which) {
        return items.isEmpty() ? new Undefined("No " + which + " item, sequence was empty.") : items.getFirst();
    }

    private static List<Object> reversed(Object value) {
        if (value instanceof Items items && !items.hasLength()) {
            throw new WrongType("'generator' object is not reversible");
        }
        List<Object> turned = new ArrayList<>(Values.items(value));
        Collections.reverse(turned);
        return turned;
    }

    private static Object reverse(Object value, Arguments a) {
        if (value instanceof String text) {
            return new StringBuilder(text).reverse().toString();
        }
        if (!Values.isIterable(value)) {
            throw new TemplateError("FilterArgumentError", "argument must be iterable");
        }
        return Items.generated(reversed(value));
    }

    private static String join(Object value, Arguments a) {
        String separator = Text.str(a.get(0, "d", ""));
        Object attribute = a.get(1, "attribute", None.NONE);
        StringBuilder out = new StringBuilder();
        boolean first = true;
        for (Object item : Values.items(value)) {
            a.work().round();
            out.append(first ? "" : separator)
                    .append(Text.str(
                            attribute == None.NONE
                                    ? item
                                    : Attribute.of(attribute).in(item)));
            first = false;
            Work.chars(out.length());
        }
        return out.toString();
    }

    private static Object sum(Object value, Arguments a) {
        Object attribute = a.get(0, "attribute", None.NONE);
        Object total = a.get(1, "start", 0L);
        for (Object item : Values.items(value)) {
            a.work().round();
            total = Operators.add(
                    total,
                    attribute == None.NONE ? item : Attribute.of(attribute).in(item));
        }
        return total;
    }

    static List<Object> pairs(Object value) {
        if (value instanceof Map<?, ?> map) {
            return MapMethods.pairs(map);
        }
        throw new WrongType("Can only get item pairs from a mapping.");
    }

    private static Object batch(Object value, Arguments a) {
        int size = a.integer(0, "linecount");
        List<Object> items = Values.items(value);
        List<Object> batches = new ArrayList<>();
        List<Object> batch = new ArrayList<>();
        for (Object item : items) {
            if (batch.size() == size) {
                batches.add(batch);
                batch = new ArrayList<>();
            }
            batch.add(item);
        }
        if (!batch.isEmpty()) {
            Object fill = a.get(1, "fill_with", None.NONE);
            if (fill != None.NONE) {
                batch.addAll(Collections.nCopies(Math.max(0, Work.items(size) - batch.size()), fill));
            }
            batches.add(batch);
        }
        return Items.generated(batches);
    }

    private static Object slice(Object value, Arguments a) {
        int slices = Work.items(a.integer(0, "slices"));
        if (slices <= 0) {
            throw new TemplateError("ZeroDivisionError", "integer division or modulo by zero");
        }
        List<Object> items = Values.items(value);
        Object fill = a.get(1, "fill_with", None.NONE);
        int longer = items.size() % slices;
        int each = items.size() / slices;
        List<Object> cut = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < slices; i++) {
            int to = from + each + (i < longer ? 1 : 0);
            List<Object> slice = new ArrayList<>(items.subList(from, to));
            if (fill != None.NONE && i >= longer) {
                slice.add(fill);
            }
            cut.add(slice);
            from = to;
        }
        return Items.generated(cut);
    }
}
