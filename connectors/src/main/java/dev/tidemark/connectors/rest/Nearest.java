package dev.tidemark.connectors.rest;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The word that was probably meant. */
public final class Nearest {

    private Nearest() {}

    /** Such as {@code , did you mean 'batch'?}; empty where none of the words is near. */
    public static String hint(String written, Collection<String> words) {
        return find(written, words, Math.max(2, written.length() / 3))
                .map(word -> ", did you mean '" + word + "'?")
                .orElse("");
    }

    /**
     * The nearest word.
     *
     * @param most by how many letters it may differ
     */
    public static Optional<String> find(String written, Collection<String> words, int most) {
        return words.stream()
                .filter(word -> distance(written, word) <= most)
                .min(Comparator.comparingInt((String word) -> distance(written, word))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Levenshtein's, without regard to case, {@code _}, {@code -} and the {@code __c} that is easily forgotten. */
    private static int distance(String one, String other) {
        String a = bare(one);
        String b = bare(other);
        int[] last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] next = new int[b.length() + 1];
            next[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                next[j] = Math.min(change, Math.min(last[j], next[j - 1]) + 1);
            }
            last = next;
        }
        return last[b.length()];
    }

    private static String bare(String word) {
        return word.toLowerCase(Locale.ROOT).replace("__c", "").replace("_", "").replace("-", "");
    }
}
