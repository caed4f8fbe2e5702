package dev.tidemark.connectors.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.Limits;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.Outcome;
import dev.tidemark.connector.WriteAnswer;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connector.WriteSpec.Mode;
import dev.tidemark.connector.testkit.ScriptedApi;
import dev.tidemark.connector.testkit.Step;
import dev.tidemark.connector.testkit.TestAccess;
import dev.tidemark.connectors.json.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SalesforceWriteTest {

    private static final Map<String, String> MAPPING = Map.of("Code__c", "code", "Name", "name");
    private static final WriteSpec UPSERT = new WriteSpec("Ship__c", Mode.UPSERT, Optional.of("Code__c"), MAPPING);
    private static final WriteSpec INSERT = new WriteSpec("Ship__c", Mode.INSERT, Optional.of("Code__c"), MAPPING);
    private static final WriteSpec UPDATE = new WriteSpec("Ship__c", Mode.UPDATE, Optional.of("Code__c"), MAPPING);

    private final SalesforceConnector connector = new SalesforceConnector();
    private final MiniSalesforce salesforce = MiniSalesforce.holding(4);
    private final ScriptedApi api = ScriptedApi.of(salesforce);
    private final TestAccess access = TestAccess.to(
            connector,
            Map.of("client_id", "app", "url", "https://acme.my.salesforce.com", "bulk", "never"),
            Map.of("client_secret", "hush"),
            api);

    @Test
    void an_upsert_changes_what_is_there_and_creates_the_rest_with_an_outcome_each_in_order() {
        var done = done(connector.write(
                access, UPSERT, List.of(row("C3", "Three"), row("C9", "Nine"), row("C4", null), row("C1", "locked"))));
        assertThat(done.outcomes().get(0)).isEqualTo(new Outcome.Accepted("a00003", false));
        assertThat(done.outcomes().get(1)).isEqualTo(new Outcome.Accepted("a00n01", true));
        assertThat(done.outcomes().get(2))
                .asInstanceOf(type(Outcome.Rejected.class))
                .satisfies(rejected -> {
                    assertThat(rejected.code()).isEqualTo("REQUIRED_FIELD_MISSING");
                    assertThat(rejected.message()).contains("[Name]");
                    assertThat(rejected.answer()).contains("\"fields\":[\"Name\"]");
                });
        assertThat(done.outcomes().get(3)).isInstanceOf(Outcome.Again.class);
        assertThat(done.seen()).isEqualTo(Limits.used(18, 15_000, Duration.ofHours(24)));
        assertThat(salesforce.records.get("a00003")).containsEntry("Name", "Three");
        assertThat(api.last().method()).isEqualTo("PATCH");
        assertThat(api.last().uri().getPath()).isEqualTo("/services/data/v62.0/composite/sobjects/Ship__c/Code__c");
    }

    @Test
    void an_insert_creates_and_an_update_by_id_changes() {
        var created = done(connector.write(access, INSERT, List.of(row("C9", "Nine"))));
        assertThat(created.outcomes()).containsExactly(new Outcome.Accepted("a00n01", true));
        assertThat(api.last().method()).isEqualTo("POST");

        var byId = new WriteSpec("Ship__c", Mode.UPDATE, Optional.of("Id"), Map.of("Id", "code", "Name", "name"));
        var changed = done(connector.write(access, byId, List.of(row("a00003", "Three"), row("a00999", "None"))));
        assertThat(changed.outcomes().getFirst()).isEqualTo(new Outcome.Accepted("a00003", false));
        assertThat(changed.outcomes().getLast())
                .asInstanceOf(type(Outcome.Rejected.class))
                .extracting(Outcome.Rejected::code)
                .isEqualTo("INVALID_CROSS_REFERENCE_KEY");
        assertThat(api.last().uri().getPath()).isEqualTo("/services/data/v62.0/composite/sobjects");
        assertThat(sent()).contains("\"id\":\"a00003\"").doesNotContain("\"Id\":");
    }

    @Test
    void an_update_by_external_id_never_creates() {
        salesforce.set("a00004", "Code__c", "C3");
        var done = done(connector.write(access, UPDATE, List.of(row("C9", "N"), row("C1", "One"), row("C3", "T"))));
        assertThat(done.outcomes())
                .extracting(outcome -> outcome instanceof Outcome.Rejected r ? r.code() : outcome.toString())
                .containsExactly("NOT_FOUND", new Outcome.Accepted("a00001", false).toString(), "DUPLICATE_VALUE");
        assertThat(salesforce.created).isZero();
        assertThat(salesforce.records.get("a00001")).containsEntry("Name", "One");
    }

    @Test
    void values_are_spelt_as_salesforce_reads_them() throws BadPage {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("n", 7L);
        values.put("d", new BigDecimal("12345678901234567890.10"));
        values.put("day", LocalDate.of(2026, 5, 1));
        values.put("time", LocalTime.of(8, 30));
        values.put("at", Instant.parse("2026-05-01T07:25:37.123456Z"));
        values.put("yes", true);
        values.put("bytes", new byte[] {1, 2, 3});
        values.put("json", new ModelRow.JsonText("{\"a\": 1.0}"));
        values.put("none", null);
        Map<String, String> mapping = new HashMap<>();
        values.keySet().forEach(name -> mapping.put("F_" + name, name));
        mapping.put("Account.Code__c", "n");
        mapping.put("Owner__r.Code__c", "none");
        mapping.put("Parent.Code__c", "none");
        var spec = new WriteSpec("Ship__c", Mode.INSERT, Optional.empty(), mapping);
        connector.write(access, spec, List.of(new ModelRow("k", "h", values, 0)));
        var record = Json.tree(api.last().body()).path("records").path(0);
        Map<String, String> spelt = new HashMap<>();
        record.properties().forEach(e -> spelt.put(e.getKey(), e.getValue().toString()));
        assertThat(spelt)
                .containsEntry("attributes", "{\"type\":\"Ship__c\"}")
                .containsEntry("F_n", "\"7\"")
                .containsEntry("F_d", "\"12345678901234567890.10\"")
                .containsEntry("F_day", "\"2026-05-01\"")
                .containsEntry("F_time", "\"08:30:00.000Z\"")
                .containsEntry("F_at", "\"2026-05-01T07:25:37.123Z\"")
                .containsEntry("F_yes", "true")
                .containsEntry("F_bytes", "\"AQID\"")
                .containsEntry("F_json", "{\"a\":1.0}")
                .containsEntry("F_none", "null")
                .containsEntry("Account", "{\"Code__c\":\"7\"}")
                .containsEntry("Owner__c", "null")
                .containsEntry("ParentId", "null");
        assertThat(sent()).startsWith("{").contains("\"allOrNone\":false");
    }

    @ParameterizedTest
    @CsvSource({
        "500, Unknown",
        "502, Unknown",
        "504, Unknown",
        "503, Retry",
        "429, Wait",
        "420, Wait",
        "403, Retry",
        "400, Retry"
    })
    void an_answer_that_is_none_is_unknown_only_where_the_batch_may_have_been_done(int status, String next) {
        api.disturb(1, step -> Step.answering(status, "text/html", "<html>"));
        assertThat(connector.write(access, UPSERT, List.of(row("C3", "Three"))).toString())
                .startsWith(next);
        assertThat(salesforce.records.get("a00003")).containsEntry("Name", "Ship \"3\"");
    }

    @Test
    void a_batch_whose_answer_is_lost_or_not_whole_is_unknown() {
        api.disturb(1, Step::loseAnswer);
        assertThat(connector.write(access, INSERT, List.of(row("C8", "Eight"))))
                .isInstanceOf(WriteAnswer.Unknown.class);
        api.disturb(2, step -> step.cutAfter(10));
        assertThat(connector.write(access, INSERT, List.of(row("C9", "Nine")))).isInstanceOf(WriteAnswer.Unknown.class);
        api.disturb(3, step -> Step.json(200, "[]"));
        assertThat(connector.write(access, INSERT, List.of(row("C9", "Nine")))).isInstanceOf(WriteAnswer.Unknown.class);
        api.disturb(4, step -> Step.fails(false));
        assertThat(connector.write(access, INSERT, List.of(row("C9", "Nine")))).isInstanceOf(WriteAnswer.Retry.class);
    }

    @Test
    void a_batch_that_is_refused_for_what_a_row_holds_says_so() {
        api.disturb(
                1,
                step -> Step.json(
                        400,
                        "[{\"errorCode\":\"JSON_PARSER_ERROR\",\"message\":\"Cannot deserialize instance of date\"}]"));
        assertThat(connector.write(access, UPSERT, List.of(row("C3", "Three"), row("C4", "Four"))))
                .isInstanceOfSatisfying(WriteAnswer.Refused.class, refused -> {
                    assertThat(refused.code()).isEqualTo("JSON_PARSER_ERROR");
                    assertThat(refused.why()).contains("Cannot deserialize instance of date");
                    assertThat(refused.answer()).startsWith("[{");
                });
    }

    @Test
    void a_lost_sign_in_surely_did_nothing() {
        api.disturb(0, step -> Step.fails(true));
        assertThat(connector.write(access, INSERT, List.of(row("C9", "Nine")))).isInstanceOf(WriteAnswer.Retry.class);
    }

    @Test
    void a_session_that_ended_is_replaced_and_the_batch_sent_once_more() {
        done(connector.write(access, INSERT, List.of(row("C8", "Eight"))));
        salesforce.endSessions();
        done(connector.write(access, INSERT, List.of(row("C9", "Nine"))));
        assertThat(salesforce.created).isEqualTo(2);
    }

    @Test
    void rows_that_may_have_been_created_are_looked_up() throws HttpFailed {
        salesforce.set("a00004", "Code__c", "C3");
        var outcomes = connector
                .lookUp(access, INSERT, List.of(row("C1", "x"), row("C9", "x"), row("C3", "x"), row(null, "x")))
                .orElseThrow();
        assertThat(outcomes.get(0)).isEqualTo(new Outcome.Accepted("a00001", true));
        assertThat(outcomes.get(1)).isInstanceOf(Outcome.Again.class);
        assertThat(outcomes.get(2)).isInstanceOf(Outcome.Uncertain.class);
        assertThat(outcomes.get(3)).isInstanceOf(Outcome.Uncertain.class);
        var blind = new WriteSpec("Ship__c", Mode.INSERT, Optional.empty(), MAPPING);
        assertThat(connector.lookUp(access, blind, List.of(row("C1", "x")))).isEmpty();
    }

    @Test
    void a_record_that_differs_by_upper_and_lower_case_alone_is_left_to_a_person() throws HttpFailed {
        var scripted = ScriptedApi.script()
                .on("POST", "/services/oauth2/token", salesforce)
                .on(
                        "GET",
                        "/services/data/v62.0/query",
                        Step.json(
                                200,
                                "{\"done\": true, \"records\": [{\"Id\": \"a1\", \"Code__c\": \"ada@acme.com\"}]}"));
        assertThat(connector
                        .lookUp(access.by(scripted), INSERT, List.of(row("Ada@acme.com", "x"), row("C9", "x")))
                        .orElseThrow())
                .satisfiesExactly(
                        ada -> assertThat(ada).isInstanceOf(Outcome.Uncertain.class),
                        other -> assertThat(other).isInstanceOf(Outcome.Again.class));
    }

    @Test
    void a_number_field_is_asked_for_without_quotes_where_salesforce_says_so() throws HttpFailed {
        var scripted = ScriptedApi.script()
                .on("POST", "/services/oauth2/token", salesforce)
                .on(
                        "GET",
                        "/services/data/v62.0/query",
                        MiniSalesforce.error(
                                400,
                                "INVALID_FIELD",
                                "value of filter criterion for field 'No__c' must not be enclosed in quotes"))
                .on(
                        "GET",
                        "/services/data/v62.0/query",
                        Step.json(200, "{\"done\": true, \"records\": [{\"Id\": \"a1\", \"No__c\": 7.0}]}"));
        var spec = new WriteSpec("Ship__c", Mode.INSERT, Optional.of("No__c"), Map.of("No__c", "code"));
        var sevenAndEight =
                List.of(new ModelRow("7", "h", Map.of("code", 7L), 0), new ModelRow("8", "h", Map.of("code", 8L), 0));
        assertThat(connector.lookUp(access.by(scripted), spec, sevenAndEight).orElseThrow())
                .containsExactly(new Outcome.Accepted("a1", true), new Outcome.Again("it is not there"));
        assertThat(scripted.last().uri().getRawQuery()).contains("IN+%287%2C8%29");
    }

    @Test
    void a_mapping_that_can_work_is_accepted() throws HttpFailed {
        assertThat(connector.prepare(access, UPSERT)).isEqualTo(200);
        assertThat(connector.prepare(access, UPDATE)).isEqualTo(200);
        assertThat(connector.prepare(access, INSERT)).isEqualTo(200);
    }

    @Test
    void every_mistake_of_a_mapping_is_told_at_once() {
        var wrong = new WriteSpec(
                "Ship__c",
                Mode.UPSERT,
                Optional.of("Name"),
                Map.of("Nmae", "a", "Name", "b", "Age__c", "c", "Owner__c", "d", "Crew", "e", "Boat.X__c", "f"));
        assertThatThrownBy(() -> connector.prepare(access, wrong))
                .isInstanceOfSatisfying(ConnectorException.class, e -> {
                    assertThat(e.code()).isEqualTo("destination.mapping_wrong");
                    assertThat(e.getMessage())
                            .contains("records cannot be matched by 'Name', which is no external id: choose Id or"
                                    + " Code__c")
                            .contains("there is no field 'Nmae', did you mean 'Name'?")
                            .contains("there is no field 'Crew', did you mean 'Crew__c'?")
                            .contains("'Age__c' cannot be set when a record is created")
                            .contains("'Owner__c' cannot be changed")
                            .contains("there is no relationship 'Boat'");
                });
        var byMoment = new WriteSpec(
                "Ship__c", Mode.INSERT, Optional.of("SystemModstamp"), Map.of("Name", "n", "SystemModstamp", "m"));
        assertThatThrownBy(() -> connector.prepare(access, byMoment))
                .hasMessageContaining("records cannot be looked up by 'SystemModstamp'");
        assertThatThrownBy(() ->
                        connector.prepare(access, new WriteSpec("Boat__c", Mode.INSERT, Optional.empty(), MAPPING)))
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.code()).isEqualTo("destination.unknown_stream"));
    }

    private String sent() {
        return new String(api.last().body(), StandardCharsets.UTF_8);
    }

    private static WriteAnswer.Done done(WriteAnswer answer) {
        assertThat(answer).isInstanceOf(WriteAnswer.Done.class);
        return (WriteAnswer.Done) answer;
    }

    private static ModelRow row(@Nullable String code, @Nullable String name) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("code", code);
        values.put("name", name);
        return new ModelRow(String.valueOf(code), "h", values, 0);
    }
}
