package dev.tidemark.connectors.manifest.source;

import dev.tidemark.connectors.manifest.auth.Token;
import dev.tidemark.connectors.manifest.auth.Tokens;
import dev.tidemark.connectors.manifest.request.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes secrets out of what an API said: it may repeat what it was sent (invariant 9). Sees the tokens that pass by. */
final class Discreet implements Tokens {

    private static final int SHORTEST = 4;

    private final Tokens tokens;
    private final List<String> secrets;

    Discreet(Tokens tokens, List<String> secrets) {
        this.tokens = tokens;
        this.secrets = new ArrayList<>(secrets);
    }

    @Override
    public Optional<Token> find(Call account) {
        Optional<Token> found = tokens.find(account);
        found.ifPresent(this::see);
        return found;
    }

    @Override
    public void keep(Call account, Token token) {
        see(token);
        tokens.keep(account, token);
    }

    @Override
    public void forget(Call account) {
        tokens.forget(account);
    }

    private void see(Token token) {
        secrets.add(token.value());
        token.next().ifPresent(secrets::add);
    }

    /** A short secret is no secret, and taking it out would spoil the text. */
    String text(String said) {
        String clean = said;
        for (String secret : secrets) {
            clean = secret.length() < SHORTEST ? clean : clean.replace(secret, "…");
        }
        return clean;
    }
}
