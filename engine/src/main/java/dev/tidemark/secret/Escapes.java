package dev.tidemark.secret;

/** Keeps an escape of JSON whole: a cut within one would leave something that is no JSON. */
final class Escapes {

    private static final int LONGEST = 6; // a backslash, a u and four digits

    private Escapes() {}

    /** The place, or the beginning of the escape that it lies within. */
    static int before(byte[] page, int place) {
        for (int start = place - 1; start >= 0 && start > place - LONGEST; start--) {
            if (begins(page, start) && end(page, start) > place) {
                return start;
            }
        }
        return place;
    }

    /** The place, or the end of the escape that it lies within. */
    static int behind(byte[] page, int place) {
        for (int start = place - 1; start >= 0 && start > place - LONGEST; start--) {
            if (begins(page, start) && end(page, start) > place) {
                return Math.min(end(page, start), page.length);
            }
        }
        return place;
    }

    /** Whether a backslash here begins an escape, and is not itself escaped. */
    private static boolean begins(byte[] page, int at) {
        int backslashes = 0;
        for (int i = at; i >= 0 && page[i] == '\\'; i--) {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    private static int end(byte[] page, int start) {
        return start + (start + 1 < page.length && page[start + 1] == 'u' ? LONGEST : 2);
    }
}
