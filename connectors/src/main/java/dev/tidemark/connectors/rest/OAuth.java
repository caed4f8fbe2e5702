package dev.tidemark.connectors.rest;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.Secrets;
import dev.tidemark.connectors.json.Json;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * Access tokens by OAuth 2.0 (RFC 6749), kept as secrets so that all workers share them: from a refresh token, and where there
 * is none by client credentials. A refresh token that is good once is replaced before anything else happens.
 *
 * @param token the address that answers tokens
 * @param clientId of the registered app
 * @param refusals what refusals of the API mean
 * @param clientCredentials whether the API takes the client's own credentials where there is no refresh token
 * @param basic whether the client's secret travels in the header, as RFC 6749 prefers, and not in the form
 */
public record OAuth(
        Function<Access, URI> token,
        Function<Access, String> clientId,
        Refusals refusals,
        boolean clientCredentials,
        boolean basic)
        implements Auth {

    /** The client's secret travels in the form. */
    public OAuth(
            Function<Access, URI> token,
            Function<Access, String> clientId,
            Refusals refusals,
            boolean clientCredentials) {
        this(token, clientId, refusals, clientCredentials, false);
    }

    /** The secret that the owner of the app keeps. */
    public static final String CLIENT_SECRET = "client_secret";

    /** The secret that a user's consent gave. */
    public static final String REFRESH_TOKEN = "refresh_token";

    private static final String ACCESS_TOKEN = "access_token";

    /** When the access token was handed out, until when it is good, and a mark of who signed in. */
    private static final String SESSION = "session";

    /** A token that ends within this is replaced before it is used. */
    private static final Duration MARGIN = Duration.ofSeconds(60);

    @Override
    public Proof proof(Access access) throws HttpFailed, Troubled {
        Optional<Proof> kept = kept(access);
        return kept.isPresent() ? kept.get() : signIn(access);
    }

    @Override
    public boolean renewable(Access access) {
        return true;
    }

    /**
     * {@inheritDoc} The refused one is forgotten before anything else: should the quota have no request left for the sign-in
     * now, the next try begins with it. Where another worker has signed in since, its session is taken.
     */
    @Override
    public Proof renew(Access access, Proof refused) throws HttpFailed, Troubled {
        Optional<Proof> kept = kept(access);
        if (kept.isPresent() && !kept.get().value().equals(refused.value())) {
            return kept.get();
        }
        access.secrets().forget(ACCESS_TOKEN);
        return signIn(access);
    }

    private Optional<Proof> kept(Access access) {
        Optional<String> token = access.secrets().find(ACCESS_TOKEN);
        Optional<String> session = token.isEmpty() ? token : access.secrets().find(SESSION);
        return session.map(text -> text.split(" ", 2))
                .filter(parts -> parts.length == 2 && parts[1].equals(who(access)))
                .filter(parts -> access.clock().instant().isBefore(Instant.parse(parts[0])))
                .map(parts -> Proof.bearer(token.orElseThrow()));
    }

    /** A session is another's where somebody has pointed the account at another app or user since. */
    private String who(Access access) {
        String who = String.join(
                "\n",
                token.apply(access).toString(),
                clientId.apply(access),
                access.secrets().find(REFRESH_TOKEN).orElse(""));
        return Fingerprint.of(who, 16);
    }

    private Proof signIn(Access access) throws HttpFailed, Troubled {
        Secrets secrets = access.secrets();
        var grant = new Params();
        Optional<String> refresh = secrets.find(REFRESH_TOKEN);
        if (clientCredentials && refresh.isEmpty()) {
            grant.and("grant_type", "client_credentials");
        } else {
            grant.and("grant_type", "refresh_token").and(REFRESH_TOKEN, secrets.get(REFRESH_TOKEN));
        }
        return keep(access, granted(access, grant));
    }

    /**
     * Takes the code that a browser brought back after a user's consent, and keeps the tokens that it gives.
     *
     * @param redirect the address that the browser was sent back to, exactly as it was given before
     * @param verifier of RFC 7636, where the consent was asked for with one
     */
    public void exchange(Access access, String code, URI redirect, Optional<String> verifier)
            throws HttpFailed, Troubled {
        var grant = new Params()
                .and("grant_type", "authorization_code")
                .and("code", code)
                .and("redirect_uri", redirect.toString());
        verifier.ifPresent(text -> grant.and("code_verifier", text));
        keep(access, granted(access, grant));
    }

    private HttpAnswer granted(Access access, Params grant) throws HttpFailed, Troubled {
        grant.and("client_id", clientId.apply(access));
        Optional<String> secret = access.secrets().find(CLIENT_SECRET);
        HttpRequest request = HttpRequest.of("POST", token.apply(access)).header("Accept", "application/json");
        if (secret.isPresent() && basic) {
            request = Proof.basic(clientId.apply(access), secret.get()).on(request);
        } else {
            secret.ifPresent(text -> grant.and(CLIENT_SECRET, text));
        }
        HttpAnswer answer;
        try {
            answer = access.http().send(request.form(grant.encoded()));
        } catch (HttpFailed e) {
            // Whatever became of it, nothing of what was asked for was done.
            throw new Troubled(new Trouble.Retry("no answer to the sign-in: " + e.getMessage()));
        }
        if (!answer.isSuccess()) {
            throw new Troubled(refusal(answer, access.secrets()));
        }
        return answer;
    }

    private Proof keep(Access access, HttpAnswer answer) throws Troubled {
        Secrets secrets = access.secrets();
        JsonNode body;
        try {
            body = Json.tree(answer.body());
        } catch (BadPage e) {
            throw new Troubled(refusals.strange(answer, "the sign-in", e));
        }
        // A rotated refresh token is good once and the old one is dead: kept before anything can go wrong.
        String rotated = body.path(REFRESH_TOKEN).asString("");
        if (!rotated.isEmpty()) {
            secrets.put(REFRESH_TOKEN, rotated);
        }
        String token = body.path(ACCESS_TOKEN).asString("");
        if (token.isEmpty()) {
            throw new Troubled(refusals.strange(answer, "the sign-in", "no access_token"));
        }
        // In this order, whatever happens in between: a token is never found beside the mark of another sign-in.
        secrets.forget(ACCESS_TOKEN);
        secrets.put(SESSION, until(access, body) + " " + who(access));
        secrets.put(ACCESS_TOKEN, token);
        return Proof.bearer(token);
    }

    /** Where the answer says no time of expiry, a session is good until it is refused. */
    private static Instant until(Access access, JsonNode body) {
        long seconds = body.path("expires_in").asLong(0);
        Instant now = access.clock().instant();
        if (seconds <= 0) {
            return now.plus(Duration.ofDays(3650));
        }
        Duration life =
                Duration.ofSeconds(Math.min(seconds, Duration.ofDays(3650).toSeconds()));
        return now.plus(life.compareTo(MARGIN.multipliedBy(2)) > 0 ? life.minus(MARGIN) : life);
    }

    private Trouble refusal(HttpAnswer answer, Secrets secrets) {
        Optional<ApiError> error = ApiError.in(answer, OAuth::error).or(() -> refusals.error(answer));
        boolean refused = answer.status() >= 400 && answer.status() < 500 && error.isPresent();
        if (answer.status() == 429 || !refused) {
            return refusals.of(answer, "the sign-in") instanceof Trouble.Wait wait
                    ? wait
                    : new Trouble.Retry("the sign-in was answered with HTTP " + answer.status());
        }
        return new Trouble.Stop(
                "source.login_refused",
                refusals.app() + " refused the sign-in: "
                        + Discreet.text(
                                error.orElseThrow().toString(), secrets, CLIENT_SECRET, REFRESH_TOKEN, ACCESS_TOKEN),
                refusals.signIn());
    }

    /** RFC 6749, section 5.2. */
    private static Optional<ApiError> error(JsonNode body) {
        return ApiError.of(
                body.path("error").asString(""), body.path("error_description").asString(""));
    }
}
