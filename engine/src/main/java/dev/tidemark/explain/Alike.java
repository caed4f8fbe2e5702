package dev.tidemark.explain;

/** Whether one key may have been typed for another; cheap, for it is asked of every record. */
final class Alike {

    private static final int SHORTEST = 4;

    private Alike() {}

    /** They differ in case or blanks, in one letter or two neighbours, or one is how the other begins. */
    static boolean are(String asked, String other) {
        int shorter = Math.min(asked.length(), other.length());
        int longer = Math.max(asked.length(), other.length());
        if (shorter < SHORTEST) {
            return asked.strip().equalsIgnoreCase(other.strip());
        }
        int same = 0;
        while (same < shorter && folded(asked, same) == folded(other, same)) {
            same++;
        }
        if (same == shorter) {
            return true;
        }
        int end = 0;
        while (end < shorter - same
                && folded(asked, asked.length() - 1 - end) == folded(other, other.length() - 1 - end)) {
            end++;
        }
        int differ = longer - same - end;
        return differ <= 1 || (differ == 2 && asked.length() == other.length() && swapped(asked, other, same));
    }

    private static boolean swapped(String one, String other, int at) {
        return folded(one, at) == folded(other, at + 1) && folded(one, at + 1) == folded(other, at);
    }

    private static char folded(String text, int at) {
        return Character.toLowerCase(text.charAt(at));
    }
}
