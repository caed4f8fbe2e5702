package dev.tidemark.connectors.manifest.template;

import java.time.Duration;
import java.time.InstantSource;

/**
 * When one evaluation happens, and what it may cost. A manifest is somebody else's text: past these limits it fails with
 * an error, rather than holding its thread or taking the memory of all.
 */
final class Work {

    /** The longest text that a template may make. */
    static final int MOST_CHARS = 10_000_000;

    /** The longest list that a template may make. */
    static final int MOST_ITEMS = 1_000_000;

    /** The largest integer that a template may make, in bits. */
    static final int MOST_BITS = 1 << 16;

    /** The deepest value that is compared or written. */
    static final int DEEPEST = 500;

    /** How often the loops and filters of one evaluation may go round. */
    private static final int MOST_ROUNDS = 10_000_000;

    private static final int WIDEST = 100_000;
    private static final int MOST_KEY_PARTS = 1_000;
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final InstantSource clock;
    private final Duration longest;
    private int rounds;
    private long began;

    Work(InstantSource clock) {
        this(clock, LONGEST);
    }

    /** @param longest after which there is no further round */
    Work(InstantSource clock, Duration longest) {
        this.clock = clock;
        this.longest = longest;
    }

    Moment now() {
        return Moment.utc(clock.instant());
    }

    /** One more round of a loop or of a filter. */
    void round() {
        if (rounds++ == 0) {
            began = System.nanoTime();
        }
        if (rounds > MOST_ROUNDS) {
            throw tooMuch("goes round more than " + MOST_ROUNDS + " times");
        }
        if (System.nanoTime() - began > longest.toNanos()) {
            throw tooMuch("takes longer than " + longest.toSeconds() + " seconds");
        }
    }

    /** The length of a text, if a template may make one as long. */
    static int chars(long length) {
        return within(length, MOST_CHARS, "a text of more than " + MOST_CHARS + " characters");
    }

    /** The size of a list, if a template may make one as large. */
    static int items(long size) {
        return within(size, MOST_ITEMS, "a list of more than " + MOST_ITEMS + " items");
    }

    /** A width or a precision, if a template may fill as much. */
    static int width(long width) {
        return within(width, WIDEST, "a field wider than " + WIDEST + " characters");
    }

    static void depth(int depth) {
        within(depth, DEEPEST, "a value of more than " + DEEPEST + " levels");
    }

    /** How many values a key is made of, if a template may make one of as many. */
    static int keyParts(int count) {
        return within(count, MOST_KEY_PARTS, "a key of more than " + MOST_KEY_PARTS + " values");
    }

    private static int within(long given, int most, String what) {
        if (given > most) {
            throw tooMuch("makes " + what);
        }
        return (int) given;
    }

    private static TemplateError tooMuch(String what) {
        return new TemplateError("LimitError", "the template " + what);
    }
}
