package dev.tidemark.sandbox.zendesk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.sandbox.http.HttpFront;
import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class ZendeskWebhookIT {
    @Test
    void a_webhook_is_signed_over_its_time_and_its_body()
            throws IOException, InterruptedException, GeneralSecurityException {
        BlockingQueue<Request> heard = new LinkedBlockingQueue<>();
        var caller = new ZendeskCaller(10);
        try (HttpFront ear = HttpFront.start(
                request -> {
                    heard.add(request);
                    return Answer.empty(204);
                },
                0)) {
            Answer made = caller.ask("POST", "/api/v2/webhooks", """
                    {"webhook": {"name": "W", "endpoint": "%s/hook", "http_method": "POST", "request_format": "json",
                     "status": "active", "subscriptions": ["zen:event-type:ticket.updated"]}}""".formatted(ear.url()));
            String id = ZendeskCaller.json(made).path("webhook").path("id").asString("");
            String secret = caller.json("/api/v2/webhooks/" + id + "/signing_secret")
                    .path("signing_secret")
                    .path("secret")
                    .asString("");
            caller.ask("PUT", "/api/v2/tickets/1", "{\"ticket\": {\"comment\": {\"body\": \"Any news?\"}}}");
            caller.ask("PUT", "/api/v2/users/1", "{\"user\": {\"notes\": \"not asked for\"}}");

            Request hook = heard.poll(10, TimeUnit.SECONDS);
            assertThat(hook).isNotNull();
            String timestamp = String.valueOf(hook.header("X-Zendesk-Webhook-Signature-Timestamp"));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] signed = mac.doFinal((timestamp + hook.text()).getBytes(StandardCharsets.UTF_8));
            assertThat(hook.header("X-Zendesk-Webhook-Signature"))
                    .isEqualTo(Base64.getEncoder().encodeToString(signed));
            assertThat(ZendeskCaller.JSON
                            .readTree(hook.body())
                            .path("detail")
                            .path("id")
                            .asString(""))
                    .isEqualTo("1");
            assertThat(caller.zendesk.webhooks().awaitIdle(Duration.ofSeconds(10)))
                    .isTrue();
            assertThat(heard).isEmpty();
        }
    }
}
