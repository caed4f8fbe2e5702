package dev.tidemark.connectors.manifest.template;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Python's binary operators on every kind of value. */
final class Operators {

    private static final int LONGEST = 1_000_000;

    private Operators() {}

    private static void defined(Object a, Object b) {
        if (a instanceof Undefined nothing) {
            throw nothing.error();
        }
        if (b instanceof Undefined nothing) {
            throw nothing.error();
        }
    }

    static Object add(Object a, Object b) {
        defined(a, b);
        if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
            return Numbers.add(a, b);
        }
        if (a instanceof String left) {
            if (b instanceof String right) {
                return left + right;
            }
            throw new WrongType("can only concatenate str (not \"" + Text.typeName(b) + "\") to str");
        }
        if (a instanceof List<?> left && b instanceof List<?> right) {
            return joined(left, right);
        }
        if (a instanceof Tuple left && b instanceof Tuple right) {
            return new Tuple(joined(left.items(), right.items()));
        }
        Object moved = shift(a, b);
        return moved != null ? moved : later(a, b);
    }

    private static Object later(Object a, Object b) {
        Object moved = shift(b, a);
        if (moved == null) {
            throw WrongType.operands("+", a, b);
        }
        return moved;
    }

    private static List<Object> joined(List<?> left, List<?> right) {
        List<Object> all = new ArrayList<>(left);
        all.addAll(right);
        return all;
    }

    private static @org.jspecify.annotations.Nullable Object shift(Object time, Object span) {
        return switch (time) {
            case Moment moment when span instanceof Duration by -> moment.plus(by);
            case Moment moment when span instanceof Spans.Calendar by -> moment.plus(by);
            case LocalDate date when span instanceof Duration by -> date.plusDays(Spans.days(by));
            case LocalDate date when span instanceof Spans.Calendar by ->
                date.plus(by.months()).plusDays(Spans.days(by.rest()));
            case Duration base when span instanceof Duration by -> base.plus(by);
            default -> null;
        };
    }

    static Object subtract(Object a, Object b) {
        defined(a, b);
        if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
            return Numbers.subtract(a, b);
        }
        if (a instanceof Moment left && b instanceof Moment right) {
            return left.minus(right);
        }
        if (a instanceof LocalDate left && b instanceof LocalDate right) {
            return Duration.ofDays(left.toEpochDay() - right.toEpochDay());
        }
        Object back = b instanceof Duration span ? span.negated() : b instanceof Spans.Calendar span ? span.negated() : b;
        Object moved = back == b ? null : shift(a, back);
        if (moved == null) {
            throw WrongType.operands("-", a, b);
        }
        return moved;
    }

    static Object multiply(Object a, Object b) {
        defined(a, b);
        if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
            return Numbers.multiply(a, b);
        }
        if (Numbers.isInteger(a)) {
            return repeated(b, a);
        }
        if (Numbers.isInteger(b)) {
            return repeated(a, b);
        }
        throw WrongType.operands("*", a, b);
    }

    private static Object repeated(Object value, Object times) {
        long count = Math.max(0, Numbers.asLong(times));
        return switch (value) {
            case String text -> {
                bounded(count * text.length());
                yield text.repeat((int) count);
            }
            case List<?> list -> {
                bounded(count * list.size());
                List<Object> all = new ArrayList<>();
                for (long i = 0; i < count; i++) {
                    all.addAll(list);
                }
                yield all;
            }
            case Duration span -> span.multipliedBy(Numbers.asLong(times));
            default -> throw WrongType.operands("*", value, times);
        };
    }

    private static void bounded(long length) {
        if (length > LONGEST) {
            throw new TemplateError("MemoryError", "a template may not make a value of " + length + " items");
        }
    }

    static Object divide(Object a, Object b) {
        defined(a, b);
        if (a instanceof Duration left && b instanceof Duration right) {
            return Spans.total(left) / Spans.total(right);
        }
        numbers("/", a, b);
        return Numbers.divide(a, b);
    }

    static Object floorDivide(Object a, Object b) {
        defined(a, b);
        numbers("//", a, b);
        return Numbers.floorDivide(a, b);
    }

    static Object modulo(Object a, Object b) {
        if (a instanceof String format && !(b instanceof Undefined)) {
            return Formats.percent(format, b);
        }
        defined(a, b);
        numbers("%", a, b);
        return Numbers.modulo(a, b);
    }

    static Object power(Object a, Object b) {
        defined(a, b);
        numbers("** or pow()", a, b);
        return Numbers.power(a, b);
    }

    private static void numbers(String operator, Object a, Object b) {
        if (!Numbers.isNumber(a) || !Numbers.isNumber(b)) {
            throw WrongType.operands(operator, a, b);
        }
    }

    static Object negate(Object a) {
        if (a instanceof Undefined nothing) {
            throw nothing.error();
        }
        if (a instanceof Duration span) {
            return span.negated();
        }
        if (!Numbers.isNumber(a)) {
            throw new WrongType("bad operand type for unary -: '" + Text.typeName(a) + "'");
        }
        return Numbers.negate(a);
    }

    static boolean compare(String operator, Object a, Object b) {
        return switch (operator) {
            case "==" -> Values.equal(a, b);
            case "!=" -> !Values.equal(a, b);
            case "<" -> Values.compare(a, b, operator) < 0;
            case "<=" -> Values.compare(a, b, operator) <= 0;
            case ">" -> Values.compare(a, b, operator) > 0;
            case ">=" -> Values.compare(a, b, operator) >= 0;
            case "in" -> Values.contains(b, a);
            case "not in" -> !Values.contains(b, a);
            default -> throw new TemplateSyntax("unknown operator " + operator);
        };
    }
}
