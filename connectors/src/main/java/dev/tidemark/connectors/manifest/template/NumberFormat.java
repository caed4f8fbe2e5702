package dev.tidemark.connectors.manifest.template;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as C writes them with a format. */
final class NumberFormat {

    private NumberFormat() {}

    /** With zeros between the sign and the digits. */
    static String zeroed(String text, int width) {
        String sign = text.startsWith("-") || text.startsWith("+") || text.startsWith(" ") ? text.substring(0, 1) : "";
        return sign + "0".repeat(Math.max(0, width - text.length())) + text.substring(sign.length());
    }

    /** With at least so many digits. */
    static String padded(String text, int digits) {
        return zeroed(text, text.startsWith("-") ? digits + 1 : digits);
    }

    /** An integer in another base. */
    static String based(Object value, int base, String prefix) {
        if (!Numbers.isInteger(value)) {
            throw new WrongType("an integer is required, not " + Text.typeName(value));
        }
        String digits = Numbers.asBig(value).toString(base);
        return digits.startsWith("-") ? "-" + prefix + digits.substring(1) : prefix + digits;
    }

    static String character(Object value) {
        long code = Numbers.asLong(value);
        if (code < 0 || code > Character.MAX_CODE_POINT) {
            throw new TemplateError("OverflowError", "a character code not in range(0x110000)");
        }
        return Character.toString((int) code);
    }

    /** @param kind {@code e}, {@code f} or {@code g} */
    static String real(double value, char kind, int precision) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Text.number(value);
        }
        String text = unsigned(new BigDecimal(Math.abs(value)), kind, precision);
        return value < 0 || 1 / value < 0 ? "-" + text : text;
    }

    private static String unsigned(BigDecimal value, char kind, int precision) {
        return switch (kind) {
            case 'f' -> value.setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
            case 'e' -> exponential(value, precision, false);
            default -> general(value, Math.max(1, precision));
        };
    }

    private static String exponential(BigDecimal value, int precision, boolean isShort) {
        BigDecimal rounded = value.round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
        int exponent = value.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
        String digits = value.signum() == 0 ? "0" : rounded.unscaledValue().toString();
        digits = digits + "0".repeat(Math.max(0, precision + 1 - digits.length()));
        digits = digits.substring(0, precision + 1);
        return Text.scientific(isShort ? withoutZeros(digits) : digits, exponent, false);
    }

    private static String withoutZeros(String digits) {
        int end = digits.length();
        while (end > 1 && digits.charAt(end - 1) == '0') {
            end--;
        }
        return digits.substring(0, end);
    }

    private static String general(BigDecimal value, int precision) {
        if (value.signum() == 0) {
            return "0";
        }
        BigDecimal rounded = value.round(new MathContext(precision, RoundingMode.HALF_EVEN));
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent < -4 || exponent >= precision) {
            return exponential(value, precision - 1, true);
        }
        return rounded.stripTrailingZeros().toPlainString();
    }
}
