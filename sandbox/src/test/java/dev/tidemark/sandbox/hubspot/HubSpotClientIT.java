package dev.tidemark.sandbox.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.sandbox.http.HttpFront;
import dev.tidemark.sandbox.kit.NodeClient;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** HubSpot's own client gets along with the sandbox, and believes its webhooks. */
class HubSpotClientIT {
    @Test
    void the_vendors_client_reads_writes_searches_and_verifies() throws IOException, InterruptedException {
        var sandbox = new HubSpotSandbox(Settings.standard().withSize(1_200));
        try (HttpFront front = HttpFront.start(sandbox, 0)) {
            List<String> well = NodeClient.checks(
                    "hubspot.js",
                    front.url().toString(),
                    HubSpotSandbox.PRIVATE_APP_TOKEN,
                    HubSpotSandbox.CLIENT_ID,
                    HubSpotSandbox.CLIENT_SECRET,
                    HubSpotSandbox.REFRESH_TOKEN);
            assertThat(well).hasSize(11).endsWith("webhooks");
        } finally {
            sandbox.webhooks().close();
        }
        assertThat(sandbox.log().byKind()).containsKeys("list", "search", "batchUpsert", "associations", "token");
    }
}
