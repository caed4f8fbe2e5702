package dev.tidemark.sandbox.fault;

import dev.tidemark.sandbox.http.Response;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** What happens to a request that a rule has picked. */
public sealed interface Effect {
    /** This answer, and nothing is done. */
    record Instead(Response response) implements Effect {}

    /** The work is done and answered, but so much later. */
    record Slow(Duration by) implements Effect {}

    /** Silence; the work is done first if {@code done}. */
    record Silence(Duration silence, boolean done) implements Effect {}

    /** The work is done; the connection closes after this share of the body (0 to 1). */
    record CutBody(double share) implements Effect {}

    /** The work is done; nobody hears of it. */
    record LoseAnswer() implements Effect {}

    /** The work is done; the answer is changed on its way. */
    record Rewrite(UnaryOperator<Response.Answer> change) implements Effect {}

    /** This is run first, then the request is served as usual. */
    record Before(Runnable action) implements Effect {}

    /** The request is served as usual, then this is run. */
    record After(Runnable action) implements Effect {}

    /** What only one API's stand-in can do. */
    non-sealed interface Own extends Effect {}
}
