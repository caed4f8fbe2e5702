package dev.tidemark.sandbox.salesforce.data;

import java.util.List;
import java.util.SplittableRandom;

/** Chance from a seed. */
final class Dice {
    private final SplittableRandom random;

    Dice(long seed) {
        random = new SplittableRandom(seed);
    }

    /** From 0 to {@code bound} - 1. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    long below(long bound) {
        return random.nextLong(bound);
    }

    boolean percent(int chance) {
        return below(100) < chance;
    }

    <T> T of(List<T> list) {
        return list.get(below(list.size()));
    }

    String digits(int count) {
        var text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append(below(10));
        }
        return text.toString();
    }
}
