package dev.tidemark.bench.inbound;

import java.util.Arrays;

/** Rows in the form that COPY BINARY takes (PostgreSQL manual, chapter COPY, "Binary Format"). */
final class RowBytes {

    private static final long MICROS_TO_2000 = 946_684_800_000_000L;
    private static final int DAYS_TO_2000 = 10_957;

    private byte[] bytes = new byte[1 << 20];
    private int length;

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    void header() {
        byte[] sign = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0};
        room(sign.length);
        System.arraycopy(sign, 0, bytes, length, sign.length);
        length += sign.length;
    }

    void row(int columns) {
        room(2);
        putShort(columns);
    }

    void end() {
        room(2);
        putShort(-1);
    }

    void none() {
        room(4);
        putInt(-1);
    }

    void bool(boolean value) {
        room(5);
        putInt(1);
        bytes[length++] = (byte) (value ? 1 : 0);
    }

    void bigint(long value) {
        room(12);
        putInt(8);
        putLong(value);
    }

    void real(double value) {
        bigint(Double.doubleToRawLongBits(value));
    }

    void date(int epochDay) {
        room(8);
        putInt(4);
        putInt(epochDay - DAYS_TO_2000);
    }

    void instant(long epochMicros) {
        bigint(epochMicros - MICROS_TO_2000);
    }

    void text(char[] chars, int offset, int count) {
        room(4 + 3 * count);
        int start = length;
        length += 4;
        int end = offset + count;
        for (int i = offset; i < end; i++) {
            char c = chars[i];
            if (c < 0x80) {
                bytes[length++] = (byte) c;
            } else if (c < 0x800) {
                bytes[length++] = (byte) (0xc0 | (c >> 6));
                bytes[length++] = (byte) (0x80 | (c & 0x3f));
            } else if (Character.isHighSurrogate(c) && i + 1 < end) {
                int point = Character.toCodePoint(c, chars[++i]);
                bytes[length++] = (byte) (0xf0 | (point >> 18));
                bytes[length++] = (byte) (0x80 | ((point >> 12) & 0x3f));
                bytes[length++] = (byte) (0x80 | ((point >> 6) & 0x3f));
                bytes[length++] = (byte) (0x80 | (point & 0x3f));
            } else {
                bytes[length++] = (byte) (0xe0 | (c >> 12));
                bytes[length++] = (byte) (0x80 | ((c >> 6) & 0x3f));
                bytes[length++] = (byte) (0x80 | (c & 0x3f));
            }
        }
        int after = length;
        length = start;
        putInt(after - start - 4);
        length = after;
    }

    /** A number such as {@code -12.50}, without exponent, as base 10,000 digits. */
    void numeric(char[] chars, int offset, int count) {
        int at = offset;
        int end = offset + count;
        boolean negative = chars[at] == '-';
        if (negative) {
            at++;
        }
        int dot = at;
        while (dot < end && chars[dot] != '.') {
            dot++;
        }
        int scale = Math.max(0, end - dot - 1);
        int groupsBefore = (dot - at + 3) / 4;
        int groupsAfter = (scale + 3) / 4;
        int groups = groupsBefore + groupsAfter;
        room(12 + 2 * groups);
        putInt(8 + 2 * groups);
        putShort(groups);
        putShort(groupsBefore - 1);
        putShort(negative ? 0x4000 : 0);
        putShort(scale);
        int missing = groupsBefore * 4 - (dot - at);
        int digits = 0;
        int group = 0;
        for (int i = 0; i < groups * 4; i++) {
            int place = i - missing;
            int from = place < dot - at ? at + place : at + place + 1;
            boolean inside = place >= 0 && from < end && (place < dot - at || from > dot);
            group = group * 10 + (inside ? chars[from] - '0' : 0);
            if (++digits == 4) {
                putShort(group);
                digits = 0;
                group = 0;
            }
        }
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    private void putShort(int value) {
        bytes[length++] = (byte) (value >> 8);
        bytes[length++] = (byte) value;
    }

    private void putInt(int value) {
        putShort(value >> 16);
        putShort(value);
    }

    private void putLong(long value) {
        putInt((int) (value >> 32));
        putInt((int) value);
    }
}
