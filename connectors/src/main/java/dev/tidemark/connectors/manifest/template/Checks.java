package dev.tidemark.connectors.manifest.template;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code value is check}. */
final class Checks {

    private Checks() {}

    /** A question about a value. */
    interface Check {
        boolean holds(Object value, Arguments arguments);
    }

    static Optional<Check> find(String name) {
        Check check =
                switch (name) {
                    case "defined" -> (v, a) -> !(v instanceof Undefined);
                    case "undefined" -> (v, a) -> v instanceof Undefined;
                    case "none" -> (v, a) -> v == None.NONE;
                    case "true" -> (v, a) -> Boolean.TRUE.equals(v);
                    case "false" -> (v, a) -> Boolean.FALSE.equals(v);
                    case "boolean" -> (v, a) -> v instanceof Boolean;
                    case "integer" -> (v, a) -> Numbers.isInteger(v) && !(v instanceof Boolean);
                    case "float" -> (v, a) -> v instanceof Double;
                    case "number" -> (v, a) -> Numbers.isNumber(v);
                    case "string" -> (v, a) -> v instanceof String;
                    case "mapping" -> (v, a) -> v instanceof Map;
                    case "sequence" ->
                        (v, a) -> v instanceof Collection || v instanceof Tuple || v instanceof Map || v instanceof String;
                    case "iterable" ->
                        (v, a) -> v instanceof Collection
                                || v instanceof Tuple
                                || v instanceof Map
                                || v instanceof String
                                || v instanceof Undefined;
                    case "callable" -> (v, a) -> v instanceof Function;
                    case "odd" -> (v, a) -> !Values.equal(Numbers.modulo(v, 2L), 0L);
                    case "even" -> (v, a) -> Values.equal(Numbers.modulo(v, 2L), 0L);
                    case "divisibleby" -> (v, a) -> Values.equal(Numbers.modulo(v, a.get(0, "num")), 0L);
                    case "lower" -> (v, a) -> Text.str(v).equals(Text.str(v).toLowerCase(Locale.ROOT));
                    case "upper" -> (v, a) -> Text.str(v).equals(Text.str(v).toUpperCase(Locale.ROOT));
                    case "sameas" -> (v, a) -> v == a.get(0, "other") || (v instanceof None && a.get(0, "other") == None.NONE);
                    case "eq", "equalto", "==" -> (v, a) -> Values.equal(v, a.get(0, "other"));
                    case "ne", "!=" -> (v, a) -> !Values.equal(v, a.get(0, "other"));
                    case "lt", "lessthan", "<" -> (v, a) -> Values.compare(v, a.get(0, "other"), "<") < 0;
                    case "le", "<=" -> (v, a) -> Values.compare(v, a.get(0, "other"), "<=") <= 0;
                    case "gt", "greaterthan", ">" -> (v, a) -> Values.compare(v, a.get(0, "other"), ">") > 0;
                    case "ge", ">=" -> (v, a) -> Values.compare(v, a.get(0, "other"), ">=") >= 0;
                    case "in" -> (v, a) -> Values.contains(a.get(0, "seq"), v);
                    default -> null;
                };
        return Optional.ofNullable(check);
    }
}
