package dev.tidemark.connectors.manifest.auth;

import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expression;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.expression.Fields;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.request.Call;
import dev.tidemark.connectors.manifest.request.Impossible;
import dev.tidemark.connectors.manifest.request.Options;
import dev.tidemark.connectors.manifest.request.Requester;
import dev.tidemark.connectors.manifest.template.Datetimes;
import dev.tidemark.connectors.manifest.template.None;
import dev.tidemark.connectors.manifest.template.Python;
import dev.tidemark.connectors.manifest.template.Template.Kinds;
import dev.tidemark.connectors.manifest.template.TemplateError;
import dev.tidemark.connectors.manifest.tree.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/** OAuth 2 without a browser: a refresh token, or the client's own credentials, exchanged for an access token. */
final class OAuth implements Authenticator {

    private static final Duration DEFAULT_LIFE = Duration.ofHours(1);
    private static final int DEEPEST = 5;

    private final Node node;
    private final Optional<Expression> endpoint;
    private final Map<String, Expression> names;
    private final Optional<Expression> clientId;
    private final Optional<Expression> clientSecret;
    private final Optional<Expression> refreshToken;
    private final Expression grant;
    private final Fields body;
    private final Fields headers;
    private final Optional<Expression> given;
    private final Optional<Expression> givenUntil;
    private final Optional<SingleUse> singleUse;
    private final Optional<JwtToken> assertion;

    /** Where in the settings a refresh token stands that is good for one use. */
    record SingleUse(String field, List<String> refreshToken, List<String> accessToken, List<String> expiry) {}

    OAuth(Node node, Expressions expressions) {
        this.node = node;
        assertion = node.flag("use_profile_assertion")
                ? node.needChild("profile_assertion").flatMap(jwt -> assertion(jwt, expressions))
                : Optional.empty();
        endpoint = expressions.find(node, "token_refresh_endpoint");
        names = new LinkedHashMap<>();
        for (String name :
                List.of("client_id", "client_secret", "refresh_token", "access_token", "expires_in", "grant_type")) {
            names.put(name, expressions.orElse(node, name + "_name", name));
        }
        clientId = expressions.find(node, "client_id");
        clientSecret = expressions.find(node, "client_secret");
        refreshToken = expressions.find(node, "refresh_token");
        grant = expressions.orElse(node, "grant_type", "refresh_token");
        body = expressions.fields(node, node.map("refresh_request_body"));
        headers = expressions.fields(node, node.map("refresh_request_headers"));
        given = expressions.find(node, "access_token_value");
        givenUntil = expressions.find(node, "token_expiry_date");
        singleUse = node.child("refresh_token_updater").map(OAuth::singleUse);
        if (endpoint.isEmpty() && given.isEmpty()) {
            node.problem("'token_refresh_endpoint' is missing");
        }
        if (endpoint.isPresent() && assertion.isEmpty() && (clientId.isEmpty() || clientSecret.isEmpty())) {
            node.problem("'client_id' and 'client_secret' are needed");
        }
        if (singleUse.isEmpty()
                && assertion.isEmpty()
                && grant.toString().equals("refresh_token")
                && refreshToken.isEmpty()
                && given.isEmpty()) {
            node.problem("'refresh_token' is needed where 'grant_type' is refresh_token");
        }
    }

    private static Optional<JwtToken> assertion(Node jwt, Expressions expressions) {
        if (!jwt.type().equals("JwtAuthenticator")) {
            jwt.refuse();
            return Optional.empty();
        }
        return Optional.of(new JwtToken(jwt, expressions));
    }

    private static SingleUse singleUse(Node updater) {
        return new SingleUse(
                updater.text("refresh_token_name").orElse("refresh_token"),
                path(updater, "refresh_token_config_path", "refresh_token"),
                path(updater, "access_token_config_path", "access_token"),
                path(updater, "token_expiry_date_config_path", "token_expiry_date"));
    }

    private static List<String> path(Node node, String field, String otherwise) {
        return node.has(field) ? node.texts(field) : List.of("credentials", otherwise);
    }

    private String name(String of, Context context) {
        return java.util.Objects.requireNonNull(names.get(of)).text(context);
    }

    @Override
    public Optional<Login> login(Context context, Tokens tokens, Instant now) {
        if (endpoint.isEmpty() || current(context, tokens, now).isPresent()) {
            return Optional.empty();
        }
        Call account = account(context);
        Optional<String> latest = tokens.find(account).flatMap(Token::next);
        Call call = assertion.isPresent()
                ? asserted(context, assertion.get().token(context))
                : latest.isEmpty() ? account : call(context, latest);
        return Optional.of(new Login(call, account, answer -> read(answer, context, now)));
    }

    /** The refresh as the settings have it, without what was handed out since. */
    private Call account(Context context) {
        return assertion.isPresent()
                ? asserted(context, assertion.get().claims(context))
                : call(context, Optional.empty());
    }

    /** A signed token of our own, for one of the API's. */
    private Call asserted(Context context, String token) {
        Map<Object, Object> form = new LinkedHashMap<>();
        form.put(name("grant_type", context), grant.eval(context));
        form.put("assertion", token);
        body.eval(context, Kinds.ALL, Kinds.ALL).forEach(form::putIfAbsent);
        return Requester.form(endpoint.orElseThrow().text(context), form, headers.texts(context));
    }

