package dev.tidemark.sandbox.intercom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.sandbox.http.HttpFront;
import dev.tidemark.sandbox.kit.NodeClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Intercom's own client gets along with the sandbox. */
class IntercomClientIT {
    @Test
    void the_vendors_client_reads_and_writes() throws IOException, InterruptedException {
        var sandbox = new IntercomSandbox(Settings.standard().withSize(600));
        sandbox.searchLag(Duration.ZERO);
        try (HttpFront front = HttpFront.start(sandbox, 0)) {
            List<String> well = NodeClient.checks("intercom.js", front.url().toString(), IntercomSandbox.TOKEN);
            assertThat(well).hasSize(6).endsWith("delete and refusals");
        } finally {
            sandbox.webhooks().close();
        }
        assertThat(sandbox.log().byKind()).containsKeys("list", "search", "scroll", "create", "update", "delete");
    }
}
