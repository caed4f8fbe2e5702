package dev.tidemark.connectors.manifest.source;

import dev.tidemark.connector.Secrets;
import dev.tidemark.connectors.manifest.auth.Token;
import dev.tidemark.connectors.manifest.auth.Tokens;
import dev.tidemark.connectors.manifest.request.Call;
import dev.tidemark.connectors.manifest.tree.Json;
import dev.tidemark.connectors.rest.Fingerprint;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/** Tokens kept as secrets of the account, so that all workers share them and a single-use one outlives a crash. */
record KeptTokens(Secrets secrets) implements Tokens {

    @Override
    public Optional<Token> find(Call account) {
        return secrets.find(name(account)).flatMap(KeptTokens::read);
    }

    private static Optional<Token> read(String text) {
        try {
            if (Json.read(text) instanceof Map<?, ?> map && map.get("value") instanceof String value) {
                return Optional.of(new Token(value, text(map, "expires").map(Instant::parse), text(map, "next")));
            }
        } catch (JacksonException e) {
            // not ours
        }
        return Optional.empty();
    }

    private static Optional<String> text(Map<?, ?> map, String name) {
        return Optional.ofNullable(map.get(name)).map(String::valueOf);
    }

    @Override
    public void keep(Call account, Token token) {
        Map<Object, Object> map = new LinkedHashMap<>();
        map.put("value", token.value());
        token.expires().ifPresent(e -> map.put("expires", e.toString()));
        token.next().ifPresent(n -> map.put("next", n));
        secrets.put(name(account), Json.write(map));
    }

    @Override
    public void forget(Call account) {
        secrets.forget(name(account));
    }

    /** The same for equal requests, and gives nothing of them away. */
    private static String name(Call account) {
        String text = account.method() + account.url() + account.headers() + account.body();
        return "token_" + Fingerprint.of(text, 8);
    }

    @Override
    public String toString() {
        return "kept tokens";
    }
}
