package dev.tidemark.sync;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to rest after so many failures in a row: doubled each time, capped, and spread by up to a fifth so that many that
 * failed together do not come back together.
 */
public record BackOff(Duration first, Duration longest, RandomGenerator random) {

    public static BackOff ofRuns(RandomGenerator random) {
        return new BackOff(Duration.ofSeconds(30), Duration.ofHours(1), random);
    }

    public static BackOff ofRequests(RandomGenerator random) {
        return new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(30), random);
    }

    public Duration after(int failures) {
        double doubled = (double) first.toMillis() * Math.pow(2, Math.min(Math.max(failures, 1) - 1, 30));
        double capped = Math.min(doubled, (double) longest.toMillis());
        return Duration.ofMillis((long) (capped * (1 - 0.2 * random.nextDouble())));
    }
}
