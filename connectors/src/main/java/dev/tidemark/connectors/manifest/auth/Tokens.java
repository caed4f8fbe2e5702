package dev.tidemark.connectors.manifest.auth;

import dev.tidemark.connectors.manifest.request.Call;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The tokens of one account of a source, by the request that fetches them. Shared by all streams and threads. */
public interface Tokens {

    Optional<Token> find(Call account);

    /** Keeps a token. A single-use token for the next refresh is safe when this returns. */
    void keep(Call account, Token token);

    void forget(Call account);

    /** Tokens that live as long as this object. */
    static Tokens inMemory() {
        Map<Call, Token> kept = new ConcurrentHashMap<>();
        return new Tokens() {
            @Override
            public Optional<Token> find(Call account) {
                return Optional.ofNullable(kept.get(account));
            }

            @Override
            public void keep(Call account, Token token) {
                kept.put(account, token);
            }

            @Override
            public void forget(Call account) {
                kept.remove(account);
            }
        };
    }
}
