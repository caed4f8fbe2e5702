package dev.tidemark.connectors.manifest.auth;

import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expression;
import dev.tidemark.connectors.manifest.request.Call;
import dev.tidemark.connectors.manifest.request.Impossible;
import dev.tidemark.connectors.manifest.request.Injection;
import dev.tidemark.connectors.manifest.request.Options;
import dev.tidemark.connectors.manifest.request.Requester;
import dev.tidemark.connectors.manifest.template.Python;
import dev.tidemark.connectors.manifest.tree.Json;
import dev.tidemark.connectors.manifest.tree.Paths;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * A token fetched by a request that the manifest describes.
 *
 * @param inner how that request is signed
 * @param where the token goes; a bearer header where this is empty
 * @param shape the text around the token, where there is one
 */
record SessionToken(
        Requester requester,
        Authenticator inner,
        List<String> path,
        Optional<Duration> life,
        Optional<Injection> where,
        Optional<Expression> shape)
        implements Authenticator {

    @Override
    public Optional<Login> login(Context context, Tokens tokens, Instant now) {
        Optional<Login> first = inner.login(context, tokens, now);
        if (first.isPresent()) {
            return first;
        }
        Call call = call(context, tokens);
        if (tokens.find(call).filter(t -> t.isFresh(now)).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(new Login(call, call, answer -> read(answer, now)));
    }

    private Call call(Context context, Tokens tokens) {
        Options options = new Options();
        Map<String, String> proof = new LinkedHashMap<>();
        inner.sign(context, tokens, options, proof);
        return requester.call(context, Optional.empty(), options, proof);
    }

    private Token read(HttpAnswer answer, Instant now) {
        try {
            String token = Paths.get(Json.read(answer.body()), path)
                    .map(Python::str)
                    .orElseThrow(() -> new Impossible("the answer to the login has no " + String.join(".", path)));
            return new Token(token, life.map(now::plus), Optional.empty());
        } catch (JacksonException e) {
            throw new Impossible("the answer to the login is no JSON", e);
        }
    }

    @Override
    public void sign(Context context, Tokens tokens, Options options, Map<String, String> proof) {
        String token = tokens.find(call(context, tokens))
                .orElseThrow(() -> new Impossible("no token was fetched"))
                .value();
        String value =
                shape.map(s -> s.text(context.with("session_token", token))).orElse(token);
        if (where.isPresent()) {
            Plain.put(where.get(), value, context, options, proof);
        } else {
            proof.put("Authorization", "Bearer " + value);
        }
    }

    @Override
    public boolean forget(Context context, Tokens tokens) {
        Call call = call(context, tokens);
        boolean known = tokens.find(call).isPresent();
        tokens.forget(call);
        return known;
    }
}
