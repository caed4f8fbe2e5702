package dev.tidemark.sandbox.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.sandbox.http.HttpFront;
import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response.Answer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WebhookSenderIT {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final byte[] BODY = "[{\"eventId\":1}]".getBytes(StandardCharsets.UTF_8);

    @Test
    void a_webhook_arrives_with_its_body_and_is_signed_anew_for_each_attempt()
            throws IOException, InterruptedException {
        var heard = new ConcurrentLinkedQueue<Request>();
        var signed = new AtomicInteger();
        try (HttpFront ear = HttpFront.start(
                        request -> {
                            heard.add(request);
                            return Answer.empty(heard.size() < 3 ? 500 : 204);
                        },
                        0);
                var sender = new WebhookSender(List.of(Duration.ZERO, Duration.ZERO, Duration.ZERO))) {
            URI to = ear.url().resolve("/hooks?a=b");
            sender.send(to, BODY, (uri, body) -> Map.of("X-Signature", uri.getPath() + signed.incrementAndGet()));
            assertThat(sender.awaitIdle(LONG)).isTrue();
            assertThat(heard)
                    .extracting(request -> request.header("x-signature"))
                    .containsExactly("/hooks1", "/hooks2", "/hooks3");
            assertThat(heard).allSatisfy(request -> assertThat(request.body()).isEqualTo(BODY));
            assertThat(sender.attempts())
                    .extracting(WebhookSender.Attempt::status)
                    .containsExactly(500, 500, 204);
        }
    }

    @Test
    void nobody_who_listens_ends_in_giving_up() throws IOException, InterruptedException {
        HttpFront gone = HttpFront.start(request -> Answer.empty(204), 0);
        gone.close();
        try (var sender = new WebhookSender(List.of(Duration.ZERO))) {
            sender.send(gone.url(), BODY, (uri, body) -> Map.of());
            assertThat(sender.awaitIdle(LONG)).isTrue();
            assertThat(sender.attempts())
                    .containsExactly(
                            new WebhookSender.Attempt(gone.url(), 1, 0), new WebhookSender.Attempt(gone.url(), 2, 0));
        }
    }
}
