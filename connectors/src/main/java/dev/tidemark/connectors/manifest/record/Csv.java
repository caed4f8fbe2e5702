package dev.tidemark.connectors.manifest.record;

import dev.tidemark.connectors.manifest.template.None;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rows of text with a delimiter: values may stand in quotes, with doubled quotes, delimiters and line ends within. */
final class Csv {

    private final String text;
    private final String delimiter;
    private int at;

    private Csv(String text, String delimiter) {
        this.text = text;
        this.delimiter = delimiter;
    }

    /** The rows below the first, by its names. A short row has nulls at its end; values beyond the names are left out. */
    static List<Map<Object, Object>> rows(String text, String delimiter, Set<String> nothing) {
        Csv csv = new Csv(text.startsWith("\ufeff") ? text.substring(1) : text, delimiter);
        List<Map<Object, Object>> rows = new ArrayList<>();
        List<String> names = List.of();
        while (csv.at < csv.text.length()) {
            List<String> values = csv.row();
            boolean isBlank = values.size() == 1 && values.getFirst().isEmpty();
            if (isBlank) {
                continue;
            }
            if (names.isEmpty()) {
                names = values;
            } else {
                rows.add(row(names, values, nothing));
            }
        }
        return rows;
    }

    private static Map<Object, Object> row(List<String> names, List<String> values, Set<String> nothing) {
        Map<Object, Object> row = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            boolean isThere = i < values.size() && !nothing.contains(values.get(i));
            row.put(names.get(i), isThere ? values.get(i) : None.NONE);
        }
        return row;
    }

    private List<String> row() {
        List<String> values = new ArrayList<>();
        while (true) {
            values.add(value());
            if (text.startsWith(delimiter, at)) {
                at += delimiter.length();
                continue;
            }
            if (at < text.length() && text.charAt(at) == '\r') {
                at++;
            }
            if (at < text.length() && text.charAt(at) == '\n') {
                at++;
            }
            return values;
        }
    }

    private String value() {
        StringBuilder value = new StringBuilder();
        boolean isQuoted = at < text.length() && text.charAt(at) == '"';
        if (isQuoted) {
            at++;
        }
        while (at < text.length()) {
            char c = text.charAt(at);
            if (isQuoted && c == '"') {
                at++;
                if (at < text.length() && text.charAt(at) == '"') {
                    value.append('"');
                    at++;
                } else {
                    isQuoted = false;
                }
            } else if (!isQuoted && (c == '\n' || c == '\r' || text.startsWith(delimiter, at))) {
                break;
            } else {
                value.append(c);
                at++;
            }
        }
        return value.toString();
    }
}
