package dev.tidemark.estimate;

import dev.tidemark.quota.Outlook;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How far a reading of everything is, and what is left of it by its recent pace; no sooner than its quota grants the requests.
 *
 * @param stage what it does just now
 * @param percent empty where nobody knows the whole
 * @param rowsPerSecond of the last minutes; empty before there is anything to go by, and while it rests
 * @param requestsLeft about; empty where nobody knows the whole
 * @param left empty where nobody knows the whole, or while it rests
 */
public record Headway(
        Reading reading,
        Stage stage,
        OptionalInt percent,
        OptionalDouble rowsPerSecond,
        OptionalLong requestsLeft,
        Optional<Duration> left) {

    /** What a reading does. */
    public enum Stage {
        READING,
        /** All is in the archive, and on its way into the table. */
        LOADING,
        /** Between two runs: the next one goes on where the last page ended. */
        RESTING
    }

    /** Shorter spans say nothing of a pace. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    public static Headway of(Reading reading, Instant now, Outlook outlook) {
        Stage stage = reading.run().isEmpty() ? Stage.RESTING : reading.retrieved() ? Stage.LOADING : Stage.READING;
        double rowsPerPage = reading.pagesApplied() > 0 ? (double) reading.rows() / (double) reading.pagesApplied() : 0;
        double retrieved = (double) reading.rows() + rowsPerPage * (double) reading.pagesWaiting();
        OptionalDouble pace = switch (stage) {
            case READING -> readingPace(reading, now, rowsPerPage);
            case LOADING -> loadingPace(reading, now);
            case RESTING -> OptionalDouble.empty();
        };
        // More than it promised: it is a bad guide to what is left.
        boolean isKnown = reading.expected().isPresent()
                && reading.rows() <= reading.expected().getAsLong();
        double whole = isKnown ? (double) reading.expected().getAsLong() : 0;
        OptionalInt percent = isKnown && whole > 0
                ? OptionalInt.of((int) (100 * (double) reading.rows() / whole))
                : OptionalInt.empty();
        OptionalLong requestsLeft = requestsLeft(reading, stage, isKnown, whole - retrieved, retrieved);
        Optional<Duration> left = Optional.empty();
        if (pace.isPresent() && pace.getAsDouble() > 0) {
            if (stage == Stage.LOADING) {
                left = Optional.of(seconds(rowsPerPage * (double) reading.pagesWaiting() / pace.getAsDouble()));
            } else if (isKnown) {
                Duration byPace = seconds(Math.max(0, whole - (double) reading.rows()) / pace.getAsDouble());
                Duration byQuota = outlook.until(requestsLeft.orElse(0)).orElse(Duration.ZERO);
                left = Optional.of(byPace.compareTo(byQuota) > 0 ? byPace : byQuota);
            }
        }
        return new Headway(reading, stage, percent, pace, requestsLeft, left);
    }

    private static OptionalDouble readingPace(Reading reading, Instant now, double rowsPerPage) {
        if (reading.recentPages() < 2 || rowsPerPage == 0) {
            return OptionalDouble.empty();
        }
        // Until now and not until the last page: while nothing comes, the pace falls.
        Duration span = Duration.between(reading.recentSince().orElse(now), now);
        return span.compareTo(SHORTEST) < 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(rowsPerPage * (reading.recentPages() - 1) / inSeconds(span));
    }

    private static OptionalDouble loadingPace(Reading reading, Instant now) {
        Reading.Under run = reading.run().orElseThrow();
        Duration span = Duration.between(run.began(), now);
        return run.rows() == 0 || span.compareTo(SHORTEST) < 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) run.rows() / inSeconds(span));
    }

    private static OptionalLong requestsLeft(
            Reading reading, Stage stage, boolean isKnown, double rowsLeft, double retrieved) {
        if (stage == Stage.LOADING) {
            return OptionalLong.of(0);
        }
        if (!isKnown || retrieved <= 0) {
            return OptionalLong.empty();
        }
        return OptionalLong.of((long) Math.ceil(Math.max(0, rowsLeft) * (double) reading.requests() / retrieved));
    }

    private static double inSeconds(Duration span) {
        return (double) span.toMillis() / 1_000;
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis((long) Math.ceil(seconds * 1_000));
    }
}
