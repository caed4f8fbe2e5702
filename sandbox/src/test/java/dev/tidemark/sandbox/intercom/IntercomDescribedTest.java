package dev.tidemark.sandbox.intercom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.sandbox.described.Watched;
import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.kit.Descriptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The sandbox is asked and answers as Intercom's own OpenAPI description has it, where that is at hand. */
class IntercomDescribedTest {
    private static final JsonMapper JSON = new JsonMapper();

    private final IntercomSandbox sandbox =
            new IntercomSandbox(Settings.standard().withSize(300));

    private static JsonNode ask(Watched watched, String method, String target, String body) {
        return ask(watched, method, target, body, IntercomSandbox.TOKEN);
    }

    private static JsonNode ask(Watched watched, String method, String target, String body, String token) {
        var headers = Map.of(
                "Authorization", "Bearer " + token, "Intercom-Version", "2.14", "Content-Type", "application/json");
        return watched.handle(Request.of(method, target, headers, body)) instanceof Answer answer
                ? JSON.readTree(answer.body())
                : JSON.createObjectNode();
    }

    private static String id(JsonNode answer) {
        return answer.path("id").asString("");
    }

    @Test
    void every_path_is_asked_and_answered_as_described() throws InterruptedException {
        var watched = new Watched(sandbox, List.of(Descriptions.of("intercom/2.14-api.intercom.io.yaml", "error")));
        sandbox.searchLag(Duration.ZERO);
        for (String path : List.of("me", "admins", "teams", "tags", "segments", "contacts", "conversations")) {
            ask(watched, "GET", "/" + path, "");
            ask(watched, "GET", "/" + path, "", "wrong");
        }
        ask(watched, "POST", "/tags", "{\"name\": \"New\"}");
        contacts(watched);
        companies(watched);
        conversations(watched);
        sandbox.limits().perWindow(0);
        ask(watched, "GET", "/contacts", "");
        // Told by Intercom's guides to lists ("Pagination") and searches, and not by its description.
        assertThat(watched.differences())
                .containsExactlyInAnyOrder(
                        "GET /contacts: asked with ?per_page, which is not described",
                        "GET /contacts: asked with ?starting_after, which is not described",
                        "POST /conversations/search: sent/sort is not described");
        assertThat(watched.unknown()).isEmpty();
        assertThat(watched.exchanges())
                .contains(
                        "GET /me 200",
                        "GET /tags 401",
                        "GET /contacts 429",
                        "POST /contacts 409",
                        "PUT /contacts/{contact_id} 404",
                        "POST /contacts/merge 200",
                        "GET /companies 404",
                        "POST /conversations/{conversation_id}/reply 200");
    }

    private static void contacts(Watched watched) {
        JsonNode page = ask(watched, "GET", "/contacts?per_page=2", "");
        ask(
                watched,
                "GET",
                "/contacts?per_page=2&starting_after="
                        + page.at("/pages/next/starting_after").asString(""),
                "");
        String search = "{\"query\": {\"operator\": \"AND\", \"value\": [{\"field\": \"role\", \"operator\": \"=\","
                + " \"value\": \"user\"}]}, \"pagination\": {\"per_page\": 5}}";
        ask(watched, "POST", "/contacts/search", search);
        ask(watched, "POST", "/contacts/search", "{}");
        ask(watched, "POST", "/contacts/search", search, "wrong");
        String made = id(ask(watched, "POST", "/contacts", "{\"email\": \"ada@mail.example\", \"name\": \"Ada\"}"));
        String other = id(ask(watched, "POST", "/contacts", "{\"external_id\": \"grace\", \"role\": \"user\"}"));
        ask(watched, "POST", "/contacts", "{\"email\": \"ada@mail.example\"}");
        ask(watched, "POST", "/contacts", "{}");
        ask(watched, "GET", "/contacts/" + made, "");
        ask(watched, "PUT", "/contacts/" + made, "{\"name\": \"Ada L.\", \"signed_up_at\": 1700000000}");
        ask(watched, "POST", "/contacts/merge", "{\"from\": \"" + made + "\", \"into\": \"" + other + "\"}");
        ask(watched, "DELETE", "/contacts/" + other, "");
        ask(watched, "GET", "/contacts/" + other, "");
        ask(watched, "PUT", "/contacts/" + other, "{\"name\": \"x\"}");
        ask(watched, "DELETE", "/contacts/" + other, "");
    }

    private static void companies(Watched watched) {
        ask(watched, "GET", "/companies", "");
        ask(watched, "POST", "/companies/list", "");
        JsonNode scroll = ask(watched, "GET", "/companies/scroll", "");
        ask(watched, "GET", "/companies/scroll", "");
        String param = scroll.path("scroll_param").asString("");
        while (!ask(watched, "GET", "/companies/scroll?scroll_param=" + param, "")
                .path("data")
                .isEmpty()) {}
        String made = id(ask(
                watched,
                "POST",
                "/companies",
                "{\"company_id\": \"c1\", \"name\": \"Acme\", \"size\": 3, \"remote_created_at\": 1700000000,"
                        + " \"monthly_spend\": 12, \"custom_attributes\": {\"tier\": \"gold\"}}"));
        ask(watched, "POST", "/companies", "{\"company_id\": \"c1\", \"name\": \"Acme 2\"}");
        ask(watched, "POST", "/companies", "{\"company_id\": \"c2\", \"size\": \"big\"}");
        ask(watched, "GET", "/companies?company_id=c1", "");
        ask(watched, "GET", "/companies?company_id=none", "");
        ask(watched, "GET", "/companies/" + made, "");
        ask(watched, "PUT", "/companies/" + made, "{\"name\": \"Acme 3\", \"website\": \"https://acme.example\"}");
        ask(watched, "DELETE", "/companies/" + made, "");
        ask(watched, "GET", "/companies/" + made, "");
        ask(watched, "DELETE", "/companies/" + made, "");
    }

    private static void conversations(Watched watched) {
        JsonNode page = ask(watched, "GET", "/conversations?per_page=20", "");
        page.path("conversations").forEach(one -> ask(watched, "GET", "/conversations/" + id(one), ""));
        ask(
                watched,
                "POST",
                "/conversations/search",
                "{\"query\": {\"field\": \"updated_at\", \"operator\": \">\", \"value\": \"1700000000\"},"
                        + " \"sort\": {\"field\": \"updated_at\", \"order\": \"ascending\"}}");
        String one = id(page.path("conversations").path(0));
        ask(
                watched,
                "POST",
                "/conversations/" + one + "/reply",
                "{\"message_type\": \"comment\", \"type\": \"admin\", \"admin_id\": \"1\", \"body\": \"Hello\"}");
        ask(watched, "GET", "/conversations/1", "");
    }
}
