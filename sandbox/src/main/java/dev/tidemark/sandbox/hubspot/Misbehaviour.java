package dev.tidemark.sandbox.hubspot;

import dev.tidemark.sandbox.fault.Effect;
import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.hubspot.rest.Limits;
import dev.tidemark.sandbox.kit.CommonMisbehaviour;
import dev.tidemark.sandbox.kit.StandIn;
import dev.tidemark.sandbox.kit.VendorErrors;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The ways in which HubSpot lets a caller down; each an effect for a fault rule. */
public final class Misbehaviour extends CommonMisbehaviour {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String CORRELATION = "4a1c7b1e-0000-4000-8000-000000000000";
    private static final String MIDDLE =
            "{\"status\":\"error\",\"message\":\"internal error\",\"correlationId\":\"" + CORRELATION + "\"}";

    private static final class Errors implements VendorErrors {
        @Override
        public Answer tooManyRequests(Duration retryAfter) {
            return Limits.refusal("ten_secondly_rolling", "TEN_SECONDLY_ROLLING", CORRELATION)
                    .with("Retry-After", String.valueOf(retryAfter.toSeconds()));
        }

        @Override
        public Answer serverError() {
            return error(500, "internal error");
        }

        @Override
        public Answer unavailable() {
            return error(503, "Service unavailable, please try again");
        }
    }

    Misbehaviour(StandIn standIn) {
        super(new Errors(), standIn);
    }

    /** 429 of the daily limit, without Retry-After. */
    public Effect dailyLimit() {
        return new Effect.Instead(Limits.refusal("daily", "DAILY", CORRELATION));
    }

    /** Status 200, some records, and then an error where the rest should be. */
    public Effect errorInside() {
        return new Effect.Rewrite(answer -> {
            String text = answer.text();
            int middle = text.lastIndexOf("},{", text.length() / 2);
            String kept = middle < 0 ? text.substring(0, text.length() / 2) : text.substring(0, middle + 2);
            return answer.body((kept + MIDDLE).getBytes(StandardCharsets.UTF_8));
        });
    }

    @Override
    protected Optional<Effect> own(String name, JsonNode body) {
        return switch (name) {
            case "dailyLimit" -> Optional.of(dailyLimit());
            case "errorInside" -> Optional.of(errorInside());
            default -> Optional.empty();
        };
    }

    private static Answer error(int status, String message) {
        return Answer.json(
                status,
                JSON.writeValueAsBytes(JSON.createObjectNode()
                        .put("status", "error")
                        .put("message", message)
                        .put("correlationId", CORRELATION)));
    }
}
