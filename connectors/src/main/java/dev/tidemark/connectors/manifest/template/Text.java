package dev.tidemark.connectors.manifest.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Values as Python writes them: {@code str()} and {@code repr()}. */
final class Text {

    private Text() {}

    static String str(Object value) {
        return switch (value) {
            case String text -> text;
            case Long number -> number.toString();
            case Undefined nothing -> "";
            case Moment moment -> moment.isoformat(" ", "auto");
            case LocalDate date -> date.toString();
            case LocalTime time -> Moment.isoformat(time, "auto");
            case Duration span -> Spans.str(span);
            default -> repr(value);
        };
    }

    static String repr(Object value) {
        return new Repr().of(value);
    }

    static String integer(BigInteger value) {
        String digits = value.toString();
        if (digits.length() > Numerals.MOST_DIGITS + (value.signum() < 0 ? 1 : 0)) {
            throw TemplateError.value(
                    "Exceeds the limit (" + Numerals.MOST_DIGITS + " digits) for integer string conversion");
        }
        return digits;
    }

    /** The shortest digits that read back as the same number, as {@code float.__repr__} writes them. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal exact = new BigDecimal(shortest(value)).stripTrailingZeros();
        int exponent = exact.precision() - exact.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            String plain = exact.toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        return scientific(exact.unscaledValue().abs().toString(), exponent, value < 0);
    }

    /** Java writes two digits at least, where one may tell the smallest of numbers. */
    private static String shortest(double value) {
        String digits = Double.toString(value);
        if (Math.abs(value) > 1e-321) {
            return digits;
        }
        String one = new BigDecimal(digits).round(new MathContext(1)).toString();
        return Double.parseDouble(one) == value ? one : digits;
    }

    /** {@code 1.5e-07}. */
    static String scientific(String digits, int exponent, boolean negative) {
        return (negative ? "-" : "")
                + digits.charAt(0)
                + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + "e"
                + (exponent < 0 ? "-" : "+")
                + (Math.abs(exponent) < 10 ? "0" : "")
                + Math.abs(exponent);
    }

    static String typeName(Object value) {
        return switch (value) {
            case None none -> "NoneType";
            case Boolean bool -> "bool";
            case Long number -> "int";
            case BigInteger number -> "int";
            case Double number -> "float";
            case String text -> "str";
            case Tuple tuple -> "tuple";
            case List<?> list -> "list";
            case Set<?> set -> "set";
            case Map<?, ?> map -> "dict";
            case Items items -> items.kind().typeName();
            case Bytes bytes -> "bytes";
            case Moment moment -> "datetime.datetime";
            case LocalDate date -> "datetime.date";
            case LocalTime time -> "datetime.time";
            case Duration span -> "datetime.timedelta";
            case Undefined nothing -> "Undefined";
            case Function function -> "builtin_function_or_method";
            default -> value.getClass().getSimpleName();
        };
    }

    /** As Jinja names a value in what it says of missing attributes. */
    static String objectName(Object value) {
        return value == None.NONE ? "None" : "'" + typeName(value) + " object'";
    }
}
