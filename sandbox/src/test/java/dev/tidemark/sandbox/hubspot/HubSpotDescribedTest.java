package dev.tidemark.sandbox.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.sandbox.described.Description;
import dev.tidemark.sandbox.described.Watched;
import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.kit.Descriptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The sandbox is asked and answers as HubSpot's own OpenAPI descriptions have it, where those are at hand. */
class HubSpotDescribedTest {
    private static final List<String> TYPES = List.of("contacts", "companies", "deals", "tickets");

    private final HubCaller caller = new HubCaller(400);

    private Watched watched() throws InterruptedException {
        List<Description> all = new ArrayList<>();
        for (String part : List.of("contact", "company", "deal", "ticket", "property", "schema", "pipeline")) {
            all.add(Descriptions.of("hubspot/ballerina-hubspot.crm." + part + ".yaml", ""));
        }
        all.add(Descriptions.of("hubspot/apisguru-auth.json", ""));
        var watched = new Watched(caller.sandbox, all);
        caller.api = watched;
        return watched;
    }

    @Test
    void every_path_is_asked_and_answered_as_described() throws InterruptedException {
        Watched watched = watched();
        TYPES.forEach(this::records);
        definitions();
        signIn();
        // Described as an object without members; newer descriptions and clients have the text.
        assertThat(watched.differences())
                .filteredOn(each -> !each.endsWith("207: /errors/*/category is STRING, described as \"object\""))
                .isEmpty();
        assertThat(watched.unknown())
                .containsExactly(
                        "GET /account-info/v3/details",
                        "GET /crm/v3/owners",
                        "POST /crm/v3/objects/companies/batch/upsert",
                        "POST /crm/v3/objects/contacts/batch/upsert",
                        "POST /crm/v3/objects/contacts/merge",
                        "POST /crm/v3/objects/deals/batch/upsert",
                        "POST /crm/v3/objects/tickets/batch/upsert");
        assertThat(watched.exchanges())
                .contains(
                        "GET /crm/v3/objects/contacts 200",
                        "POST /crm/v3/objects/deals/batch/read 207",
                        "POST /crm/v3/objects/deals/search 400",
                        "GET /crm/v3/objects/tickets 401",
                        "GET /crm/v3/objects/tickets 429",
                        "POST /oauth/v1/token 400");
    }

    private void records(String type) {
        String path = "/crm/v3/objects/" + type;
        String name = Map.of("contacts", "firstname", "companies", "name", "deals", "dealname", "tickets", "subject")
                .get(type);
        String properties = "{\"" + name + "\": \"Ada\"}";
        caller.call("GET", path + "?limit=5&properties=" + name + "&archived=false&associations=companies", "");
        caller.call("GET", path + "?limit=500", "");
        String id = caller.create(type, properties);
        caller.call("POST", path, "{\"properties\": {\"nonsense\": \"1\"}}");
        caller.call("POST", path, "{\"properties\": " + properties + "}");
        caller.call("GET", path + "/" + id + "?properties=" + name + "&archived=false", "");
        caller.call("GET", path + "/1", "");
        caller.call("PATCH", path + "/" + id, "{\"properties\": " + properties + "}");
        caller.call("PATCH", path + "/1", "{\"properties\": " + properties + "}");
        caller.call("POST", path + "/batch/create", "{\"inputs\": [{\"properties\": " + properties + "}]}");
        caller.call("POST", path + "/batch/create", "{\"inputs\": []}");
        String known = "{\"id\": \"" + id + "\"";
        caller.call("POST", path + "/batch/read", "{\"inputs\": [" + known + "}], \"properties\": [\"" + name + "\"]}");
        caller.call(
                "POST", path + "/batch/read", "{\"inputs\": [" + known + "}, {\"id\": \"1\"}], \"properties\": []}");
        caller.call(
                "POST", path + "/batch/update", "{\"inputs\": [" + known + ", \"properties\": " + properties + "}]}");
        caller.call(
                "POST",
                path + "/batch/update",
                "{\"inputs\": [" + known + ", \"properties\": " + properties
                        + "}, {\"id\": \"1\", \"properties\": {}}]}");
        caller.call(
                "POST", path + "/batch/upsert", "{\"inputs\": [" + known + ", \"properties\": " + properties + "}]}");
        caller.call(
                "POST",
                path + "/search",
                "{\"filterGroups\": [{\"filters\": [{\"propertyName\": \"hs_object_id\", \"operator\": \"GT\","
                        + " \"value\": \"1\"}]}], \"sorts\": [], \"properties\": [\"" + name
                        + "\"], \"limit\": 2, \"after\": 0}");
        caller.call("POST", path + "/search", "{\"limit\": 9999}");
        if (type.equals("contacts")) {
            String other = caller.create(type, properties);
            caller.call(
                    "POST",
                    path + "/merge",
                    "{\"primaryObjectId\": \"" + id + "\", \"objectIdToMerge\": \"" + other + "\"}");
        }
        caller.call("DELETE", path + "/" + id, "");
        caller.call("GET", path + "?limit=5&archived=true", "");
        caller.call("POST", path + "/batch/archive", "{\"inputs\": [{\"id\": \"" + id + "\"}]}");
        String token = caller.token;
        caller.token = "wrong";
        caller.call("GET", path, "");
        caller.token = token;
        caller.sandbox.limits().burst().max(0);
        caller.call("GET", path, "");
        caller.sandbox.limits().burst().max(1_000_000);
    }

