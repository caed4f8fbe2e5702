package dev.tidemark.connectors.manifest.template;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Numbers among Python's literals, told from what only begins like one: dates, versions, identifiers. */
final class NumberLiteral {

    private NumberLiteral() {}

    /** The place behind the number that begins at this place, if it is one. */
    static int end(String text, int from) {
        int end = from;
        while (end < text.length()) {
            char c = text.charAt(end);
            boolean isExponentSign = (c == '+' || c == '-')
                    && end > from
                    && (text.charAt(end - 1) == 'e' || text.charAt(end - 1) == 'E')
                    && !text.startsWith("0x", from)
                    && !text.startsWith("0X", from);
            if (!Character.isLetterOrDigit(c) && c != '.' && c != '_' && !isExponentSign) {
                break;
            }
            end++;
        }
        return end;
    }

    /** The number that these digits spell; null where they spell none. */
    static @Nullable Object value(String digits) {
        if (digits.length() <= 18 && areDecimal(digits)) {
            return digits.startsWith("0") && !Numerals.isZeros(digits) ? null : (Object) Long.parseLong(digits);
        }
        boolean isAscii = digits.chars().allMatch(c -> c < 0x80);
        return isAscii ? Numerals.integer(digits, 0).or(() -> decimal(digits)).orElse(null) : null;
    }

    private static boolean areDecimal(String digits) {
        for (int i = 0; i < digits.length(); i++) {
            if (!Numerals.isDigit(digits.charAt(i))) {
                return false;
            }
        }
        return !digits.isEmpty();
    }

    private static Optional<Object> decimal(String digits) {
        boolean isReal = digits.indexOf('.') >= 0 || digits.indexOf('e') >= 0 || digits.indexOf('E') >= 0;
        return isReal && Numerals.isDecimal(digits)
                ? Optional.of(Double.valueOf(digits.replace("_", "")))
                : Optional.empty();
    }

    /** Whether a literal may go on or end behind a number that ends at this place. */
    static boolean mayEnd(String text, int end) {
        int next = end;
        while (next < text.length() && (text.charAt(next) == ' ' || text.charAt(next) == '\t')) {
            next++;
        }
        return next == text.length() || ",#\n\r\\\f".indexOf(text.charAt(next)) >= 0;
    }
}
