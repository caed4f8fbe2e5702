package dev.tidemark.sandbox.salesforce.rest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * CSV as the Bulk API reads and writes it.
 *
 * @param delimiter between two values
 * @param lineEnd after each row
 */
public record BulkCsv(char delimiter, String lineEnd) {
    private static final Map<String, Character> DELIMITERS =
            Map.of("BACKQUOTE", '`', "CARET", '^', "COMMA", ',', "PIPE", '|', "SEMICOLON", ';', "TAB", '\t');

    /** A file that cannot be read, in Salesforce's words. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }

    /** By the words of a job; the standard ones where it has none. */
    static BulkCsv of(String columnDelimiter, String lineEnding) {
        Character delimiter = DELIMITERS.get(columnDelimiter);
        if (delimiter == null || !(lineEnding.equals("LF") || lineEnding.equals("CRLF"))) {
            throw new ApiException(400, "INVALIDJOB", "Unknown columnDelimiter or lineEnding");
        }
        return new BulkCsv(delimiter, lineEnding.equals("LF") ? "\n" : "\r\n");
    }

    /** The same standard file with its columns in the opposite order; as it is where it cannot be read. */
    public static byte[] turned(byte[] file) {
        try {
            BulkCsv csv = of("COMMA", "LF");
            var text = new StringBuilder();
            csv.read(file).forEach(row -> csv.write(row.reversed(), text));
            return text.toString().getBytes(StandardCharsets.UTF_8);
        } catch (Unreadable asItIs) {
            return file;
        }
    }

    /** Appends a row, every value in quotes. */
    void write(List<String> row, StringBuilder out) {
        for (int i = 0; i < row.size(); i++) {
            out.append(i == 0 ? "" : delimiter);
            out.append('"').append(row.get(i).replace("\"", "\"\"")).append('"');
        }
        out.append(lineEnd);
    }

    /** All rows, the header first. */
    List<List<String>> read(byte[] bytes) throws Unreadable {
        String text = new String(bytes, StandardCharsets.UTF_8);
        boolean isCrlf = text.contains("\r\n") && text.indexOf("\r\n") == text.indexOf('\n') - 1;
        if (text.contains("\n") && isCrlf != lineEnd.equals("\r\n")) {
            throw new Unreadable("ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is "
                    + (isCrlf ? "LF" : "CRLF"));
        }
        List<List<String>> rows = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            List<String> row = new ArrayList<>();
            at = row(text, at, row);
            if (row.size() > 1 || !row.getFirst().isEmpty()) {
                rows.add(row);
            }
        }
        return rows;
    }

    private int row(String text, int from, List<String> row) throws Unreadable {
        int at = from;
        while (true) {
            var value = new StringBuilder();
            at = value(text, at, value);
            row.add(value.toString());
            if (at >= text.length()) {
                return at;
            }
            if (text.startsWith(lineEnd, at)) {
                return at + lineEnd.length();
            }
            at++; // the delimiter
        }
    }

    private int value(String text, int from, StringBuilder value) throws Unreadable {
        int at = from;
        if (at < text.length() && text.charAt(at) == '"') {
            at++;
            while (true) {
                int quote = text.indexOf('"', at);
                if (quote < 0) {
                    throw new Unreadable("InvalidBatch : Failed to parse CSV. Found unescaped quote");
                }
                value.append(text, at, quote);
                at = quote + 1;
                if (at >= text.length() || text.charAt(at) != '"') {
                    break;
                }
                value.append('"');
                at++;
            }
            if (at < text.length() && text.charAt(at) != delimiter && !text.startsWith(lineEnd, at)) {
                throw new Unreadable("InvalidBatch : Failed to parse CSV. Found unescaped quote");
            }
            return at;
        }
        while (at < text.length() && text.charAt(at) != delimiter && !text.startsWith(lineEnd, at)) {
            value.append(text.charAt(at));
            at++;
        }
        return at;
    }
}
