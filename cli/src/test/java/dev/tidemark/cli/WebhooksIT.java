package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.sandbox.http.HttpFront;
import dev.tidemark.sandbox.hubspot.HubSpotSandbox;
import dev.tidemark.sandbox.hubspot.Settings;
import dev.tidemark.sandbox.hubspot.Webhooks;
import dev.tidemark.sandbox.hubspot.crm.ObjectType;
import dev.tidemark.sandbox.hubspot.crm.Portal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Webhooks of the sandboxes come to an engine whose schedules would look only tomorrow. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebhooksIT {

    private static final Pattern LISTENS = Pattern.compile("Webhooks: (http://127\\.0\\.0\\.1:\\d+)/");
    private static final String LIVE = " where _tidemark_deleted_at is null";

    @SuppressWarnings("NullAway.Init")
    Scene scene;

    final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    void open(@TempDir Path folder) throws IOException {
        scene = new Scene(folder, 1);
    }

    @AfterAll
    void close() throws IOException {
        http.close();
        scene.close();
    }

    private Map<String, String> rows(String query) {
        Map<String, String> rows = new TreeMap<>();
        scene.query(query, row -> rows.put(row.getString(1), String.valueOf(row.getString(2))));
        return rows;
    }

    /** Where a running engine takes webhooks. */
    private static String listening(Scene.Running engine) throws InterruptedException {
        Scene.until(
                () -> "listening; " + engine.err(),
                () -> LISTENS.matcher(engine.err()).find());
        Matcher said = LISTENS.matcher(engine.err());
        assertThat(said.find()).isTrue();
        return said.group(1);
    }

    private int post(String url, String body, Map<String, String> headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url)).POST(BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return http.send(request.build(), BodyHandlers.discarding()).statusCode();
    }

    private JsonNode status(String list, String name, String value) {
        for (JsonNode one : Json.parse(scene.run("status", "--json").out()).path(list)) {
            if (one.path(name).asString("").equals(value)) {
                return one;
            }
        }
        return Json.object();
    }

    @Test
    void hubspot_tells_of_changes_and_deletes_and_neither_the_cursor_nor_synced_at_moves() throws Exception {
        var hub = new HubSpotSandbox(Settings.standard().withSize(300));
        hub.portal().indexLag(Duration.ofHours(1));
        scene.environment.put("HUBSPOT_TOKEN", HubSpotSandbox.PRIVATE_APP_TOKEN);
        scene.environment.put("HUBSPOT_SECRET", HubSpotSandbox.CLIENT_SECRET);
        try (HttpFront front = HttpFront.start(hub, 0)) {
            Path file = Files.writeString(scene.folder.resolve("hub.yaml"), """
                workspace: hub
                sources:
                  hubspot:
                    connector: hubspot
                    url: %s
                    token: ${env:HUBSPOT_TOKEN}
                    webhook_secret: ${env:HUBSPOT_SECRET}
                    quota: 100%%
                syncs:
                  contacts: { from: hubspot.contacts, every: 1d }
                """.formatted(front.url()));
            try (Scene.Running engine = scene.start("run", "--hooks", "0", file.toString())) {
                String hooks = listening(engine) + "/hooks/hub/hubspot";
                Scene.until(
                        "the backfill",
                        () -> status("syncs", "sync", "contacts")
                                .path("last_run")
                                .path("state")
                                .asString("")
                                .equalsIgnoreCase("succeeded"));
                JsonNode before = status("syncs", "sync", "contacts");

                Portal portal = hub.portal();
                hub.webhooks().target(URI.create(hooks));
                ObjectType contacts = portal.the("contacts");
                var ids =
                        rows("select id, id from hub.contacts" + LIVE).keySet().iterator();
                String changed = ids.next();
                String archived = ids.next();
                portal.update(contacts, changed, Map.of("jobtitle", "Pilot"));
                portal.archive(contacts, archived);
                String made = portal.create(contacts, Map.of("email", "hook@mail.example", "jobtitle", "Mate"))
                        .id();
                hub.webhooks().flush();

                Scene.until("the changes", () -> {
                    Map<String, String> now = rows("select id, jobtitle from hub.contacts" + LIVE);
                    return "Pilot".equals(now.get(changed))
                            && "Mate".equals(now.get(made))
                            && !now.containsKey(archived);
                });
                JsonNode after = status("syncs", "sync", "contacts");
                assertThat(after.path("synced_at")).isEqualTo(before.path("synced_at"));
                assertThat(after.path("cursor_at")).isEqualTo(before.path("cursor_at"));

                String forged =
                        "[{\"eventId\":1,\"subscriptionType\":\"contact.deletion\",\"objectId\":" + changed + "}]";
                String now = Long.toString(System.currentTimeMillis());
                assertThat(post(hooks, forged, Map.of())).isEqualTo(401);
                assertThat(post(
                                hooks,
                                forged,
                                Map.of(
                                        "X-HubSpot-Request-Timestamp",
                                        now,
                                        "X-HubSpot-Signature-v3",
                                        Webhooks.signature(
                                                "wrong",
                                                "POST",
                                                URI.create(hooks),
                                                forged.getBytes(StandardCharsets.UTF_8),
                                                now))))
                        .isEqualTo(401);
                assertThat(post(hooks + "x", forged, Map.of())).isEqualTo(404);
                // Signed by the vendor, and not true: the record is still there, so it stays.
                assertThat(post(
                                hooks,
                                forged,
                                Map.of(
                                        "X-HubSpot-Request-Timestamp",
                                        now,
                                        "X-HubSpot-Signature-v3",
                                        Webhooks.signature(
                                                HubSpotSandbox.CLIENT_SECRET,
                                                "POST",
                                                URI.create(hooks),
                                                forged.getBytes(StandardCharsets.UTF_8),
                                                now))))
                        .isEqualTo(200);
                portal.update(contacts, made, Map.of("jobtitle", "Captain"));
                hub.webhooks().flush();
                Scene.until(
                        "what came after it",
                        () -> "Captain"
                                .equals(rows("select id, jobtitle from hub.contacts" + LIVE)
                                        .get(made)));
                assertThat(rows("select id, jobtitle from hub.contacts" + LIVE)).containsEntry(changed, "Pilot");
                Scene.until("the counts", () -> {
                    JsonNode counts = status("hooks", "source", "hub/hubspot");
                    return counts.path("refused").asInt() == 2
                            && counts.path("received").asInt() >= 3;
                });
            }
        }
    }
}
