package dev.tidemark.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** When a sync goes again. */
public sealed interface Schedule {

    /** What a sync has that says nothing: every three hours. */
    Schedule DEFAULT = new Every(Duration.ofHours(3));

    /**
     * The moment from which the sync is due; it is due now where that is not after {@code now}.
     *
     * <p>A sync that was down for long finds one due moment in the past, not one for each tick it missed: after the run that
     * catches up, {@code syncedAt} has passed them all.
     *
     * @param syncedAt the end of the last successful retrieve (invariant 3); empty where there was none, and then the
     *     initial sync is due at once
     * @param now the time by the store's clock
     * @return empty where nothing but a request starts the sync, or where no further moment exists
     */
    Optional<Instant> dueAt(Optional<Instant> syncedAt, Instant now);

    /** This long after the last successful retrieve. */
    record Every(Duration interval) implements Schedule {
        public Every {
            if (interval.isZero() || interval.isNegative() || interval.compareTo(Span.LONGEST) > 0) {
                throw new IllegalArgumentException("an interval is more than nothing, up to a year: " + interval);
            }
        }

        @Override
        public Optional<Instant> dueAt(Optional<Instant> syncedAt, Instant now) {
            return Optional.of(syncedAt.map(last -> last.plus(interval)).orElse(now));
        }

        @Override
        public String toString() {
            return "every " + Span.format(interval);
        }
    }

    /**
     * At the times that a cron expression names in a zone.
     *
     * @param times the expression
     * @param zone in which its hours and days are counted
     */
    record Cron(CronTimes times, ZoneId zone) implements Schedule {

        /** @throws IllegalArgumentException where the expression is wrong; the message is for the person who wrote it */
        public static Cron of(String expression, ZoneId zone) {
            return new Cron(CronTimes.parse(expression), zone);
        }

        @Override
        public Optional<Instant> dueAt(Optional<Instant> syncedAt, Instant now) {
            return syncedAt.isEmpty() ? Optional.of(now) : times.after(syncedAt.get(), zone);
        }

        @Override
        public String toString() {
            return "cron " + times.expression() + " " + zone;
        }
    }

    /** Always running: due again as soon as the last pass ended. */
    record Continuous() implements Schedule {
        @Override
        public Optional<Instant> dueAt(Optional<Instant> syncedAt, Instant now) {
            return Optional.of(syncedAt.orElse(now));
        }

        @Override
        public String toString() {
            return "continuous";
        }
    }

    /** Only when a person, a sequence or a program asks; the initial sync too. */
    record Manual() implements Schedule {
        @Override
        public Optional<Instant> dueAt(Optional<Instant> syncedAt, Instant now) {
            return Optional.empty();
        }

        @Override
        public String toString() {
            return "manual";
        }
    }
}
