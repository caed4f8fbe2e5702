package dev.tidemark.connectors.postgres;

import org.jspecify.annotations.Nullable;

/** Writes text as the UTF-8 that PostgreSQL takes: without NUL, without halves of characters. */
final class Utf8 {

    static final String NUL = "it holds a NUL character, which PostgreSQL text cannot";
    static final String HALF = "it holds half of a surrogate pair, which is no character";

    private Utf8() {}

    /** @return why the text cannot be written, or null where it was */
    static @Nullable String write(Bytes to, String text) {
        int count = text.length();
        to.reserve(count);
        byte[] array = to.array;
        int at = to.length;
        int i = 0;
        while (i < count) {
            char c = text.charAt(i);
            if (c >= 0x80 || c == 0) {
                break;
            }
            array[at++] = (byte) c;
            i++;
        }
        to.length = at;
        return i == count ? null : rest(to, text, i);
    }

    static @Nullable String write(Bytes to, char[] chars, int offset, int count) {
        to.reserve(count);
        byte[] array = to.array;
        int at = to.length;
        int i = offset;
        int end = offset + count;
        while (i < end) {
            char c = chars[i];
            if (c >= 0x80 || c == 0) {
                break;
            }
            array[at++] = (byte) c;
            i++;
        }
        to.length = at;
        return i == end ? null : rest(to, new String(chars, i, end - i), 0);
    }

    private static @Nullable String rest(Bytes to, String text, int from) {
        int count = text.length();
        to.reserve((int) Math.min(Integer.MAX_VALUE - 16, 3L * (count - from)));
        byte[] array = to.array;
        int at = to.length;
        for (int i = from; i < count; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                if (c == 0) {
                    return NUL;
                }
                array[at++] = (byte) c;
            } else if (c < 0x800) {
                array[at++] = (byte) (0xC0 | (c >> 6));
                array[at++] = (byte) (0x80 | (c & 0x3F));
            } else if (!Character.isSurrogate(c)) {
                array[at++] = (byte) (0xE0 | (c >> 12));
                array[at++] = (byte) (0x80 | ((c >> 6) & 0x3F));
                array[at++] = (byte) (0x80 | (c & 0x3F));
            } else {
                if (i + 1 == count || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
                    return HALF;
                }
                int point = Character.toCodePoint(c, text.charAt(++i));
                array[at++] = (byte) (0xF0 | (point >> 18));
                array[at++] = (byte) (0x80 | ((point >> 12) & 0x3F));
                array[at++] = (byte) (0x80 | ((point >> 6) & 0x3F));
                array[at++] = (byte) (0x80 | (point & 0x3F));
            }
        }
        to.length = at;
        return null;
    }
}
