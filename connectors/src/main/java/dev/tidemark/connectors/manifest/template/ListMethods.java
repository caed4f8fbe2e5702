package dev.tidemark.connectors.manifest.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The methods of Python's {@code list} and {@code tuple}. */
final class ListMethods {

    private ListMethods() {}

    /** A pair that {@code groupby} makes has names for its parts. */
    static Optional<Object> ofTuple(Tuple tuple, String name) {
        boolean isPair = tuple.items().size() == 2;
        return switch (name) {
            case "grouper" -> isPair ? Optional.of(tuple.items().getFirst()) : Optional.empty();
            case "list" -> isPair ? Optional.of(tuple.items().getLast()) : Optional.empty();
            default -> ofItems(tuple.items(), name);
        };
    }

    private static Optional<Object> ofItems(List<?> items, String name) {
        return switch (name) {
            case "count" ->
                Methods.method(a -> items.stream()
                        .filter(i -> Values.equal(i, a.get(0, "value")))
                        .count());
            case "index" -> Methods.method(a -> (long) index(items, a));
            default -> Optional.empty();
        };
    }

    private static int index(List<?> items, Arguments a) {
        Object wanted = a.get(0, "value");
        for (int i = 0; i < items.size(); i++) {
            if (Values.equal(items.get(i), wanted)) {
                return i;
            }
        }
        throw TemplateError.value(Text.repr(wanted) + " is not in list");
    }

    @SuppressWarnings("unchecked") // a template may put what it likes into a list
    static Optional<Object> find(List<?> list, String name) {
        List<Object> items = (List<Object>) list;
        return switch (name) {
            case "append" -> changing(a -> items.add(a.byPlace(1).get(0, "object")), items);
            case "extend" ->
                changing(a -> items.addAll(Values.items(a.byPlace(1).get(0, "iterable"))), items);
            case "insert" ->
                changing(a -> items.add(place(items, a.byPlace(2).integer(0, "index")), a.get(1, "object")), items);
            case "remove" -> changing(a -> items.remove(index(items, a.byPlace(1))), items);
            case "clear" -> changing(a -> items.clear(), items);
            case "reverse" -> changing(a -> Collections.reverse(items), items);
            case "sort" -> changing(a -> items.sort(order(a)), items);
            case "pop" -> Methods.method(a -> pop(items, a.byPlace(1)));
            case "copy" -> Methods.method(a -> new ArrayList<>(items));
            default -> ofItems(items, name);
        };
    }

    /** What a method does to its list. */
    private interface Change {
        void make(Arguments arguments);
    }

    private static Optional<Object> changing(Change change, List<Object> items) {
        return Methods.method(a -> {
            change.make(a);
            Work.items(items.size());
            return None.NONE;
        });
    }

    private static Comparator<Object> order(Arguments a) {
        Comparator<Object> order = (x, y) -> {
            a.work().round();
            return Values.compare(x, y, "<");
        };
        return a.find("reverse").filter(Values::truth).isPresent() ? order.reversed() : order;
    }

    private static int place(List<Object> items, int index) {
        return Math.clamp(index < 0 ? (long) index + items.size() : index, 0, items.size());
    }

    private static Object pop(List<Object> items, Arguments a) {
        int index = a.integer(0, "index", -1);
        int place = index < 0 ? index + items.size() : index;
        if (place < 0 || place >= items.size()) {
            throw new TemplateError("IndexError", "pop index out of range");
        }
        return items.remove(place);
    }
}
