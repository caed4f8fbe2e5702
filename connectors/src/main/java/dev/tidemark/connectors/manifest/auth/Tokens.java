package dev.tidemark.connectors.manifest.auth;

import dev.tidemark.connectors.manifest.request.Call;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The tokens of one account of a source, by the request that fetches them. Shared by all streams and threads. */
public final class Tokens {

    private final Map<Call, Token> kept = new ConcurrentHashMap<>();

    public Optional<Token> find(Call account) {
        return Optional.ofNullable(kept.get(account));
    }

    public void keep(Call account, Token token) {
        kept.put(account, token);
    }

    public void forget(Call account) {
        kept.remove(account);
    }
}
