package dev.tidemark.connectors.manifest.template;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;

/** Numbers that texts spell. */
final class Numerals {

    /** Python reads and writes no integer of more digits. */
    static final int MOST_DIGITS = 4_300;

    private Numerals() {}

    /** A text as {@code int(text, base)} reads it. */
    static Optional<Object> integer(String text, int base) {
        String digits = Whitespace.strip(text);
        boolean negative = digits.startsWith("-");
        if (negative || digits.startsWith("+")) {
            digits = digits.substring(1);
        }
        int radix = base;
        String lower = digits.toLowerCase(Locale.ROOT);
        int prefixed = lower.startsWith("0x") ? 16 : lower.startsWith("0o") ? 8 : lower.startsWith("0b") ? 2 : 0;
        if (prefixed != 0 && (base == prefixed || base == 0)) {
            radix = prefixed;
            digits = digits.substring(digits.startsWith("_", 2) ? 3 : 2);
        } else if (base == 0) {
            radix = 10;
            if (digits.startsWith("0") && !isZeros(digits)) {
                return Optional.empty();
            }
        }
        if (radix < 2 || radix > 36 || !areDigits(digits, radix)) {
            return Optional.empty();
        }
        BigInteger value = new BigInteger(digits.replace("_", ""), radix);
        return Optional.of(Numbers.of(negative ? value.negate() : value));
    }

    /** Digits, with no more than single underscores between them. */
    static boolean areDigits(String text, int radix) {
        boolean afterDigit = false;
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.digit(c, radix) >= 0) {
                afterDigit = true;
                digits++;
            } else if (c == '_' && afterDigit) {
                afterDigit = false;
            } else {
                return false;
            }
        }
        return afterDigit && digits <= MOST_DIGITS;
    }

    static boolean isZeros(String digits) {
        return digits.chars().allMatch(c -> c == '0' || c == '_');
    }

    /** A text as {@code float(text)} reads it. */
    static Optional<Double> decimal(String text) {
        String trimmed = Whitespace.strip(text);
        boolean negative = trimmed.startsWith("-");
        String plain = negative || trimmed.startsWith("+") ? trimmed.substring(1) : trimmed;
        Double value = switch (plain.toLowerCase(Locale.ROOT)) {
            case "inf", "infinity" -> Double.POSITIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> isDecimal(plain) ? Double.valueOf(plain.replace("_", "")) : null;
        };
        return Optional.ofNullable(value).map(v -> negative ? -v : v);
    }

    /** Digits, perhaps with a point and an exponent, as Python writes floats and reads them. */
    static boolean isDecimal(String text) {
        int at = digits(text, 0);
        boolean any = at > 0;
        if (at < text.length() && text.charAt(at) == '.') {
            int fraction = digits(text, at + 1);
            any |= fraction > at + 1;
            at = fraction;
        }
        if (any && at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            int signed = at + 1 < text.length() && "+-".indexOf(text.charAt(at + 1)) >= 0 ? at + 2 : at + 1;
            int exponent = digits(text, signed);
            if (exponent == signed) {
                return false;
            }
            at = exponent;
        }
        return any && at == text.length() && text.length() <= MOST_DIGITS;
    }

    /** The place after the digits at this place, which may have single underscores between them. */
    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean between = c == '_'
                    && at > from
                    && text.charAt(at - 1) != '_'
                    && at + 1 < text.length()
                    && isDigit(text.charAt(at + 1));
            if (!isDigit(c) && !between) {
                break;
            }
            at++;
        }
        return at;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
