package dev.tidemark.cli;

import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.NotNow;
import dev.tidemark.connector.Unavailable;
import java.time.Duration;

/** Waits for the quota, which the engine's own work uses too (invariant 4). */
final class Patience {

    private static final Duration LONGEST = Duration.ofMinutes(1);

    private Patience() {}

    /** What asks an API or a database. */
    interface Question<T> {
        T ask() throws HttpFailed, Unavailable;
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
