package dev.tidemark.connectors.rest;

import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.HttpAnswer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Turns an answer that is not a success into what happens next, as the status codes of RFC 9110 and RFC 6585 mean it. An API
 * that means something else looks at the answer first and leaves the rest to this.
 *
 * @param app the app's name for people
 * @param errors how it writes its errors
 * @param signIn what to check where it does not know who asks
 * @param permission what to grant where it knows, and refuses
 * @param patience how long it wants to be left alone where it refuses for too many requests
 */
public record Refusals(String app, ApiError.Reader errors, String signIn, String permission, Patience patience) {

    /** How long an app that refuses for too many requests wants to be left alone. */
    @FunctionalInterface
    public interface Patience {

        /** @param error what the answer says, where it is the app's own */
        Duration after(HttpAnswer answer, Optional<ApiError> error);

        /** As {@code Retry-After} says, or else so long. */
        static Patience orElse(Duration wait) {
            return (answer, error) -> answer.retryAfter().orElse(wait);
        }
    }

    /** Refused for a reason that no other code names. */
    public static final String REFUSED = "source.refused";

    /** Answers after which a write may have been done: a gateway gave up, or the app did, midway. */
    private static final Set<Integer> MAYBE_DONE = Set.of(408, 500, 502, 504);

    public Refusals {
        Objects.requireNonNull(app);
        Objects.requireNonNull(errors);
        Objects.requireNonNull(patience);
    }

    /** Of an app that is left alone for a minute where it does not say for how long it refuses. */
    public Refusals(String app, ApiError.Reader errors, String signIn, String permission) {
        this(app, errors, signIn, permission, Patience.orElse(Duration.ofMinutes(1)));
    }

    /** Whether a write that was answered so may have been done all the same. */
    public static boolean maybeDone(HttpAnswer answer) {
        return MAYBE_DONE.contains(answer.status());
    }

    public Optional<ApiError> error(HttpAnswer answer) {
        return ApiError.in(answer, errors);
    }

    /** @param what was asked, such as {@code the list of contacts} */
    public Trouble of(HttpAnswer answer, String what) {
        Optional<ApiError> error = error(answer);
        String why = what + " was refused: " + error.map(ApiError::toString).orElse("HTTP " + answer.status());
        return switch (answer.status()) {
            case 401 -> new Trouble.Stop("source.login_refused", app + ": " + why, signIn);
            case 403 -> explained(error, why, new Trouble.Stop("source.forbidden", why, permission));
            case 404, 410 ->
                explained(
                        error,
                        why,
                        new Trouble.Stop(
                                "source.not_found",
                                why,
                                "Check the settings of the account, and that it shows " + what));
            case 429 -> new Trouble.Wait(patience.after(answer, error), why);
            case 503 ->
                answer.retryAfter()
                        .<Trouble>map(wait -> new Trouble.Wait(wait, why))
                        .orElse(new Trouble.Retry(why));
            case 400, 405, 409, 413, 414, 415, 422, 431 ->
                explained(
                        error,
                        why,
                        new Trouble.Stop(REFUSED, why, "Look the reason up in " + app + "'s API reference"));
            default -> new Trouble.Retry(why);
        };
    }

    /** A refusal without the app's own words may well be a proxy's, and pass. */
    private static Trouble explained(Optional<ApiError> error, String why, Trouble.Stop stop) {
        return error.isPresent() ? stop : new Trouble.Retry(why);
    }

    /** An answer of success that is not what was asked for. */
    public Trouble strange(HttpAnswer answer, String what, String fault) {
        String said = error(answer).map(ApiError::toString).orElse(fault);
        return new Trouble.Retry(what + " was answered with HTTP " + answer.status() + " and no result: " + said);
    }

    public Trouble strange(HttpAnswer answer, String what, BadPage fault) {
        return strange(answer, what, String.valueOf(fault.getMessage()));
    }
}
