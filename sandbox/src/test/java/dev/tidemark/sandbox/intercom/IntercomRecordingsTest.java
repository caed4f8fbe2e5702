package dev.tidemark.sandbox.intercom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.kit.Recorded;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The sandbox's answers have the keys and JSON types of recorded ones, where those are at hand. */
class IntercomRecordingsTest {
    private static final JsonMapper JSON = new JsonMapper();

    @SuppressWarnings("NullAway.Init")
    private static Recorded recorded;

    private final IntercomSandbox sandbox =
            new IntercomSandbox(Settings.standard().withSize(300));

    @BeforeAll
    static void unpack() throws InterruptedException {
        recorded = Recorded.of("intercom");
    }

    private JsonNode ask(String method, String target, String body) {
        sandbox.searchLag(Duration.ZERO);
        var headers = Map.of("Authorization", "Bearer " + IntercomSandbox.TOKEN, "Intercom-Version", "2.14");
        return sandbox.handle(Request.of(method, target, headers, body)) instanceof Answer answer
                ? JSON.readTree(answer.body())
                : JSON.createObjectNode();
    }

    private static void assertAlike(JsonNode exchange, JsonNode ours) {
        // The attributes of a workspace are its own; there is a next page or not; companies have a website or not.
        assertThat(new TreeSet<>(Recorded.differences(
                        exchange.path("response"),
                        ours,
                        path -> path.contains("/custom_attributes")
                                || path.equals("/pages/next")
                                || path.equals("/data/0/website"))))
                .as(exchange.path("method").asString("") + " "
                        + exchange.path("path").asString(""))
                .isEmpty();
    }

    @Test
    void lists_are_alike() {
        assertAlike(recorded.one("GET", "/admins"), ask("GET", "/admins", ""));
        assertAlike(recorded.one("GET", "/conversations"), ask("GET", "/conversations", ""));
        assertAlike(recorded.one("GET", "/companies/scroll"), ask("GET", "/companies/scroll", ""));
    }

    @Test
    void searches_are_alike() {
        for (String of : new String[] {"contacts", "conversations"}) {
            recorded.all("POST", "/" + of + "/search").forEach(exchange -> {
                JsonNode ours =
                        ask("POST", "/" + of + "/search", exchange.path("body").toString());
                assertThat(ours.path(exchange.path("response").has("data") ? "data" : "conversations"))
                        .isNotEmpty();
                assertAlike(exchange, ours);
            });
        }
    }

    @Test
    void single_records_are_alike() {
        String contact = ask("GET", "/contacts", "").at("/data/0/id").asString("");
        assertAlike(recorded.one("GET", "/contacts/\\w+"), ask("GET", "/contacts/" + contact, ""));
        ask("GET", "/conversations?per_page=150", "").path("conversations").forEach(one -> {
            JsonNode ours = ask("GET", "/conversations/" + one.path("id").asString(""), "");
            recorded.all("GET", "/conversations/\\d+").forEach(exchange -> assertAlike(exchange, ours));
        });
    }

    @Test
    void writes_are_answered_alike() {
        JsonNode company = recorded.one("POST", "/companies");
        JsonNode made = ask("POST", "/companies", company.path("body").toString());
        assertAlike(company, made);
        assertAlike(
                recorded.one("DELETE", "/companies/\\w+"),
                ask("DELETE", "/companies/" + made.path("id").asString(""), ""));
        String one = ask("GET", "/contacts", "").at("/data/0/id").asString("");
        JsonNode changed = recorded.one("PUT", "/contacts/\\w+");
        JsonNode ours = ask("PUT", "/contacts/" + one, changed.path("body").toString());
        assertAlike(changed, ours);
        String other = ask("GET", "/contacts", "").at("/data/1/id").asString("");
        assertAlike(
                recorded.one("POST", "/contacts/merge"),
                ask("POST", "/contacts/merge", "{\"from\": \"" + one + "\", \"into\": \"" + other + "\"}"));
        String conversation =
                ask("GET", "/conversations", "").at("/conversations/0/id").asString("");
        JsonNode reply = recorded.one("POST", "/conversations/\\d+/reply");
        assertAlike(
                reply,
                ask(
                        "POST",
                        "/conversations/" + conversation + "/reply",
                        reply.path("body").toString()));
        recorded.all("POST", "/tags")
                .forEach(tag ->
                        assertAlike(tag, ask("POST", "/tags", tag.path("body").toString())));
    }
}
