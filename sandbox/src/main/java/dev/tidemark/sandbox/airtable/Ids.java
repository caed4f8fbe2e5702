package dev.tidemark.sandbox.airtable;

import dev.tidemark.sandbox.seed.Dice;

/** Ids as Airtable's look: a word of three letters and fourteen of letters and digits. */
final class Ids {
    private static final int LENGTH = 14;

    private final Dice dice;

    Ids(Dice dice) {
        this.dice = dice;
    }

    String next(String kind) {
        return kind + dice.letters(LENGTH);
    }

    /** The same for the same words, always. */
    static String of(String words) {
        return new Dice(words.hashCode()).letters(LENGTH);
    }
}
