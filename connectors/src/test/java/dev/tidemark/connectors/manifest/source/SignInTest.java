package dev.tidemark.connectors.manifest.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Answer;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.testkit.Step;
import dev.tidemark.connector.testkit.TestAccess;
import dev.tidemark.connectors.manifest.load.BadManifest;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Several requests of one account at once, whose token for the next refresh is good once. */
class SignInTest {

    private static final String MANIFEST = """
        version: 6.0.0
        check: {stream_names: [ships]}
        streams:
          - name: ships
            retriever:
              requester:
                url_base: https://x.io
                path: ships
                authenticator:
                  type: OAuthAuthenticator
                  token_refresh_endpoint: https://x.io/token
                  client_id: us
                  client_secret: hush
                  refresh_token: r0
                  refresh_token_updater: {refresh_token_config_path: [refresh_token]}
              record_selector: {extractor: {field_path: []}}
        spec: {connection_specification: {properties: {refresh_token: {type: string, airbyte_secret: true}}}}
        """;

    /** What happens between a request's arrival and its answer. */
    private interface Meanwhile {
        void happens() throws HttpFailed;
    }

    private final ManifestSource source = source();
    private final AtomicInteger signedIn = new AtomicInteger();
    private volatile int good = 1;
    private Meanwhile whileSigningIn = () -> {};
    private Meanwhile whileAnswering = () -> {};
    private final TestAccess access = TestAccess.to(source, Map.of(), Map.of("refresh_token", "r0"), this::answer);

    private static ManifestSource source() {
        try {
            return ManifestSource.of("harbour", MANIFEST, InstantSource.fixed(TestAccess.NOW));
        } catch (BadManifest e) {
            throw new AssertionError(e);
        }
    }

    private HttpAnswer answer(HttpRequest request) throws HttpFailed {
        if (request.uri().getPath().equals("/token")) {
            String body = new String(request.body(), StandardCharsets.UTF_8);
            int number = signedIn.incrementAndGet();
            whileSigningIn.happens();
            return body.contains("refresh_token=r" + (number - 1))
                    ? Step.json(
                                    200,
                                    "{\"access_token\": \"t%d\", \"refresh_token\": \"r%d\"}".formatted(number, number))
                            .answer(request)
                    : Step.json(400, "{\"error\": \"this token was used before\"}")
                            .answer(request);
        }
        String token = request.headers().getOrDefault("Authorization", "");
        Meanwhile happening = whileAnswering;
        whileAnswering = () -> {};
        happening.happens();
        return Step.json(token.equals("Bearer t" + good) ? 200 : 401, "[]").answer(request);
    }

    private Answer read() {
        StreamSpec stream = source.streams().getFirst();
        return source.read(access, PageRequest.first(stream, new Reading.Everything()));
    }

    @Test
    void those_who_need_a_token_at_the_same_time_fetch_one() throws InterruptedException {
        int readers = 4;
        List<Thread> threads = new ArrayList<>();
        var answers = new ConcurrentLinkedQueue<Answer>();
        whileSigningIn = () -> {
            // All others wait for this token, or fetch one as well.
            while (threads.stream()
                                    .filter(t -> t.getState() == Thread.State.WAITING)
                                    .count()
                            + signedIn.get()
                    < readers) {
                Thread.onSpinWait();
            }
        };
        for (int i = 0; i < readers; i++) {
            threads.add(Thread.ofPlatform().unstarted(() -> answers.add(read())));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(answers).hasSize(readers).allMatch(answer -> answer instanceof Answer.Page);
        assertThat(signedIn).hasValue(1);
    }

    @Test
    void a_token_that_another_fetched_while_ours_was_refused_is_used_and_not_thrown_away() {
        assertThat(read()).isInstanceOf(Answer.Page.class);
        whileAnswering = () -> {
            good = 2;
            assertThat(read()).as("of another").isInstanceOf(Answer.Page.class);
        };
        assertThat(read()).isInstanceOf(Answer.Page.class);
        assertThat(signedIn).hasValue(2);
    }
}
