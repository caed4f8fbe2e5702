package dev.tidemark.connectors.manifest.auth;

import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expression;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.expression.Fields;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.request.Injection;
import dev.tidemark.connectors.manifest.request.Options;
import dev.tidemark.connectors.manifest.template.Template.Kinds;
import dev.tidemark.connectors.manifest.tree.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A token that is made and signed here, for each request. */
final class JwtToken implements Authenticator {

    private static final long DEFAULT_SECONDS = 1_200;

    private final String algorithm;
    private final Expression key;
    private final boolean isEncoded;
    private final long seconds;
    private final Optional<Expression> prefix;
    private final Fields header;
    private final Fields payload;
    private final InstantSource clock;
    private final Optional<Injection> where;

    JwtToken(Node node, Expressions expressions) {
        algorithm = node.need("algorithm");
        if (!JwtSignature.knows(algorithm)) {
            node.problem("the algorithm " + algorithm + " does not run here");
        }
        key = expressions.need(node, "secret_key");
        isEncoded = node.flag("base64_encode_secret_key");
        seconds = node.find("token_duration").orElse(DEFAULT_SECONDS) instanceof Long given ? given : DEFAULT_SECONDS;
        prefix = expressions.find(node, "header_prefix");
        where = Injection.of(node, "request_option", expressions);
        header = fields(node, "jwt_headers", List.of("kid", "typ", "cty"), "additional_jwt_headers", expressions);
        payload = fields(node, "jwt_payload", List.of("iss", "sub", "aud"), "additional_jwt_payload", expressions);
        clock = expressions.clock();
    }

    private static Fields fields(Node node, String named, List<String> names, String more, Expressions expressions) {
        Map<Object, Object> all = new LinkedHashMap<>();
        if (named.equals("jwt_headers") && !node.has(named)) {
            all.put("typ", "JWT");
        }
        Map<Object, Object> given = node.map(named);
        for (String name : names) {
            Object value = given.get(name);
            if (value != null) {
                all.put(name, value);
            }
        }
        all.putAll(node.map(more));
        return expressions.fields(node, all);
    }

    @Override
    public Optional<Login> login(Context context, Tokens tokens, Instant now) {
        return Optional.empty();
    }

    @Override
    public void sign(Context context, Tokens tokens, Options options, Map<String, String> proof) {
        String token = token(context);
        String value = prefix.map(p -> p.text(context) + " " + token).orElse(token);
        if (where.isPresent()) {
            Plain.put(where.get(), value, context, options, proof);
        } else {
            proof.put("Authorization", value);
        }
    }

    /** What is said in it, but for the time: equal for all tokens of one account. */
    String claims(Context context) {
        return Json.write(payload.eval(context, Kinds.TEXT, Kinds.ALL));
    }

    String token(Context context) {
        long now = clock.instant().getEpochSecond();
        Map<Object, Object> head = new LinkedHashMap<>(header.eval(context, Kinds.TEXT, Kinds.ALL));
        head.put("alg", algorithm);
        Map<Object, Object> claims = new LinkedHashMap<>(payload.eval(context, Kinds.TEXT, Kinds.ALL));
        claims.put("iat", now);
        claims.put("exp", now + seconds);
        claims.put("nbf", now);
        String signed = encoded(Json.write(head)) + "." + encoded(Json.write(claims));
        String secret = key.text(context);
        String used = isEncoded ? Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)) : secret;
        byte[] signature = JwtSignature.of(algorithm, used, signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    }

    private static String encoded(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
