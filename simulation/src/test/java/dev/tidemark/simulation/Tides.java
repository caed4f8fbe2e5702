package dev.tidemark.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time as the simulation moves it: the true one, and the engine's, which can jump. */
final class Tides {

    private static final Duration HEARTBEAT = Duration.ofMillis(3_750);

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private Duration jumped = Duration.ZERO;
    private Runnable passing = () -> {};

    /** What happens all the while time passes, such as heartbeats. */
    void whilePassing(Runnable act) {
        passing = act;
    }

    Instant now() {
        return now;
    }

    InstantSource truth() {
        return () -> now;
    }

    /** The store's clock, by which the engine judges. */
    InstantSource engine() {
        return () -> now.plus(jumped);
    }

    void jump(Duration by) {
        jumped = jumped.plus(by);
    }

    /** Time passes. Who must be heard of meanwhile is heard of at its end, before anybody else can act. */
    void pass(Duration time) {
        now = now.plus(time);
        if (time.compareTo(HEARTBEAT) >= 0) {
            passing.run();
        }
    }
}
