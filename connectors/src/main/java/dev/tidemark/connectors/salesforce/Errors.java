package dev.tidemark.connectors.salesforce;

import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connectors.rest.ApiError;
import dev.tidemark.connectors.rest.Trouble;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Turns an answer that is not a success into what happens next. The codes are those of the REST API's documentation. */
final class Errors {

    /** The daily allowance is counted over the last 24 hours, so some of it comes back within minutes. */
    private static final Duration UNTIL_SOME_ALLOWANCE = Duration.ofMinutes(15);

    private static final Duration UNTIL_LESS_AT_ONCE = Duration.ofSeconds(30);
    private static final Duration UNTIL_LESS_BUSY = Duration.ofMinutes(1);

    /** Refused for a reason that no other code names. */
    static final String REFUSED = "source.refused";

    private Errors() {}

    /** What Salesforce says went wrong: {@code [{"errorCode": …, "message": …}]}, or of a sign-in as in RFC 6749. */
    static Optional<ApiError> said(HttpAnswer answer) {
        return ApiError.in(answer, body -> {
            JsonNode first = body.isArray() ? body.path(0) : body;
            return ApiError.of(
                    first.path("errorCode").asString(first.path("error").asString("")),
                    first.path("message")
                            .asString(first.path("error_description").asString("")));
        });
    }

    /** @param what was asked, such as {@code the query of Account} */
    static Trouble of(HttpAnswer answer, String what) {
        Optional<ApiError> error = said(answer);
        String said = error.map(ApiError::toString).orElse("HTTP " + answer.status());
        String why = what + " was refused: " + said;
        return switch (answer.status()) {
            // Signed in anew just before: another worker's sign-in can have ended this session too.
            case 401 ->
                new Trouble.Retry(what + " was refused right after the sign-in: " + said
                        + " (if this goes on, give the connected app the scope 'api')");
            case 406, 420, 429 -> new Trouble.Wait(answer.retryAfter().orElse(UNTIL_LESS_BUSY), why);
            case 403 -> forbidden(error, what, why);
            case 400 -> badRequest(error, why);
            case 404 -> notFound(error, what, why);
            case 410 -> versionGone(why);
            case 414, 431 -> tooLong(why);
            case 503 ->
                answer.retryAfter()
                        .<Trouble>map(wait -> new Trouble.Wait(wait, why))
                        .orElse(new Trouble.Retry(why));
            default -> new Trouble.Retry(why);
        };
    }

    /** An answer of 200 that is not what was asked for. */
    static Trouble strange(HttpAnswer answer, String what, String fault) {
        String said = said(answer).map(ApiError::toString).orElse(fault);
        return new Trouble.Retry(what + " was answered with HTTP " + answer.status() + " and no result: " + said);
    }

    static Trouble strange(HttpAnswer answer, String what, BadPage fault) {
        return strange(answer, what, String.valueOf(fault.getMessage()));
    }

    static Trouble.Stop loginRefused(String said) {
        return new Trouble.Stop(
                "source.login_refused",
                "Salesforce refused the sign-in: " + said,
                "Check client_id, client_secret, refresh_token or private_key of this account, that the connected app"
                        + " has the scope 'api' and is allowed for the user, and that 'url' is the org's own"
                        + " (https://NAME.my.salesforce.com)");
    }

    private static Trouble forbidden(Optional<ApiError> error, String what, String why) {
        if (error.isEmpty()) {
            return new Trouble.Retry(why);
        }
        // Not a matter of permissions, for all its 403 (REST API guide, "Status Codes and Error Responses").
        if (error.get().code().equals("REQUEST_LIMIT_EXCEEDED")) {
            boolean atOnce = error.get().message().contains("oncurrent");
            return new Trouble.Wait(atOnce ? UNTIL_LESS_AT_ONCE : UNTIL_SOME_ALLOWANCE, why);
        }
        return new Trouble.Stop(
                "source.forbidden",
                why,
                "Give the user that Tidemark signs in as the permission 'API Enabled' and access to what " + what
                        + " needs");
    }

    private static Trouble badRequest(Optional<ApiError> error, String why) {
        return switch (error.map(ApiError::code).orElse("")) {
            case "" -> new Trouble.Retry(why);
            case "QUERY_TIMEOUT", "SERVER_UNAVAILABLE", "UNABLE_TO_LOCK_ROW", "UNKNOWN_EXCEPTION" ->
                new Trouble.Retry(why);
            case "INVALID_FIELD" ->
                new Trouble.Stop(
                        "source.unknown_field",
                        why,
                        "The field was removed, or the user may not see it: grant it in Salesforce, or leave it out of"
                                + " the sync's fields");
            case "INVALID_TYPE" -> unknownStream(why);
            case "QUERY_TOO_COMPLICATED", "OPERATION_TOO_LARGE" -> tooLong(why);
            default ->
                new Trouble.Stop(
                        REFUSED,
                        why,
                        "Look the code up in Salesforce's REST API guide; if the object cannot be read as a whole, leave"
                                + " it out");
        };
    }

    private static Trouble notFound(Optional<ApiError> error, String what, String why) {
        if (error.isEmpty()) {
            return new Trouble.Retry(why);
        }
        return new Trouble.Stop(
                "source.not_found",
                why,
                "Check 'api_version' and 'url', and that the user may see what " + what + " needs");
    }

    private static Trouble unknownStream(String why) {
        return new Trouble.Stop(
                "source.unknown_stream",
                why,
                "The object is not there, or the user may not see it: check its API name and the user's permissions");
    }

    private static Trouble versionGone(String why) {
        return new Trouble.Stop("source.version_gone", why, "Set 'api_version' to one that Salesforce still serves");
    }

    private static Trouble tooLong(String why) {
        return new Trouble.Stop("source.too_many_fields", why, "List fewer fields in the sync: formulas weigh most");
    }
}
