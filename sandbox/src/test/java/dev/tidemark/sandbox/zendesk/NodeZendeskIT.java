package dev.tidemark.sandbox.zendesk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.sandbox.http.HttpFront;
import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.kit.NodeClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A client of the real API, written by others, gets along with the sandbox. */
class NodeZendeskIT {
    @Test
    void node_zendesk_signs_in_reads_and_writes() throws IOException, InterruptedException {
        var sandbox = new ZendeskSandbox(Settings.standard().withTickets(400).withJobTime(Duration.ofMillis(100)));
        Answer granted = (Answer) sandbox.handle(Request.of(
                "POST",
                "/oauth/tokens",
                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                "grant_type=client_credentials&client_id=" + ZendeskSandbox.CLIENT_ID + "&client_secret="
                        + ZendeskSandbox.CLIENT_SECRET));
        String token = ZendeskCaller.json(granted).path("access_token").asString("");
        try (HttpFront front = HttpFront.start(sandbox, 0)) {
            List<String> well = NodeClient.checks(
                    "zendesk.js", front.url().toString(), ZendeskSandbox.EMAIL, ZendeskSandbox.API_TOKEN, token);
            assertThat(well).hasSize(14).endsWith("a webhook is made and has a secret");
        }
        assertThat(sandbox.log().byKind())
                .containsKeys("exportByCursor", "exportByTime", "createMany", "job", "search");
    }
}
