package dev.tidemark.connectors.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.ModelRow.JsonText;
import dev.tidemark.connector.NotNow;
import dev.tidemark.connector.Outcome;
import dev.tidemark.connector.WriteAnswer;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connector.WriteSpec.Mode;
import dev.tidemark.connector.testkit.ScriptedApi;
import dev.tidemark.connector.testkit.TestAccess;
import dev.tidemark.sandbox.fault.FaultRule;
import dev.tidemark.sandbox.salesforce.org.Row;
import dev.tidemark.sandbox.salesforce.schema.SObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BulkWriteTest {

    private static final WriteSpec UPSERT = new WriteSpec(
            "Account",
            Mode.UPSERT,
            Optional.of("External_Id__c"),
            Map.of("External_Id__c", "id", "Name", "name", "AnnualRevenue", "revenue", "Website", "site"));

    private static final WriteSpec INSERT =
            new WriteSpec("Account", Mode.INSERT, Optional.of("External_Id__c"), UPSERT.mapping());

    private static ModelRow row(String id, @Nullable Object name, @Nullable Object site) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("id", id);
        values.put("name", name);
        values.put("revenue", new BigDecimal("1000.50"));
        values.put("site", site);
        return new ModelRow(id, "h", values, 0);
    }

    private static List<ModelRow> rows(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> row("row-" + i, "Row \"" + i + "\", of\nmany", null))
                .toList();
    }

    private static int held(SandboxOrg org) {
        return org.sandbox.org().rows(account(org)).size();
    }

    private static SObject account(SandboxOrg org) {
        return org.sandbox.org().schema().the("Account");
    }

    private static Row named(SandboxOrg org, String id) {
        return org.sandbox
                .org()
                .having(account(org), account(org).the("External_Id__c"), id)
                .getFirst();
    }

    /** Asks for the outcomes until they are there, as the engine does. */
    private static WriteAnswer through(SandboxOrg org, WriteSpec spec, List<ModelRow> rows) {
        WriteAnswer answer = org.connector.write(org.access, spec, rows);
        for (int i = 0; i < 100 && answer instanceof WriteAnswer.Working working; i++) {
            org.later(working.atLeast());
            answer = org.connector.outcomes(org.access, spec, rows, working.job());
        }
        return answer;
    }

    private static List<Outcome> outcomes(WriteAnswer answer) {
        assertThat(answer).isInstanceOf(WriteAnswer.Done.class);
        return ((WriteAnswer.Done) answer).outcomes();
    }

    @Test
    void many_rows_go_by_one_job_in_few_requests_and_each_has_its_outcome() throws HttpFailed {
        var org = new SandboxOrg(5, 100);
        assertThat(org.connector.prepare(org.access, UPSERT)).isEqualTo(10_000);
        int before = held(org);
        List<ModelRow> rows = new ArrayList<>(rows(5_000));
        rows.set(4_321, row("row-4321", "", null));
        assertThat(org.connector.together(org.access, UPSERT, rows)).isEqualTo(5_000);
        assertThat(org.connector.requests(org.access, UPSERT, 5_000)).isEqualTo(3);
        org.sandbox.log().clear();
        List<Outcome> outcomes = outcomes(through(org, UPSERT, rows));
        assertThat(outcomes).hasSize(5_000);
        assertThat(outcomes.get(4_321)).isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> {
            assertThat(rejected.code()).isEqualTo("REQUIRED_FIELD_MISSING");
            assertThat(rejected.answer()).contains("sf__Error");
        });
        assertThat(outcomes.get(77))
                .isEqualTo(new Outcome.Accepted(named(org, "row-77").id(), true));
        assertThat(outcomes).filteredOn(Outcome.Accepted.class::isInstance).hasSize(4_999);
        assertThat(held(org)).isEqualTo(before + 4_999);
        assertThat(named(org, "row-7").get("Name")).isEqualTo("Row \"7\", of\nmany");
        assertThat(org.sandbox.log().count()).as("requests").isLessThanOrEqualTo(8);
        assertThat(outcomes(through(org, UPSERT, rows)).get(77))
                .as("the second time")
                .isEqualTo(new Outcome.Accepted(named(org, "row-77").id(), false));
        assertThat(held(org)).isEqualTo(before + 4_999);
    }

    @Test
    void few_rows_go_by_collections_and_so_does_what_csv_cannot_say() {
        var org = new SandboxOrg(5, 100);
        assertThat(org.connector.together(org.access, UPSERT, rows(150))).isEqualTo(150);
        assertThat(org.connector.together(org.access, UPSERT, rows(2_000))).isEqualTo(200);
        assertThat(org.connector.together(org.access, UPSERT, rows(2_001))).isEqualTo(2_001);
        for (Object unspeakable : List.of("#N/A", new JsonText("{}"), "x".repeat(32_001))) {
            List<ModelRow> rows = new ArrayList<>(rows(5_000));
            rows.set(3_000, row("odd", "n", unspeakable));
            assertThat(org.connector.together(org.access, UPSERT, rows)).isEqualTo(3_000);
            rows.set(1_000, row("odd", "n", unspeakable));
            assertThat(org.connector.together(org.access, UPSERT, rows)).isEqualTo(200);
        }
        var byParent = new WriteSpec(
                "Contact", Mode.INSERT, Optional.empty(), Map.of("LastName", "name", "Account.External_Id__c", "site"));
        assertThat(org.connector.together(org.access, byParent, rows(5_000)))
                .as("a reference that is cleared")
                .isEqualTo(200);
        var found = new WriteSpec("Account", Mode.UPDATE, Optional.of("External_Id__c"), UPSERT.mapping());
        assertThat(org.connector.together(org.access, found, rows(5_000)))
                .as("ids are asked for first")
                .isEqualTo(200);
        var never = new SandboxOrg(5, 100, "never");
        assertThat(never.connector.together(never.access, UPSERT, rows(5_000))).isEqualTo(200);
    }

    @Test
    void a_null_clears_the_field_and_so_does_an_empty_text() {
        var org = new SandboxOrg(5, 100, "always");
        outcomes(through(org, UPSERT, List.of(row("a", "A", "a.example"), row("b", "B", "b.example"))));
        assertThat(named(org, "a").get("Website")).isEqualTo("a.example");
        outcomes(through(org, UPSERT, List.of(row("a", "A", null), row("b", "B", " "))));
        assertThat(named(org, "a").get("Website")).isNull();
        assertThat(named(org, "b").get("Website")).isNull();
        assertThat(named(org, "a").get("AnnualRevenue")).isEqualTo(1001.0);
    }

    @Test
    void records_are_changed_by_their_ids() {
        var org = new SandboxOrg(5, 100, "always");
        outcomes(through(org, UPSERT, List.of(row("a", "A", null))));
        String id = named(org, "a").id();
        var byId = new WriteSpec("Account", Mode.UPDATE, Optional.of("Id"), Map.of("Id", "id", "Name", "name"));
        List<Outcome> outcomes =
                outcomes(through(org, byId, List.of(row(id, "Other", null), row("nobody", "X", null))));
        assertThat(outcomes.get(0)).isEqualTo(new Outcome.Accepted(id, false));
        assertThat(outcomes.get(1)).isInstanceOf(Outcome.Rejected.class);
        assertThat(named(org, "a").get("Name")).isEqualTo("Other");
    }

    @Test
    void rows_of_the_same_values_have_an_outcome_each() {
        var org = new SandboxOrg(5, 100, "always");
        var spec = new WriteSpec("Contact", Mode.INSERT, Optional.empty(), Map.of("LastName", "name"));
        List<Outcome> outcomes = outcomes(through(org, spec, List.of(row("a", "Same", null), row("b", "Same", null))));
        assertThat(outcomes)
                .hasSize(2)
                .allMatch(Outcome.Accepted.class::isInstance)
                .doesNotHaveDuplicates();
    }

    @Test
    void locked_rows_come_again() {
        var org = new SandboxOrg(6, 100, "always");
        org.sandbox
                .faults()
                .add(FaultRule.next("lock", org.sandbox.misbehaviour().lockRows(2))
                        .ofKind("ingestClose"));
        assertThat(outcomes(through(org, UPSERT, rows(4))))
                .filteredOn(Outcome.Again.class::isInstance)
                .hasSize(2);
    }

    @Test
    void what_a_job_did_not_come_to_is_sent_again() {
        var org = new SandboxOrg(6, 100);
        org.sandbox.bulk().waits(Duration.ofSeconds(1));
        org.sandbox.bulk().rowsPerSecond(1_000);
        List<ModelRow> rows = rows(4_000);
        WriteAnswer answer = org.connector.write(org.access, UPSERT, rows);
        org.later(Duration.ofSeconds(3));
        assertThat(org.connector.outcomes(org.access, UPSERT, rows, ((WriteAnswer.Working) answer).job()))
                .isInstanceOf(WriteAnswer.Working.class);
        org.sandbox.bulk().failAll();
        String job = ((WriteAnswer.Working) answer).job();
        answer = org.connector.outcomes(org.access, UPSERT, rows, job);
        assertThat(((WriteAnswer.Working) answer).requests()).isEqualTo(3);
        List<Outcome> outcomes =
                outcomes(org.connector.outcomes(org.access, UPSERT, rows, ((WriteAnswer.Working) answer).job()));
        long accepted =
                outcomes.stream().filter(Outcome.Accepted.class::isInstance).count();
        assertThat(accepted).isBetween(1L, 3_999L);
        assertThat(outcomes).filteredOn(Outcome.Again.class::isInstance).hasSize((int) (4_000 - accepted));
    }

    @Test
    void outcomes_that_were_cut_off_between_two_rows_are_asked_for_again() {
        var org = new SandboxOrg(6, 100, "always");
        org.sandbox
                .faults()
                .add(FaultRule.next("cut", org.sandbox.misbehaviour().cutRows()).ofKind("ingestResults"));
        assertThat(through(org, UPSERT, rows(9))).isInstanceOf(WriteAnswer.Retry.class);
    }

    @Test
    void an_insert_of_which_the_end_is_unknown_is_looked_up_once_no_job_is_at_work() throws HttpFailed {
        var org = new SandboxOrg(6, 100);
        org.sandbox.bulk().waits(Duration.ofMinutes(10));
        int before = held(org);
        org.sandbox
                .faults()
                .add(FaultRule.next("lost", org.sandbox.misbehaviour().loseAnswer())
                        .ofKind("ingestClose"));
        List<ModelRow> rows = rows(2_500);
        assertThat(org.connector.write(org.access, INSERT, rows)).isInstanceOf(WriteAnswer.Unknown.class);
        assertThat(org.connector.isAtWork(org.access, INSERT)).isTrue();
        assertThatThrownBy(() -> org.connector.lookUp(org.access, INSERT, rows)).isInstanceOf(NotNow.class);
        org.later(Duration.ofMinutes(11));
        assertThat(org.connector.isAtWork(org.access, INSERT)).isFalse();
        org.sandbox.log().clear();
        List<ModelRow> more = new ArrayList<>(rows);
        more.add(row("another", "A", null));
        List<Outcome> found = org.connector.lookUp(org.access, INSERT, more).orElseThrow();
        assertThat(found.subList(0, 2_500)).allMatch(Outcome.Accepted.class::isInstance);
        assertThat(found.getLast()).isInstanceOf(Outcome.Again.class);
        assertThat(org.sandbox.log().count()).isEqualTo(org.connector.requestsToLookUp(INSERT, 2_501));
        assertThat(held(org)).isEqualTo(before + 2_500);
    }

    @Test
    void nothing_is_written_before_the_job_is_closed() throws HttpFailed {
        for (String kind : List.of("ingestJob", "ingestUpload", "ingestClose")) {
            var org = new SandboxOrg(6, 100);
            int before = held(org);
            org.sandbox
                    .faults()
                    .add(FaultRule.next("refused", org.sandbox.misbehaviour().refuse())
                            .ofKind(kind));
            assertThat(org.connector.write(org.access, INSERT, rows(2_100))).isInstanceOf(WriteAnswer.Retry.class);
            org.later(Duration.ofHours(1));
            assertThat(org.connector.isAtWork(org.access, INSERT)).isFalse();
            assertThat(held(org)).isEqualTo(before);
        }
    }

    @Test
    void an_object_that_jobs_are_not_for_goes_by_collections_in_the_end() {
        var always = new SandboxOrg(6, 100, "always");
        always.sandbox.bulk().unsupported("Account");
        assertThat(outcomes(through(always, UPSERT, rows(3)))).hasSize(3);
        var auto = new SandboxOrg(6, 100);
        auto.sandbox.bulk().unsupported("Account");
        assertThat(through(auto, UPSERT, rows(2_100))).isInstanceOf(WriteAnswer.Refused.class);
    }

    @Test
    void a_job_that_is_gone_leaves_its_rows_uncertain() {
        var org = new SandboxOrg(6, 100);
        List<ModelRow> rows = rows(2_100);
        WriteAnswer answer = org.connector.write(org.access, INSERT, rows);
        org.sandbox.bulk().expireAll();
        assertThat(org.connector.outcomes(org.access, INSERT, rows, ((WriteAnswer.Working) answer).job()))
                .isInstanceOf(WriteAnswer.Unknown.class);
    }

    @Test
    void the_file_says_what_the_rows_say() {
        var api = MiniSalesforce.holding(1);
        TestAccess access = TestAccess.to(
                new SalesforceConnector(),
                Map.of("client_id", "app", "url", "https://acme.my.salesforce.com", "bulk", "always"),
                Map.of("client_secret", "hush-hush"),
                ScriptedApi.of(api));
        var spec = new WriteSpec(
                "Ship__c",
                Mode.UPSERT,
                Optional.of("Code__c"),
                Map.of("Code__c", "id", "Name", "name", "Draught__c", "revenue", "Bell__c", "site"));
        new SalesforceConnector().write(access, spec, List.of(row("x1", "The \"Ü\"", null)));
        assertThat(api.bulk.uploaded())
                .isEqualTo("\"Bell__c\",\"Code__c\",\"Draught__c\",\"Name\"\n"
                        + "\"#N/A\",\"x1\",\"1000.50\",\"The \"\"Ü\"\"\"\n");
    }
}
