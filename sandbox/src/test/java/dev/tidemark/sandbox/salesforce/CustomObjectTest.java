package dev.tidemark.sandbox.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.sandbox.http.Response.Answer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The org's own object: a detail of an account, with a field of every type. */
class CustomObjectTest {
    private final Caller caller = new Caller(0);
    private final String account = caller.create("Account", "{\"Name\":\"Alpha\"}");

    private JsonNode field(String name) {
        for (JsonNode field :
                Caller.json(caller.get("/sobjects/Visit__c/describe")).path("fields")) {
            if (field.path("name").asString("").equals(name)) {
                return field;
            }
        }
        throw new AssertionError("no field " + name);
    }

    @Test
    void its_description_tells_the_master_and_the_types() {
        assertThat(caller.get("/sobjects").text()).contains("\"name\":\"Visit__c\"");
        JsonNode master = field("Account__c");
        assertThat(master.path("cascadeDelete").asBoolean()).isTrue();
        assertThat(master.path("relationshipOrder").asInt(-1)).isZero();
        assertThat(master.path("updateable").asBoolean()).isFalse();
        assertThat(master.path("nillable").asBoolean()).isFalse();
        assertThat(master.path("relationshipName").asString("")).isEqualTo("Account__r");
        assertThat(field("Begins__c").path("soapType").asString("")).isEqualTo("xsd:time");
        assertThat(field("Place__c").path("type").asString("")).isEqualTo("location");
        assertThat(field("Badge__c").path("encrypted").asBoolean()).isTrue();
        assertThat(field("Badge__c").path("maskType").asString("")).isEqualTo("lastFour");
        assertThat(field("Purpose__c").path("type").asString("")).isEqualTo("multipicklist");
    }

    @Test
    void its_values_are_kept_and_shown_as_the_real_one_does() {
        caller.create("Visit__c", """
                {"Name":"One","Account__c":"%s","Purpose__c":"Training;Review","Begins__c":"09:30:00Z",
                 "Badge__c":"B-123456","Place__Latitude__s":53.5,"Place__Longitude__s":9.9,"Cost__c":100,"Guests__c":3}
                """.formatted(account));
        JsonNode row = caller.records("""
                        SELECT Purpose__c, Begins__c, Badge__c, Place__c, Cost_Per_Guest__c, Account__r.Name FROM Visit__c""").getFirst();
        assertThat(row.path("Purpose__c").asString("")).isEqualTo("Review;Training");
        assertThat(row.path("Begins__c").asString("")).isEqualTo("09:30:00.000Z");
        assertThat(row.path("Badge__c").asString("")).isEqualTo("****3456");
        assertThat(row.path("Place__c").toString()).isEqualTo("{\"latitude\":53.5,\"longitude\":9.9}");
        assertThat(row.path("Cost_Per_Guest__c").asDouble()).isEqualTo(33.33);
        assertThat(row.at("/Account__r/Name").asString("")).isEqualTo("Alpha");
        assertThat(caller.query("SELECT Id FROM Visit__c WHERE Badge__c = 'B-123456'")
                        .text())
                .contains("INVALID_FIELD");
    }

    @Test
    void a_detail_needs_its_master_stays_with_it_and_goes_with_it() {
        assertThat(refused("{\"Name\":\"None\"}")).contains("REQUIRED_FIELD_MISSING", "Account__c");
        assertThat(refused("{\"Name\":\"a\",\"Account__c\":\"" + account + "\",\"Purpose__c\":\"Fun\"}"))
                .contains("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST");
        assertThat(refused("{\"Name\":\"a\",\"Account__c\":\"" + account + "\",\"Begins__c\":\"noon\"}"))
                .contains("JSON_PARSER_ERROR");
        String visit = caller.create("Visit__c", "{\"Name\":\"a\",\"Account__c\":\"" + account + "\"}");
        String other = caller.create("Account", "{\"Name\":\"Beta\"}");
        assertThat(caller.call("PATCH", "/sobjects/Visit__c/" + visit, "{\"Account__c\":\"" + other + "\"}")
                        .text())
                .contains("INVALID_FIELD_FOR_INSERT_UPDATE");
        caller.call("DELETE", "/sobjects/Account/" + account, "");
        assertThat(caller.records("SELECT Id FROM Visit__c")).isEmpty();
        assertThat(caller.get("/queryAll?q=" + Caller.encoded("SELECT Id FROM Visit__c WHERE IsDeleted = true"))
                        .text())
                .contains(visit);
    }

    private String refused(String json) {
        Answer answer = caller.call("POST", "/sobjects/Visit__c", json);
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        return answer.text();
    }
}
