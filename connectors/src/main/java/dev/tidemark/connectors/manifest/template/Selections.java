package dev.tidemark.connectors.manifest.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Filters that apply another filter or test to each item. */
final class Selections {

    static final Map<String, Filter> FILTERS = Map.of(
            "map", Selections::map,
            "select", (v, a) -> select(v, a, true, false),
            "reject", (v, a) -> select(v, a, false, false),
            "selectattr", (v, a) -> select(v, a, true, true),
            "rejectattr", (v, a) -> select(v, a, false, true));

    private Selections() {}

    private static Object map(Object value, Arguments a) {
        Filter each = a.count() == 0 ? attribute(a) : named(a);
        List<Object> mapped = new ArrayList<>();
        long made = 0;
        for (Object item : items(value)) {
            a.work().round();
            Object result = each.apply(item, a.count() == 0 ? a : a.without(1));
            made += result instanceof String text ? text.length() : 1;
            Work.chars(made);
            mapped.add(result);
        }
        return Items.generated(mapped);
    }

    /** Null and all else that is false has no items for these filters, where others say that it can have none. */
    private static List<Object> items(Object value) {
        return Values.truth(value) ? Values.items(value) : List.of();
    }

    private static Filter attribute(Arguments a) {
        Attribute attribute = Attribute.of(a.find("attribute")
                .orElseThrow(() -> new TemplateError("FilterArgumentError", "map requires a filter argument")));
        Object otherwise = a.find("default").orElse(None.NONE);
        return (item, none) -> {
            Object found = attribute.in(item);
            return found instanceof Undefined && otherwise != None.NONE ? otherwise : found;
        };
    }

    private static Filter named(Arguments a) {
        String name = a.text(0, "name");
        return Filters.find(name)
                .orElseThrow(
                        () -> new TemplateError("TemplateRuntimeError", "No filter named " + Text.repr(name) + "."));
    }

    private static Object select(Object value, Arguments a, boolean wanted, boolean byAttribute) {
        int first = byAttribute ? 1 : 0;
        if (byAttribute && a.count() == 0) {
            throw new TemplateError("FilterArgumentError", "Missing parameter for attribute name");
        }
        Checks.Check check = a.count() > first ? check(a.text(first, "test")) : (v, more) -> Values.truth(v);
        Arguments rest = a.without(first + 1);
        List<Object> kept = new ArrayList<>();
        for (Object item : items(value)) {
            a.work().round();
            Object asked = byAttribute ? Attribute.of(a.positional().getFirst()).in(item) : item;
            if (check.holds(asked, rest) == wanted) {
                kept.add(item);
            }
        }
        return Items.generated(kept);
    }

    private static Checks.Check check(String name) {
        return Checks.find(name)
                .orElseThrow(() -> new TemplateError("TemplateRuntimeError", "No test named " + Text.repr(name) + "."));
    }
}
