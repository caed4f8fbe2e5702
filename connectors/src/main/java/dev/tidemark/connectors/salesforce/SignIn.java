package dev.tidemark.connectors.salesforce;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.Secrets;
import dev.tidemark.connectors.json.Json;
import dev.tidemark.connectors.rest.ApiError;
import dev.tidemark.connectors.rest.Discreet;
import dev.tidemark.connectors.rest.Fingerprint;
import dev.tidemark.connectors.rest.Params;
import dev.tidemark.connectors.rest.Trouble;
import dev.tidemark.connectors.rest.Troubled;
import java.net.URI;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Signs in by OAuth and keeps the session as secrets, so that all workers share it. The token answer says no time of
 * expiry: a session is good until it is refused.
 */
final class SignIn {

    private static final String TOKEN = "access_token";
    private static final String INSTANCE_URL = "instance_url";

    /**
     * The instance's address with a mark of who signed in. Together they are found in no record, so that the links in records
     * are not taken for secrets and cut out.
     */
    private static final String INSTANCE = "session_instance";

    private static final String REFRESH_TOKEN = "refresh_token";

    private SignIn() {}

    /** The kept session, or a new one. */
    static Session session(Access access) throws Troubled {
        Optional<Session> kept = kept(access);
        return kept.isPresent() ? kept.get() : signIn(access);
    }

    /**
     * Another session in place of one that was refused. The refused one is forgotten before anything else: should the quota
     * have no request left for the sign-in now, the next try begins with it. Where another worker has signed in since, its
     * session is taken.
     */
    static Session renew(Access access, Session refused) throws Troubled {
        Optional<Session> kept = kept(access);
        if (kept.isPresent() && !kept.get().token().equals(refused.token())) {
            return kept.get();
        }
        access.secrets().forget(TOKEN);
        return signIn(access);
    }

    /** A session is another's where somebody has pointed the account at another org or user since. */
    private static Optional<Session> kept(Access access) {
        Optional<String> token = access.secrets().find(TOKEN);
        Optional<String> instance = token.isEmpty() ? token : access.secrets().find(INSTANCE);
        String ours = " " + who(access);
        return instance.filter(known -> known.endsWith(ours))
                .map(known -> URI.create(known.substring(0, known.length() - ours.length())))
                .map(address -> new Session(token.orElseThrow(), address));
    }

    /** A mark of the org and the user that are signed in to; it gives nothing away. */
    private static String who(Access access) {
        Login kind = Login.kind(access.settings());
        String grant = kind == Login.REFRESH_TOKEN ? access.secrets().get(REFRESH_TOKEN) : "";
        String who = String.join(
                "\n",
                kind.name(),
                access.settings().get(Login.URL),
                access.settings().get(Login.CLIENT_ID),
                access.settings().find(Login.USERNAME).orElse(""),
                grant);
        return Fingerprint.of(who, 16);
    }

    private static Session signIn(Access access) throws Troubled {
        URI login = Login.url(access.settings());
        HttpAnswer answer;
        try {
            answer = access.http()
                    .send(HttpRequest.of("POST", login.resolve("/services/oauth2/token"))
                            .header("Accept", "application/json")
                            .form(grant(access).encoded()));
        } catch (HttpFailed e) {
            throw new Troubled(new Trouble.Retry("no answer to the sign-in: " + e.getMessage()));
        }
        if (!answer.isSuccess()) {
            throw new Troubled(refusal(answer, access));
        }
        return keep(answer, login, access);
    }

    private static Params grant(Access access) {
        var grant = new Params();
        Secrets secrets = access.secrets();
        switch (Login.kind(access.settings())) {
            case CLIENT_CREDENTIALS -> {
                grant.and("grant_type", "client_credentials");
                grant.and("client_id", access.settings().get(Login.CLIENT_ID));
                grant.and("client_secret", secrets.get(Login.CLIENT_SECRET));
            }
            case REFRESH_TOKEN -> {
                grant.and("grant_type", "refresh_token");
                grant.and("client_id", access.settings().get(Login.CLIENT_ID));
                secrets.find(Login.CLIENT_SECRET).ifPresent(secret -> grant.and("client_secret", secret));
                grant.and(REFRESH_TOKEN, secrets.get(REFRESH_TOKEN));
            }
            case JWT_BEARER -> {
                grant.and("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
                grant.and("assertion", Jwt.assertion(access));
            }
        }
        return grant;
    }

    private static Session keep(HttpAnswer answer, URI login, Access access) throws Troubled {
        Secrets secrets = access.secrets();
        JsonNode body;
        try {
            body = Json.tree(answer.body());
        } catch (BadPage e) {
            throw new Troubled(Errors.strange(answer, "the sign-in", e));
        }
        // A rotated refresh token is good once and the old one is dead: kept before anything can go wrong.
        String rotated = body.path(REFRESH_TOKEN).asString("");
        if (!rotated.isEmpty()) {
            secrets.put(REFRESH_TOKEN, rotated);
        }
        String token = body.path(TOKEN).asString("");
        String instance = body.path(INSTANCE_URL).asString("");
        if (token.isEmpty() || instance.isEmpty()) {
            throw new Troubled(Errors.strange(answer, "the sign-in", "neither token nor instance_url"));
        }
        URI address = Login.address(INSTANCE_URL, instance);
        if (login.getScheme().equals("https") && !address.getScheme().equals("https")) {
            throw new ConnectorException(
                    "source.login_refused",
                    "the sign-in answered an address without https: " + address.getHost(),
                    "Check 'url': it may not be Salesforce's");
        }
        // In this order, whatever happens in between: a token is never found beside the mark of another sign-in.
        secrets.forget(TOKEN);
        secrets.put(INSTANCE, instance + " " + who(access));
        secrets.put(TOKEN, token);
        return new Session(token, address);
    }

    private static Trouble refusal(HttpAnswer answer, Access access) {
        Optional<ApiError> error = Errors.said(answer);
        boolean refused = answer.status() >= 400 && answer.status() < 500 && error.isPresent();
        if (answer.status() == 429 || !refused) {
            return Errors.of(answer, "the sign-in");
        }
        String said = Discreet.text(
                error.orElseThrow().toString(),
                access.secrets(),
                Login.CLIENT_SECRET,
                REFRESH_TOKEN,
                Login.PRIVATE_KEY,
                TOKEN);
        if (said.contains("login rate exceeded") || said.contains("retry your request")) {
            return new Trouble.Retry("the sign-in was refused for now: " + said);
        }
        return Errors.loginRefused(said);
    }
}
