package dev.tidemark.connectors.postgres;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.ByteConverter;

/**
 * Writes {@code numeric} in its binary form: how many digits of base 10,000, the weight of the first, the sign, the digits
 * after the point, then the digits.
 */
final class Numerics {

    private static final int MOST_WHOLE_DIGITS = 131_072;
    private static final int MOST_FRACTION_DIGITS = 16_383;

    /** So many, and the three zeros that may fill up the last digit of base 10,000, are safe in a long. */
    private static final int SHORT_DIGITS = 15;

    private Numerics() {}

    /** @return why the number cannot be written, or null where it was */
    static @Nullable String write(Bytes to, BigDecimal value) {
        if (value.scale() > MOST_FRACTION_DIGITS) {
            return "it has more than 16,383 digits after the point";
        }
        if ((long) value.precision() - value.scale() > MOST_WHOLE_DIGITS) {
            return "it has more than 131,072 digits before the point";
        }
        if (value.precision() <= SHORT_DIGITS && value.scale() >= 0 && value.scale() <= SHORT_DIGITS) {
            writeShort(to, value.unscaledValue().longValue(), value.scale());
            return null;
        }
        byte[] binary = ByteConverter.numeric(value);
        to.bytes(binary, 0, binary.length);
        return null;
    }

    private static void writeShort(Bytes to, long unscaled, int scale) {
        int after = (scale + 3) / 4;
        long rest = Math.abs(unscaled);
        for (int i = scale; i < after * 4; i++) {
            rest *= 10;
        }
        int digits = 0;
        for (long left = rest; left != 0; left /= 10_000) {
            digits++;
        }
        to.int2(digits);
        to.int2(digits - after - 1);
        to.int2(unscaled < 0 ? 0x4000 : 0);
        to.int2(scale);
        to.reserve(2 * digits);
        for (int at = to.length + 2 * digits - 2; at >= to.length; at -= 2) {
            int digit = (int) (rest % 10_000);
            to.array[at] = (byte) (digit >> 8);
            to.array[at + 1] = (byte) digit;
            rest /= 10_000;
        }
        to.length += 2 * digits;
    }

    static void write(Bytes to, long value) {
        int digits = 0;
        for (long rest = value; rest != 0; rest /= 10_000) {
            digits++;
        }
        to.int2(digits);
        to.int2(Math.max(0, digits - 1));
        to.int2(value < 0 ? 0x4000 : 0);
        to.int2(0);
        int start = to.length;
        for (int i = 0; i < digits; i++) {
            to.int2(0);
        }
        long rest = value;
        for (int i = digits - 1; i >= 0; i--) {
            int digit = (int) Math.abs(rest % 10_000);
            to.array[start + 2 * i] = (byte) (digit >> 8);
            to.array[start + 2 * i + 1] = (byte) digit;
            rest /= 10_000;
        }
    }
}
