package dev.tidemark.connectors.manifest.template;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Filters that compare items: by themselves or an attribute, and without regard to case unless told so. */
final class Orders {

    static final Map<String, Filter> FILTERS = Map.of(
            "sort", Orders::sort,
            "unique", Orders::unique,
            "groupby", Orders::group,
            "dictsort", Orders::sortMap,
            "min", (v, a) -> extreme(v, a, -1),
            "max", (v, a) -> extreme(v, a, 1));

    private Orders() {}

    private static Object folded(Object key, boolean isExact) {
        return !isExact && key instanceof String text ? text.toLowerCase(Locale.ROOT) : key;
    }

    private static Object key(Object item, Object attribute, boolean isExact) {
        return folded(attribute == None.NONE ? item : Attribute.of(attribute).in(item), isExact);
    }

    /** An item and what it is ordered by. */
    private record Keyed(Object item, List<Object> keys) {}

    private static List<Keyed> keyed(List<Object> items, Object attribute, boolean isExact, Arguments a) {
        List<Object> attributes = new ArrayList<>();
        if (attribute instanceof String several) {
            attributes.addAll(List.of(several.split(",", -1)));
        } else {
            attributes.add(attribute);
        }
        List<Keyed> keyed = new ArrayList<>(items.size());
        for (Object item : items) {
            a.work().round();
            List<Object> keys = new ArrayList<>(attributes.size());
            attributes.forEach(name -> keys.add(key(item, name, isExact)));
            keyed.add(new Keyed(item, keys));
        }
        return keyed;
    }

    private static Comparator<Keyed> order(Arguments a) {
        return (x, y) -> {
            a.work().round();
            return Values.compare(x.keys, y.keys, "<");
        };
    }

    /** By one key alone, of which there must be something to compare. */
    private static Comparator<Keyed> orderByOne(Arguments a) {
        return (x, y) -> {
            a.work().round();
            return Values.compare(x.keys.getFirst(), y.keys.getFirst(), "<");
        };
    }

    private static List<Object> sorted(List<Keyed> keyed, boolean isReverse, Arguments a) {
        keyed.sort(isReverse ? order(a).reversed() : order(a));
        return new ArrayList<>(keyed.stream().map(Keyed::item).toList());
    }

    private static Object sort(Object value, Arguments a) {
        boolean isExact = a.flag(1, "case_sensitive", false);
        Object attribute = a.get(2, "attribute", None.NONE);
        return sorted(keyed(Values.items(value), attribute, isExact, a), a.flag(0, "reverse", false), a);
    }

    private static Object sortMap(Object value, Arguments a) {
        if (!(value instanceof Map<?, ?> map)) {
            Undefined.refuse(value);
            throw TemplateError.noAttribute(value, "items");
        }
        Object by = a.get(1, "by", "key");
        if (!by.equals("key") && !by.equals("value")) {
            throw new TemplateError("FilterArgumentError", "You can only sort by either \"key\" or \"value\"");
        }
        Object place = by.equals("key") ? 0L : 1L;
        return sorted(
                keyed(MapMethods.pairs(map), place, a.flag(0, "case_sensitive", false), a),
                a.flag(2, "reverse", false),
                a);
    }

    private static Object unique(Object value, Arguments a) {
        boolean isExact = a.flag(0, "case_sensitive", false);
        Object attribute = a.get(1, "attribute", None.NONE);
        Map<Object, Object> first = new LinkedHashMap<>();
        for (Object item : Values.items(value)) {
            a.work().round();
            first.putIfAbsent(Values.hashable(key(item, attribute, isExact)), item);
        }
        return Items.generated(List.copyOf(first.values()));
    }

    private static Object group(Object value, Arguments a) {
        Object attribute = a.get(0, "attribute");
        Object otherwise = a.get(1, "default", None.NONE);
        boolean isExact = a.flag(2, "case_sensitive", false);
        List<Keyed> keyed = new ArrayList<>();
        for (Object item : Values.items(value)) {
            a.work().round();
            Object key = Attribute.of(attribute).in(item);
            Object shown = key instanceof Undefined && otherwise != None.NONE ? otherwise : key;
            keyed.add(new Keyed(new Tuple(List.of(shown, item)), List.of(folded(shown, isExact))));
        }
        keyed.sort(orderByOne(a));
        List<Object> groups = new ArrayList<>();
        List<Object> members = new ArrayList<>();
        for (int i = 0; i < keyed.size(); i++) {
            List<Object> pair = ((Tuple) keyed.get(i).item).items();
            if (i == 0 || !Values.equal(keyed.get(i).keys, keyed.get(i - 1).keys)) {
                members = new ArrayList<>();
                groups.add(new Tuple(List.of(pair.get(0), members)));
            }
            members.add(pair.get(1));
        }
        return groups;
    }

    private static Object extreme(Object value, Arguments a, int sign) {
        boolean isExact = a.flag(0, "case_sensitive", false);
        Object attribute = a.get(1, "attribute", None.NONE);
        List<Keyed> keyed = keyed(Values.items(value), attribute, isExact, a);
        if (keyed.isEmpty()) {
            return new Undefined("No aggregated item, sequence was empty.");
        }
        Keyed best = keyed.getFirst();
        for (Keyed next : keyed.subList(1, keyed.size())) {
            if (orderByOne(a).compare(next, best) * sign > 0) {
                best = next;
            }
        }
        return best.item;
    }
}
