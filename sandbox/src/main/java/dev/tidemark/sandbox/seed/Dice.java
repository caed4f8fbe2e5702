package dev.tidemark.sandbox.seed;

import java.util.List;
import java.util.SplittableRandom;

/** Chance from a seed. Not for several threads at once. */
public final class Dice {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private final SplittableRandom random;

    public Dice(long seed) {
        random = new SplittableRandom(seed);
    }

    /** From 0 to {@code bound} - 1. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** From 0 to {@code bound} - 1. */
    public long below(long bound) {
        return random.nextLong(bound);
    }

    /** True with so many chances of a hundred. */
    public boolean percent(int chance) {
        return below(100) < chance;
    }

    public <T> T of(List<T> list) {
        return list.get(below(list.size()));
    }

    public String digits(int count) {
        var text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append(below(10));
        }
        return text.toString();
    }

    /** Letters of both cases and digits, as tokens and cursors are made of. */
    public String letters(int count) {
        var text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append(LETTERS.charAt(below(LETTERS.length())));
        }
        return text.toString();
    }

    /** Small hexadecimal digits. */
    public String hex(int count) {
        var text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append(Character.forDigit(below(16), 16));
        }
        return text.toString();
    }

    /** In the form of a version 4 UUID. */
    public String uuid() {
        return hex(8) + "-" + hex(4) + "-4" + hex(3) + "-" + "89ab".charAt(below(4)) + hex(3) + "-" + hex(12);
    }
}
