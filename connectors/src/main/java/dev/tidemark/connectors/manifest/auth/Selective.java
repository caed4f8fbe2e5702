package dev.tidemark.connectors.manifest.auth;

import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.request.Impossible;
import dev.tidemark.connectors.manifest.request.Options;
import dev.tidemark.connectors.manifest.template.Python;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The authenticator that the settings name. */
record Selective(List<String> path, Map<String, Authenticator> choices) implements Authenticator {

    private Authenticator chosen(Context context) {
        String name = context.config(path)
                .map(Python::str)
                .orElseThrow(() -> new Impossible("the settings have no " + String.join(".", path)));
        Authenticator chosen = choices.get(name);
        if (chosen == null) {
            throw new Impossible(
                    "the settings name the authenticator '" + name + "', but there are " + choices.keySet());
        }
        return chosen;
    }

    @Override
    public Optional<Login> login(Context context, Tokens tokens, Instant now) {
        return chosen(context).login(context, tokens, now);
    }

    @Override
    public void sign(Context context, Tokens tokens, Options options, Map<String, String> proof) {
        chosen(context).sign(context, tokens, options, proof);
    }

    @Override
    public boolean forget(Context context, Tokens tokens) {
        return chosen(context).forget(context, tokens);
    }
}
