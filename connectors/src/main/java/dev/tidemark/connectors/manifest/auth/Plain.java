package dev.tidemark.connectors.manifest.auth;

import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expression;
import dev.tidemark.connectors.manifest.request.Injection;
import dev.tidemark.connectors.manifest.request.Into;
import dev.tidemark.connectors.manifest.request.Options;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Proofs that the settings hold already. */
sealed interface Plain extends Authenticator {

    @Override
    default Optional<Login> login(Context context, Tokens tokens, Instant now) {
        return Optional.empty();
    }

    /** No proof at all. */
    record Nobody() implements Plain {
        @Override
        public void sign(Context context, Tokens tokens, Options options, Map<String, String> proof) {}
    }

    /** A key, put where the API wants it. */
    record Key(Expression key, Injection where) implements Plain {
        @Override
        public void sign(Context context, Tokens tokens, Options options, Map<String, String> proof) {
            put(where, key.text(context), context, options, proof);
        }
    }

    /** {@code Authorization: Bearer …}. */
    record Bearer(Expression token) implements Plain {
        @Override
        public void sign(Context context, Tokens tokens, Options options, Map<String, String> proof) {
            proof.put("Authorization", "Bearer " + token.text(context));
        }
    }

    /** {@code Authorization: Basic …}. */
    record Basic(Expression user, Expression password) implements Plain {
        @Override
        public void sign(Context context, Tokens tokens, Options options, Map<String, String> proof) {
            byte[] pair = (user.text(context) + ":" + password.text(context)).getBytes(StandardCharsets.UTF_8);
            proof.put("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
        }
    }

    static void put(Injection where, String value, Context context, Options options, Map<String, String> proof) {
        if (where.into() == Into.HEADER) {
            proof.put(where.path().getFirst().text(context), value);
        } else {
            where.put(options, value, context);
        }
    }
}
