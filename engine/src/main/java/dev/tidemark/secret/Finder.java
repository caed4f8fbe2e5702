package dev.tidemark.secret;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Finds any of several byte strings in one pass that mostly jumps: it looks at the last two bytes of a window as long as the
 * shortest string, and moves the window on to where those two bytes could next be part of one (Wu and Manber, 1994).
 */
final class Finder {

    private static final int BITS = 13;
    private static final int SIZE = 1 << BITS;
    private static final int MASK = SIZE - 1;

    /** Longest first, so that the first that fits is the longest. */
    private final byte[][] wanted;

    private final int window;
    /** By the pair of bytes at the window's end: how far the window can move on. */
    private final byte[] jump = new byte[SIZE];
    /** Where the jump is 0: the first string whose first bytes end so, and for each string the next such; -1 for none. */
    private final short[] first = new short[SIZE];

    private final short[] next;

    Finder(List<byte[]> strings) {
        wanted = strings.stream()
                .sorted(Comparator.comparingInt((byte[] s) -> s.length).reversed())
                .toArray(byte[][]::new);
        window = wanted.length == 0 ? 0 : Math.min(Byte.MAX_VALUE, wanted[wanted.length - 1].length);
        next = new short[wanted.length];
        Arrays.fill(first, (short) -1);
        Arrays.fill(next, (short) -1);
        if (wanted.length > 0) {
            prepare();
        }
    }

    private void prepare() {
        if (window < 2 || wanted.length > Short.MAX_VALUE) {
            throw new IllegalArgumentException("strings to find have two bytes at least, and are not thousands");
        }
        Arrays.fill(jump, (byte) (window - 1));
        for (int number = wanted.length - 1; number >= 0; number--) {
            byte[] string = wanted[number];
            for (int end = 1; end < window; end++) {
                int pair = pair(string[end - 1], string[end]);
                jump[pair] = (byte) Math.min(jump[pair], window - 1 - end);
            }
            int last = pair(string[window - 2], string[window - 1]);
            next[number] = first[last];
            first[last] = (short) number;
        }
    }

    Stretches find(byte[] page) {
        if (window == 0) {
            return Stretches.NONE;
        }
        byte[] jumps = jump;
        Stretches found = Stretches.NONE;
        int at = window - 1;
        int length = page.length;
        while (at < length) {
            int pair = pair(page[at - 1], page[at]);
            int move = jumps[pair];
            if (move == 0) {
                int start = at - window + 1;
                int end = longestAt(page, start, first[pair]);
                if (end > 0) {
                    found = found == Stretches.NONE ? new Stretches() : found;
                    found.add(start, end);
                }
                move = 1;
            }
            at += move;
        }
        return found;
    }

    private int longestAt(byte[] page, int start, int candidates) {
        for (int number = candidates; number >= 0; number = next[number]) {
            byte[] string = wanted[number];
            int end = start + string.length;
            if (end <= page.length && Arrays.equals(page, start, end, string, 0, string.length)) {
                return end;
            }
        }
        return -1;
    }

    private static int pair(byte one, byte two) {
        return ((one << 6) ^ (two & 0xff)) & MASK;
    }
}
