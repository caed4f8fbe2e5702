package dev.tidemark.connectors.manifest.template;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Python's operators on every kind of value. */
final class Operators {

    private Operators() {}

    static Object add(Object a, Object b) {
        Undefined.refuse(a, b);
        if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
            return Numbers.add(a, b);
        }
        if (a instanceof String left) {
            if (b instanceof String right) {
                Work.chars((long) left.length() + right.length());
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
        return Spans.shifted(a, b).or(() -> Spans.shifted(b, a)).orElseThrow(() -> WrongType.operands("+", a, b));
    }

    private static List<Object> joined(List<?> left, List<?> right) {
        Work.items((long) left.size() + right.size());
        List<Object> all = new ArrayList<>(left);
        all.addAll(right);
        return all;
    }

    static Object subtract(Object a, Object b) {
        Undefined.refuse(a, b);
        if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
            return Numbers.subtract(a, b);
        }
        if (a instanceof Moment left && b instanceof Moment right) {
            return left.minus(right);
        }
        if (a instanceof LocalDate left && b instanceof LocalDate right) {
            return java.time.Duration.ofDays(left.toEpochDay() - right.toEpochDay());
        }
        if (a instanceof LocalDate date) {
            return Spans.before(date, b).orElseThrow(() -> WrongType.operands("-", a, b));
        }
        return Spans.negated(b)
                .flatMap(back -> Spans.shifted(a, back))
                .orElseThrow(() -> WrongType.operands("-", a, b));
    }

    static Object multiply(Object a, Object b) {
        Undefined.refuse(a, b);
        if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
            return Numbers.multiply(a, b);
        }
        if (Spans.is(a) || Spans.is(b)) {
            return Spans.is(a) ? Spans.times(a, b) : Spans.times(b, a);
        }
        if (Numbers.isInteger(b)) {
            return repeated(a, b);
        }
        if (Numbers.isInteger(a)) {
            return repeated(b, a);
        }
        throw WrongType.operands("*", a, b);
    }

    private static Object repeated(Object value, Object times) {
        long count = Math.clamp(Numbers.asLong(times), 0, Work.MOST_CHARS + 1);
        return switch (value) {
            case String text -> {
                Work.chars(count * text.length());
                yield text.isEmpty() ? text : text.repeat((int) count);
            }
            case Tuple tuple -> new Tuple(repeated(tuple.items(), count));
            case List<?> list -> repeated(list, count);
            default -> throw WrongType.operands("*", value, times);
        };
    }

    private static List<Object> repeated(List<?> list, long count) {
        Work.items(count * list.size());
        List<Object> all = new ArrayList<>();
        for (long i = 0; i < count && !list.isEmpty(); i++) {
            all.addAll(list);
        }
        return all;
    }

    static Object divide(Object a, Object b) {
        Undefined.refuse(a, b);
        if (Spans.is(a)) {
            return Spans.divided(a, b);
        }
        numbers("/", a, b);
        return Numbers.divide(a, b);
    }

    static Object floorDivide(Object a, Object b) {
        Undefined.refuse(a, b);
        if (Spans.is(a)) {
            return Spans.floorDivided(a, b);
        }
        numbers("//", a, b);
        return Numbers.floorDivide(a, b);
    }

    static Object modulo(Object a, Object b) {
        if (a instanceof String format) {
            return PercentFormat.format(format, b);
        }
        Undefined.refuse(a, b);
        if (Spans.is(a)) {
            return Spans.rest(a, b);
        }
        numbers("%", a, b);
        return Numbers.modulo(a, b);
    }

    static Object power(Object a, Object b) {
        Undefined.refuse(a, b);
        numbers("** or pow()", a, b);
        return Numbers.power(a, b);
    }

    private static void numbers(String operator, Object a, Object b) {
        if (!Numbers.isNumber(a) || !Numbers.isNumber(b)) {
            throw WrongType.operands(operator, a, b);
        }
    }

    static Object negate(Object a) {
        Undefined.refuse(a);
        if (Spans.is(a)) {
            return Spans.negated(a).orElseThrow();
        }
        return Numbers.negate(number("-", a));
    }

    /** {@code +a}, which makes an integer of a boolean. */
    static Object plus(Object a) {
        Undefined.refuse(a);
        return Spans.is(a) || a instanceof Double ? a : Numbers.add(number("+", a), 0L);
    }

    private static Object number(String sign, Object a) {
        if (!Numbers.isNumber(a)) {
            throw new WrongType("bad operand type for unary " + sign + ": '" + Text.typeName(a) + "'");
        }
        return a;
    }
}
