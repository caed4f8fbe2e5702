package dev.tidemark.connectors.manifest.template;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Python's numbers: integers without bound (a {@link Long} where it suffices), floats, and booleans among them. */
final class Numbers {

    private Numbers() {}

    static boolean isInteger(Object value) {
        return value instanceof Long || value instanceof BigInteger || value instanceof Boolean;
    }

    static boolean isNumber(Object value) {
        return isInteger(value) || value instanceof Double;
    }

    private static boolean isFloat(Object a, Object b) {
        return a instanceof Double || b instanceof Double;
    }

    /** An integer, as a place or a count is one: what is out of range is as far as one can go. */
    static long asLong(Object value) {
        return switch (value) {
            case Long number -> number;
            case Boolean bool -> bool ? 1 : 0;
            case BigInteger number -> number.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
            case Undefined nothing -> throw nothing.error();
            default -> throw new WrongType("'" + Text.typeName(value) + "' object cannot be interpreted as an integer");
        };
    }

    static BigInteger asBig(Object value) {
        return value instanceof BigInteger big ? big : BigInteger.valueOf(asLong(value));
    }

    static double asDouble(Object value) {
        return switch (value) {
            case Double number -> number;
            case Long number -> number;
            case Boolean bool -> bool ? 1 : 0;
            case BigInteger number -> {
                double nearest = number.doubleValue();
                if (Double.isInfinite(nearest)) {
                    throw new TemplateError("OverflowError", "int too large to convert to float");
                }
                yield nearest;
            }
            case Undefined nothing -> throw nothing.error();
            default -> throw new WrongType("must be real number, not " + Text.typeName(value));
        };
    }

    static Object of(BigInteger value) {
        if (value.bitLength() < 64) {
            return value.longValue();
        }
        if (value.bitLength() > Work.MOST_BITS) {
            throw tooLarge();
        }
        return value;
    }

    private static TemplateError tooLarge() {
        return new TemplateError(
                "LimitError", "the template makes an integer of more than " + Work.MOST_BITS + " bits");
    }

    static Object add(Object a, Object b) {
        if (a instanceof Long left && b instanceof Long right) {
            long sum = left + right;
            if (((left ^ sum) & (right ^ sum)) >= 0) {
                return sum;
            }
        }
        return isFloat(a, b) ? (Object) (asDouble(a) + asDouble(b)) : of(asBig(a).add(asBig(b)));
    }

    static Object subtract(Object a, Object b) {
        return isFloat(a, b) ? (Object) (asDouble(a) - asDouble(b)) : of(asBig(a).subtract(asBig(b)));
    }

    static Object multiply(Object a, Object b) {
        return isFloat(a, b) ? (Object) (asDouble(a) * asDouble(b)) : of(asBig(a).multiply(asBig(b)));
    }

    static Object divide(Object a, Object b) {
        if (isZero(b)) {
            throw byZero("division by zero");
        }
        if (isInteger(a) && isInteger(b)) {
            BigInteger left = asBig(a);
            BigInteger right = asBig(b);
            if (left.bitLength() > 53 || right.bitLength() > 53) {
                // Beyond 53 bits neither fits a double: the quotient of the exact values must be rounded once only.
                return new BigDecimal(left)
                        .divide(new BigDecimal(right), new java.math.MathContext(40))
                        .doubleValue();
            }
        }
        return asDouble(a) / asDouble(b);
    }

    private static boolean isZero(Object value) {
        return value instanceof Double number ? number == 0 : asBig(value).signum() == 0;
    }

    private static TemplateError byZero(String message) {
        return new TemplateError("ZeroDivisionError", message);
    }

    static Object floorDivide(Object a, Object b) {
        if (isZero(b)) {
            throw byZero("integer division or modulo by zero");
        }
        if (isFloat(a, b)) {
            return Math.floor(asDouble(a) / asDouble(b));
        }
        BigInteger[] parts = asBig(a).divideAndRemainder(asBig(b));
        boolean below = parts[1].signum() != 0 && parts[1].signum() != asBig(b).signum();
        return of(below ? parts[0].subtract(BigInteger.ONE) : parts[0]);
    }

