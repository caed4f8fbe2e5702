package dev.tidemark.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.ObjectMapper;

/**
 * What a benchmark found.
 *
 * @param title the question
 * @param command how to ask it again
 * @param setting what was measured, in sentences
 * @param columns the table's headings
 * @param rows its rows, as many cells each as there are headings
 * @param notes what the table does not show
 * @param raw every single measurement, for JSON
 */
public record Report(
        String title,
        String command,
        String setting,
        List<String> columns,
        List<List<String>> rows,
        List<String> notes,
        Map<String, Object> raw) {

    public Report {
        rows = rows.stream().map(List::copyOf).toList();
        for (List<String> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException("a row has a cell for each of " + columns + ": " + row);
            }
        }
    }

    String text() {
        List<List<String>> all = new ArrayList<>(rows);
        all.addFirst(columns);
        StringBuilder text =
                new StringBuilder(title).append("\n").append(setting).append("\n\n");
        for (List<String> row : all) {
            for (int i = 0; i < row.size(); i++) {
                int column = i;
                int width =
                        all.stream().mapToInt(r -> r.get(column).length()).max().orElse(0);
                text.append(row.get(i)).repeat(' ', width - row.get(i).length() + 2);
            }
            text.append("\n");
        }
        notes.forEach(note -> text.append("- ").append(note).append("\n"));
        return text.toString();
    }

    String markdown() {
        StringBuilder text = new StringBuilder("## ").append(title).append("\n\n");
        text.append(setting).append(" `").append(command).append("`, ").append(Machine.now());
        text.append("\n\n| ").append(String.join(" | ", columns)).append(" |\n|");
        text.repeat(" --- |", columns.size()).append("\n");
        rows.forEach(row -> text.append("| ").append(String.join(" | ", row)).append(" |\n"));
        if (!notes.isEmpty()) {
            text.append(notes.stream().map(n -> "- " + n).collect(Collectors.joining("\n", "\n", "\n")));
        }
        return text.toString();
    }

    String json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("benchmark", title);
        all.put("command", command);
        all.put("machine", Machine.now());
        all.putAll(raw);
        return new ObjectMapper().writeValueAsString(all);
    }
}
