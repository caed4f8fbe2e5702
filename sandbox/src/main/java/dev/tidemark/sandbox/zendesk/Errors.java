package dev.tidemark.sandbox.zendesk;

import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.kit.VendorErrors;
import java.time.Duration;

/** Zendesk's wording of the refusals that every API has. */
final class Errors implements VendorErrors {
    @Override
    public Answer tooManyRequests(Duration retryAfter) {
        return Refusal.tooMany("APIRateLimitExceeded", "Number of allowed API requests per minute exceeded", retryAfter)
                .answer();
    }

    @Override
    public Answer serverError() {
        return Refusal.of(500, "InternalError", "Something went wrong").answer();
    }

    @Override
    public Answer unavailable() {
        return Refusal.of(503, "ServiceUnavailable", "Database collision").answer();
    }
}
