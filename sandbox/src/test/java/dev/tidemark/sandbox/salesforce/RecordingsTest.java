package dev.tidemark.sandbox.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.kit.Recorded;
import dev.tidemark.sandbox.salesforce.data.DataFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The sandbox's answers have the keys and JSON types of recorded ones, where those are at hand. */
class RecordingsTest {
    @SuppressWarnings("NullAway.Init")
    private static Recorded recorded;

    private final Caller caller = new Caller(400);

    @BeforeAll
    static void unpack() throws InterruptedException {
        recorded = Recorded.of("salesforce");
    }

    private static JsonNode recorded(String method, String pathRegex) {
        return recorded.one(method, ".*" + pathRegex);
    }

    private static List<String> differences(JsonNode theirs, JsonNode ours) {
        return Recorded.differences(theirs, ours, path -> false);
    }

    @Test
    void a_query_answers_in_the_recorded_shape() {
        JsonNode recorded = recorded("GET", "/query");
        JsonNode theirs = recorded.path("response");
        JsonNode ours =
                Caller.json(caller.query(recorded.path("params").path("q").asString("")));
        assertThat(differences(
                        theirs.path("records").get(0), ours.path("records").get(0)))
                .isEmpty();
        JsonNode last = recorded("GET", "/query/\\w+-2000").path("response");
        assertThat(differences(
                        last,
                        Caller.json(caller.query(
                                "SELECT Id, Name, Description, LastModifiedDate, CreatedDate FROM Account"))))
                .isEmpty();
        assertThat(theirs.path("records").get(0).path("SystemModstamp").asString(""))
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.000\\+0000");
        assertThat(ours.path("records").get(0).path("SystemModstamp").asString(""))
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.000\\+0000");
    }

    @Test
    void describe_has_the_recorded_attributes_and_agrees_on_the_fields_that_both_have() {
        JsonNode theirs = recorded("GET", "/Account/describe").path("response");
        JsonNode ours = Caller.json(caller.get("/sobjects/Account/describe"));
        assertThat(new TreeSet<>(ours.propertyNames())).isEqualTo(new TreeSet<>(theirs.propertyNames()));
        var different = new ArrayList<String>();
        int compared = 0;
        for (JsonNode field : theirs.path("fields")) {
            JsonNode same = named(ours.path("fields"), field.path("name").asString(""));
            if (same == null) {
                continue;
            }
            compared++;
            for (Map.Entry<String, JsonNode> attribute : field.properties()) {
                String name = attribute.getKey();
                boolean told = !Set.of("picklistValues", "label").contains(name);
                if (told && !attribute.getValue().equals(same.path(name))) {
                    different.add(field.path("name").asString("") + "." + name + " is " + same.path(name)
                            + ", recorded " + attribute.getValue());
                }
            }
            assertThat(new TreeSet<>(same.propertyNames())).isEqualTo(new TreeSet<>(field.propertyNames()));
        }
        assertThat(compared).isGreaterThan(45);
        assertThat(different).isEmpty();
        assertThat(differences(
                        theirs.path("childRelationships").get(0),
                        ours.path("childRelationships").get(0)))
                .isEmpty();
    }

    private static @Nullable JsonNode named(JsonNode fields, String name) {
        for (JsonNode field : fields) {
            if (field.path("name").asString("").equals(name)) {
                return field;
            }
        }
        return null;
    }

    @Test
    void writes_answer_in_the_recorded_shape() {
        same("POST", "/sobjects/Account/", caller.call("POST", "/sobjects/Account/", "{\"Name\":\"a\"}"));
        String id = caller.create("Account", "{\"Name\":\"b\"}");
        same(
                "PATCH",
                "/sobjects/Account/Id/\\w+",
                caller.call("PATCH", "/sobjects/Account/Id/" + id + "?updateOnly=true", "{\"Phone\":\"5\"}"));
        JsonNode recorded = recorded("PATCH", "/composite/sobjects");
        Answer refused = caller.call(
                "PATCH", "/composite/sobjects", recorded.path("body").toString());
        assertThat(Caller.json(refused)).isEqualTo(recorded.path("response"));
        same("DELETE", "/composite/sobjects", caller.call("DELETE", "/composite/sobjects?ids=" + id, ""));
        String gone = caller.create("Account", "{\"Name\":\"c\"}");
        Answer deleted = caller.call("DELETE", "/sobjects/Account/" + gone, "");
        assertThat(deleted.status())
                .isEqualTo(recorded("DELETE", "/sobjects/Account/\\w+")
                        .path("status")
                        .asInt());
    }

    @Test
    void the_rest_answers_in_the_recorded_shape() {
        JsonNode limits = recorded("GET", "/limits").path("response");
        JsonNode ours = Caller.json(caller.get("/limits"));
        for (Map.Entry<String, JsonNode> limit : ours.properties()) {
            assertThat(limits.has(limit.getKey())).as(limit.getKey()).isTrue();
            assertThat(limit.getValue().propertyNames()).containsExactly("Max", "Remaining");
        }
        JsonNode about = recorded("GET", "/sobjects/Account/").path("response");
        assertThat(differences(
                        about.path("objectDescribe"),
                        Caller.json(caller.get("/sobjects/Account/")).path("objectDescribe")))
                .allMatch(difference -> difference.contains("/urls/"));
        JsonNode composite = recorded("POST", "/composite");
        Answer answer = caller.call("POST", "/composite", composite.path("body").toString());
        JsonNode theirs = composite.path("response").path("compositeResponse").get(0);
        assertThat(new TreeSet<>(
                        Caller.json(answer).path("compositeResponse").get(0).propertyNames()))
                .isEqualTo(new TreeSet<>(theirs.propertyNames()));
        same(
                "POST",
                "/composite/batch",
                caller.call(
                        "POST",
                        "/composite/batch",
                        recorded("POST", "/composite/batch").path("body").toString()),
                "/results/0/result");
    }

    @Test
    void a_real_data_set_loads_with_its_relations(@TempDir Path folder) throws Exception {
        Path dump = Path.of(String.valueOf(System.getenv("TIDEMARK_SHARED_DATA")), "crm", "npsp-1k.sql");
        assumeTrue(Files.exists(dump), dump + " does not exist");
        Files.copy(dump, folder.resolve("npsp-1k.sql"));
        var empty = new Caller(0);
        assertThat(DataFolder.load(folder, empty.sandbox.org(), empty.sandbox.userId()))
                .containsEntry("Account", 1_223)
                .containsEntry("Contact", 1_024)
                .containsEntry("Opportunity", 1_517)
                .containsEntry("OpportunityContactRole", 3_499);
        assertThat(empty.query("SELECT COUNT() FROM OpportunityContactRole WHERE Contact.LastName != null"
                                + " AND Opportunity.Account.Name != null")
                        .text())
                .contains("\"totalSize\":3499");
    }

    private void same(String method, String path, Answer ours, String... apartFrom) {
        JsonNode recorded = recorded(method, path);
        assertThat(ours.status()).isEqualTo(recorded.path("status").asInt());
        assertThat(differences(recorded.path("response"), Caller.json(ours)))
                .filteredOn(difference -> List.of(apartFrom).stream().noneMatch(difference::startsWith))
                .isEmpty();
    }
}
