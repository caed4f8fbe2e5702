package dev.tidemark.connectors.manifest.template;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All filters by their names: those of Jinja, and those of the format. */
final class Filters {

    private static final Map<String, Filter> ALL = new HashMap<>(Map.of(
            "default", Filters::otherwise,
            "d", Filters::otherwise,
            "attr", Filters::attribute));

    static {
        List.of(
                        TextFilters.FILTERS,
                        MarkupFilters.FILTERS,
                        NumberFilters.FILTERS,
                        Encodings.FILTERS,
                        ListFilters.FILTERS,
                        Orders.FILTERS,
                        Selections.FILTERS)
                .forEach(ALL::putAll);
    }

    private Filters() {}

    static Optional<Filter> find(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    private static Object otherwise(Object value, Arguments a) {
        boolean falsyToo = a.flag(1, "boolean", false);
        return value instanceof Undefined || (falsyToo && !Values.truth(value)) ? a.get(0, "default_value", "") : value;
    }

    private static Object attribute(Object value, Arguments a) {
        Undefined.refuse(value);
        String name = a.text(0, "name");
        return Methods.attribute(value, name).orElseGet(() -> Lookups.missing(value, name));
    }
}
