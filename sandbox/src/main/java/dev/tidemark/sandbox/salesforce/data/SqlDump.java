package dev.tidemark.sandbox.salesforce.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads CREATE TABLE and INSERT statements as SQLite dumps them; other statements are passed over. */
final class SqlDump {
    private static final Set<String> CONSTRAINTS = Set.of("PRIMARY", "FOREIGN", "UNIQUE", "CONSTRAINT", "CHECK");

    private final String file;
    private final String text;
    private final Map<String, Staged> tables = new LinkedHashMap<>();
    private int at;
    private int line = 1;

    private SqlDump(String file, String text) {
        this.file = file;
        this.text = text;
    }

    static List<Staged> read(String file, String text) throws BadData {
        var dump = new SqlDump(file, text);
        while (dump.skipBlanks()) {
            dump.statement();
        }
        return List.copyOf(dump.tables.values());
    }

    private void statement() throws BadData {
        String verb = word().toUpperCase(Locale.ROOT);
        String object = verb.equals("CREATE") || verb.equals("INSERT") ? word().toUpperCase(Locale.ROOT) : "";
        if (verb.equals("CREATE") && object.equals("TABLE")) {
            create();
        } else if (verb.equals("INSERT") && object.equals("INTO")) {
            insert();
        }
        finish();
    }

    private void create() throws BadData {
        String name = word();
        if (name.equalsIgnoreCase("IF")) {
            word();
            word();
            name = word();
        }
        expect('(');
        var columns = new ArrayList<String>();
        while (true) {
            String column = word();
            boolean quoted = !column.isEmpty() && "\"`]".indexOf(text.charAt(at - 1)) >= 0;
            if (quoted || !CONSTRAINTS.contains(column.toUpperCase(Locale.ROOT))) {
                columns.add(column);
            }
            if (afterDefinition() == ')') {
                break;
            }
        }
        tables.put(name.toLowerCase(Locale.ROOT), new Staged(file, name, columns));
    }

    /** Skips the rest of a column's definition; the character that ended it, a comma or the closing parenthesis. */
    private char afterDefinition() throws BadData {
        int depth = 0;
        while (at < text.length()) {
            char c = next();
            if (c == '\'' || c == '"') {
                quoted(c);
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && depth-- == 0) {
                return c;
            } else if (c == ',' && depth == 0) {
                return c;
            }
        }
        throw new BadData(file + ":" + line, "the file ends within CREATE TABLE");
    }

    private void insert() throws BadData {
        int number = line;
        String name = word();
        Staged table = tables.get(name.toLowerCase(Locale.ROOT));
        if (table == null) {
            throw new BadData(file + ":" + number, "INSERT INTO " + name + ", a table that was not created before");
        }
        List<String> order = table.columns();
        skipBlanks();
        if (peek() == '(') {
            order = new ArrayList<>();
            next();
            do {
                order.add(word());
                skipBlanks();
            } while (next() == ',');
        }
        String values = word();
        if (!values.equalsIgnoreCase("VALUES")) {
            throw new BadData(file + ":" + line, "expected VALUES, found " + values);
        }
        do {
            skipBlanks();
            number = line;
            table.add(number, arranged(table, order, tuple(), number));
            skipBlanks();
        } while (peek() == ',' && next() == ',');
    }

    private List<@Nullable String> arranged(Staged table, List<String> order, List<@Nullable String> values, int number)
            throws BadData {
        if (order.equals(table.columns()) || order.size() != values.size()) {
            return values;
        }
        var arranged = new ArrayList<@Nullable String>();
        table.columns().forEach(column -> arranged.add(null));
        for (int i = 0; i < order.size(); i++) {
            int column = table.columns().indexOf(order.get(i));
            if (column < 0) {
                throw new BadData(file + ":" + number, table.table() + " has no column " + order.get(i));
            }
            arranged.set(column, values.get(i));
        }
        return arranged;
    }

    private List<@Nullable String> tuple() throws BadData {
        expect('(');
        var values = new ArrayList<@Nullable String>();
        while (true) {
            skipBlanks();
            if (peek() == '\'') {
                next();
                values.add(quoted('\''));
            } else {
                int start = at;
                while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != ')') {
                    next();
                }
                String literal = text.substring(start, at).strip();
                values.add(literal.equalsIgnoreCase("NULL") ? null : literal);
            }
            skipBlanks();
            char end = next();
            if (end == ')') {
                return values;
            }
            if (end != ',') {
                throw new BadData(file + ":" + line, "expected , or ) between values, found " + end);
            }
        }
    }

    private void finish() throws BadData {
        while (at < text.length()) {
            char c = next();
            if (c == ';') {
                return;
            }
            if (c == '\'' || c == '"') {
                quoted(c);
            }
        }
    }

    private String quoted(char quote) throws BadData {
        int opened = line;
        var value = new StringBuilder();
        while (at < text.length()) {
            char c = next();
            if (c != quote) {
                value.append(c);
            } else if (peek() == quote) {
                value.append(next());
            } else {
                return value.toString();
            }
        }
        throw new BadData(file + ":" + opened, "a quote is opened and never closed");
    }

    private String word() throws BadData {
        skipBlanks();
        char first = peek();
        if (first == '"' || first == '`') {
            next();
            return quoted(first);
        }
        if (first == '[') {
            next();
            return quoted(']');
        }
        int start = at;
        while (Character.isLetterOrDigit(peek()) || peek() == '_' || peek() == '.' || peek() == '$') {
            next();
        }
        if (start == at && first != ';') {
            throw new BadData(
                    file + ":" + line, "expected a word, found " + (first == 0 ? "the end of the file" : first));
        }
        return text.substring(start, at);
    }

    private void expect(char wanted) throws BadData {
        skipBlanks();
        if (peek() != wanted) {
            throw new BadData(file + ":" + line, "expected " + wanted);
        }
        next();
    }

    /** Whether anything is left behind blanks and comments. */
    private boolean skipBlanks() {
        while (at < text.length()) {
            if (text.startsWith("--", at)) {
                while (at < text.length() && peek() != '\n') {
                    next();
                }
            } else if (Character.isWhitespace(peek())) {
                next();
            } else {
                return true;
            }
        }
        return false;
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private char next() {
        char c = peek();
        at++;
        if (c == '\n') {
            line++;
        }
        return c;
    }
}