    private Call call(Context context, Optional<String> latest) {
        Map<String, String> sent = headers.texts(context);
        Map<Object, Object> form = new LinkedHashMap<>();
        form.put(name("grant_type", context), grant.eval(context));
        if (!sent.containsKey("Authorization")) {
            form.put(name("client_id", context), value(clientId, context));
            form.put(name("client_secret", context), value(clientSecret, context));
        }
        Optional<Object> refresh = latest.map(t -> (Object) t).or(() -> configured(context));
        form.put(
                name("refresh_token", context),
                refresh.map(t -> (Object) Python.str(t)).orElse(None.NONE));
        List<Object> scopes = node.list("scopes");
        if (!scopes.isEmpty()) {
            form.put("scopes", scopes);
        }
        body.eval(context, Kinds.ALL, Kinds.ALL).forEach(form::putIfAbsent);
        return Requester.form(endpoint.orElseThrow().text(context), form, sent);
    }

    private Optional<Object> configured(Context context) {
        return singleUse
                .flatMap(s -> context.config(s.refreshToken()))
                .or(() -> refreshToken.map(t -> t.eval(context)));
    }

    private static Object value(Optional<Expression> expression, Context context) {
        return expression.map(e -> e.eval(context)).orElse(None.NONE);
    }

    /** The token to use now: the one handed out, else the one in the settings while it is good. */
    private Optional<String> current(Context context, Tokens tokens, Instant now) {
        if (endpoint.isEmpty()) {
            return given.map(t -> t.text(context));
        }
        Optional<Token> kept = tokens.find(account(context));
        if (kept.isPresent()) {
            return kept.filter(t -> t.isFresh(now)).map(Token::value);
        }
        Optional<String> token = singleUse
                .flatMap(s -> context.config(s.accessToken()).map(Python::str))
                .or(() -> given.map(t -> t.text(context)))
                .filter(t -> !t.isEmpty());
        return token.filter(
                t -> expiry(context).filter(until -> !now.isAfter(until)).isPresent());
    }

    private Optional<Instant> expiry(Context context) {
        Optional<String> text = singleUse
                .flatMap(s -> context.config(s.expiry()).map(Python::str))
                .or(() -> givenUntil.map(t -> t.text(context)))
                .filter(t -> !t.isEmpty());
        return text.map(t -> date(t, "%Y-%m-%dT%H:%M:%S%z"));
    }

    private static Instant date(String text, String format) {
        if (text.matches("\\d+(\\.\\d+)?")) {
            return Datetimes.parse(text, "%s_as_float").instant();
        }
        try {
            return Datetimes.parse(text, format).instant();
        } catch (TemplateError e) {
            try {
                return java.time.OffsetDateTime.parse(text).toInstant();
            } catch (java.time.DateTimeException x) {
                throw new Impossible("the token's time of expiry is no time: " + text, x);
            }
        }
    }

    private Token read(HttpAnswer answer, Context context, Instant now) {
        Object response;
        try {
            response = Json.read(answer.body());
        } catch (JacksonException e) {
            throw new Impossible("the answer for a token is no JSON", e);
        }
        String field = name("access_token", context);
        String value = search(response, field, 0)
                .map(Python::str)
                .orElseThrow(() -> new Impossible("the answer for a token has no '" + field + "'"));
        Instant expires = search(response, name("expires_in", context), 0)
                .map(life -> expires(life, now))
                .orElse(now.plus(DEFAULT_LIFE));
        Optional<String> next =
                singleUse.flatMap(s -> search(response, s.field(), 0)).map(Python::str);
        return new Token(value, Optional.of(expires), next);
    }

    private Instant expires(Object life, Instant now) {
        if (node.flag("token_expiry_is_time_of_expiration") || node.has("token_expiry_date_format")) {
            return date(Python.str(life), node.text("token_expiry_date_format").orElse("%Y-%m-%dT%H:%M:%S%z"));
        }
        return Python.real(Python.str(life))
                .map(seconds -> now.plusSeconds(seconds.longValue()))
                .orElseThrow(() -> new Impossible("the token's time to live is no number"));
    }

    private static Optional<Object> search(Object at, String name, int depth) {
        if (depth > DEEPEST) {
            return Optional.empty();
        }
        if (at instanceof Map<?, ?> map) {
            Object found = map.get(name);
            if (found != null) {
                return Optional.of(found).filter(f -> f != None.NONE);
            }
            return map.values().stream()
                    .map(v -> search(v, name, depth + 1))
                    .flatMap(Optional::stream)
                    .findFirst();
        }
        if (at instanceof List<?> list) {
            return list.stream()
                    .map(v -> search(v, name, depth + 1))
                    .flatMap(Optional::stream)
                    .findFirst();
        }
        return Optional.empty();
    }

    @Override
    public boolean forget(Context context, Tokens tokens) {
        if (endpoint.isEmpty()) {
            return false;
        }
        Call account = account(context);
        Optional<Token> kept = tokens.find(account);
        // The token for the next refresh stays: it is good once, and the only one.
        kept.ifPresent(token -> tokens.keep(account, new Token("", Optional.of(Instant.EPOCH), token.next())));
        if (kept.isEmpty()) {
            tokens.keep(account, new Token("", Optional.of(Instant.EPOCH), Optional.empty()));
        }
        return true;
    }

    @Override
    public void sign(Context context, Tokens tokens, Options options, Map<String, String> proof) {
        Optional<String> token = endpoint.isPresent()
                ? tokens.find(account(context)).map(Token::value).or(() -> current(context, tokens, Instant.MIN))
                : given.map(t -> t.text(context));
        proof.put("Authorization", "Bearer " + token.orElseThrow(() -> new Impossible("no token was fetched")));
    }
}
