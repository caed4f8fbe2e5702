package dev.tidemark.connectors.manifest.vectors;

import dev.tidemark.connectors.manifest.template.Python;
import dev.tidemark.connectors.manifest.tree.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts records, expected and read, in any order. */
final class Records {

    private final Map<String, Integer> left = new LinkedHashMap<>();
    private final List<String> unexpected = new ArrayList<>();

    /** @param expected pairs of a stream's name and a record */
    Records(List<?> expected) {
        for (Object pair : expected) {
            List<?> both = (List<?>) pair;
            left.merge(text(Python.str(both.get(0)), both.get(1)), 1, Integer::sum);
        }
    }

    private static String text(String stream, Object record) {
        return stream + " " + Json.sorted(record);
    }

    void read(String stream, List<Object> records) {
        for (Object record : records) {
            String text = text(stream, record);
            Integer still = left.computeIfPresent(text, (t, n) -> n - 1);
            if (still == null) {
                unexpected.add("a record that is not expected: " + text);
            } else if (still < 0) {
                unexpected.add("a record too often: " + text);
            }
        }
    }

    List<String> differences() {
        List<String> all = new ArrayList<>();
        left.forEach((text, count) -> {
            if (count > 0) {
                all.add("a record is missing" + (count > 1 ? " " + count + " times" : "") + ": " + text);
            }
        });
        all.addAll(unexpected);
        return all;
    }
}
