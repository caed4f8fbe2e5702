package dev.tidemark.sandbox.salesforce.data;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads CSV with a header: commas, double quotes, lines inside quotes. */
final class Csv {
    private final String file;
    private final String text;
    private int at;
    private int line = 1;

    private Csv(String file, String text) {
        this.file = file;
        this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    static Staged read(String file, String table, String text) throws BadData {
        var csv = new Csv(file, text);
        if (csv.text.isBlank()) {
            throw new BadData(file + ":1", "the file is empty; its first line must name the fields");
        }
        var columns = new ArrayList<String>();
        for (String column : csv.row()) {
            if (column == null || column.isBlank()) {
                throw new BadData(file + ":1", "column " + (columns.size() + 1) + " has no name");
            }
            columns.add(column.strip());
        }
        var staged = new Staged(file, table, columns);
        while (csv.at < csv.text.length()) {
            int number = csv.line;
            List<@Nullable String> row = csv.row();
            if (row.size() > 1 || row.getFirst() != null) {
                staged.add(number, row);
            }
        }
        return staged;
    }

    private List<@Nullable String> row() throws BadData {
        var row = new ArrayList<@Nullable String>();
        while (true) {
            row.add(value());
            if (at >= text.length()) {
                return row;
            }
            char end = text.charAt(at++);
            if (end == '\r' && at < text.length() && text.charAt(at) == '\n') {
                end = text.charAt(at++);
            }
            if (end != ',') {
                line++;
                return row;
            }
        }
    }

    private @Nullable String value() throws BadData {
        if (at < text.length() && text.charAt(at) == '"') {
            return quoted();
        }
        int start = at;
        while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return start == at ? null : text.substring(start, at);
    }

    private String quoted() throws BadData {
        int opened = line;
        var value = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '"') {
                line += c == '\n' ? 1 : 0;
                value.append(c);
            } else if (at < text.length() && text.charAt(at) == '"') {
                value.append('"');
                at++;
            } else if (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
                throw new BadData(file + ":" + line, "a quoted value goes on after its closing quote");
            } else {
                return value.toString();
            }
        }
        throw new BadData(file + ":" + opened, "a quote is opened and never closed");
    }
}
