package dev.tidemark.sandbox.stripe;

import dev.tidemark.sandbox.http.Response.Answer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A request that Stripe refuses, in its words. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final JsonMapper JSON = new JsonMapper();

    private final int status;
    private final String type;
    private final String code;
    private final String param;

    private Refused(int status, String type, String code, String message, String param) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
        this.code = code;
        this.param = param;
    }

    static Refused of(int status, String type, @Nullable String code, String message, @Nullable String param) {
        return new Refused(status, type, code == null ? "" : code, message, param == null ? "" : param);
    }

    static Refused missing(String what, String id, int status, String param) {
        return of(status, "invalid_request_error", "resource_missing", "No such " + what + ": '" + id + "'", param);
    }

    static Refused parameter(String code, String message, String param) {
        return of(400, "invalid_request_error", code, message, param);
    }

    static Refused declined() {
        return of(402, "card_error", "card_declined", "Your card was declined.", "");
    }

    /** Whether the request was so wrong that nothing was begun: no idempotent answer is kept. */
    boolean beforeWork() {
        return status != 402;
    }

    Answer answer() {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode error = root.putObject("error");
        if (!code.isEmpty()) {
            error.put("code", code);
            error.put("doc_url", "https://stripe.com/docs/error-codes/" + code.replace('_', '-'));
        }
        if (code.equals("card_declined")) {
            error.put("decline_code", "generic_decline");
        }
        error.put("message", getMessage());
        if (!param.isEmpty()) {
            error.put("param", param);
        }
        error.put("type", type);
        return Answer.json(status, root.toPrettyString().getBytes(StandardCharsets.UTF_8));
    }
}
