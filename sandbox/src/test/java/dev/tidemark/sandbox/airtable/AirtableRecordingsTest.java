package dev.tidemark.sandbox.airtable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.kit.Recorded;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The sandbox's answers have the keys and JSON types of recorded ones, where those are at hand. */
class AirtableRecordingsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String BASE = "/v0/" + AirtableSandbox.BASE;
    private static final String HOOKS = "/v0/bases/" + AirtableSandbox.BASE + "/webhooks";

    @SuppressWarnings("NullAway.Init")
    private static Recorded recorded;

    private final AirtableSandbox sandbox =
            new AirtableSandbox(Settings.standard().withSize(300));

    @BeforeAll
    static void unpack() throws InterruptedException {
        recorded = Recorded.of("airtable");
    }

    private JsonNode ask(String method, String target, String body) {
        sandbox.limits().perBase(1_000);
        var headers = Map.of("Authorization", "Bearer " + AirtableSandbox.TOKEN);
        if (sandbox.handle(Request.of(method, target, headers, body)) instanceof Answer answer) {
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            return answer.body().length == 0 ? JSON.createObjectNode() : JSON.readTree(answer.body());
        }
        throw new AssertionError("no answer");
    }

    /** But for the cells, which are the base's own, and whether there is more. */
    private static void assertAlike(JsonNode exchange, JsonNode ours) {
        assertThat(new TreeSet<>(Recorded.differences(
                        exchange.path("response"),
                        ours,
                        path -> path.matches(".*/fields/[^/]*") || path.equals("/offset"))))
                .as(exchange.path("method").asString("") + " "
                        + exchange.path("path").asString(""))
                .isEmpty();
    }

    @Test
    void records_are_listed_and_written_alike() {
        recorded.all("GET", "/v0/app\\w+/Tasks")
                .forEach(exchange -> assertAlike(exchange, ask("GET", BASE + "/Companies", "")));
        String made = ask("POST", BASE + "/Companies", "{\"fields\": {\"Name\": \"Ada\"}}")
                .path("id")
                .asString("");
        assertAlike(
                recorded.one("PATCH", "/v0/app\\w+/tbl\\w+"),
                ask(
                        "PATCH",
                        BASE + "/Companies",
                        "{\"records\": [{\"id\": \"" + made + "\", \"fields\": {\"Name\": \"Eve\"}}]}"));
        assertAlike(
                recorded.one("PATCH", "/v0/app\\w+/tbl\\w+/rec\\w+"),
                ask("PATCH", BASE + "/Companies/" + made, "{\"fields\": {\"Name\": \"Eva\"}}"));
        assertAlike(
                recorded.one("DELETE", "/v0/app\\w+/tbl\\w+"),
                ask("DELETE", BASE + "/Companies?records[]=" + made, ""));
    }

    @Test
    void the_description_of_a_base_is_alike() {
        assertAlike(recorded.one("GET", "/v0/meta/whoami"), ask("GET", "/v0/meta/whoami", ""));
        assertAlike(recorded.one("GET", "/v0/meta/bases"), ask("GET", "/v0/meta/bases", ""));
        JsonNode ours = ask("GET", "/v0/meta/bases/" + AirtableSandbox.BASE + "/tables", "");
        // Tables and fields have a description or none, and fields options by their type.
        recorded.all("GET", "/v0/meta/bases/app\\w+/tables")
                .forEach(exchange -> assertThat(Recorded.differences(
                                exchange.path("response"),
                                ours,
                                path -> path.endsWith("/description") || path.endsWith("/options")))
                        .isEmpty());
        recorded.all("GET", "/v0/meta/bases/app\\w+/tables")
                .flatMap(exchange -> exchange.path("response").path("tables").valueStream())
                .flatMap(table -> table.path("fields").valueStream())
                .forEach(theirs -> ours.path("tables")
                        .valueStream()
                        .flatMap(table -> table.path("fields").valueStream())
                        .filter(field -> field.path("type").equals(theirs.path("type")))
                        .forEach(field -> assertThat(Recorded.differences(
                                        theirs,
                                        field,
                                        // A link has its other end in the linked table, or none; a formula's result
                                        // has options by its type.
                                        path -> path.endsWith("/description")
                                                || path.endsWith("/inverseLinkFieldId")
                                                || path.endsWith("/result/options")))
                                .as(theirs.path("type").asString(""))
                                .isEmpty()));
    }

    @Test
    void webhooks_and_their_payloads_are_alike() {
        JsonNode made = ask(
                "POST",
                HOOKS,
                "{\"notificationUrl\": \"https://hook.example/a\", \"specification\": {\"options\": {\"filters\":"
                        + " {\"dataTypes\": [\"tableData\"]}}}}");
        String hook = HOOKS + "/" + made.path("id").asString("");
        assertAlike(recorded.one("GET", "/v0/bases/appBe\\w+/webhooks"), ask("GET", HOOKS, ""));
        assertAlike(recorded.one("POST", ".*/refresh"), ask("POST", hook + "/refresh", ""));
        assertAlike(
                recorded.one("POST", ".*/enableNotifications"),
                ask("POST", hook + "/enableNotifications", "{\"enable\": false}"));
        String id = ask("POST", BASE + "/Companies", "{\"fields\": {\"Name\": \"Ada\"}}")
                .path("id")
                .asString("");
        ask("PATCH", BASE + "/Companies/" + id, "{\"fields\": {\"Name\": \"Eva\"}}");
        ask("DELETE", BASE + "/Companies/" + id, "");
        JsonNode theirs = recorded.one("GET", ".*/payloads");
        assertThat(Recorded.differences(
                        theirs.path("response"),
                        ask("GET", hook + "/payloads", ""),
                        path -> path.contains("/changedTablesById/")))
                .isEmpty();
        assertAlike(recorded.one("DELETE", ".*/webhooks/ach\\w+"), ask("DELETE", hook, ""));
    }
}
