package dev.tidemark.connectors.manifest.template;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;

/** Filters that make a number. */
final class NumberFilters {

    /** A double has no digits beyond, neither left nor right of the point. */
    private static final int MOST_PRECISION = 400;

    static final Map<String, Filter> FILTERS = Map.of(
            "int", NumberFilters::integer,
            "float", NumberFilters::real,
            "abs", (v, a) -> absolute(v),
            "round", NumberFilters::rounded);

    private NumberFilters() {}

    private static Object integer(Object value, Arguments a) {
        return switch (value) {
            case Long number -> number;
            case Boolean bool -> bool ? 1L : 0L;
            case Double number when !number.isNaN() -> Numbers.truncate(number);
            case String text ->
                Numerals.integer(text, a.integer(1, "base", 10))
                        .or(() -> finite(text).map(Numbers::truncate))
                        .orElseGet(() -> a.get(0, "default", 0L));
            case Undefined nothing -> throw nothing.error();
            default -> Numbers.isInteger(value) ? value : a.get(0, "default", 0L);
        };
    }

    private static Optional<Double> finite(String text) {
        return Numerals.decimal(text).filter(Double::isFinite);
    }

    private static Object real(Object value, Arguments a) {
        Undefined.refuse(value);
        if (Numbers.isNumber(value)) {
            return Numbers.asDouble(value);
        }
        Optional<Object> read =
                value instanceof String text ? Numerals.decimal(text).map(d -> d) : Optional.empty();
        return read.orElseGet(() -> a.get(0, "default", 0.0));
    }

    private static Object absolute(Object value) {
        if (value instanceof java.time.Duration span) {
            return span.abs();
        }
        if (!Numbers.isNumber(value)) {
            throw new WrongType("bad operand type for abs(): '" + Text.typeName(value) + "'");
        }
        return Numbers.absolute(value);
    }

    private static Object rounded(Object value, Arguments a) {
        int precision = Math.clamp(a.integer(0, "precision", 0), -MOST_PRECISION, MOST_PRECISION);
        String method = a.text(1, "method", "common");
        if (!Numbers.isNumber(value)) {
            throw new WrongType("type " + Text.typeName(value) + " doesn't define __round__ method");
        }
        return switch (method) {
            case "common" -> common(value, precision);
            case "ceil" -> scaled(value, precision, RoundingMode.CEILING);
            case "floor" -> scaled(value, precision, RoundingMode.FLOOR);
            default -> throw new TemplateError("FilterArgumentError", "method must be common, ceil or floor");
        };
    }

    private static Object common(Object value, int precision) {
        if (value instanceof Double number) {
            return Double.isFinite(number)
                    ? (Object) new BigDecimal(number)
                            .setScale(precision, RoundingMode.HALF_EVEN)
                            .doubleValue()
                    : number;
        }
        return precision >= 0
                ? Numbers.add(value, 0L)
                : Numbers.of(new BigDecimal(Numbers.asBig(value))
                        .setScale(precision, RoundingMode.HALF_EVEN)
                        .toBigInteger());
    }

    /** Through a float, as the reference has it, and so to the same last digit. */
    private static Object scaled(Object value, int precision, RoundingMode mode) {
        double scale = Math.pow(10, precision);
        double scaled = Numbers.asDouble(value) * scale;
        return (mode == RoundingMode.CEILING ? Math.ceil(scaled) : Math.floor(scaled)) / scale;
    }
}
