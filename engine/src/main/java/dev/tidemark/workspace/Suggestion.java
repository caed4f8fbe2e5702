package dev.tidemark.workspace;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Says what a person may have meant. */
public final class Suggestion {

    private Suggestion() {}

    /** "Did you mean", where one of the words allowed is near; otherwise all of them. */
    static String instead(String wrong, Collection<String> allowed) {
        if (allowed.isEmpty()) {
            return "There is none to name yet";
        }
        return nearest(wrong, allowed)
                .map(near -> "Did you mean '" + near + "'?")
                .orElseGet(() -> "Allowed: " + String.join(", ", allowed));
    }

    /** The word allowed that is near, if any. */
    public static Optional<String> nearest(String wrong, Collection<String> allowed) {
        int near = Math.max(1, wrong.length() / 3);
        return allowed.stream()
                .filter(word -> distance(fold(wrong), fold(word)) <= near)
                .min(Comparator.comparingInt(word -> distance(wrong, word)));
    }

    /** How many letters must be put in, left out, changed or swapped with a neighbour (Damerau's distance). */
    static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }

    private static String fold(String word) {
        return word.toLowerCase(Locale.ROOT).replace('-', '_');
    }
}
