package dev.tidemark.connectors.zendesk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.NotNow;
import dev.tidemark.connector.Outcome;
import dev.tidemark.connector.WriteAnswer;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connector.WriteSpec.Mode;
import dev.tidemark.connector.testkit.ScriptedApi;
import dev.tidemark.connector.testkit.Step;
import dev.tidemark.connector.testkit.TestAccess;
import dev.tidemark.connectors.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ZendeskWriteTest {

    private final ZendeskConnector connector = new ZendeskConnector();
    private final MiniZendesk zendesk = MiniZendesk.holding(3);
    private ScriptedApi api = ScriptedApi.of(zendesk);

    private TestAccess access() {
        return TestAccess.to(connector, MiniZendesk.SETTINGS, MiniZendesk.SECRETS, api);
    }

    private static ModelRow row(String key, @Nullable Object... pairs) {
        Map<String, @Nullable Object> values = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return new ModelRow(key, "h", values, 0);
    }

    private static WriteSpec spec(String stream, Mode mode, String match, String... pairs) {
        Map<String, String> mapping = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            mapping.put(pairs[i], pairs[i + 1]);
        }
        return new WriteSpec(stream, mode, Optional.of(match), mapping);
    }

    private List<Outcome> through(WriteSpec spec, ModelRow... rows) {
        WriteAnswer answer = connector.write(access(), spec, List.of(rows));
        while (answer instanceof WriteAnswer.Working working) {
            answer = connector.outcomes(access(), spec, List.of(rows), working.job());
        }
        assertThat(answer).isInstanceOf(WriteAnswer.Done.class);
        return ((WriteAnswer.Done) answer).outcomes();
    }

    private JsonNode sent(int request) throws BadPage {
        return Json.tree(api.asked().get(request).body());
    }

    @Test
    void a_job_is_asked_for_until_it_ends() {
        zendesk.looksUntilDone = 3;
        var spec = spec("users", Mode.UPSERT, "external_id", "external_id", "code", "name", "name");
        var rows = List.of(row("a", "code", "E1", "name", "Ada"));
        WriteAnswer answer = connector.write(access(), spec, rows);
        List<WriteAnswer> looks = new ArrayList<>();
        while (answer instanceof WriteAnswer.Working working) {
            answer = connector.outcomes(access(), spec, rows, working.job());
            looks.add(answer);
        }
        assertThat(looks).hasSize(3);
        assertThat(((WriteAnswer.Done) answer).outcomes()).containsExactly(new Outcome.Accepted("1", false));
        assertThat(zendesk.of("users").getFirst()).containsEntry("name", "Ada");
    }

    @Test
    void a_job_that_zendesk_forgot_or_that_failed_leaves_its_rows_unknown() {
        var spec = spec("users", Mode.UPSERT, "external_id", "external_id", "code");
        var rows = List.of(row("a", "code", "E1"));
        assertThat(connector.outcomes(access(), spec, rows, "nobody:0")).isInstanceOf(WriteAnswer.Unknown.class);
        api = ScriptedApi.script().on("GET", "/api/v2/job_statuses/show_many", Step.json(200, """
                {"job_statuses": [{"id": "x", "status": "failed", "message": "Failed at 2026", "results": null}]}"""));
        assertThat(connector.outcomes(access(), spec, rows, "x:0"))
                .isInstanceOfSatisfying(
                        WriteAnswer.Unknown.class,
                        unknown -> assertThat(unknown.why()).contains("Failed at 2026"));
    }

    @Test
    void each_row_has_the_outcome_that_the_job_tells_of_it_whatever_the_order() {
        api = ScriptedApi.script().on("GET", "/api/v2/job_statuses/show_many", Step.json(200, """
                {"job_statuses": [{"id": "x", "status": "completed", "results": [
                  {"index": 2, "error": "TicketUpdateFailed", "details": "Assignee: is invalid"},
                  {"index": 1, "error": "UpdateConflict", "details": "Safe Update prevented the update"},
                  {"index": 0, "id": 35436, "action": "update", "status": "Updated", "success": true}]}]}"""));
        var spec = spec("tickets", Mode.UPDATE, "id", "id", "id", "status", "status");
        var rows = List.of(row("a"), row("b"), row("c"));
        WriteAnswer.Done done = (WriteAnswer.Done) connector.outcomes(access(), spec, rows, "x:0,1,2");
        assertThat(done.outcomes().get(0)).isEqualTo(new Outcome.Accepted("35436", false));
        assertThat(done.outcomes().get(1)).isInstanceOf(Outcome.Again.class);
        assertThat(done.outcomes().get(2)).isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> {
            assertThat(rejected.code()).isEqualTo("TicketUpdateFailed");
            assertThat(rejected.message()).isEqualTo("Assignee: is invalid");
        });
    }

    @Test
    void a_row_that_the_job_says_nothing_of_is_sent_again_only_where_twice_is_as_good_as_once() {
        Step silent =
                Step.json(200, "{\"job_statuses\": [{\"id\": \"x\", \"status\": \"completed\", \"results\": []}]}");
        for (Mode mode : List.of(Mode.INSERT, Mode.UPSERT)) {
            api = ScriptedApi.script().on("GET", "/api/v2/job_statuses/show_many", silent);
            var spec = spec("users", mode, "external_id", "external_id", "code");
            var done = (WriteAnswer.Done) connector.outcomes(access(), spec, List.of(row("a", "code", "E1")), "x:0");
            assertThat(done.outcomes())
                    .singleElement()
                    .isInstanceOf(mode == Mode.INSERT ? Outcome.Uncertain.class : Outcome.Again.class);
        }
    }

    @Test
    void custom_fields_and_parts_of_a_comment_are_written_by_their_own_names() throws BadPage {
        var spec = spec(
                "tickets",
                Mode.INSERT,
                "external_id",
                "external_id",
                "code",
                "subject",
                "subject",
                "comment.body",
                "body",
                "custom_fields.360001",
                "size",
                "tags",
                "tags");
        assertThat(connector.prepare(access(), spec)).isEqualTo(50);
        through(
                spec,
                row(
                        "a",
                        "code",
                        7L,
                        "subject",
                        "Help",
                        "body",
                        "It burns",
                        "size",
                        null,
                        "tags",
                        new ModelRow.JsonText("[\"vip\"]")));
        JsonNode ticket = sent(0).path("tickets").path(0);
        assertThat(ticket.path("external_id").isString()).isTrue();
        assertThat(ticket.path("comment").path("body").asString()).isEqualTo("It burns");
        assertThat(ticket.path("custom_fields").path(0).path("id").asLong()).isEqualTo(360001);
        assertThat(ticket.path("custom_fields").path(0).path("value").isNull()).isTrue();
        assertThat(ticket.path("tags").path(0).asString()).isEqualTo("vip");
    }

    @Test
    void tickets_are_updated_by_their_ids_as_numbers() throws BadPage {
        var spec = spec("tickets", Mode.UPDATE, "id", "id", "ticket", "status", "state");
        assertThat(through(spec, row("a", "ticket", "3", "state", "solved"), row("b", "ticket", 99L, "state", "open")))
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo(new Outcome.Accepted("3", false)),
                        second -> assertThat(second).isInstanceOf(Outcome.Rejected.class));
        assertThat(sent(0).path("tickets").path(0).path("id").isNumber()).isTrue();
        assertThat(api.asked().getFirst().method()).isEqualTo("PUT");
    }

    @Test
    void organizations_that_are_there_are_changed_and_others_made() throws BadPage {
        var spec = spec("organizations", Mode.UPSERT, "external_id", "external_id", "code", "name", "name");
        List<Outcome> outcomes = through(
                spec,
                row("a", "code", "NEW", "name", "New"),
                row("b", "code", "e2", "name", "Second"),
                row("c", "code", null, "name", "Nobody"));
        assertThat(outcomes.get(0)).isEqualTo(new Outcome.Accepted("1003", true));
        assertThat(outcomes.get(1)).isEqualTo(new Outcome.Accepted("2", false));
        assertThat(outcomes.get(2)).isInstanceOf(Outcome.Rejected.class);
        assertThat(connector.requests(spec)).isEqualTo(3);
        through(spec, row("a", "code", "E3", "name", "Again"), row("b", "code", "newer", "name", "Newer"));
        assertThat(zendesk.of("organizations").get(2)).containsEntry("name", "Again");
        assertThat(sent(5).path("organizations").path(0).path("id").asLong()).isEqualTo(3);
        assertThat(sent(5).path("organizations").path(0).has("external_id")).isFalse();
    }

    @Test
    void an_update_of_organizations_that_are_not_there_is_rejected_and_makes_none() {
        var spec = spec("organizations", Mode.UPDATE, "external_id", "external_id", "code", "name", "name");
        assertThat(through(spec, row("a", "code", "NEW", "name", "New")))
                .singleElement()
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo("NOT_FOUND"));
        assertThat(zendesk.of("organizations")).hasSize(3);
    }

    @Test
    void where_the_second_half_of_a_batch_is_not_taken_all_of_it_is_unknown() {
        var spec = spec("organizations", Mode.UPSERT, "external_id", "external_id", "code", "name", "name");
        api = ScriptedApi.of(zendesk).disturb(2, step -> Step.fails(false));
        assertThat(connector.write(
                        access(),
                        spec,
                        List.of(row("a", "code", "E1", "name", "x"), row("b", "code", "N", "name", "y"))))
                .isInstanceOf(WriteAnswer.Unknown.class);
    }

    @Test
    void nothing_is_said_of_lost_rows_while_a_job_is_at_work() throws HttpFailed {
        var spec = spec("users", Mode.INSERT, "external_id", "external_id", "code", "name", "name");
        zendesk.looksUntilDone = 5;
        connector.write(access(), spec, List.of(row("a", "code", "N1", "name", "x")));
        assertThatThrownBy(() -> connector.lookUp(access(), spec, List.of(row("a", "code", "N1", "name", "x"))))
                .isInstanceOf(NotNow.class);
        zendesk.jobs.forEach(job -> job.put("status", "completed"));
        assertThat(connector.lookUp(
                        access(),
                        spec,
                        List.of(row("a", "code", "n1", "name", "x"), row("b", "code", "N2", "name", "y"))))
                .hasValueSatisfying(found -> {
                    assertThat(found.get(0)).isInstanceOf(Outcome.Accepted.class);
                    assertThat(found.get(1)).isInstanceOf(Outcome.Again.class);
                });
    }

    @Test
    void as_many_requests_are_announced_as_a_look_up_takes() throws HttpFailed {
        for (String stream : List.of("tickets", "users", "organizations")) {
            api = ScriptedApi.of(zendesk);
            var spec = spec(stream, Mode.INSERT, "external_id", "external_id", "code");
            List<ModelRow> rows = List.of(row("a", "code", "N1"), row("b", "code", "N2"), row("c", "code", "N3"));
            connector.lookUp(access(), spec, rows);
            assertThat(api.asked()).hasSize(connector.requestsToLookUp(spec, 3));
        }
    }

    @Test
    void too_many_jobs_ask_for_patience() {
        api = ScriptedApi.script()
                .on(
                        "POST",
                        "/api/v2/users/create_many",
                        MiniZendesk.error(429, "TooManyJobs", "Too many jobs are currently queued or running"));
        var spec = spec("users", Mode.INSERT, "external_id", "external_id", "code");
        assertThat(connector.write(access(), spec, List.of(row("a", "code", "E1"))))
                .isInstanceOf(WriteAnswer.Wait.class);
    }

    @Test
    void imports_that_are_switched_off_are_told_with_the_way_out() {
        api = ScriptedApi.script().on("POST", "/api/v2/users/create_or_update_many", Step.json(403, """
                        {"error": {"title": "Forbidden", "message": "You do not have access to this page"}}"""));
        var spec = spec("users", Mode.UPSERT, "email", "email", "mail");
        assertThat(connector.write(access(), spec, List.of(row("a", "mail", "ada@acme.example"))))
                .isInstanceOfSatisfying(
                        WriteAnswer.Stop.class,
                        stop -> assertThat(stop.whatToDo()).contains("support"));
    }

    @Test
    void tickets_cannot_be_upserted_and_the_way_out_is_told() {
        var spec = spec("tickets", Mode.UPSERT, "external_id", "external_id", "code");
        assertThatThrownBy(() -> connector.prepare(access(), spec))
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        e -> assertThat(e.getMessage()).contains("no upsert of tickets"));
    }

    @Test
    void what_cannot_be_written_is_told_with_what_can() {
        var spec = spec("groups", Mode.INSERT, "external_id", "external_id", "code");
        assertThatThrownBy(() -> connector.prepare(access(), spec))
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.whatToDo()).contains("tickets"));
    }
}
