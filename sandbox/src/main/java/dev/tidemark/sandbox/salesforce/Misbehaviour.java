package dev.tidemark.sandbox.salesforce;

import dev.tidemark.sandbox.fault.Effect;
import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.kit.CommonMisbehaviour;
import dev.tidemark.sandbox.kit.StandIn;
import dev.tidemark.sandbox.kit.VendorErrors;
import dev.tidemark.sandbox.salesforce.rest.BulkCsv;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The ways in which Salesforce, or what lies before it, lets a caller down; each an effect for a fault rule. */
public final class Misbehaviour extends CommonMisbehaviour {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String MIDDLE =
            "[{\"errorCode\":\"UNKNOWN_EXCEPTION\",\"message\":\"An unexpected error occurred. Please include this"
                    + " ErrorId if you contact support: 1234-5678\"}]";

    private static final class Errors implements VendorErrors {
        @Override
        public Answer tooManyRequests(Duration retryAfter) {
            return error(429, "TOO_MANY_REQUESTS", "Too many requests")
                    .with("Retry-After", String.valueOf(retryAfter.toSeconds()));
        }

        @Override
        public Answer serverError() {
            return error(500, "UNKNOWN_EXCEPTION", "An unexpected error occurred.");
        }

        @Override
        public Answer unavailable() {
            return error(503, "SERVER_UNAVAILABLE", "The server is temporarily unavailable");
        }
    }

    private final SalesforceSandbox sandbox;

    Misbehaviour(SalesforceSandbox sandbox, StandIn standIn) {
        super(new Errors(), standIn);
        this.sandbox = sandbox;
    }

    /** 403 as when the daily limit is reached: not a matter of permissions. */
    public Effect requestLimitExceeded() {
        return new Effect.Instead(error(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."));
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

    /** Every query locator, and every one of bulk results, dies before the request is looked at. */
    public Effect expireLocators() {
        return new Effect.Before(() -> {
            sandbox.locators().expireAll();
            sandbox.bulk().expireLocators();
        });
    }

    /** Every bulk job that is not ended fails before the request is looked at. */
    public Effect failJobs() {
        return new Effect.Before(() -> sandbox.bulk().failAll());
    }

    /** Every bulk job is forgotten with its results before the request is looked at. */
    public Effect expireJobs() {
        return new Effect.Before(() -> sandbox.bulk().expireAll());
    }

    /** A page of bulk results without its last rows, cut between two of them; the headers speak of all. */
    public Effect cutRows() {
        return new Effect.Rewrite(answer -> {
            String text = answer.text();
            int end = text.lastIndexOf('\n', text.length() * 2 / 3);
            return answer.body(text.substring(0, end + 1).getBytes(StandardCharsets.UTF_8));
        });
    }

    /** A page of bulk results with its columns in another order. */
    public Effect turnColumns() {
        return new Effect.Rewrite(answer -> answer.body(BulkCsv.turned(answer.body())));
    }

    /** Every so-many-th record written is refused with UNABLE_TO_LOCK_ROW. */
    public Effect lockRows(int every) {
        return new LockRows(every);
    }

    @Override
    protected Optional<Effect> own(String name, JsonNode body) {
        return switch (name) {
            case "requestLimitExceeded" -> Optional.of(requestLimitExceeded());
            case "errorInside" -> Optional.of(errorInside());
            case "expireLocators" -> Optional.of(expireLocators());
            case "failJobs" -> Optional.of(failJobs());
            case "expireJobs" -> Optional.of(expireJobs());
            case "cutRows" -> Optional.of(cutRows());
            case "turnColumns" -> Optional.of(turnColumns());
            case "lockRows" -> Optional.of(lockRows(body.path("every").asInt(1)));
            default -> Optional.empty();
        };
    }

    private static Answer error(int status, String errorCode, String message) {
        return Answer.json(status, JSON.writeValueAsBytes(List.of(Map.of("errorCode", errorCode, "message", message))));
    }
}
