package dev.tidemark.sandbox.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.sandbox.fault.FaultRule;
import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.kit.Change;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class HubSpotSandboxTest {
    private final HubCaller caller = new HubCaller(1_000);

    @Test
    void a_list_is_paged_to_its_end_and_tells_live_records_only() {
        List<String> live = caller.listed("contacts", "");
        List<String> archived = caller.listed("contacts", "&archived=true");
        assertThat(live).hasSize(392).doesNotHaveDuplicates().isSorted();
        assertThat(archived).hasSize(8).doesNotContainAnyElementsOf(live);
        assertThat(caller.get("/crm/v3/objects/contacts").path("results")).hasSize(10);
        assertThat(caller.call("GET", "/crm/v3/objects/contacts?limit=101", "").status())
                .isEqualTo(400);
    }

    @Test
    void only_asked_properties_and_those_of_the_system_come_and_all_are_strings_or_null() {
        JsonNode one = caller.get("/crm/v3/objects/contacts?limit=1&properties=email,renewal_date,no_such_thing")
                .path("results")
                .path(0);
        assertThat(one.path("properties").propertyNames())
                .containsExactlyInAnyOrder("createdate", "email", "hs_object_id", "lastmodifieddate", "renewal_date");
        one.path("properties")
                .forEach(value -> assertThat(value.isString() || value.isNull()).isTrue());
        assertThat(one.path("updatedAt").asString("")).matches(".*\\.\\d{3}Z");
    }

    @Test
    void the_same_seed_makes_the_same_account() {
        assertThat(caller.get("/crm/v3/objects/deals?limit=100"))
                .isEqualTo(new HubCaller(1_000).get("/crm/v3/objects/deals?limit=100"));
    }

    @Test
    void records_are_created_changed_and_archived() {
        Answer made =
                caller.call("POST", "/crm/v3/objects/contacts", "{\"properties\":{\"email\":\"Ann@Mail.example\"}}");
        assertThat(made.status()).isEqualTo(201);
        String id = HubCaller.good(made).path("id").asString("");
        caller.later(10);
        caller.call("PATCH", "/crm/v3/objects/contacts/" + id, "{\"properties\":{\"health_score\":\"7.5\"}}");
        JsonNode read =
                caller.get("/crm/v3/objects/contacts/ann@mail.example?idProperty=email&properties=health_score");
        assertThat(read.at("/properties/health_score").asString("")).isEqualTo("7.5");
        assertThat(read.path("updatedAt").asString("")).isEqualTo("2026-11-21T10:00:10.000Z");
        assertThat(read.at("/properties/lastmodifieddate").asString("")).isEqualTo("2026-11-21T10:00:10.000Z");
        for (int i = 0; i < 2; i++) {
            assertThat(caller.call("DELETE", "/crm/v3/objects/contacts/" + id, "")
                            .status())
                    .isEqualTo(204);
        }
        assertThat(caller.call("GET", "/crm/v3/objects/contacts/" + id, "").status())
                .isEqualTo(404);
        JsonNode gone = caller.get("/crm/v3/objects/contacts/" + id + "?archived=true");
        assertThat(gone.path("archivedAt").asString("")).isEqualTo("2026-11-21T10:00:10.000Z");
    }

    @Test
    void what_a_property_does_not_take_is_refused_in_hubspots_words() {
        Answer wrong = caller.call("POST", "/crm/v3/objects/contacts", "{\"properties\":{\"health_score\":\"much\"}}");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.text()).contains("\"category\":\"VALIDATION_ERROR\"", "INVALID_INTEGER", "correlationId");
        assertThat(caller.call("POST", "/crm/v3/objects/contacts", "{\"properties\":{\"nope\":\"1\"}}")
                        .text())
                .contains("PROPERTY_DOESNT_EXIST");
        caller.create("contacts", "{\"email\":\"twice@mail.example\"}");
        Answer twice =
                caller.call("POST", "/crm/v3/objects/contacts", "{\"properties\":{\"email\":\"twice@mail.example\"}}");
        assertThat(twice.status()).isEqualTo(409);
        assertThat(twice.text()).contains("Existing ID");
    }

    @Test
    void a_batch_with_traces_is_told_input_by_input_and_one_without_falls_as_a_whole() {
        String good = "{\"id\":\"new-1\",\"idProperty\":\"external_id\",\"properties\":{\"name\":\"One\"}%s}";
        String bad = "{\"id\":\"new-2\",\"idProperty\":\"external_id\",\"properties\":{\"industry\":\"SORCERY\"}%s}";
        String trace = ",\"objectWriteTraceId\":\"%s\"";
        String traced = "{\"inputs\":[" + good.formatted(trace.formatted("a")) + ","
                + bad.formatted(trace.formatted("b")) + "]}";
        Answer partly = caller.call("POST", "/crm/v3/objects/companies/batch/upsert", traced);
        assertThat(partly.status()).isEqualTo(207);
        JsonNode told = HubCaller.good(partly);
        assertThat(told.at("/results/0/new").asBoolean()).isTrue();
        assertThat(told.at("/results/0/objectWriteTraceId").asString("")).isEqualTo("a");
        assertThat(told.at("/errors/0/context/objectWriteTraceId/0").asString(""))
                .isEqualTo("b");
        assertThat(told.path("numErrors").asInt()).isEqualTo(1);
        String plain = "{\"inputs\":[" + good.formatted("") + "," + bad.formatted("") + "]}";
        assertThat(caller.call("POST", "/crm/v3/objects/companies/batch/upsert", plain)
                        .status())
                .isEqualTo(400);
        assertThat(HubCaller.good(caller.call(
                                "POST",
                                "/crm/v3/objects/companies/batch/upsert",
                                "{\"inputs\":[" + good.formatted("") + "]}"))
                        .at("/results/0/new")
                        .asBoolean(true))
                .isFalse();
    }

    @Test
    void a_batch_read_tells_what_is_missing_with_207() {
        String id = caller.listed("deals", "").getFirst();
        Answer answer = caller.call(
                "POST",
                "/crm/v3/objects/deals/batch/read",
                "{\"properties\":[\"dealname\"],\"inputs\":[{\"id\":\"" + id + "\"},{\"id\":\"1\"}]}");
        assertThat(answer.status()).isEqualTo(207);
        assertThat(HubCaller.good(answer).path("results")).hasSize(1);
        assertThat(HubCaller.good(answer).at("/errors/0/context/ids/0").asString(""))
                .isEqualTo("1");
    }

    private JsonNode search(String type, String body) {
        return caller.post("/crm/v3/objects/" + type + "/search", body);
    }

    @Test
    void a_search_filters_sorts_counts_and_pages() {
        String body = "{\"limit\":20,\"filterGroups\":[{\"filters\":[{\"propertyName\":\"amount\",\"operator\":\"GTE\","
                + "\"value\":\"1000\"},{\"propertyName\":\"dealstage\",\"operator\":\"IN\",\"values\":[\"closedwon\",\"closedlost\"]}]}],"
                + "\"sorts\":[{\"propertyName\":\"hs_object_id\",\"direction\":\"ASCENDING\"}],\"properties\":[\"amount\"]%s}";
        JsonNode first = search("deals", body.formatted(""));
        int total = first.path("total").asInt();
        assertThat(total).isBetween(21, 100);
        assertThat(HubCaller.ids(first)).hasSize(20).isSorted();
        JsonNode second = search(
                "deals",
                body.formatted(",\"after\":\"" + first.at("/paging/next/after").asString("") + "\""));
        var all = new HashSet<>(HubCaller.ids(first));
        all.addAll(HubCaller.ids(second));
        assertThat(all).hasSize(Math.min(total, 40));
    }

    @Test
    void a_search_is_capped() {
        var many = new HubCaller(0);
        for (int i = 0; i < 10_050; i++) {
            many.sandbox.portal().create(many.sandbox.portal().the("notes"), Map.of("hs_note_body", "n" + i));
        }
        many.later(60);
        JsonNode page = many.post("/crm/v3/objects/notes/search", "{\"limit\":200,\"after\":\"9800\"}");
        assertThat(page.path("total").asInt()).isEqualTo(10_050);
        assertThat(page.path("results")).hasSize(200);
        assertThat(many.call("POST", "/crm/v3/objects/notes/search", "{\"limit\":200,\"after\":\"10000\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void a_search_knows_of_a_change_later_than_a_list() {
        String id = caller.create("contacts", "{\"email\":\"new@mail.example\"}");
        String body = "{\"filterGroups\":[{\"filters\":[{\"propertyName\":\"email\",\"operator\":\"EQ\","
                + "\"value\":\"new@mail.example\"}]}]}";
        assertThat(caller.listed("contacts", "")).contains(id);
        assertThat(search("contacts", body).path("total").asInt()).isZero();
        caller.later(5);
        assertThat(HubCaller.ids(search("contacts", body))).containsExactly(id);
    }

    @Test
    void a_late_commit_is_seen_later_with_its_early_time() {
        caller.sandbox
                .faults()
                .add(FaultRule.next("late", caller.sandbox.misbehaviour().lateCommit(Duration.ofSeconds(30))));
        String id = caller.create("contacts", "{\"email\":\"late@mail.example\"}");
        assertThat(caller.listed("contacts", "")).doesNotContain(id);
        caller.later(30);
        assertThat(caller.get("/crm/v3/objects/contacts/" + id)
                        .path("updatedAt")
                        .asString(""))
                .isEqualTo("2026-11-21T10:00:00.000Z");
    }

    @Test
    void associations_are_told_in_lists_and_by_v4_with_the_way_to_the_rest() {
        String company = caller.create("companies", "{\"name\":\"Hub\"}");
        for (int i = 0; i < 5; i++) {
            String contact = caller.create("contacts", "{\"email\":\"c" + i + "@mail.example\"}");
            assertThat(caller.call(
                                    "PUT",
                                    "/crm/v4/objects/contacts/" + contact + "/associations/default/companies/"
                                            + company,
                                    "")
                            .status())
                    .isEqualTo(200);
        }
        caller.sandbox.associationsInLists(3);
        JsonNode told = caller.get("/crm/v3/objects/companies/" + company + "?associations=contacts");
        assertThat(told.at("/associations/contacts/results")).hasSize(3);
        assertThat(told.at("/associations/contacts/results/0/type").asString(""))
                .isEqualTo("company_to_contact");
        String after = told.at("/associations/contacts/paging/next/after").asString("");
        JsonNode rest =
                caller.get("/crm/v4/objects/companies/" + company + "/associations/contacts?limit=500&after=" + after);
        assertThat(rest.path("results")).hasSize(2);
        assertThat(rest.at("/results/0/associationTypes/0/typeId").asInt()).isEqualTo(280);
    }

    @Test
    void a_merged_record_is_in_no_list_and_the_winner_remembers_it() {
        String winner = caller.create("contacts", "{\"email\":\"a@mail.example\"}");
        String loser = caller.create("contacts", "{\"email\":\"b@mail.example\"}");
        caller.post(
                "/crm/v3/objects/contacts/merge",
                "{\"primaryObjectId\":\"" + winner + "\",\"objectIdToMerge\":\"" + loser + "\"}");
        assertThat(caller.listed("contacts", "")).contains(winner).doesNotContain(loser);
        assertThat(caller.listed("contacts", "&archived=true")).doesNotContain(loser);
        assertThat(caller.get("/crm/v3/objects/contacts/" + winner + "?properties=hs_merged_object_ids")
                        .at("/properties/hs_merged_object_ids")
                        .asString(""))
                .isEqualTo(loser);
    }

    @Test
    void an_access_token_lives_half_an_hour_and_is_refreshed() {
        caller.token = session();
        assertThat(caller.call("GET", "/crm/v3/objects/deals", "").status()).isEqualTo(200);
        caller.later(1_800);
        Answer expired = caller.call("GET", "/crm/v3/objects/deals", "");
        assertThat(expired.status()).isEqualTo(401);
        assertThat(expired.text()).contains("EXPIRED_AUTHENTICATION");
        caller.token = session();
        assertThat(caller.call("GET", "/crm/v3/objects/deals", "").status()).isEqualTo(200);
    }

    private String session() {
        var request = Request.of(
                "POST",
                "/oauth/v1/token",
                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                "grant_type=refresh_token&client_id=" + HubSpotSandbox.CLIENT_ID + "&client_secret="
                        + HubSpotSandbox.CLIENT_SECRET + "&refresh_token=" + HubSpotSandbox.REFRESH_TOKEN);
        JsonNode json = HubCaller.good((Answer) caller.sandbox.handle(request));
        assertThat(json.path("expires_in").asInt()).isEqualTo(1_800);
        return json.path("access_token").asString("");
    }

    @Test
    void limits_are_told_and_kept() {
        caller.sandbox.limits().burst().max(2);
        Answer first = caller.call("GET", "/crm/v3/objects/deals", "");
        assertThat(first.headers())
                .containsEntry("X-HubSpot-RateLimit-Max", "2")
                .containsEntry("X-HubSpot-RateLimit-Remaining", "1")
                .containsEntry("X-HubSpot-RateLimit-Interval-Milliseconds", "10000");
        caller.call("GET", "/crm/v3/objects/deals", "");
        Answer over = caller.call("GET", "/crm/v3/objects/deals", "");
        assertThat(over.status()).isEqualTo(429);
        assertThat(over.text()).contains("TEN_SECONDLY_ROLLING");
        caller.sandbox.limits().searches().max(1);
        Answer search = caller.call("POST", "/crm/v3/objects/deals/search", "{}");
        assertThat(search.status()).isEqualTo(200);
        assertThat(search.headers()).doesNotContainKey("X-HubSpot-RateLimit-Max");
        assertThat(caller.call("POST", "/crm/v3/objects/deals/search", "{}").status())
                .isEqualTo(429);
        caller.later(10);
        assertThat(caller.call("GET", "/crm/v3/objects/deals", "").status()).isEqualTo(200);
    }

    @Test
    void people_work_and_what_they_did_is_told() {
        caller.later(60);
        List<Change> changes = caller.sandbox.changes(3, 50);
        assertThat(changes).hasSize(50).extracting(Change::kind).contains(Change.Kind.values());
        for (Change change : changes) {
            boolean archived = caller.listed(change.object(), "&archived=true").contains(change.id());
            if (change.kind() == Change.Kind.DELETED) {
                assertThat(archived).isTrue();
            }
        }
    }

    @Test
    void it_can_be_steered_over_http() {
        assertThat(control("POST", "/sandbox/faults", "{\"effect\":\"serverError\",\"kind\":\"list\"}"))
                .contains("ok");
        assertThat(caller.call("GET", "/crm/v3/objects/deals", "").status()).isEqualTo(500);
        assertThat(control("POST", "/sandbox/settings", "{\"indexLagSeconds\":0,\"dailyLimit\":0}"))
                .contains("ok");
        assertThat(caller.call("GET", "/crm/v3/objects/deals", "").text()).contains("\"policyName\":\"DAILY\"");
        assertThat(control("GET", "/sandbox", "")).contains("\"contacts\" : 392");
        assertThat(control("POST", "/sandbox/merge", "{\"type\":\"contacts\",\"winner\":\"1\",\"loser\":\"2\"}"))
                .contains("resource not found");
    }

    private String control(String method, String path, String body) {
        return ((Answer) caller.sandbox.handle(Request.of(method, path, Map.of(), body))).text();
    }
}
