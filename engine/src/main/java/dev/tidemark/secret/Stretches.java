package dev.tidemark.secret;

import java.util.Arrays;

/** Stretches of a page in order, none touching another where they overlap. */
final class Stretches {

    static final Stretches NONE = new Stretches();

    interface Each {
        void accept(int start, int end);
    }

    private int[] bounds = new int[0];
    private int count;

    /** Adds one that begins no earlier than the last; one that overlaps it makes it longer. */
    void add(int start, int end) {
        if (count > 0 && start < bounds[count - 1]) {
            bounds[count - 1] = Math.max(bounds[count - 1], end);
            return;
        }
        if (count == bounds.length) {
            bounds = Arrays.copyOf(bounds, Math.max(8, 2 * count));
        }
        bounds[count++] = start;
        bounds[count++] = end;
    }

    boolean isEmpty() {
        return count == 0;
    }

    void forEach(Each each) {
        for (int i = 0; i < count; i += 2) {
            each.accept(bounds[i], bounds[i + 1]);
        }
    }
}
