package dev.tidemark.sandbox.airtable;

import dev.tidemark.sandbox.store.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** As much of Airtable's formulas as a filter needs: fields, text, numbers, {@code & = != OR AND NOT RECORD_ID()}. */
final class Formula {
    private final String text;
    private final Table table;
    private int at;

    private Formula(String text, Table table) {
        this.text = text;
        this.table = table;
    }

    /** What a formula comes to for one record: text, or {@code true} and {@code false}. */
    @FunctionalInterface
    interface Value {
        String of(StoredObject record);
    }

    /** @throws Refused where it cannot be read */
    static Value of(String text, Table table) {
        var formula = new Formula(text, table);
        Value value = formula.comparison();
        formula.blank();
        if (formula.at < text.length()) {
            throw formula.invalid();
        }
        return value;
    }

    static boolean isTrue(String value) {
        return !value.isEmpty() && !value.equals("false") && !value.equals("0");
    }

    private Value comparison() {
        Value left = joined();
        blank();
        if (taken("!=")) {
            Value right = joined();
            return record -> String.valueOf(!left.of(record).equals(right.of(record)));
        }
        if (taken("=")) {
            Value right = joined();
            return record -> String.valueOf(left.of(record).equals(right.of(record)));
        }
        return left;
    }

    private Value joined() {
        Value value = part();
        blank();
        while (taken("&")) {
            Value before = value;
            Value after = part();
            value = record -> before.of(record) + after.of(record);
            blank();
        }
        return value;
    }

    private Value part() {
        blank();
        if (at >= text.length()) {
            throw invalid();
        }
        char first = text.charAt(at);
        if (first == '{') {
            String name = until('}');
            Column column = table.column(name)
                    .orElseThrow(() -> new Refused(
                            422,
                            "INVALID_FILTER_BY_FORMULA",
                            "The formula for filtering records is invalid: Unknown field names: " + name));
            return record -> spelled(record.body().path(column.name()));
        }
        if (first == '\'' || first == '"') {
            String constant = until(first);
            return record -> constant;
        }
        if (first == '(') {
            at++;
            Value inner = comparison();
            need(')');
            return inner;
        }
        StringBuilder word = new StringBuilder();
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "_.".indexOf(text.charAt(at)) >= 0)) {
            word.append(text.charAt(at++));
        }
        String name = word.toString();
        return name.matches("\\d+(\\.\\d+)?") ? record -> name : call(name);
    }

    private Value call(String name) {
        need('(');
        List<Value> arguments = new ArrayList<>();
        blank();
        while (!taken(")")) {
            arguments.add(comparison());
            blank();
            taken(",");
            if (at >= text.length()) {
                throw invalid();
            }
        }
        return switch (name) {
            case "OR" -> record -> String.valueOf(arguments.stream().anyMatch(a -> isTrue(a.of(record))));
            case "AND" -> record -> String.valueOf(arguments.stream().allMatch(a -> isTrue(a.of(record))));
            case "NOT" -> record -> String.valueOf(!isTrue(arguments.getFirst().of(record)));
            case "RECORD_ID" -> StoredObject::id;
            default -> throw invalid();
        };
    }

    private static String spelled(JsonNode cell) {
        return cell.isMissingNode() || cell.isNull()
                ? ""
                : cell.isNumber()
                        ? cell.decimalValue().toPlainString()
                        : cell.isString() ? cell.asString("") : Objects.toString(cell);
    }

    /** What stands between two marks; a backslash takes what follows it as it is. */
    private String until(char end) {
        StringBuilder found = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != end) {
            if (text.charAt(at) == '\\') {
                at++;
            }
            if (at < text.length()) {
                found.append(text.charAt(at++));
            }
        }
        if (at >= text.length()) {
            throw invalid();
        }
        at++;
        return found.toString();
    }

    private void blank() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean taken(String sign) {
        if (!text.startsWith(sign, at)) {
            return false;
        }
        at += sign.length();
        return true;
    }

    private void need(char sign) {
        blank();
        if (!taken(String.valueOf(sign))) {
            throw invalid();
        }
    }

    private Refused invalid() {
        return new Refused(
                422,
                "INVALID_FILTER_BY_FORMULA",
                "The formula for filtering records is invalid: Invalid formula. Please check your formula text.");
    }
}
