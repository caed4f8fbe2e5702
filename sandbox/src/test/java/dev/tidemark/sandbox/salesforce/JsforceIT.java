package dev.tidemark.sandbox.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.sandbox.http.HttpFront;
import dev.tidemark.sandbox.kit.NodeClient;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A client of the real API, written by others, gets along with the sandbox. */
class JsforceIT {
    @Test
    void jsforce_logs_in_reads_and_writes() throws IOException, InterruptedException {
        var sandbox = new SalesforceSandbox(Settings.standard().withSize(12_000));
        try (HttpFront front = HttpFront.start(sandbox, 0)) {
            List<String> well = NodeClient.checks(
                    "jsforce.js",
                    front.url().toString(),
                    SalesforceSandbox.USERNAME,
                    SalesforceSandbox.PASSWORD + SalesforceSandbox.SECURITY_TOKEN,
                    SalesforceSandbox.CLIENT_ID,
                    SalesforceSandbox.CLIENT_SECRET);
            assertThat(well).hasSize(17).endsWith("logout");
        }
        assertThat(sandbox.log().byKind())
                .containsKeys("soap", "token", "queryMore", "upsertMany", "describe", "queryJobResults", "ingestClose");
    }
}
