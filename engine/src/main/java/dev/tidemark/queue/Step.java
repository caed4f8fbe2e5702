package dev.tidemark.queue;

import java.time.Duration;

/** What a worker does after a step of a job, named by what happens next. */
public sealed interface Step {

    /** Step it again, at once. */
    record GoOn() implements Step {}

    /** Keep the lease, and step it again after this. */
    record Rest(Duration time) implements Step {}

    /** The job is finished or given back. */
    record Ended() implements Step {}

    Step GO_ON = new GoOn();
    Step ENDED = new Ended();
}
