package dev.tidemark.cli;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Http;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.NotNow;
import dev.tidemark.connector.Secrets;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.Unavailable;
import java.time.Duration;
import java.time.InstantSource;

/** Waits for the quota, which the engine's own work uses too (invariant 4). */
final class Patience {

    private static final Duration LONGEST = Duration.ofMinutes(1);

    private Patience() {}

    /** What asks an API or a database. */
    interface Question<T> {
        T ask() throws HttpFailed, Unavailable;
    }

    /**
     * An account that waits at each request: a question that takes several would otherwise begin again for ever where the
     * quota spaces requests, and never get past its second.
     */
    static Access waiting(Access access) {
        return new Access() {
            @Override
            public Settings settings() {
                return access.settings();
            }

            @Override
            public Secrets secrets() {
                return access.secrets();
            }

            @Override
            public Http http() {
                return request -> send(access.http(), request);
            }

            @Override
            public InstantSource clock() {
                return access.clock();
            }
        };
    }

    /** @throws NotNow where the quota asks for more than a minute, or the command is interrupted */
    private static HttpAnswer send(Http http, HttpRequest request) throws HttpFailed {
        for (long waited = 0; ; ) {
            try {
                return http.send(request);
            } catch (NotNow e) {
                waited += e.shortestWait().toMillis();
                if (waited > LONGEST.toMillis()) {
                    throw e;
                }
                try {
                    Thread.sleep(e.shortestWait());
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt(); // heard by the sleep in ask
                    throw e;
                }
            }
        }
    }

    /** @throws Refusal where the quota asks for more than a minute */
    static <T> T ask(Question<T> question) throws HttpFailed, Unavailable, InterruptedException {
        for (long waited = 0; ; ) {
            try {
                return question.ask();
            } catch (NotNow e) {
                waited += e.shortestWait().toMillis();
                if (waited > LONGEST.toMillis()) {
                    throw new Refusal(
                            Exit.FAILED,
                            "quota.spent",
                            "the account's quota has no request left for " + Words.span(e.shortestWait()),
                            "Try again later, or grant more under 'quota:' in the workspace file");
                }
                Thread.sleep(e.shortestWait());
            }
        }
    }
}
