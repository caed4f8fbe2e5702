package dev.tidemark.connectors.manifest.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/** Python's numbers: integers without bound (a {@link Long} where it suffices), floats, and booleans among them. */
final class Numbers {

    private Numbers() {}

    static boolean isInteger(Object value) {
        return value instanceof Long || value instanceof BigInteger || value instanceof Boolean;
    }

    static boolean isNumber(Object value) {
        return isInteger(value) || value instanceof Double;
    }

    static long asLong(Object value) {
        return switch (value) {
            case Long number -> number;
            case Boolean bool -> bool ? 1 : 0;
            default -> throw new WrongType("'" + Text.typeName(value) + "' object cannot be interpreted as an integer");
        };
    }

    static BigInteger asBig(Object value) {
        return value instanceof BigInteger big ? big : BigInteger.valueOf(asLong(value));
    }

    static double asDouble(Object value) {
        return value instanceof Double number ? number : asBig(value).doubleValue();
    }

    static Object of(BigInteger value) {
        return value.bitLength() < 64 ? (Object) value.longValue() : value;
    }

    static Object add(Object a, Object b) {
        if (a instanceof Double || b instanceof Double) {
            return asDouble(a) + asDouble(b);
        }
        return of(asBig(a).add(asBig(b)));
    }

    static Object subtract(Object a, Object b) {
        if (a instanceof Double || b instanceof Double) {
            return asDouble(a) - asDouble(b);
        }
        return of(asBig(a).subtract(asBig(b)));
    }

    static Object multiply(Object a, Object b) {
        if (a instanceof Double || b instanceof Double) {
            return asDouble(a) * asDouble(b);
        }
        return of(asBig(a).multiply(asBig(b)));
    }

    static Object divide(Object a, Object b) {
        if (asDouble(b) == 0) {
            throw new TemplateError("ZeroDivisionError", "division by zero");
        }
        return asDouble(a) / asDouble(b);
    }

    static Object floorDivide(Object a, Object b) {
        if (asDouble(b) == 0) {
            throw new TemplateError("ZeroDivisionError", "integer division or modulo by zero");
        }
        if (a instanceof Double || b instanceof Double) {
            return Math.floor(asDouble(a) / asDouble(b));
        }
        BigInteger[] parts = asBig(a).divideAndRemainder(asBig(b));
        boolean below = parts[1].signum() != 0 && parts[1].signum() != asBig(b).signum();
        return of(below ? parts[0].subtract(BigInteger.ONE) : parts[0]);
    }

    static Object modulo(Object a, Object b) {
        if (a instanceof Double || b instanceof Double) {
            double divisor = asDouble(b);
            if (divisor == 0) {
                throw new TemplateError("ZeroDivisionError", "float modulo");
            }
            double rest = asDouble(a) % divisor;
            return rest != 0 && rest < 0 != divisor < 0 ? rest + divisor : rest;
        }
        return subtract(a, multiply(floorDivide(a, b), b));
    }

    static Object power(Object a, Object b) {
        if (isInteger(a) && isInteger(b) && asBig(b).signum() >= 0) {
            if (asBig(b).bitLength() > 16) {
                throw new TemplateError("OverflowError", "the power is too large");
            }
            return of(asBig(a).pow(asBig(b).intValue()));
        }
        return Math.pow(asDouble(a), asDouble(b));
    }

    static Object negate(Object a) {
        return a instanceof Double number ? (Object) (-number) : of(asBig(a).negate());
    }

    static int compare(Object a, Object b) {
        return a instanceof Double || b instanceof Double
                ? Double.compare(asDouble(a), asDouble(b))
                : asBig(a).compareTo(asBig(b));
    }

    /** The whole part of a float. */
    static Object truncate(double value) {
        if (Double.isNaN(value)) {
            throw TemplateError.value("cannot convert float NaN to integer");
        }
        if (Double.isInfinite(value)) {
            throw new TemplateError("OverflowError", "cannot convert float infinity to integer");
        }
        return of(new BigDecimal(value).toBigInteger());
    }

    /** A text as {@code int(text, base)} reads it. */
    static Optional<Object> parseInteger(String text, int base) {
        String digits = text.strip();
        int sign = digits.startsWith("-") ? -1 : 1;
        if (digits.startsWith("-") || digits.startsWith("+")) {
            digits = digits.substring(1);
        }
        if (digits.isEmpty() || digits.startsWith("_") || digits.endsWith("_") || digits.contains("__")) {
            return Optional.empty();
        }
        digits = digits.replace("_", "");
        String prefix = base == 16 ? "0x" : base == 8 ? "0o" : base == 2 ? "0b" : "";
        if (!prefix.isEmpty() && digits.regionMatches(true, 0, prefix, 0, 2)) {
            digits = digits.substring(2);
        }
        for (int i = 0; i < digits.length(); i++) {
            if (Character.digit(digits.charAt(i), base) < 0) {
                return Optional.empty();
            }
        }
        return digits.isEmpty()
                ? Optional.empty()
                : Optional.of(of(new BigInteger(digits, base).multiply(BigInteger.valueOf(sign))));
    }

    /** A text as {@code float(text)} reads it. */
    static Optional<Double> parseFloat(String text) {
        String trimmed = text.strip().replace("_", "");
        String plain = trimmed.startsWith("-") || trimmed.startsWith("+") ? trimmed.substring(1) : trimmed;
        double sign = trimmed.startsWith("-") ? -1 : 1;
        switch (plain.toLowerCase(java.util.Locale.ROOT)) {
            case "inf", "infinity" -> {
                return Optional.of(sign * Double.POSITIVE_INFINITY);
            }
            case "nan" -> {
                return Optional.of(Double.NaN);
            }
            default -> {}
        }
        if (!plain.matches("(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?")) {
            return Optional.empty();
        }
        return Optional.of(sign * Double.parseDouble(plain));
    }
}
