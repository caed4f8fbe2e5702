package dev.tidemark.sandbox.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.salesforce.org.ValidationRule;
import dev.tidemark.sandbox.salesforce.schema.FieldDraft;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RecordsTest {
    private final Caller caller = new Caller(0);

    private static void isError(Answer answer, int status, String code, String... texts) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(Caller.json(answer).get(0).path("errorCode").asString("")).isEqualTo(code);
        assertThat(List.of(texts)).allSatisfy(text -> assertThat(answer.text()).contains(text));
    }

    private List<String> outcomes(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        var outcomes = new ArrayList<String>();
        for (JsonNode one : Caller.json(answer)) {
            String created = one.has("created") ? one.path("created").asBoolean() ? " created" : " updated" : "";
            outcomes.add(
                    one.path("success").asBoolean(false)
                            ? "ok" + created
                            : one.at("/errors/0/statusCode").asString(""));
        }
        return outcomes;
    }

    @Test
    void a_record_is_created_read_changed_and_deleted() {
        String id = caller.create("Account", "{\"Name\":\"Alpha\",\"Health__c\":71.5}");
        assertThat(id).matches("001\\w{15}");
        JsonNode row =
                Caller.json(caller.get("/sobjects/Account/" + id + "?fields=Name,Health__c,CreatedDate,OwnerId"));
        assertThat(row.path("Health__c").asDouble()).isEqualTo(71.5);
        assertThat(row.path("CreatedDate").asString("")).isEqualTo("2026-11-21T10:00:00.000+0000");
        assertThat(row.path("OwnerId").asString("")).isEqualTo(caller.sandbox.userId());

        caller.later(60);
        Answer changed = caller.call("PATCH", "/sobjects/Account/" + id, "{\"Health__c\":null}");
        assertThat(changed.status()).isEqualTo(204);
        assertThat(changed.body()).isEmpty();
        assertThat(changed.headers()).doesNotContainKey("Sforce-Limit-Info").containsKey("Date");
        assertThat(caller.column("SELECT SystemModstamp FROM Account", "SystemModstamp"))
                .containsExactly("2026-11-21T10:01:00.000+0000");

        assertThat(caller.call("DELETE", "/sobjects/Account/" + id, "").status())
                .isEqualTo(204);
        isError(caller.get("/sobjects/Account/" + id), 404, "ENTITY_IS_DELETED", "entity is deleted");
        isError(caller.call("DELETE", "/sobjects/Account/" + id, ""), 404, "ENTITY_IS_DELETED");
        assertThat(caller.records("SELECT Id FROM Account")).isEmpty();
        Answer all = caller.get("/queryAll?q=" + Caller.encoded("SELECT Id, IsDeleted FROM Account"));
        assertThat(all.text()).contains("\"IsDeleted\":true");
    }

    @Test
    void ids_of_fifteen_characters_are_understood() {
        String id = caller.create("Account", "{\"Name\":\"Alpha\"}");
        assertThat(caller.get("/sobjects/Account/" + id.substring(0, 15)).status())
                .isEqualTo(200);
        assertThat(caller.column("SELECT Id FROM Account WHERE Id = '" + id.substring(0, 15) + "'", "Id"))
                .containsExactly(id);
    }

    @Test
    void what_a_field_cannot_hold_is_refused() {
        String contact = caller.create("Contact", "{\"LastName\":\"Wong\"}");
        String longName = "x".repeat(256);
        record Case(String body, String code, String text) {}
        for (Case one : List.of(
                new Case("{\"Phone\":\"1\"}", "REQUIRED_FIELD_MISSING", "Required fields are missing: [Name]"),
                new Case("{\"Name\":\"\"}", "REQUIRED_FIELD_MISSING", "[Name]"),
                new Case(
                        "{\"Name\":\"a\",\"Foo\":1}",
                        "INVALID_FIELD",
                        "No such column 'Foo' on sobject of type Account"),
                new Case("{\"Name\":\"a\",\"CreatedDate\":null}", "INVALID_FIELD_FOR_INSERT_UPDATE", "CreatedDate"),
                new Case("{\"Name\":\"a\",\"Age_Days__c\":3}", "INVALID_FIELD_FOR_INSERT_UPDATE", "Age_Days__c"),
                new Case("{\"Name\":\"" + longName + "\"}", "STRING_TOO_LONG", "(max length=255)"),
                new Case("{\"Name\":\"a\",\"Health__c\":1000}", "NUMBER_OUTSIDE_VALID_RANGE", "Health__c"),
                new Case("{\"Name\":\"a\",\"Health__c\":\"high\"}", "JSON_PARSER_ERROR", "double"),
                new Case("{\"Name\":\"a\",\"ParentId\":\"xyz\"}", "MALFORMED_ID", "xyz"),
                new Case("{\"Name\":\"a\",\"ParentId\":\"" + contact + "\"}", "MALFORMED_ID", "incorrect type"),
                new Case(
                        "{\"Name\":\"a\",\"ParentId\":\"0010000000000zzAAA\"}", "INVALID_CROSS_REFERENCE_KEY", "cross"),
                new Case(
                        "{\"Name\":\"a\",\"Customer_Tier__c\":\"Tin\"}",
                        "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
                        "Tin"))) {
            isError(caller.call("POST", "/sobjects/Account", one.body()), 400, one.code(), one.text());
        }
        isError(caller.call("POST", "/sobjects/Account", "{"), 400, "JSON_PARSER_ERROR");
        isError(caller.call("POST", "/sobjects/Nothing", "{}"), 404, "NOT_FOUND");
        isError(
                caller.call("POST", "/sobjects/Contact", "{\"LastName\":\"a\",\"Email\":\"b\"}"),
                400,
                "INVALID_EMAIL_ADDRESS");
        isError(caller.call("PUT", "/sobjects/Account", "{}"), 405, "METHOD_NOT_ALLOWED");
        assertThat(caller.records("SELECT Id FROM Account")).isEmpty();
    }

    @Test
    void an_upsert_by_external_id_creates_then_updates() {
        Answer first = caller.call("PATCH", "/sobjects/Account/External_Id__c/a%2F1", "{\"Name\":\"Alpha\"}");
        assertThat(first.status()).isEqualTo(201);
        assertThat(Caller.json(first).path("created").asBoolean(false)).isTrue();
        Answer second = caller.call("PATCH", "/sobjects/Account/External_Id__c/a%2F1", "{\"Name\":\"Beta\"}");
        assertThat(second.status()).isEqualTo(200);
        assertThat(Caller.json(second).path("created").asBoolean(true)).isFalse();
        assertThat(caller.get("/sobjects/Account/External_Id__c/a%2F1").text()).contains("\"Name\":\"Beta\"");
        isError(
                caller.call("POST", "/sobjects/Account", "{\"Name\":\"c\",\"External_Id__c\":\"A/1\"}"),
                400,
                "DUPLICATE_VALUE",
                "duplicate value found: External_Id__c duplicates value on record with id: 001");
    }

    @Test
    void an_external_id_that_several_share_answers_300_with_their_urls() {
        caller.create("Account", "{\"Name\":\"a\",\"Legacy_Code__c\":\"L1\"}");
        caller.create("Account", "{\"Name\":\"b\",\"Legacy_Code__c\":\"L1\"}");
        Answer answer = caller.call("PATCH", "/sobjects/Account/Legacy_Code__c/L1", "{\"Name\":\"c\"}");
        assertThat(answer.status()).isEqualTo(300);
        assertThat(Caller.json(answer)).hasSize(2);
        assertThat(Caller.json(answer).get(0).asString("")).startsWith("/services/data/v62.0/sobjects/Account/001");
        assertThat(
                        outcomes(
                                caller.call(
                                        "PATCH",
                                        "/composite/sobjects/Account/Legacy_Code__c",
                                        "{\"records\":[{\"attributes\":{\"type\":\"Account\"},\"Legacy_Code__c\":\"L1\",\"Name\":\"c\"}]}")))
                .containsExactly("DUPLICATE_EXTERNAL_ID");
    }

    @Test
    void a_collection_answers_each_record_in_its_place() {
        Answer created = caller.call("POST", "/composite/sobjects", """
                {"records":[{"attributes":{"type":"Account"},"Name":"a"},
                            {"attributes":{"type":"Account"}},
                            {"attributes":{"type":"Contact"},"LastName":"c"},
                            {"attributes":{"type":"Nope"},"LastName":"c"}]}""");
        assertThat(outcomes(created)).containsExactly("ok", "REQUIRED_FIELD_MISSING", "ok", "INVALID_TYPE");
        String id = Caller.json(created).get(0).path("id").asString("");
        assertThat(outcomes(caller.call("PATCH", "/composite/sobjects", """
                        {"records":[{"attributes":{"type":"Account"},"id":"001xx000003DHP0AAO","Name":"x"},
                                    {"attributes":{"type":"Account"},"id":"%s","Name":"b"},
                                    {"attributes":{"type":"Account"},"Name":"b"}]}""".formatted(id))))
                .containsExactly("INVALID_CROSS_REFERENCE_KEY", "ok", "MISSING_ARGUMENT");
        assertThat(outcomes(caller.call("PATCH", "/composite/sobjects/Account/External_Id__c", """
                        {"records":[{"attributes":{"type":"Account"},"External_Id__c":"1","Name":"n"},
                                    {"attributes":{"type":"Account"},"External_Id__c":"1","Name":"n"},
                                    {"attributes":{"type":"Account"},"Name":"n"}]}""")))
                .containsExactly("ok created", "DUPLICATE_VALUE", "MISSING_ARGUMENT");
        assertThat(outcomes(caller.call("DELETE", "/composite/sobjects?ids=" + id + ",001000000000001AAA," + id, "")))
                .containsExactly("ok", "INVALID_CROSS_REFERENCE_KEY", "ENTITY_IS_DELETED");
    }

    @Test
    void all_or_none_takes_the_good_ones_back() {
        Answer answer = caller.call("POST", "/composite/sobjects", """
                {"allOrNone":true,"records":[{"attributes":{"type":"Account"},"Name":"a"},
                                             {"attributes":{"type":"Account"}}]}""");
        assertThat(outcomes(answer)).containsExactly("ALL_OR_NONE_OPERATION_ROLLED_BACK", "REQUIRED_FIELD_MISSING");
        assertThat(caller.records("SELECT Id FROM Account")).isEmpty();
    }

    @Test
    void a_collection_has_at_most_200_records() {
        String record = "{\"attributes\":{\"type\":\"Account\"},\"Name\":\"a\"},";
        String body = "{\"records\":[" + record.repeat(200) + record.substring(0, record.length() - 1) + "]}";
        isError(caller.call("POST", "/composite/sobjects", body), 400, "EXCEEDED_ID_LIMIT", "200");
    }

    @Test
    void a_parent_may_be_named_by_its_external_id() {
        String account = caller.create("Account", "{\"Name\":\"a\",\"External_Id__c\":\"A1\"}");
        caller.create("Contact", "{\"LastName\":\"c\",\"Account\":{\"External_Id__c\":\"A1\"}}");
        assertThat(caller.column("SELECT AccountId FROM Contact", "AccountId")).containsExactly(account);
        isError(
                caller.call(
                        "POST", "/sobjects/Contact", "{\"LastName\":\"c\",\"Account\":{\"External_Id__c\":\"A2\"}}"),
                400,
                "INVALID_FIELD",
                "A2 not found");
    }

    @Test
    void a_validation_rule_refuses_what_it_says() {
        caller.sandbox
                .org()
                .addRule(ValidationRule.refusing(
                        "Account", "Locked.*", "Health__c", "Health is frozen for this account"));
        String id = caller.create("Account", "{\"Name\":\"Locked Ltd\"}");
        Answer answer = caller.call("PATCH", "/sobjects/Account/" + id, "{\"Health__c\":5}");
        isError(answer, 400, "FIELD_CUSTOM_VALIDATION_EXCEPTION", "Health is frozen");
        assertThat(caller.call("PATCH", "/sobjects/Account/" + id, "{\"Phone\":\"5\"}")
                        .status())
                .isEqualTo(204);
    }

    @Test
    void the_deleted_log_and_the_recycle_bin_tell_what_went() {
        String account = caller.create("Account", "{\"Name\":\"a\"}");
        String contact = caller.create("Contact", "{\"LastName\":\"c\",\"AccountId\":\"" + account + "\"}");
        caller.later(90);
        caller.call("DELETE", "/sobjects/Account/" + account, "");
        caller.later(60);
        String span = "?start=2026-11-21T10:00:00Z&end=2026-11-22T00:00:00%2B00:00";
        JsonNode deleted = Caller.json(caller.get("/sobjects/Contact/deleted/" + span));
        assertThat(deleted.at("/deletedRecords/0/id").asString("")).isEqualTo(contact);
        assertThat(deleted.at("/deletedRecords/0/deletedDate").asString("")).isEqualTo("2026-11-21T10:01:30.000+0000");
        assertThat(deleted.path("latestDateCovered").asString("")).isEqualTo("2026-11-21T10:02:00.000+0000");

        caller.sandbox.writer().undelete(account);
        assertThat(caller.column("SELECT Id FROM Contact", "Id")).containsExactly(contact);
        assertThat(caller.get("/sobjects/Contact/deleted/" + span).text()).doesNotContain(contact);
        caller.later(60);
        assertThat(caller.get("/sobjects/Contact/updated/" + span).text()).contains(contact);

        caller.call("DELETE", "/sobjects/Contact/" + contact, "");
        caller.sandbox.writer().purge(contact, false);
        caller.later(120);
        assertThat(caller.get("/queryAll?q=SELECT+Id+FROM+Contact").text()).contains("\"totalSize\":0");
        assertThat(caller.get("/sobjects/Contact/deleted/" + span).text()).contains(contact);
        isError(
                caller.get("/sobjects/Contact/deleted/?start=2026-01-01T00:00:00Z&end=2026-11-01T00:00:00Z"),
                400,
                "INVALID_REPLICATION_DATE");
    }

    @Test
    void a_merge_deletes_the_losers_and_moves_their_children() {
        String master = caller.create("Account", "{\"Name\":\"a\"}");
        String loser = caller.create("Account", "{\"Name\":\"b\"}");
        caller.create("Contact", "{\"LastName\":\"c\",\"AccountId\":\"" + loser + "\"}");
        caller.later(5);
        caller.sandbox.writer().merge(master, List.of(loser));
        assertThat(caller.column("SELECT AccountId FROM Contact", "AccountId")).containsExactly(master);
        JsonNode gone = Caller.json(caller.get(
                "/queryAll?q=" + Caller.encoded("SELECT Id, MasterRecordId FROM Account WHERE IsDeleted = true")));
        assertThat(gone.at("/records/0/MasterRecordId").asString("")).isEqualTo(master);
        JsonNode child = caller.records("SELECT SystemModstamp, LastModifiedDate FROM Contact")
                .getFirst();
        assertThat(child.path("SystemModstamp").asString("")).isEqualTo("2026-11-21T10:00:05.000+0000");
        assertThat(child.path("LastModifiedDate").asString("")).isEqualTo("2026-11-21T10:00:00.000+0000");
    }

    @Test
    void a_blob_is_a_url_in_a_record_and_bytes_behind_it() {
        String account = caller.create("Account", "{\"Name\":\"a\"}");
        String id =
                caller.create("Attachment", "{\"Name\":\"f\",\"Body\":\"aGVsbG8=\",\"ParentId\":\"" + account + "\"}");
        JsonNode row = caller.records("SELECT Body, BodyLength FROM Attachment").getFirst();
        assertThat(row.path("BodyLength").asInt()).isEqualTo(5);
        String url = row.path("Body").asString("");
        assertThat(url).isEqualTo("/services/data/v62.0/sobjects/Attachment/" + id + "/Body");
        assertThat(caller.get(url).text()).isEqualTo("hello");
    }

    @Test
    void a_composite_uses_earlier_answers_and_counts_once() {
        int before = caller.sandbox.limit().used(caller.instant());
        Answer answer = caller.call("POST", "/composite", """
                {"compositeRequest":[
                  {"method":"POST","url":"/services/data/v62.0/sobjects/Account","referenceId":"acc","body":{"Name":"a"}},
                  {"method":"POST","url":"/services/data/v62.0/sobjects/Contact","referenceId":"con",
                   "body":{"LastName":"c","AccountId":"@{acc.id}"}},
                  {"method":"GET","url":"/services/data/v62.0/query?q=SELECT Id, Account.Name FROM Contact","referenceId":"q"},
                  {"method":"GET","url":"/services/data/v62.0/sobjects/Contact/@{nope.id}","referenceId":"bad"},
                  {"method":"GET","url":"/services/data/v62.0/sobjects/Contact/@{q.records[0].Id}","referenceId":"one"}]}""");
        JsonNode body = Caller.json(answer);
        assertThat(body.at("/compositeResponse/1/httpStatusCode").asInt()).isEqualTo(201);
        assertThat(body.at("/compositeResponse/2/body/records/0/Account/Name").asString(""))
                .isEqualTo("a");
        assertThat(body.at("/compositeResponse/3/httpStatusCode").asInt()).isEqualTo(400);
        assertThat(body.at("/compositeResponse/4/body/LastName").asString("")).isEqualTo("c");
        assertThat(caller.sandbox.limit().used(caller.instant())).isEqualTo(before + 1);

        var six = new ArrayList<String>();
        for (int i = 0; i < 6; i++) {
            six.add(
                    "{\"method\":\"GET\",\"url\":\"/services/data/v62.0/query?q=SELECT+Id+FROM+User\",\"referenceId\":\"q"
                            + i + "\"}");
        }
        isError(
                caller.call("POST", "/composite", "{\"compositeRequest\":[" + String.join(",", six) + "]}"),
                400,
                "LIMIT_EXCEEDED");
    }

    @Test
    void each_request_of_a_batch_counts() {
        int before = caller.sandbox.limit().used(caller.instant());
        Answer answer = caller.call("POST", "/composite/batch", """
                {"batchRequests":[{"method":"GET","url":"v62.0/limits"},{"method":"GET","url":"v62.0/sobjects/Nope/describe"}]}""");
        JsonNode body = Caller.json(answer);
        assertThat(body.path("hasErrors").asBoolean(false)).isTrue();
        assertThat(body.at("/results/0/result/DailyApiRequests/Max").asInt()).isEqualTo(15_000);
        assertThat(body.at("/results/1/statusCode").asInt()).isEqualTo(404);
        assertThat(caller.sandbox.limit().used(caller.instant())).isEqualTo(before + 2);
    }

    @Test
    void a_new_field_appears_on_rows_that_are_older_than_it() {
        String id = caller.create("Account", "{\"Name\":\"a\"}");
        caller.sandbox.org().addField("Account", FieldDraft.string("Region__c", 40));
        assertThat(caller.column("SELECT Region__c FROM Account", "Region__c")).containsExactly("null");
        caller.call("PATCH", "/sobjects/Account/" + id, "{\"Region__c\":\"North\"}");
        assertThat(caller.column("SELECT Region__c FROM Account", "Region__c")).containsExactly("North");
        assertThat(caller.get("/sobjects/Account/describe").text()).contains("\"name\":\"Region__c\"");
    }
}
