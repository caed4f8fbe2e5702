package dev.tidemark.sandbox.airtable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AirtableSandboxTest implements InstantSource {
    private static final JsonMapper JSON = new JsonMapper();

    private Instant now = Instant.parse("2026-11-21T10:00:00Z");
    private final AirtableSandbox sandbox =
            new AirtableSandbox(Settings.standard().withClock(this).withSize(660));

    @Override
    public Instant instant() {
        return now;
    }

    private void later(double seconds) {
        now = now.plus(Duration.ofMillis((long) (1000 * seconds)));
    }

    private Answer call(String method, String target, String body) {
        later(0.3);
        return (Answer) sandbox.handle(
                Request.of(method, target, Map.of("Authorization", "Bearer " + AirtableSandbox.TOKEN), body));
    }

    private JsonNode good(String method, String target, String body) {
        Answer answer = call(method, target, body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static String at(String more) {
        return "/v0/" + AirtableSandbox.BASE + "/" + more;
    }

    private String refusal(String method, String target, String body) {
        Answer answer = call(method, target, body);
        JsonNode error = JSON.readTree(answer.body()).path("error");
        return answer.status() + " "
                + (error.isString() ? error.asString("") : error.path("type").asString(""));
    }

    @Test
    void a_list_has_a_hundred_records_a_page_and_leaves_out_empty_cells() {
        List<String> ids = new ArrayList<>();
        String offset = "";
        int pages = 0;
        boolean empty = false;
        do {
            JsonNode page = good("GET", at("Companies?offset=" + offset), "");
            for (JsonNode record : page.path("records")) {
                ids.add(record.path("id").asString(""));
                empty |= !record.path("fields").has("Industry");
                assertThat(record.path("createdTime").asString(""))
                        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.000Z");
            }
            offset = page.path("offset").asString("");
            assertThat(offset).matches("|itr[A-Za-z0-9]{14}/rec[A-Za-z0-9]{14}");
            pages++;
        } while (!offset.isEmpty());
        assertThat(ids).hasSize(220).doesNotHaveDuplicates();
        assertThat(pages).isEqualTo(3);
        assertThat(empty).isTrue();
    }

    @Test
    void a_place_in_a_list_is_forgotten_after_some_minutes() {
        String offset = good("GET", at("Companies"), "").path("offset").asString("");
        later(600);
        assertThat(refusal("GET", at("Companies?offset=" + offset), ""))
                .isEqualTo("422 LIST_RECORDS_ITERATOR_NOT_AVAILABLE");
    }

    @Test
    void six_requests_in_a_second_close_the_base_for_half_a_minute() {
        for (int i = 0; i < 5; i++) {
            good("GET", at("Companies?pageSize=1"), "");
            later(-0.3);
        }
        assertThat(refusal("GET", at("Companies?pageSize=1"), "")).isEqualTo("429 RATE_LIMIT_REACHED");
        later(20);
        assertThat(refusal("GET", at("Companies?pageSize=1"), "")).isEqualTo("429 RATE_LIMIT_REACHED");
        later(15);
        good("GET", at("Companies?pageSize=1"), "");
    }

    @Test
    void a_batch_is_taken_whole_or_not_at_all() {
        int before = sandbox.live("Companies").size();
        assertThat(refusal(
                        "POST",
                        at("Companies"),
                        "{\"records\": [{\"fields\": {\"Name\": \"a\"}}, {\"fields\": {\"Score\": \"high\"}}]}"))
                .isEqualTo("422 INVALID_VALUE_FOR_COLUMN");
        assertThat(sandbox.live("Companies")).hasSize(before);
        assertThat(refusal(
                        "POST",
                        at("Companies"),
                        "{\"records\": [" + "{\"fields\": {}},".repeat(10) + "{\"fields\": {}}]}"))
                .isEqualTo("422 INVALID_RECORDS");
        assertThat(refusal("POST", at("Companies"), "{\"fields\": {\"Number\": 1}}"))
                .isEqualTo("422 INVALID_VALUE_FOR_COLUMN");
        assertThat(refusal("POST", at("Companies"), "{\"fields\": {\"Industry\": \"Whaling\"}}"))
                .isEqualTo("422 INVALID_MULTIPLE_CHOICE_OPTIONS");
        good(
                "POST",
                at("Companies"),
                "{\"typecast\": true, \"fields\": {\"Industry\": \"Whaling\", \"Employees\": \"12\"}}");
        assertThat(sandbox.live("Companies").getLast().body().path("Employees").asInt(0))
                .isEqualTo(12);
    }

    @Test
    void records_are_found_by_formulas() {
        String code = sandbox.live("Companies").get(7).body().path("Code").asString("");
        String formula = "OR({Code}&''='" + code + "', AND({Code}='no', NOT({Name}='x')))";
        JsonNode page = good(
                "GET",
                at("Companies?fields%5B%5D=Code&filterByFormula="
                        + java.net.URLEncoder.encode(formula, java.nio.charset.StandardCharsets.UTF_8)),
                "");
        assertThat(page.path("records").size()).isEqualTo(1);
        assertThat(page.path("records").get(0).path("fields").size()).isEqualTo(1);
        assertThat(refusal("GET", at("Companies?filterByFormula=%7BNo%7D%3D1"), ""))
                .isEqualTo("422 INVALID_FILTER_BY_FORMULA");
    }

    @Test
    void what_is_not_there_is_refused_in_airtables_words() {
        assertThat(refusal("GET", at("Nothing"), "")).isEqualTo("403 INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND");
        assertThat(refusal("GET", "/v0/appSomebodyElses/Companies", ""))
                .isEqualTo("403 INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND");
        assertThat(refusal("GET", at("Companies/recNobody00000000"), "")).isEqualTo("404 NOT_FOUND");
        Answer anonymous = (Answer) sandbox.handle(Request.get(at("Companies"), Map.of()));
        assertThat(anonymous.status()).isEqualTo(401);
    }

    @Test
    void payloads_tell_by_a_cursor_what_changed() {
        String hook = good(
                        "POST",
                        "/v0/bases/" + AirtableSandbox.BASE + "/webhooks",
                        "{\"specification\": {\"options\": {\"filters\": {\"dataTypes\": [\"tableData\"]}}}}")
                .path("id")
                .asString("");
        String made = good("POST", at("Companies"), "{\"fields\": {\"Name\": \"a\"}}")
                .path("id")
                .asString("");
        good("PATCH", at("Companies/" + made), "{\"fields\": {\"Name\": \"b\"}}");
        String payloads = "/v0/bases/" + AirtableSandbox.BASE + "/webhooks/" + hook + "/payloads";
        JsonNode two = good("GET", payloads, "");
        assertThat(two.path("payloads").size()).isEqualTo(2);
        assertThat(two.path("cursor").asInt(0)).isEqualTo(3);
        good("DELETE", at("Companies/" + made), "");
        JsonNode third = good("GET", payloads + "?cursor=3", "");
        assertThat(third.toString()).contains("destroyedRecordIds").contains(made);
        assertThat(third.path("mightHaveMore").asBoolean(true)).isFalse();
        later(8 * 86_400);
        assertThat(refusal("GET", payloads, "")).isEqualTo("404 NOT_FOUND");
    }

    @Test
    void payloads_are_kept_for_seven_days_and_keep_their_numbers() {
        String hooks = "/v0/bases/" + AirtableSandbox.BASE + "/webhooks";
        String hook = good(
                        "POST",
                        hooks,
                        "{\"specification\": {\"options\": {\"filters\": {\"dataTypes\": [\"tableData\"]}}}}")
                .path("id")
                .asString("");
        String made = sandbox.create("Companies", JSON.createObjectNode().put("Name", "a"))
                .id();
        later(4 * 86_400);
        good("POST", hooks + "/" + hook + "/refresh", "");
        sandbox.update("Companies", made, "Name", "b");
        later(4 * 86_400);
        sandbox.delete("Companies", made);
        JsonNode kept = good("GET", hooks + "/" + hook + "/payloads?cursor=1", "");
        assertThat(kept.path("payloads")
                        .valueStream()
                        .map(one -> one.path("baseTransactionNumber").asInt(0)))
                .containsExactly(2, 3);
        assertThat(kept.at("/payloads/0/actionMetadata/source").asString("")).isEqualTo("client");
        assertThat(kept.path("cursor").asInt(0)).isEqualTo(4);
        assertThat(good("GET", hooks, "").at("/webhooks/0/cursorForNextPayload").asInt(0))
                .isEqualTo(4);
        assertThat(refusal("GET", hooks + "/" + hook + "/payloads?cursor=0", ""))
                .startsWith("422 ");
    }

    @Test
    void people_make_changes_that_the_seed_decides() {
        assertThat(sandbox.changes(3, 20)).hasSize(20);
        var other = new AirtableSandbox(Settings.standard().withClock(this).withSize(660));
        assertThat(other.changes(3, 20))
                .isEqualTo(
                        new AirtableSandbox(Settings.standard().withClock(this).withSize(660)).changes(3, 20));
    }
}
