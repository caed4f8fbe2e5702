package dev.tidemark.connectors.manifest.auth;

import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connectors.manifest.request.Call;

/**
 * A request for a token.
 *
 * @param call to be sent
 * @param account what the token will be kept under: equal for all who would ask the same
 * @param reader takes the token out of a good answer
 */
public record Login(Call call, Call account, Reader reader) {

    /** Takes a token out of an answer. */
    @FunctionalInterface
    public interface Reader {

        /** @throws dev.tidemark.connectors.manifest.request.Impossible where there is none in it */
        Token token(HttpAnswer answer);
    }

    @Override
    public String toString() {
        return "login by " + call;
    }
}