    static Object modulo(Object a, Object b) {
        if (isZero(b)) {
            throw byZero("integer division or modulo by zero");
        }
        if (isFloat(a, b)) {
            double divisor = asDouble(b);
            double rest = asDouble(a) % divisor;
            return rest != 0 && (rest < 0) != (divisor < 0) ? rest + divisor : rest;
        }
        return subtract(a, multiply(floorDivide(a, b), b));
    }

    static Object power(Object a, Object b) {
        if (isInteger(a) && isInteger(b) && asBig(b).signum() >= 0) {
            BigInteger base = asBig(a);
            long exponent = asLong(b);
            if (exponent > Integer.MAX_VALUE
                    || (base.bitLength() > 1 && exponent * base.bitLength() > Work.MOST_BITS + 64L)) {
                throw tooLarge();
            }
            return of(base.pow((int) exponent));
        }
        double base = asDouble(a);
        double exponent = asDouble(b);
        if (base == 0 && exponent < 0) {
            throw byZero("0.0 cannot be raised to a negative power");
        }
        double result = Math.pow(base, exponent);
        if (Double.isInfinite(result) && !Double.isInfinite(base) && !Double.isInfinite(exponent)) {
            throw new TemplateError("OverflowError", "(34, 'Numerical result out of range')");
        }
        if (Double.isNaN(result) && !Double.isNaN(base) && !Double.isNaN(exponent)) {
            throw TemplateError.value("a power that is a complex number");
        }
        return result;
    }

    static Object negate(Object a) {
        return a instanceof Double number ? (Object) (-number) : of(asBig(a).negate());
    }

    static Object absolute(Object a) {
        return a instanceof Double number ? (Object) Math.abs(number) : of(asBig(a).abs());
    }

    static boolean equal(Object a, Object b) {
        if (a instanceof Long left && b instanceof Long right) {
            return left.longValue() == right.longValue();
        }
        return isFloat(a, b) ? areNumbers(a, b) && compare(a, b) == 0 : asBig(a).equals(asBig(b));
    }

    /** Whether neither is NaN, which is neither equal nor less nor greater, though sorting has a place for it. */
    static boolean areNumbers(Object a, Object b) {
        return !(a instanceof Double left && left.isNaN()) && !(b instanceof Double right && right.isNaN());
    }

    static int compare(Object a, Object b) {
        if (a instanceof Double left && b instanceof Double right) {
            return order(left, right);
        }
        if (isFloat(a, b)) {
            double one = a instanceof Double left ? left : (Double) b;
            if (Double.isNaN(one) || Double.isInfinite(one)) {
                int sign = one > 0 ? 1 : -1;
                return a instanceof Double ? sign : -sign;
            }
            return isExact(a) && isExact(b) ? order(asDouble(a), asDouble(b)) : exact(a).compareTo(exact(b));
        }
        return asBig(a).compareTo(asBig(b));
    }

    /** Zero is equal to its negative, other than in {@link Double#compare}. */
    private static int order(double a, double b) {
        return a == b ? 0 : Double.compare(a, b);
    }

    /** Whether a float holds it without loss. */
    private static boolean isExact(Object value) {
        return value instanceof Double || (value instanceof Long number && Math.abs(number) < 1L << 53);
    }

    private static BigDecimal exact(Object value) {
        return value instanceof Double number ? new BigDecimal(number) : new BigDecimal(asBig(value));
    }

    /** The whole part of a float. */
    static Object truncate(double value) {
        if (Double.isNaN(value)) {
            throw TemplateError.value("cannot convert float NaN to integer");
        }
        if (Double.isInfinite(value)) {
            throw new TemplateError("OverflowError", "cannot convert float infinity to integer");
        }
        return Math.abs(value) < 1L << 53 ? (Object) (long) value : of(new BigDecimal(value).toBigInteger());
    }
}
