package dev.tidemark.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** How a table differs from its source, row by row. */
final class Differences {

    private Differences() {}

    static void none(String table, Map<String, String> expected, Map<String, String> found) {
        if (expected.equals(found)) {
            return;
        }
        TreeMap<String, String> all = new TreeMap<>(expected);
        all.putAll(found);
        List<String> differences = new ArrayList<>();
        for (String id : all.keySet()) {
            if (!Objects.equals(expected.get(id), found.get(id))) {
                differences.add(id + " is '" + found.get(id) + "', should be '" + expected.get(id) + "'");
            }
        }
        throw new AssertionError("the table of " + table + " differs from its source: " + differences);
    }
}
