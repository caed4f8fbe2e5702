package dev.tidemark.sandbox.salesforce;

import static dev.tidemark.sandbox.salesforce.Caller.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.sandbox.fault.FaultRule;
import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.salesforce.schema.SObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class BulkTest {

    private final Caller caller = new Caller(600);

    private String query(String soql) {
        return query("query", soql);
    }

    private String query(String operation, String soql) {
        Answer made =
                caller.call("POST", "/jobs/query", "{\"operation\":\"" + operation + "\",\"query\":\"" + soql + "\"}");
        assertThat(made.status()).as(made.text()).isEqualTo(200);
        return json(made).path("id").asString("");
    }

    private JsonNode state(String kind, String job) {
        return json(caller.get("/jobs/" + kind + "/" + job));
    }

    private List<String> results(String job, int most) {
        List<String> rows = new ArrayList<>();
        String locator = "";
        while (!locator.equals("null")) {
            Answer page = caller.get("/jobs/query/" + job + "/results?maxRecords=" + most
                    + (locator.isEmpty() ? "" : "&locator=" + locator));
            assertThat(page.status()).as(page.text()).isEqualTo(200);
            List<String> lines = page.text().lines().toList();
            assertThat(lines.size() - 1)
                    .isEqualTo(Integer.parseInt(page.headers().get("Sforce-NumberOfRecords")))
                    .isLessThanOrEqualTo(most);
            rows.addAll(lines.subList(1, lines.size()));
            locator = String.valueOf(page.headers().get("Sforce-Locator"));
        }
        return rows;
    }

    private int count(String object, boolean deletedToo) {
        SObject there = caller.sandbox.org().schema().the(object);
        return (int) caller.sandbox.org().rows(there).stream()
                .filter(row -> deletedToo || !row.isDeleted())
                .count();
    }

    private String ingest(String operation, String object, String more, String csv) {
        Answer made = caller.call(
                "POST",
                "/jobs/ingest",
                "{\"object\":\"" + object + "\",\"operation\":\"" + operation + "\"" + more + "}");
        assertThat(made.status()).as(made.text()).isEqualTo(200);
        String job = json(made).path("id").asString("");
        assertThat(json(made).path("contentUrl").asString("")).endsWith("/jobs/ingest/" + job + "/batches");
        assertThat(caller.call("PUT", "/jobs/ingest/" + job + "/batches", csv, "Content-Type", "text/csv")
                        .status())
                .isEqualTo(201);
        assertThat(json(close(job)).path("state").asString()).isEqualTo("UploadComplete");
        return job;
    }

    private Answer close(String job) {
        return caller.call("PATCH", "/jobs/ingest/" + job, "{\"state\":\"UploadComplete\"}");
    }

    private String told(String job, String which) {
        Answer answer = caller.get("/jobs/ingest/" + job + "/" + which);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.text();
    }

    @Test
    void a_query_is_done_in_its_own_time_and_answered_page_by_page() {
        caller.sandbox.bulk().waits(Duration.ofSeconds(10));
        caller.sandbox.bulk().rowsPerSecond(10);
        String job = query("SELECT Id, Name, Account.Name FROM Contact");
        assertThat(job).matches("750[A-Za-z0-9]{15}");
        assertThat(state("query", job).path("state").asString()).isEqualTo("UploadComplete");
        caller.later(11);
        assertThat(state("query", job).path("state").asString()).isEqualTo("InProgress");
        assertThat(caller.get("/jobs/query/" + job + "/results").status()).isEqualTo(400);
        caller.later(120);
        JsonNode done = state("query", job);
        assertThat(done.path("state").asString()).isEqualTo("JobComplete");
        assertThat(done.path("numberRecordsProcessed").asInt()).isEqualTo(count("Contact", false));
        List<String> rows = results(job, 7);
        assertThat(rows).hasSize(count("Contact", false)).doesNotHaveDuplicates();
        assertThat(results(job, 1_000)).isEqualTo(rows);
        assertThat(caller.get("/jobs/query/" + job + "/results").text())
                .startsWith("\"Id\",\"Name\",\"Account.Name\"\n\"003");
    }

    @Test
    void values_are_spelt_as_the_bulk_api_spells_them() {
        String id = caller.create(
                "Account",
                "{\"Name\":\"Say \\\"hi\\\", you\\nthere\",\"AnnualRevenue\":1235,\"External_Id__c\":\"csv\"}");
        String job = query("SELECT Name, AnnualRevenue, Industry, IsDeleted, CreatedDate FROM Account" + " WHERE Id = '"
                + id + "'");
        caller.later(60);
        assertThat(caller.get("/jobs/query/" + job + "/results").text())
                .isEqualTo("\"Name\",\"AnnualRevenue\",\"Industry\",\"IsDeleted\",\"CreatedDate\"\n"
                        + "\"Say \"\"hi\"\", you\nthere\",\"1235.0\",\"\",\"false\",\"2026-11-21T10:00:00.000Z\"\n");
    }

    @Test
    void deleted_records_are_answered_to_query_all_alone() {
        String id = caller.create("Account", "{\"Name\":\"Gone\"}");
        caller.call("DELETE", "/sobjects/Account/" + id, "");
        String living = query("SELECT Id FROM Account");
        String all = query("queryAll", "SELECT Id, IsDeleted FROM Account");
        caller.later(60);
        assertThat(results(living, 10_000)).doesNotContain("\"" + id + "\"");
        assertThat(results(all, 10_000)).contains("\"" + id + "\",\"true\"").hasSize(count("Account", true));
    }

    @Test
    void what_such_a_job_cannot_do_is_refused_at_once() {
        for (String soql : List.of(
                "SELECT BillingAddress FROM Account",
                "SELECT Body FROM Attachment",
                "SELECT COUNT() FROM Account",
                "SELECT Id, (SELECT Id FROM Contacts) FROM Account",
                "SELECT Nope FROM Account",
                "SELECT Id FROM Nope")) {
            Answer refused = caller.call("POST", "/jobs/query", "{\"operation\":\"query\",\"query\":\"" + soql + "\"}");
            assertThat(refused.status()).as(soql).isEqualTo(400);
            assertThat(json(refused).get(0).path("errorCode").asString("")).isNotEmpty();
        }
        caller.sandbox.bulk().unsupported("Task");
        assertThat(caller.call("POST", "/jobs/query", "{\"operation\":\"query\",\"query\":\"SELECT Id FROM Task\"}")
                        .text())
                .contains("INVALIDENTITY", "is not supported by the Bulk API");
        assertThat(caller.sandbox.bulk().queriesUsed())
                .as("refused jobs are not counted")
                .isZero();
    }

    @Test
    void a_job_can_be_aborted_deleted_and_listed() {
        caller.sandbox.bulk().waits(Duration.ofMinutes(5));
        String first = query("SELECT Id FROM Account");
        String second = query("SELECT Id FROM Contact");
        JsonNode list = json(caller.get("/jobs/query"));
        assertThat(list.path("done").asBoolean()).isTrue();
        assertThat(list.path("records").get(0).path("id").asString()).isEqualTo(second);
        assertThat(list.path("records").get(1).path("id").asString()).isEqualTo(first);
        Answer aborted = caller.call("PATCH", "/jobs/query/" + first, "{\"state\":\"Aborted\"}");
        assertThat(json(aborted).path("state").asString()).isEqualTo("Aborted");
        caller.later(600);
        assertThat(state("query", first).path("state").asString()).isEqualTo("Aborted");
        assertThat(caller.call("DELETE", "/jobs/query/" + first, "").status()).isEqualTo(204);
        assertThat(caller.get("/jobs/query/" + first).status()).isEqualTo(404);
        assertThat(caller.call("PATCH", "/jobs/query/" + second, "{\"state\":\"Aborted\"}")
                        .status())
                .as("it is done by now")
                .isEqualTo(400);
        caller.later(Duration.ofDays(8).toSeconds());
        caller.login();
        assertThat(caller.get("/jobs/query/" + second).status()).isEqualTo(404);
    }

    @Test
    void results_misbehave_on_request() {
        String job = query("SELECT Id, Name FROM Account");
        caller.later(60);
        caller.sandbox
                .faults()
                .add(FaultRule.next("turned", caller.sandbox.misbehaviour().turnColumns())
                        .ofKind("queryJobResults"));
        assertThat(caller.get("/jobs/query/" + job + "/results").text()).startsWith("\"Name\",\"Id\"\n");
        caller.sandbox
                .faults()
                .add(FaultRule.next("cut", caller.sandbox.misbehaviour().cutRows())
                        .ofKind("queryJobResults"));
        Answer cut = caller.get("/jobs/query/" + job + "/results");
        assertThat(cut.text().lines().count() - 1)
                .isLessThan(Long.parseLong(cut.headers().get("Sforce-NumberOfRecords")));
        String locator = caller.get("/jobs/query/" + job + "/results?maxRecords=5")
                .headers()
                .get("Sforce-Locator");
        String next = "/jobs/query/" + job + "/results?maxRecords=5&locator=" + locator;
        assertThat(caller.get(next).status()).isEqualTo(200);
        caller.sandbox.bulk().expireLocators();
        assertThat(caller.get(next).status()).isEqualTo(400);
        assertThat(caller.get("/services/data/v61.0/jobs/query/" + job + "/results")
                        .status())
                .isEqualTo(409);
        String running = query("SELECT Id FROM Account");
        caller.sandbox.bulk().failAll();
        assertThat(state("query", running).path("state").asString()).isEqualTo("Failed");
        caller.sandbox.bulk().expireAll();
        assertThat(caller.get("/jobs/query/" + job + "/results").status()).isEqualTo(404);
    }

    @Test
    void rows_are_written_in_their_own_time_each_with_its_outcome() {
        caller.sandbox.bulk().waits(Duration.ofSeconds(10));
        int before = count("Account", false);
        String job =
                ingest("insert", "Account", "", "Name,Industry,AnnualRevenue\nOne,Energy,1\n,Media,2\nThree,#N/A,\n");
        assertThat(count("Account", false)).isEqualTo(before);
        caller.later(60);
        JsonNode done = state("ingest", job);
        assertThat(done.path("state").asString()).isEqualTo("JobComplete");
        assertThat(done.path("numberRecordsProcessed").asInt()).isEqualTo(3);
        assertThat(done.path("numberRecordsFailed").asInt()).isEqualTo(1);
        assertThat(count("Account", false)).isEqualTo(before + 2);
        assertThat(told(job, "successfulResults"))
                .startsWith("\"sf__Id\",\"sf__Created\",\"Name\",\"Industry\",\"AnnualRevenue\"\n\"001")
                .contains("\"true\",\"One\",\"Energy\",\"1\"\n", "\"true\",\"Three\",\"#N/A\",\"\"\n");
        assertThat(told(job, "failedResults"))
                .isEqualTo("\"sf__Id\",\"sf__Error\",\"Name\",\"Industry\",\"AnnualRevenue\"\n"
                        + "\"\",\"REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name"
                        + " --\",\"\",\"Media\",\"2\"\n");
        assertThat(told(job, "unprocessedrecords")).isEqualTo("\"Name\",\"Industry\",\"AnnualRevenue\"\n");
        assertThat(caller.sandbox.bulk().batchesUsed()).isEqualTo(1);
    }

    @Test
    void an_empty_value_is_left_as_it_is_and_null_is_spelt_out() {
        String id = caller.create(
                "Account",
                "{\"Name\":\"A\",\"Industry\":\"Energy\",\"External_Id__c\":\"x\",\"Website\":\"w.example\"}");
        String job = ingest(
                "upsert",
                "Account",
                ",\"externalIdFieldName\":\"External_Id__c\"",
                "External_Id__c,Name,Industry,Website\nx,B,,#N/A\ny,C,Media,\n");
        caller.later(60);
        assertThat(told(job, "successfulResults")).contains("\"" + id + "\",\"false\"", "\"true\",\"y\"");
        JsonNode now = json(caller.get("/sobjects/Account/" + id));
        assertThat(now.path("Name").asString()).isEqualTo("B");
        assertThat(now.path("Industry").asString()).isEqualTo("Energy");
        assertThat(now.path("Website").isNull()).isTrue();
    }

    @Test
    void parents_are_named_by_their_external_ids_and_rows_changed_and_deleted_by_id() {
        String account = caller.create("Account", "{\"Name\":\"A\",\"External_Id__c\":\"boss\"}");
        String made = ingest("insert", "Contact", "", "LastName,Account.External_Id__c\nKin,boss\nLost,nobody\n");
        caller.later(60);
        assertThat(told(made, "failedResults")).contains("Foreign key external ID: nobody not found");
        String id = told(made, "successfulResults").lines().toList().get(1).substring(1, 19);
        assertThat(json(caller.get("/sobjects/Contact/" + id)).path("AccountId").asString())
                .isEqualTo(account);
        String changed = ingest("update", "Contact", "", "Id,LastName\n" + id + ",Kith\n");
        caller.later(60);
        assertThat(told(changed, "successfulResults")).contains("\"" + id + "\",\"false\"");
        assertThat(json(caller.get("/sobjects/Contact/" + id)).path("LastName").asString())
                .isEqualTo("Kith");
        String gone = ingest("delete", "Contact", "", "Id\n" + id + "\n");
        caller.later(60);
        assertThat(told(gone, "successfulResults")).contains(id);
        assertThat(caller.get("/sobjects/Contact/" + id).status()).isEqualTo(404);
    }

    @Test
    void a_job_that_is_aborted_in_the_middle_leaves_the_rest_unprocessed() {
        caller.sandbox.bulk().waits(Duration.ofSeconds(10));
        caller.sandbox.bulk().rowsPerSecond(100);
        var csv = new StringBuilder("Name\n");
        for (int i = 0; i < 900; i++) {
            csv.append("Abort ").append(i).append('\n');
        }
        String job = ingest("insert", "Account", "", csv.toString());
        caller.later(15);
        assertThat(state("ingest", job).path("numberRecordsProcessed").asInt()).isEqualTo(400);
        caller.call("PATCH", "/jobs/ingest/" + job, "{\"state\":\"Aborted\"}");
        caller.later(60);
        assertThat(told(job, "successfulResults").lines().count()).isEqualTo(401);
        assertThat(told(job, "unprocessedrecords").lines().count()).isEqualTo(501);
    }

    @Test
    void a_file_that_cannot_be_read_fails_the_job() {
        String unknown = ingest("insert", "Account", "", "Name,Nope\nA,B\n");
        String windows = ingest("insert", "Account", "", "Name\r\nA\r\n");
        String quoted = ingest("insert", "Account", "", "Name\n\"A\n");
        caller.later(60);
        assertThat(state("ingest", unknown).path("errorMessage").asString())
                .isEqualTo("InvalidBatch : Field name not found : Nope");
        assertThat(state("ingest", windows).path("errorMessage").asString()).contains("LineEnding is invalid");
        assertThat(state("ingest", quoted).path("state").asString()).isEqualTo("Failed");
        assertThat(told(unknown, "unprocessedrecords")).contains("\"A\",\"B\"");
    }

    @Test
    void rows_go_up_once_and_before_the_job_is_closed() {
        Answer made = caller.call("POST", "/jobs/ingest", "{\"object\":\"Account\",\"operation\":\"insert\"}");
        String job = json(made).path("id").asString("");
        String batches = "/jobs/ingest/" + job + "/batches";
        assertThat(close(job).status()).as("nothing was uploaded").isEqualTo(400);
        assertThat(caller.call("PUT", batches, "Name\nA\n", "Content-Type", "application/json")
                        .status())
                .isEqualTo(415);
        assertThat(caller.call("PUT", batches, "Name\nA\n", "Content-Type", "text/csv")
                        .status())
                .isEqualTo(201);
        assertThat(caller.call("PUT", batches, "Name\nB\n", "Content-Type", "text/csv")
                        .status())
                .isEqualTo(400);
        assertThat(close(job).status()).isEqualTo(200);
        assertThat(close(job).status()).isEqualTo(400);
    }

    @Test
    void the_allowances_of_the_bulk_api_are_counted() {
        query("SELECT Id FROM Account");
        ingest("insert", "Account", "", "Name\nA\n");
        JsonNode limits = json(caller.get("/limits"));
        assertThat(limits.path("DailyBulkV2QueryJobs").path("Remaining").asInt())
                .isEqualTo(9_999);
        assertThat(limits.path("DailyBulkApiBatches").path("Remaining").asInt()).isEqualTo(14_999);
        assertThat(json(caller.get("/limits/recordCount?sObjects=Account,Nope")).toString())
                .isEqualTo("{\"sObjects\":[{\"count\":" + count("Account", false) + ",\"name\":\"Account\"}]}");
    }
}
