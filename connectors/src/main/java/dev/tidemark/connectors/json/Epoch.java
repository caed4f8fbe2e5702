package dev.tidemark.connectors.json;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Moments as a count since 1970, as a JSON number or as its digits in a string; whatever else stands in a string is ISO 8601.
 *
 * @param micros how many microseconds one of the count is
 */
record Epoch(long micros, boolean spelledAsStrings) implements Conversions {

    /** Longer digits are no moment that a database can keep. */
    private static final int MOST_DIGITS = 16;

    @Override
    public long date(char[] chars, int offset, int length) {
        if (!spelledAsStrings || !digits(chars, offset, length)) {
            return ISO.date(chars, offset, length);
        }
        long moment = instant(chars, offset, length);
        return moment == MISFIT ? MISFIT : Math.floorDiv(moment, 86_400_000_000L);
    }

    @Override
    public long time(char[] chars, int offset, int length) {
        return ISO.time(chars, offset, length);
    }

    @Override
    public long instant(char[] chars, int offset, int length) {
        return digits(chars, offset, length)
                ? instant(new BigDecimal(chars, offset, length))
                : ISO.instant(chars, offset, length);
    }

    @Override
    public long instant(BigDecimal number) {
        if (number.precision() - number.scale() > MOST_DIGITS || number.scale() > MOST_DIGITS) {
            return MISFIT;
        }
        BigDecimal moment = number.multiply(BigDecimal.valueOf(micros)).setScale(0, RoundingMode.FLOOR);
        return moment.precision() > 18 ? MISFIT : moment.longValueExact();
    }

    private static boolean digits(char[] chars, int offset, int length) {
        int from = length > 1 && chars[offset] == '-' ? 1 : 0;
        for (int i = from; i < length; i++) {
            if (chars[offset + i] < '0' || chars[offset + i] > '9') {
                return false;
            }
        }
        return length > from;
    }
}
