package dev.tidemark.connectors.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.StreamSpec.CursorKind;
import dev.tidemark.connector.testkit.RecordingSink;
import dev.tidemark.connector.testkit.RecordingSink.Taken;
import dev.tidemark.connector.testkit.ScriptedApi;
import dev.tidemark.connector.testkit.TestAccess;
import dev.tidemark.sandbox.fault.FaultRule;
import dev.tidemark.sandbox.salesforce.schema.SObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BulkReadTest {

    private static final StreamSpec SHIPS = ships("location made of Berth__Latitude__s");
    private static final StreamSpec BERTHED = ships("location made of Berth__Latitude__s, Berth__Longitude__s");

    private static StreamSpec ships(String berth) {
        return new StreamSpec(
                "Ship__c",
                List.of(
                        Field.of("Id", FieldType.TEXT),
                        Field.of("Name", FieldType.TEXT),
                        Field.of("Crew__c", FieldType.INTEGER),
                        new Field("Berth__c", FieldType.JSON, berth, false)),
                List.of("Id"),
                CursorKind.NONE,
                Optional.empty(),
                true,
                Set.of());
    }

    private static StreamSpec stream(SandboxOrg org, String name) throws HttpFailed {
        return org.connector.describe(org.access, name).orElseThrow();
    }

    private static Map<String, Taken> all(SandboxOrg org, StreamSpec stream) throws BadPage {
        Map<String, Taken> records = new HashMap<>();
        org.walk(stream, new Reading.Everything(), records);
        return records;
    }

    /** All but the bytes they were read from. */
    private static Map<String, String> contents(Map<String, Taken> records) {
        Map<String, String> contents = new TreeMap<>();
        records.forEach((key, record) ->
                contents.put(key, new TreeMap<>(record.values()) + " " + record.misfits() + " " + record.deleted()));
        return contents;
    }

    @ParameterizedTest
    @ValueSource(strings = {"User", "Account", "Contact", "Opportunity", "Task", "Visit__c"})
    void records_are_the_same_by_a_job_and_by_pages(String name) throws Exception {
        var pages = new SandboxOrg(3, 1_500, "never");
        var jobs = new SandboxOrg(3, 1_500, "always");
        for (SandboxOrg org : List.of(pages, jobs)) {
            org.sandbox.changes(5, 60);
            SObject account = org.sandbox.org().schema().the("Account");
            org.sandbox
                    .writer()
                    .delete(org.sandbox.org().rows(account).getFirst().id());
        }
        StreamSpec stream = stream(jobs, name);
        Map<String, Taken> byJob = all(jobs, stream);
        assertThat(contents(byJob)).isEqualTo(contents(all(pages, stream))).isNotEmpty();
        assertThat(jobs.sandbox.log().byKind()).containsKey("queryJobResults").doesNotContainKeys("query", "queryAll");
        if (name.equals("Account")) {
            assertThat(byJob.values())
                    .anyMatch(Taken::deleted)
                    .anyMatch(record ->
                            String.valueOf(record.get("BillingAddress")).startsWith("{\"city\":\""));
        }
    }

    @Test
    void fields_of_records_referred_to_are_the_same_too() throws Exception {
        Map<String, String> read = new HashMap<>();
        for (String bulk : List.of("never", "always")) {
            var org = new SandboxOrg(3, 500, bulk);
            StreamSpec stream = org.connector
                    .describe(org.access, "Contact", Set.of("Account.Name", "Account.Owner.IsActive"))
                    .orElseThrow()
                    .only(Set.of("LastName", "Account.Name", "Account.Owner.IsActive"));
            assertThat(stream.indexOf("Account.Owner.IsActive")).isNotNegative();
            Map<String, Taken> records = all(org, stream);
            assertThat(records.values()).anyMatch(r -> r.get("Account.Name") != null);
            read.put(bulk, contents(records).toString());
        }
        assertThat(read.get("always")).isEqualTo(read.get("never"));
    }

    @Test
    void what_a_job_cannot_read_is_read_by_rest() throws Exception {
        var org = new SandboxOrg(3, 500, "always");
        String parent = all(org, stream(org, "Account")).keySet().iterator().next();
        var values = new HashMap<dev.tidemark.sandbox.salesforce.schema.Field, Object>();
        var attachment = org.sandbox.org().schema().the("Attachment");
        values.put(attachment.the("Name"), "a.txt");
        values.put(attachment.the("ParentId"), parent);
        values.put(attachment.the("Body"), new byte[] {1, 2});
        org.sandbox.writer().insert(attachment, new HashMap<>(values));
        assertThat(all(org, stream(org, "Attachment"))).isNotEmpty();
        assertThat(org.sandbox.log().byKind().get("queryJob"))
                .as("for Account alone")
                .isEqualTo(1);

        org.sandbox.bulk().unsupported("Task");
        assertThat(all(org, stream(org, "Task"))).isNotEmpty();
        assertThat(org.sandbox.log().byKind()).containsEntry("queryJob", 2L).containsKey("queryAll");
    }

    @Test
    void a_small_object_is_read_by_pages_and_a_large_one_goes_on_by_a_job_after_the_first() throws Exception {
        var small = MiniSalesforce.holding(8);
        assertThat(passes(small, "auto")).isEqualTo("page page page ");
        var large = MiniSalesforce.holding(8);
        large.toldTotal = (int) BulkPages.MANY;
        assertThat(passes(large, "auto")).isEqualTo("page later later later page page ");
        var unwanted = MiniSalesforce.holding(8);
        unwanted.toldTotal = (int) BulkPages.MANY;
        assertThat(passes(unwanted, "never")).isEqualTo("page page page ");
    }

    @Test
    void changes_are_asked_for_by_pages_however_many() throws Exception {
        var large = MiniSalesforce.holding(8);
        large.toldTotal = (int) BulkPages.MANY;
        PageRequest first = PageRequest.first(SHIPS, new Reading.Since(Instant.EPOCH));
        assertThat(new SalesforceConnector().read(access(large, "always"), first))
                .isInstanceOf(Answer.Page.class);
        assertThat(large.bulk.ingests).isEmpty();
    }

    private static TestAccess access(MiniSalesforce api, String bulk) {
        return TestAccess.to(
                new SalesforceConnector(),
                Map.of("client_id", "app", "url", "https://acme.my.salesforce.com", "bulk", bulk),
                Map.of("client_secret", "hush-hush"),
                ScriptedApi.of(api));
    }

    /** The kinds of answers of a whole pass, which must bring all eight ships. */
    private static String passes(MiniSalesforce api, String bulk) throws BadPage {
        var connector = new SalesforceConnector();
        TestAccess access = access(api, bulk);
        Map<String, Taken> ships = new HashMap<>();
        StringBuilder kinds = new StringBuilder();
        PageRequest request = PageRequest.first(SHIPS, new Reading.Everything());
        while (true) {
            Answer answer = connector.read(access, request);
            if (answer instanceof Answer.Later later) {
                kinds.append("later ");
                request = request.next(later.token());
                continue;
            }
            assertThat(answer).isInstanceOf(Answer.Page.class);
            kinds.append("page ");
            var sink = new RecordingSink(SHIPS);
            connector.records(SHIPS, ((Answer.Page) answer).raw(), sink);
            sink.records().forEach(record -> ships.put(String.valueOf(record.get("Id")), record));
            if (!(((Answer.Page) answer).next() instanceof Next.More(String token))) {
                assertThat(ships).hasSize(8);
                return kinds.toString();
            }
            request = request.next(token);
        }
    }

    @Test
    void a_job_that_fails_is_made_anew_and_after_three_the_rest_comes_by_rest() throws Exception {
        var once = MiniSalesforce.holding(8);
        once.bulk.failing = 1;
        assertThat(passes(once, "always")).isEqualTo("later later later " + "later later later page page page ");
        var ever = MiniSalesforce.holding(8);
        ever.bulk.failing = 99;
        assertThat(passes(ever, "always")).isEqualTo("later later later ".repeat(3) + "page page page ");
    }

    @Test
    void results_that_are_gone_in_the_middle_are_asked_for_by_another_job() throws Exception {
        var org = new SandboxOrg(4, 1_000, "always");
        org.sandbox.bulk().pageSize(50);
        StreamSpec stream = stream(org, "Contact");
        for (var effect : List.of(
                org.sandbox.misbehaviour().expireJobs(),
                org.sandbox.misbehaviour().expireLocators())) {
            org.sandbox.log().clear();
            org.sandbox
                    .faults()
                    .add(FaultRule.next("gone", effect)
                            .ofKind("queryJobResults")
                            .after(2));
            assertThat(all(org, stream))
                    .hasSize(org.sandbox
                            .org()
                            .rows(org.sandbox.org().schema().the("Contact"))
                            .size());
            assertThat(org.sandbox.log().byKind()).containsEntry("queryJob", 2L);
        }
    }

    @Test
    void the_pass_is_as_of_the_time_before_the_job_was_made_by_salesforces_clock() throws Exception {
        var org = new SandboxOrg(4, 300, "always");
        org.sandbox.org().skew(Duration.ofHours(-3));
        org.sandbox.bulk().waits(Duration.ofHours(1));
        Instant before = org.sandbox.org().now();
        StreamSpec stream = stream(org, "Account");
        all(org, stream);
        assertThat(org.began.orElseThrow())
                .isBetween(before.minusSeconds(2), before.plusSeconds(10))
                .isBefore(org.sandbox.org().now().minus(Duration.ofMinutes(55)));
    }

    @Test
    void looks_become_rarer_so_that_an_hour_costs_few_requests() throws Exception {
        var org = new SandboxOrg(4, 300, "always");
        org.sandbox.bulk().waits(Duration.ofHours(1));
        all(org, stream(org, "Account"));
        assertThat(org.sandbox.log().byKind().get("queryJobState")).isLessThan(75);
        org.sandbox.log().clear();
        org.sandbox.bulk().waits(Duration.ofSeconds(30));
        all(org, stream(org, "Account"));
        assertThat(org.sandbox.log().byKind().get("queryJobState")).isLessThan(10);
    }

    private static List<Taken> read(String csv, int rows) throws BadPage {
        var sink = new RecordingSink(BERTHED);
        new SalesforceConnector()
                .records(BERTHED, new RawPage("csv;v62.0;rows=" + rows, csv.getBytes(StandardCharsets.UTF_8)), sink);
        return sink.records();
    }

    @Test
    void a_page_is_read_by_its_header_whatever_the_order_and_the_spelling() throws Exception {
        List<Taken> ships = read(
                "\uFEFFBerth__Longitude__s,\"Name\",Crew__c,IsDeleted,Id,More\r\n"
                        + "9.5,\"A \"\"quoted\"\"\nname, with ünïcödé 🚢\",,true,a1,x\r\n"
                        + ",,7,false,a2,\r\n",
                2);
        assertThat(ships.get(0).get("Name")).isEqualTo("A \"quoted\"\nname, with ünïcödé 🚢");
        assertThat(ships.get(0).get("Berth__c")).isEqualTo("{\"latitude\":null,\"longitude\":9.5}");
        assertThat(ships.get(0).deleted()).isTrue();
        assertThat(ships.get(0).values()).doesNotContainKey("Crew__c");
        assertThat(ships.get(1).get("Crew__c")).isEqualTo(7L);
        assertThat(ships.get(1).values()).doesNotContainKeys("Name", "Berth__c");
        assertThat(ships.get(1).deleted()).isFalse();
    }

    @Test
    void a_value_of_another_type_is_a_misfit_and_keeps_what_came() throws Exception {
        Taken ship = read("Id,Crew__c\na1,many\n", 1).getFirst();
        assertThat(ship.misfits()).hasSize(1);
        assertThat(ship.misfits().toString()).contains("many");
    }

    @Test
    void a_page_that_is_not_whole_is_refused() {
        for (String csv :
                List.of("", "Id,Name", "Id,Name\na1,b", "Id,Name\n\"a1,b\n", "Id,Name\na1\n", "Id,Name\n\"a\"1,b\n")) {
            assertThatThrownBy(() -> read(csv, 1)).as(csv).isInstanceOf(BadPage.class);
        }
        assertThatThrownBy(() -> read("Id,Name\na1,b\n", 2)).isInstanceOf(BadPage.class);
    }
}
