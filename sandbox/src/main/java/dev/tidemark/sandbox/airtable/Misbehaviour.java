package dev.tidemark.sandbox.airtable;

import dev.tidemark.sandbox.fault.Effect;
import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.kit.CommonMisbehaviour;
import dev.tidemark.sandbox.kit.StandIn;
import dev.tidemark.sandbox.kit.VendorErrors;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The ways in which Airtable lets a caller down; each an effect for a fault rule. */
public final class Misbehaviour extends CommonMisbehaviour {
    private final Runnable expireIterators;

    private static final class Errors implements VendorErrors {
        @Override
        public Answer tooManyRequests(Duration retryAfter) {
            // Airtable sends no Retry-After with its own limit.
            return Refused.answer(429, Limits.TYPE, Limits.MESSAGE);
        }

        @Override
        public Answer serverError() {
            return Refused.answer(500, "SERVER_ERROR", "Try again. If the problem persists, contact support.");
        }

        @Override
        public Answer unavailable() {
            return Refused.answer(503, "SERVICE_UNAVAILABLE", "The server could not process your request in time.");
        }
    }

    Misbehaviour(StandIn standIn, Runnable expireIterators) {
        super(new Errors(), standIn);
        this.expireIterators = expireIterators;
    }

    /** Every offset handed out is forgotten before the request is looked at. */
    public Effect expireIterators() {
        return new Effect.Before(expireIterators);
    }

    @Override
    protected Optional<Effect> own(String name, JsonNode body) {
        return name.equals("expireIterators") ? Optional.of(expireIterators()) : Optional.empty();
    }
}
