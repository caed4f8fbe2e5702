package dev.tidemark.sandbox.intercom;

import dev.tidemark.sandbox.fault.Effect;
import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.kit.CommonMisbehaviour;
import dev.tidemark.sandbox.kit.StandIn;
import dev.tidemark.sandbox.kit.VendorErrors;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The ways in which Intercom lets a caller down; each an effect for a fault rule. */
public final class Misbehaviour extends CommonMisbehaviour {
    private final Runnable expireScrolls;

    private static final class Errors implements VendorErrors {
        @Override
        public Answer tooManyRequests(Duration retryAfter) {
            return Refused.answer(429, "rate_limit_exceeded", "Exceeded rate limit")
                    .with("Retry-After", String.valueOf(retryAfter.toSeconds()));
        }

        @Override
        public Answer serverError() {
            return Refused.answer(500, "server_error", "Server Error");
        }

        @Override
        public Answer unavailable() {
            return Refused.answer(503, "service_unavailable", "Sorry, the API service is temporarily unavailable");
        }
    }

    Misbehaviour(StandIn standIn, Runnable expireScrolls) {
        super(new Errors(), standIn);
        this.expireScrolls = expireScrolls;
    }

    /** The open scroll is forgotten before the request is looked at. */
    public Effect expireScrolls() {
        return new Effect.Before(expireScrolls);
    }

    @Override
    protected Optional<Effect> own(String name, JsonNode body) {
        return name.equals("expireScrolls") ? Optional.of(expireScrolls()) : Optional.empty();
    }
}