    private void definitions() {
        caller.call("GET", "/crm/v3/properties/contacts", "");
        caller.call("GET", "/crm/v3/properties/contacts/email", "");
        caller.call("GET", "/crm/v3/properties/contacts/none", "");
        caller.call("GET", "/crm/v3/properties/nothings", "");
        String property = "{\"name\": \"shoe_size\", \"label\": \"Shoe size\", \"type\": \"enumeration\","
                + " \"fieldType\": \"select\", \"groupName\": \"contactinformation\", \"options\":"
                + " [{\"label\": \"S\", \"value\": \"s\", \"displayOrder\": 0, \"hidden\": false}]}";
        caller.call("POST", "/crm/v3/properties/contacts", property);
        caller.call("POST", "/crm/v3/properties/contacts", property);
        caller.call("DELETE", "/crm/v3/properties/contacts/shoe_size", "");
        caller.call("GET", "/crm/v3/properties/contacts?archived=true", "");
        pipelines();
        caller.call("GET", "/crm/v3/schemas", "");
        String custom = HubCaller.JSON
                .readTree(caller.call("GET", "/crm/v3/schemas", "").body())
                .at("/results/0/fullyQualifiedName")
                .asString("");
        caller.call("GET", "/crm/v3/schemas/" + custom, "");
        caller.call("GET", "/crm/v3/owners", "");
        caller.call("GET", "/account-info/v3/details", "");
    }

    private void pipelines() {
        String path = "/crm/v3/pipelines/tickets";
        String stage = "{\"label\": \"Open\", \"displayOrder\": 0, \"metadata\": {\"ticketState\": \"OPEN\"}}";
        String id = HubCaller.JSON
                .readTree(caller.call(
                                "POST",
                                path,
                                "{\"label\": \"Returns\", \"displayOrder\": 1, \"stages\": [" + stage + "]}")
                        .body())
                .path("id")
                .asString("");
        String added = HubCaller.JSON
                .readTree(caller.call("POST", path + "/" + id + "/stages", stage.replace("Open", "Late"))
                        .body())
                .path("id")
                .asString("");
        caller.call("GET", path + "/" + id, "");
        caller.call("PATCH", path + "/" + id, "{\"label\": \"All returns\"}");
        caller.call("GET", path + "/" + id + "/stages", "");
        caller.call("GET", path + "/" + id + "/stages/" + added, "");
        caller.call("DELETE", path + "/" + id + "/stages/" + added, "");
        caller.call("GET", path + "/" + id + "/stages?archived=true", "");
        caller.call("DELETE", path + "/" + id, "");
        caller.call("GET", path + "?archived=true", "");
        caller.call("GET", path + "/none", "");
    }

    private void signIn() {
        caller.call("GET", "/oauth/v1/access-tokens/" + caller.token, "");
        caller.call("GET", "/oauth/v1/access-tokens/wrong", "");
        for (String refresh : List.of(HubSpotSandbox.REFRESH_TOKEN, "wrong")) {
            caller.api.handle(Request.of(
                    "POST",
                    "/oauth/v1/token",
                    Map.of("Content-Type", "application/x-www-form-urlencoded"),
                    "grant_type=refresh_token&client_id=" + HubSpotSandbox.CLIENT_ID + "&client_secret="
                            + HubSpotSandbox.CLIENT_SECRET + "&refresh_token=" + refresh));
        }
    }
}
