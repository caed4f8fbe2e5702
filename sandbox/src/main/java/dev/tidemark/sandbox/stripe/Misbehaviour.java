package dev.tidemark.sandbox.stripe;

import dev.tidemark.sandbox.fault.Effect;
import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.kit.CommonMisbehaviour;
import dev.tidemark.sandbox.kit.StandIn;
import dev.tidemark.sandbox.kit.VendorErrors;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** How Stripe lets a caller down. */
public final class Misbehaviour extends CommonMisbehaviour {

    Misbehaviour(StandIn standIn) {
        super(new Words(), standIn);
    }

    /** Another request works on the object: 429 of another kind, to be tried again at once. */
    public Effect locked() {
        return new Effect.Instead(Refused.of(
                        429,
                        "invalid_request_error",
                        "lock_timeout",
                        "This object cannot be accessed right now because another API request or Stripe process is"
                                + " currently accessing it.",
                        null)
                .answer()
                .with("Stripe-Should-Retry", "true"));
    }

    /** A card that does not pay. */
    public Effect declined() {
        return new Effect.Instead(Refused.declined().answer());
    }

    /** Stripe fails at the work, and repeats that under the same idempotency key. */
    public Effect failsForGood() {
        return new FailsForGood();
    }

    /** The work is undone, the answer is 500 and kept. */
    record FailsForGood() implements Effect.Own {}

    @Override
    protected Optional<Effect> own(String name, JsonNode body) {
        return switch (name) {
            case "locked" -> Optional.of(locked());
            case "declined" -> Optional.of(declined());
            case "failsForGood" -> Optional.of(failsForGood());
            default -> Optional.empty();
        };
    }

    static final class Words implements VendorErrors {
        @Override
        public Answer tooManyRequests(Duration retryAfter) {
            // Stripe names no time to wait for.
            return Refused.of(
                            429,
                            "invalid_request_error",
                            "rate_limit",
                            "Request rate limit exceeded. You can learn more about rate limits here"
                                    + " https://stripe.com/docs/rate-limits.",
                            null)
                    .answer()
                    .with("Stripe-Should-Retry", "true");
        }

        @Override
        public Answer serverError() {
            return Refused.of(500, "api_error", null, "An unknown error occurred", null)
                    .answer();
        }

        @Override
        public Answer unavailable() {
            return Refused.of(503, "api_error", null, "Stripe is temporarily unavailable", null)
                    .answer()
                    .with("Stripe-Should-Retry", "true");
        }
    }
}
