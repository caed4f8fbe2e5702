package dev.tidemark.connectors.manifest.source;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.Secrets;
import dev.tidemark.connectors.manifest.auth.Login;
import dev.tidemark.connectors.manifest.request.Impossible;
import dev.tidemark.connectors.manifest.tree.Json;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.core.JacksonException;

/** Asks for a token and keeps it. */
final class SignIn {

    /** How long an API is left alone that asks for patience and does not say how long. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Map<Secrets, Lock> LOCKS = Collections.synchronizedMap(new WeakHashMap<>());

    private SignIn() {}

    /** Held by whoever looks for a token, fetches one or forgets one: those of an account are shared by all that ask for it. */
    static Lock lock(Secrets account) {
        return LOCKS.computeIfAbsent(account, a -> new ReentrantLock());
    }

    /** Why there is no token; empty where there is one now. */
    static Optional<Answer> refusal(Access access, Discreet tokens, Login login) throws HttpFailed {
        HttpAnswer answer = access.http().send(login.call().request());
        Optional<Answer> refusal = refusal(answer);
        if (refusal.isPresent()) {
            return refusal;
        }
        try {
            tokens.keep(login.account(), login.reader().token(answer));
            return Optional.empty();
        } catch (Impossible e) {
            return Optional.of(new Answer.Retry(tokens.text(String.valueOf(e.getMessage()))));
        }
    }

    private static Optional<Answer> refusal(HttpAnswer answer) {
        if (answer.isSuccess()) {
            try {
                Json.read(answer.body());
                return Optional.empty();
            } catch (JacksonException e) {
                return Optional.of(new Answer.Retry("the answer to the sign-in is no JSON"));
            }
        }
        if (answer.status() == 429) {
            return Optional.of(
                    new Answer.Wait(answer.retryAfter().orElse(PATIENCE), "too many requests, says the sign-in"));
        }
        return Optional.of(
                answer.status() >= 500
                        ? new Answer.Retry("the sign-in answered HTTP " + answer.status())
                        : new Answer.Stop(
                                "source.login_refused",
                                "the sign-in answered HTTP " + answer.status(),
                                "Check the source's secrets, or connect the account again"));
    }
}
