package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.sandbox.airtable.AirtableSandbox;
import dev.tidemark.sandbox.http.Handler;
import dev.tidemark.sandbox.http.HttpFront;
import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response;
import dev.tidemark.sandbox.hubspot.HubSpotSandbox;
import dev.tidemark.sandbox.hubspot.Settings;
import dev.tidemark.sandbox.hubspot.Webhooks;
import dev.tidemark.sandbox.hubspot.crm.ObjectType;
import dev.tidemark.sandbox.hubspot.crm.Portal;
import dev.tidemark.sandbox.intercom.IntercomSandbox;
import dev.tidemark.sandbox.stripe.StripeSandbox;
import dev.tidemark.sandbox.zendesk.ZendeskSandbox;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
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
import tools.jackson.databind.json.JsonMapper;

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

    private static final JsonMapper JSON = new JsonMapper();

    /** In a file, which is read anew each time. */
    private void secret(String name, String value) throws IOException {
        Path file = scene.folder.resolve(name);
        Files.writeString(file, value);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private String all() {
        return scene.run("status").out() + scene.run("runs").out();
    }

    /** Asks a sandbox, as a person would at the vendor's. */
    private static JsonNode ask(Handler sandbox, String method, String path, String proof, String type, String body) {
        Response.Answer answer = (Response.Answer)
                sandbox.handle(Request.of(method, path, Map.of("Authorization", proof, "Content-Type", type), body));
        assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
        return JSON.readTree(answer.body());
    }

    private static String path(JsonNode from, String... names) {
        JsonNode node = from;
        for (String name : names) {
            node = node.path(name);
        }
        return node.asString("");
    }

    @Test
    void the_others_tell_too_each_in_its_own_way() throws Exception {
        var stripe = new StripeSandbox(InstantSource.system(), 3, 40);
        var zendesk = new ZendeskSandbox(
                dev.tidemark.sandbox.zendesk.Settings.standard().withTickets(20));
        var intercom = new IntercomSandbox(
                dev.tidemark.sandbox.intercom.Settings.standard().withSize(40));
        intercom.searchLag(Duration.ofHours(1));
        var airtable = new AirtableSandbox(
                dev.tidemark.sandbox.airtable.Settings.standard().withSize(120));
        airtable.limits().perBase(500);
        scene.environment.put("STRIPE_KEY", StripeSandbox.KEY);
        scene.environment.put("ZENDESK_TOKEN", ZendeskSandbox.API_TOKEN);
        scene.environment.put("INTERCOM_TOKEN", IntercomSandbox.TOKEN);
        scene.environment.put("AIRTABLE_TOKEN", AirtableSandbox.TOKEN);
        scene.environment.put("INTERCOM_HOOKS", IntercomSandbox.CLIENT_SECRET);
        for (String later : List.of("STRIPE_HOOKS", "ZENDESK_HOOKS", "AIRTABLE_HOOKS")) {
            secret(later, "bm90IHlldCBrbm93bg==");
        }
        try (HttpFront atStripe = HttpFront.start(stripe, 0);
                HttpFront atZendesk = HttpFront.start(zendesk, 0);
                HttpFront atIntercom = HttpFront.start(intercom, 0);
                HttpFront atAirtable = HttpFront.start(airtable, 0)) {
            Path file = Files.writeString(scene.folder.resolve("all.yaml"), """
                workspace: all
                sources:
                  stripe: { connector: stripe, url: "%s", api_key: "${env:STRIPE_KEY}", quota: 100%%,
                            webhook_secret: "${file:%s/STRIPE_HOOKS}" }
                  zendesk: { connector: zendesk, url: "%s", email: %s, api_token: "${env:ZENDESK_TOKEN}", quota: 100%%,
                             webhook_secret: "${file:%s/ZENDESK_HOOKS}" }
                  intercom: { connector: intercom, url: "%s", token: "${env:INTERCOM_TOKEN}", quota: 100%%,
                              webhook_secret: "${env:INTERCOM_HOOKS}" }
                  airtable: { connector: airtable, url: "%s", base: %s, token: "${env:AIRTABLE_TOKEN}", quota: 100%%,
                              webhook_secret: "${file:%s/AIRTABLE_HOOKS}" }
                syncs:
                  customers: { from: stripe.customers, every: 1d }
                  tickets:   { from: zendesk.tickets, every: 1d }
                  contacts:  { from: intercom.contacts, every: 1d }
                  companies: { from: airtable.Companies, every: 1d }
                """.formatted(
                            atStripe.url(),
                            scene.folder,
                            atZendesk.url(),
                            ZendeskSandbox.EMAIL,
                            scene.folder,
                            atIntercom.url(),
                            atAirtable.url(),
                            AirtableSandbox.BASE,
                            scene.folder));
            try (Scene.Running engine = scene.start("run", "--hooks", "0", file.toString())) {
                String hooks = listening(engine) + "/hooks/all/";
                for (String sync : List.of("customers", "tickets", "contacts", "companies")) {
                    Scene.until(
                            sync,
                            () -> status("syncs", "sync", sync)
                                    .path("last_run")
                                    .path("state")
                                    .asString("")
                                    .equalsIgnoreCase("succeeded"));
                }

                String key = "Bearer " + StripeSandbox.KEY;
                String form = "application/x-www-form-urlencoded";
                JsonNode endpoint = ask(
                        stripe,
                        "POST",
                        "/v1/webhook_endpoints",
                        key,
                        form,
                        "url=" + hooks + "stripe&enabled_events[0]=*");
                secret("STRIPE_HOOKS", path(endpoint, "secret"));
                String customer = rows("select id, id from \"all\".customers" + LIVE)
                        .keySet()
                        .iterator()
                        .next();
                ask(stripe, "POST", "/v1/customers/" + customer, key, form, "phone=555-0100");

                String basic = "Basic "
                        + Base64.getEncoder()
                                .encodeToString((ZendeskSandbox.EMAIL + "/token:" + ZendeskSandbox.API_TOKEN)
                                        .getBytes(StandardCharsets.UTF_8));
                String json = "application/json";
                JsonNode hook = ask(zendesk, "POST", "/api/v2/webhooks", basic, json, """
                    {"webhook": {"name": "W", "endpoint": "%szendesk", "http_method": "POST", "request_format": "json",
                     "status": "active", "subscriptions": ["zen:event-type:ticket.updated"]}}\
                    """.formatted(hooks));
                JsonNode signing = ask(
                        zendesk,
                        "GET",
                        "/api/v2/webhooks/" + path(hook, "webhook", "id") + "/signing_secret",
                        basic,
                        json,
                        "");
                secret("ZENDESK_HOOKS", path(signing, "signing_secret", "secret"));
                String ticket = rows("select id, id from \"all\".tickets" + LIVE)
                        .keySet()
                        .iterator()
                        .next();
                ask(
                        zendesk,
                        "PUT",
                        "/api/v2/tickets/" + ticket,
                        basic,
                        json,
                        "{\"ticket\": {\"subject\": \"Sooner\"}}");

                intercom.webhooks().target(URI.create(hooks + "intercom"));
                var contacts = rows("select id, id from \"all\".contacts" + LIVE)
                        .keySet()
                        .iterator();
                String contact = contacts.next();
                String left = contacts.next();
                intercom.update("contact", contact, JSON.createObjectNode().put("name", "Ada Sooner"));
                intercom.delete("contact", left);

                String pat = "Bearer " + AirtableSandbox.TOKEN;
                JsonNode made = ask(
                        airtable, "POST", "/v0/bases/" + AirtableSandbox.BASE + "/webhooks", pat, json, """
                            {"notificationUrl": "%sairtable",
                             "specification": {"options": {"filters": {"dataTypes": ["tableData"]}}}}\
                            """.formatted(
                                        hooks));
                secret("AIRTABLE_HOOKS", path(made, "macSecretBase64"));
                var deals = rows("select id, id from \"all\".companies" + LIVE)
                        .keySet()
                        .iterator();
                String deal = deals.next();
                String lost = deals.next();
                airtable.update("Companies", deal, "Name", "Sooner");
                airtable.delete("Companies", lost);
                String won = airtable.create(
                                "Companies", JSON.createObjectNode().put("Name", "New"))
                        .id();

                Scene.until(
                        this::all,
                        () -> "555-0100"
                                .equals(rows("select id, phone from \"all\".customers")
                                        .get(customer)));
                Scene.until(
                        this::all,
                        () -> "Sooner"
                                .equals(rows("select id, subject from \"all\".tickets")
                                        .get(ticket)));
                Scene.until(this::all, () -> {
                    Map<String, String> now = rows("select id, name from \"all\".contacts" + LIVE);
                    return "Ada Sooner".equals(now.get(contact)) && !now.containsKey(left);
                });
                Scene.until(this::all, () -> {
                    Map<String, String> now = rows("select id, name from \"all\".companies" + LIVE);
                    return "Sooner".equals(now.get(deal)) && "New".equals(now.get(won)) && !now.containsKey(lost);
                });
            }
        } finally {
            stripe.close();
            intercom.webhooks().close();
            airtable.webhooks().close();
            zendesk.webhooks().close();
        }
    }
}
