package dev.tidemark.sandbox.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.sandbox.http.HttpFront;
import dev.tidemark.sandbox.kit.NodeClient;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Stripe's own client gets along with the sandbox, and takes its webhooks for Stripe's. */
class StripeClientIT {
    @Test
    void the_vendors_client_reads_writes_and_verifies_webhooks() throws IOException, InterruptedException {
        try (var sandbox = new StripeSandbox(InstantSource.system(), 1, 2_000);
                HttpFront front = HttpFront.start(sandbox, 0)) {
            sandbox.requestsPerSecond(1_000);
            List<String> well = NodeClient.checks("stripe.js", front.url().toString(), StripeSandbox.KEY);
            assertThat(well)
                    .containsExactly(
                            "pages",
                            "create",
                            "update",
                            "expand",
                            "search",
                            "idempotency",
                            "declined",
                            "missing",
                            "subscribe",
                            "refund",
                            "webhook",
                            "forged webhook",
                            "events",
                            "delete");
        }
    }
}
