package dev.tidemark.sandbox.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.sandbox.hubspot.crm.ObjectType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What an account defines beside its records, and what it remembers of them. */
class HubSpotDefinitionsTest {
    private final HubCaller caller = new HubCaller(400);

    private List<String> ids(String target, String name) {
        List<String> ids = new ArrayList<>();
        caller.get(target).path("results").forEach(one -> ids.add(one.path(name).asString("")));
        return ids;
    }

    @Test
    void a_pipeline_and_a_stage_are_made_used_and_archived() {
        JsonNode made = caller.post(
                "/crm/v3/pipelines/deals",
                "{\"label\":\"Partners\",\"displayOrder\":1,\"stages\":[{\"label\":\"Met\",\"displayOrder\":0,"
                        + "\"metadata\":{\"probability\":\"0.1\"}},{\"label\":\"Signed\",\"displayOrder\":1,"
                        + "\"metadata\":{\"probability\":\"1.0\"}}]}");
        String pipeline = made.path("id").asString("");
        String met = made.at("/stages/0/id").asString("");
        assertThat(ids("/crm/v3/pipelines/deals", "id")).containsExactly("default", pipeline);
        caller.create("deals", "{\"pipeline\":\"" + pipeline + "\",\"dealstage\":\"" + met + "\"}");
        String stages = "/crm/v3/pipelines/deals/" + pipeline + "/stages";
        assertThat(caller.call("DELETE", stages + "/" + met, "").status()).isEqualTo(204);
        assertThat(ids(stages, "id")).hasSize(1).doesNotContain(met);
        assertThat(ids(stages + "?archived=true", "id")).containsExactly(met);
        assertThat(caller.call("DELETE", "/crm/v3/pipelines/deals/" + pipeline, "")
                        .status())
                .isEqualTo(204);
        assertThat(ids("/crm/v3/pipelines/deals", "id")).containsExactly("default");
        assertThat(ids("/crm/v3/pipelines/deals?archived=true", "id")).containsExactly(pipeline);
        assertThat(caller.call("GET", stages, "").status()).isEqualTo(404);
    }

    @Test
    void an_archived_property_is_told_only_where_it_is_asked_for() {
        assertThat(caller.call("DELETE", "/crm/v3/properties/contacts/health_score", "")
                        .status())
                .isEqualTo(204);
        assertThat(ids("/crm/v3/properties/contacts", "name")).doesNotContain("health_score");
        assertThat(caller.get("/crm/v3/properties/contacts?archived=true")
                        .at("/results/0/archivedAt")
                        .asString(""))
                .isEqualTo("2026-11-21T10:00:00.000Z");
        assertThat(caller.call("DELETE", "/crm/v3/properties/contacts/email", "")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void the_history_of_a_property_is_told_newest_first_for_fifty_records_at_once() {
        String id = caller.create("deals", "{\"dealname\":\"Long\",\"dealstage\":\"appointmentscheduled\"}");
        for (String stage : List.of("qualifiedtobuy", "qualifiedtobuy", "closedwon")) {
            caller.later(60);
            caller.call("PATCH", "/crm/v3/objects/deals/" + id, "{\"properties\":{\"dealstage\":\"" + stage + "\"}}");
        }
        JsonNode read = caller.get("/crm/v3/objects/deals/" + id + "?propertiesWithHistory=dealstage,amount,nonsense");
        List<String> values = new ArrayList<>();
        read.at("/propertiesWithHistory/dealstage")
                .forEach(one -> values.add(one.path("value").asString("")));
        assertThat(values).containsExactly("closedwon", "qualifiedtobuy", "appointmentscheduled");
        assertThat(read.at("/propertiesWithHistory/dealstage/0/timestamp").asString(""))
                .isEqualTo(read.path("updatedAt").asString(""));
        assertThat(read.at("/propertiesWithHistory/dealstage/2/timestamp").asString(""))
                .isEqualTo(read.path("createdAt").asString(""));
        assertThat(read.path("propertiesWithHistory").properties()).hasSize(2);
        assertThat(caller.call("GET", "/crm/v3/objects/deals?limit=51&propertiesWithHistory=dealstage", "")
                        .status())
                .isEqualTo(400);
        for (int i = 0; i < 30; i++) {
            caller.later(1);
            caller.call("PATCH", "/crm/v3/objects/deals/" + id, "{\"properties\":{\"amount\":\"" + i + "\"}}");
        }
        JsonNode many = caller.post(
                "/crm/v3/objects/deals/batch/read",
                "{\"inputs\":[{\"id\":\"" + id + "\"}],\"properties\":[],\"propertiesWithHistory\":[\"amount\"]}");
        assertThat(many.at("/results/0/propertiesWithHistory/amount")).hasSize(20);
    }

    @Test
    void lists_are_found_by_an_offset_with_their_sizes() {
        List<String> names = new ArrayList<>();
        int offset = 0;
        JsonNode page;
        do {
            page = caller.post("/crm/v3/lists/search", "{\"query\":\"\",\"count\":2,\"offset\":" + offset + "}");
            page.path("lists").forEach(one -> names.add(one.path("name").asString("")));
            offset = page.path("offset").asInt();
        } while (page.path("hasMore").asBoolean());
        assertThat(names).containsExactly("Customers", "Newsletter", "Spring fair", "Key accounts", "Nobody yet");
        assertThat(page.path("total").asInt()).isEqualTo(5);
        assertThat(caller.call("DELETE", "/crm/v3/lists/2", "").status()).isEqualTo(204);
        assertThat(caller.call("GET", "/crm/v3/lists/2", "").status()).isEqualTo(404);
        assertThat(caller.call("PUT", "/crm/v3/lists/2/restore", "").status()).isEqualTo(204);
        assertThat(caller.get("/crm/v3/lists/2").at("/list/size").asInt()).isPositive();
    }

    @Test
    void memberships_are_paged_by_the_records_ids_and_a_dynamic_list_follows_its_records() {
        List<String> members = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = caller.get("/crm/v3/lists/2/memberships?limit=20" + after);
            page.path("results").forEach(one -> members.add(one.path("recordId").asString("")));
            String next = page.at("/paging/next/after").asString("");
            after = next.isEmpty() ? "" : "&after=" + next;
        } while (!after.isEmpty());
        assertThat(members).hasSizeGreaterThan(40).isSorted().doesNotHaveDuplicates();
        JsonNode done = HubCaller.good(caller.call(
                "PUT",
                "/crm/v3/lists/2/memberships/add-and-remove",
                "{\"recordIdsToAdd\":[\"17\"],\"recordIdsToRemove\":[\"" + members.getFirst() + "\"]}"));
        assertThat(done.path("recordIdsMissing").path(0).asString("")).isEqualTo("17");
        assertThat(done.path("recordIdsRemoved")).hasSize(1);
        assertThat(caller.call("PUT", "/crm/v3/lists/1/memberships/add", "[\"" + members.get(1) + "\"]")
                        .status())
                .isEqualTo(400);
        ObjectType contacts = caller.sandbox.portal().the("contacts");
        int before = ids("/crm/v3/lists/1/memberships?limit=250", "recordId").size();
        caller.sandbox.portal().create(contacts, Map.of("lifecyclestage", "customer"));
        assertThat(ids("/crm/v3/lists/1/memberships?limit=250", "recordId")).hasSize(before + 1);
    }
}
