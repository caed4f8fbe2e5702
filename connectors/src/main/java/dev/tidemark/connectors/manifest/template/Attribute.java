package dev.tidemark.connectors.manifest.template;

import java.util.ArrayList;
import java.util.List;

/** {@code a.b.0} within a value, as filters name attributes; or one key. */
record Attribute(List<Object> steps) {

    static Attribute of(Object name) {
        if (!(name instanceof String dotted)) {
            return new Attribute(List.of(name));
        }
        List<Object> steps = new ArrayList<>();
        for (Object part : Splits.split(dotted, ".", -1)) {
            String step = (String) part;
            boolean isIndex =
                    !step.isEmpty() && step.length() < 10 && step.chars().allMatch(c -> c >= '0' && c <= '9');
            steps.add(isIndex ? (Object) Long.valueOf(step) : step);
        }
        return new Attribute(steps);
    }

    Object in(Object value) {
        Object found = value;
        for (Object step : steps) {
            found = Lookups.item(found, step);
        }
        return found;
    }
}
