package dev.tidemark.sandbox.airtable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.sandbox.http.HttpFront;
import dev.tidemark.sandbox.kit.NodeClient;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Airtable's own client gets along with the sandbox. */
class AirtableClientIT {
    @Test
    void the_vendors_client_reads_and_writes() throws IOException, InterruptedException {
        var sandbox = new AirtableSandbox(Settings.standard().withSize(600));
        sandbox.limits().perBase(1_000); // the client waits out a refusal for half a minute
        try (HttpFront front = HttpFront.start(sandbox, 0)) {
            List<String> well = NodeClient.checks(
                    "airtable.js", front.url().toString(), AirtableSandbox.BASE, AirtableSandbox.TOKEN);
            assertThat(well).hasSize(6).endsWith("refusals");
        } finally {
            sandbox.webhooks().close();
        }
        assertThat(sandbox.log().byKind()).containsKeys("list", "create", "update", "delete");
    }
}
