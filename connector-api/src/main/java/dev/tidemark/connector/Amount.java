package dev.tidemark.connector;

import java.util.Objects;

/**
 * How many, and how sure that is.
 *
 * @param number 0 where it is unknown
 * @param why it is not known exactly; empty where it is
 */
public record Amount(Sureness sureness, long number, String why) {

    /** From the surest down. */
    public enum Sureness {
        /** As of the moment of asking. */
        EXACT,
        ABOUT,
        /** Not fewer; nobody knows how many more. */
        AT_LEAST,
        UNKNOWN
    }

    public Amount {
        Objects.requireNonNull(sureness);
        Objects.requireNonNull(why);
        if (number < 0 || (sureness == Sureness.UNKNOWN && number != 0)) {
            throw new IllegalArgumentException("a number is not negative, and none where it is unknown: " + number);
        }
    }

    public static Amount exactly(long number) {
        return new Amount(Sureness.EXACT, number, "");
    }

    public static Amount about(long number, String why) {
        return new Amount(Sureness.ABOUT, number, why);
    }

    public static Amount atLeast(long number, String why) {
        return new Amount(Sureness.AT_LEAST, number, why);
    }

    public static Amount unknown(String why) {
        return new Amount(Sureness.UNKNOWN, 0, why);
    }

    public boolean isKnown() {
        return sureness != Sureness.UNKNOWN;
    }

    /** The pages that hold so many: one at least, for also an empty answer is one. */
    public Amount pagesOf(int size) {
        return isKnown() ? new Amount(sureness, Math.max(1, Math.ceilDiv(number, size)), why) : atLeast(1, why);
    }

    /** Both together, no surer than the less sure of them: with an unknown one it is at least the other. */
    public Amount plus(Amount other) {
        Sureness both = sureness.compareTo(other.sureness) >= 0 ? sureness : other.sureness;
        String reasons =
                why.isEmpty() || why.equals(other.why) ? other.why : other.why.isEmpty() ? why : why + "; " + other.why;
        if (both == Sureness.UNKNOWN && (isKnown() || other.isKnown())) {
            both = Sureness.AT_LEAST;
        }
        return new Amount(both, Math.addExact(number, other.number), reasons);
    }
}
