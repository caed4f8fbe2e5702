package dev.tidemark.sandbox.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.sandbox.kit.Recorded;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The sandbox's answers have the keys and JSON types of recorded ones, where those are at hand. */
class HubSpotRecordingsTest {
    @SuppressWarnings("NullAway.Init")
    private static Recorded recorded;

    private final HubCaller caller = new HubCaller(400);

    @BeforeAll
    static void unpack() throws InterruptedException {
        recorded = Recorded.of("hubspot");
    }

    private static JsonNode recorded(String method, String path) {
        return recorded.all(method, path)
                .filter(one -> !one.path("date").isNull())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no recording of " + method + " " + path));
    }

    /** But for paging, which is there as long as there is more, and a Boolean's options, which have a text or none. */
    private static List<String> differences(JsonNode theirs, JsonNode ours) {
        return Recorded.differences(
                theirs, ours, path -> path.endsWith("/paging") || path.endsWith("/options/0/description"));
    }

    private void assertListAlike(String type) {
        JsonNode theirs = recorded("GET", "/crm/v3/objects/" + type);
        String properties = theirs.path("params").path("properties").asString("");
        JsonNode ours = caller.get("/crm/v3/objects/" + type + "?limit=100&properties=" + properties);
        assertThat(differences(theirs.path("response"), ours)).as(type).isEmpty();
    }

    @Test
    void lists_are_alike() {
        assertListAlike("companies");
        assertListAlike("contacts");
        assertListAlike("tickets");
        assertListAlike("products");
    }

    @Test
    void single_records_are_alike() {
        for (String type : List.of("contacts", "tickets")) {
            JsonNode theirs = recorded("GET", "/crm/v3/objects/" + type + "/\\d+");
            String properties = theirs.path("params").path("properties").asString("");
            String id = caller.listed(type, "").getFirst();
            JsonNode ours = caller.get("/crm/v3/objects/" + type + "/" + id + "?properties=" + properties);
            assertThat(differences(theirs.path("response"), ours)).as(type).isEmpty();
        }
    }

    @Test
    void a_search_is_alike() {
        JsonNode theirs = recorded("POST", "/crm/v3/objects/deals/search");
        caller.later(60);
        JsonNode ours =
                caller.post("/crm/v3/objects/deals/search", theirs.path("body").toString());
        assertThat(differences(theirs.path("response"), ours)).isEmpty();
    }

    @Test
    void what_was_written_is_answered_alike_but_for_the_properties_of_the_account() {
        JsonNode made = recorded("POST", "/crm/v3/objects/tickets");
        JsonNode ours = caller.post("/crm/v3/objects/tickets", made.path("body").toString());
        assertThat(differences(made.path("response"), ours)).allMatch(line -> line.startsWith("/properties/"));
        JsonNode batch = recorded("POST", "/crm/v3/objects/companies/batch/create");
        JsonNode many = caller.post(
                "/crm/v3/objects/companies/batch/create", batch.path("body").toString());
        assertThat(differences(batch.path("response"), many))
                .allMatch(line -> line.startsWith("/results/0/properties/"));
        JsonNode changed = recorded("PATCH", "/crm/v3/objects/tickets/\\d+");
        JsonNode after = HubCaller.good(caller.call(
                "PATCH",
                "/crm/v3/objects/tickets/" + ours.path("id").asString(""),
                changed.path("body").toString()));
        assertThat(differences(changed.path("response"), after)).allMatch(line -> line.startsWith("/properties/"));
    }

    @Test
    void associations_and_definitions_are_alike() {
        String contact = caller.listed("contacts", "").getFirst();
        String company = caller.listed("companies", "").getFirst();
        JsonNode theirs = recorded("POST", "/crm/v3/associations/contacts/companies/batch/create");
        JsonNode ours = caller.post(
                "/crm/v3/associations/contacts/companies/batch/create",
                "{\"inputs\":[{\"from\":{\"id\":\"" + contact + "\"},\"to\":{\"id\":\"" + company
                        + "\"},\"type\":\"contact_to_company\"}]}");
        assertThat(differences(theirs.path("response"), ours)).isEmpty();

        JsonNode definitions = recorded("GET", "/crm/v3/properties/companies");
        JsonNode ofOurs = caller.get("/crm/v3/properties/companies");
        for (JsonNode property : ofOurs.path("results")) {
            JsonNode alike = definitions
                    .path("response")
                    .path("results")
                    .valueStream()
                    .filter(one -> one.has("archived") == property.has("archived")
                            && one.path("options").isEmpty()
                                    == property.path("options").isEmpty()
                            && one.has("createdAt")
                            && !one.has("showCurrencySymbol")
                            && !one.has("calculationFormula")
                            && !one.has("referencedObjectType"))
                    .findFirst()
                    .orElse(property);
            assertThat(differences(alike, property)).as(property.toString()).isEmpty();
        }
        JsonNode defined = recorded("POST", "/crm/v3/properties/contacts");
        JsonNode custom =
                caller.post("/crm/v3/properties/contacts", defined.path("body").toString());
        assertThat(differences(defined.path("response"), custom)).isEmpty();
        assertThat(recorded("DELETE", "/crm/v3/objects/deals/\\d+")
                        .path("status")
                        .asInt())
                .isEqualTo(caller.call("DELETE", "/crm/v3/objects/deals/1234567890", "")
                        .status());
    }
}
