package dev.tidemark.connectors.manifest.template;

import java.util.Map;
import java.util.Optional;

/** {@code value is check}. */
final class Checks {

    /** A question about a value. */
    @FunctionalInterface
    interface Check {
        boolean holds(Object value, Arguments arguments);
    }

    private static final Map<String, Check> ALL = Map.ofEntries(
            Map.entry("defined", (v, a) -> !(v instanceof Undefined)),
            Map.entry("undefined", (v, a) -> v instanceof Undefined),
            Map.entry("none", (v, a) -> v == None.NONE),
            Map.entry("true", (v, a) -> Boolean.TRUE.equals(v)),
            Map.entry("false", (v, a) -> Boolean.FALSE.equals(v)),
            Map.entry("boolean", (v, a) -> v instanceof Boolean),
            Map.entry("integer", (v, a) -> Numbers.isInteger(v) && !(v instanceof Boolean)),
            Map.entry("float", (v, a) -> v instanceof Double),
            Map.entry("number", (v, a) -> Numbers.isNumber(v)),
            Map.entry("string", (v, a) -> v instanceof String),
            Map.entry("mapping", (v, a) -> v instanceof Map),
            Map.entry("sequence", (v, a) -> Values.isSized(v)),
            Map.entry("iterable", (v, a) -> Values.isIterable(v)),
            Map.entry("callable", (v, a) -> v instanceof Function || v instanceof Undefined),
            Map.entry("odd", (v, a) -> Values.equal(Operators.modulo(v, 2L), 1L)),
            Map.entry("even", (v, a) -> Values.equal(Operators.modulo(v, 2L), 0L)),
            Map.entry("divisibleby", (v, a) -> Values.equal(Operators.modulo(v, a.get(0, "num")), 0L)),
            Map.entry("lower", (v, a) -> StringMethods.isLower(Text.str(v))),
            Map.entry("upper", (v, a) -> StringMethods.isUpper(Text.str(v))),
            Map.entry("escaped", (v, a) -> false),
            Map.entry(
                    "filter",
                    (v, a) -> Values.hashable(v) instanceof String name
                            && Filters.find(name).isPresent()),
            Map.entry(
                    "test",
                    (v, a) -> Values.hashable(v) instanceof String name
                            && find(name).isPresent()),
            Map.entry("sameas", (v, a) -> isSame(v, a.get(0, "other"))),
            Map.entry("eq", comparing(Relation.EQ)),
            Map.entry("equalto", comparing(Relation.EQ)),
            Map.entry("==", comparing(Relation.EQ)),
            Map.entry("ne", comparing(Relation.NE)),
            Map.entry("!=", comparing(Relation.NE)),
            Map.entry("lt", comparing(Relation.LT)),
            Map.entry("lessthan", comparing(Relation.LT)),
            Map.entry("<", comparing(Relation.LT)),
            Map.entry("le", comparing(Relation.LE)),
            Map.entry("<=", comparing(Relation.LE)),
            Map.entry("gt", comparing(Relation.GT)),
            Map.entry("greaterthan", comparing(Relation.GT)),
            Map.entry(">", comparing(Relation.GT)),
            Map.entry("ge", comparing(Relation.GE)),
            Map.entry(">=", comparing(Relation.GE)),
            Map.entry("in", comparing(Relation.IN)));

    private Checks() {}

    static Optional<Check> find(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    private static Check comparing(Relation relation) {
        return (v, a) -> relation.holds(v, a.get(0, "other"));
    }

    /** Whether it is the very same value; scalars have no other identity than what they are. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(Object a, Object b) {
        boolean isScalar = a instanceof String || Numbers.isNumber(a);
        return a == b || (isScalar && a.equals(b));
    }
}
