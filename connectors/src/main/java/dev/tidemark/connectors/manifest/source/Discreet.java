package dev.tidemark.connectors.manifest.source;

import dev.tidemark.connectors.manifest.auth.Token;
import dev.tidemark.connectors.manifest.auth.Tokens;
import dev.tidemark.connectors.manifest.request.Call;
import dev.tidemark.connectors.manifest.tree.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes secrets out of what an API said: it may repeat what it was sent (invariant 9). Sees the tokens that pass by. */
final class Discreet implements Tokens {

    private static final int SHORTEST = 4;
    private static final int SHORTEST_HIDDEN = 8;
    private static final int FORMS = 2;

    private final Tokens tokens;
    private final List<String> secrets;
    private final int given;

    Discreet(Tokens tokens, List<String> secrets) {
        this.tokens = tokens;
        this.secrets = new ArrayList<>(secrets);
        this.given = secrets.size();
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

    /**
     * A position without the settings' secrets, which a next page's address may repeat: in their place stand marks that
     * {@link #shown} replaces again.
     */
    String hidden(String position) {
        String clean = position;
        for (int i = 0; i < given; i++) {
            for (int form = 0; form < FORMS; form++) {
                String secret = spelled(secrets.get(i), form);
                clean = secret.length() < SHORTEST_HIDDEN ? clean : clean.replace(secret, mark(i, form));
            }
        }
        return clean;
    }

    String shown(String position) {
        String whole = position;
        for (int i = 0; i < given; i++) {
            for (int form = 0; form < FORMS; form++) {
                whole = whole.replace(mark(i, form), spelled(secrets.get(i), form));
            }
        }
        return whole;
    }

    /** As JSON has it, and as an address has it. */
    private static String spelled(String secret, int form) {
        String json = Json.write(secret);
        return form == 0 ? json.substring(1, json.length() - 1) : URLEncoder.encode(secret, StandardCharsets.UTF_8);
    }

    private static String mark(int secret, int form) {
        return "\ue000" + secret + "." + form + "\ue001";
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
