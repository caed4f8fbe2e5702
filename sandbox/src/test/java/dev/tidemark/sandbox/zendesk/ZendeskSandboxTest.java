package dev.tidemark.sandbox.zendesk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.sandbox.fault.FaultRule;
import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.store.StoredObject;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ZendeskSandboxTest {
    private final ZendeskCaller caller = new ZendeskCaller(60);

    private static List<Long> ids(JsonNode records) {
        return records.valueStream().map(record -> record.path("id").asLong(0)).toList();
    }

    private String anyTicket() {
        return caller.json("/api/v2/tickets?page[size]=1")
                .path("tickets")
                .path(0)
                .path("id")
                .asString("");
    }

    @Test
    void the_same_seed_makes_the_same_account() {
        var other = new ZendeskCaller(60);
        assertThat(other.exported("tickets", "start_time=0")).isEqualTo(caller.exported("tickets", "start_time=0"));
    }

    @Test
    void records_are_related() {
        for (JsonNode ticket : caller.exported("tickets", "start_time=0")) {
            JsonNode user = caller.zendesk
                    .desk()
                    .store()
                    .seen("users", ticket.path("requester_id").asString(""))
                    .map(StoredObject::body)
                    .orElseThrow();
            assertThat(user.path("organization_id")).isEqualTo(ticket.path("organization_id"));
        }
    }

    @Test
    void whoever_is_not_signed_in_is_refused() {
        caller.proof = "Basic bm9ib2R5OnRoZXJl";
        Answer refused = caller.get("/api/v2/tickets");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.text()).contains("Couldn't authenticate you");
        caller.proof = "Bearer nobody";
        assertThat(caller.get("/api/v2/users/me.json").status()).isEqualTo(401);
    }

    @Test
    void a_refresh_token_works_once() {
        String form = "grant_type=refresh_token&client_id=" + ZendeskSandbox.CLIENT_ID + "&client_secret="
                + ZendeskSandbox.CLIENT_SECRET + "&refresh_token=" + ZendeskSandbox.REFRESH_TOKEN;
        var request = dev.tidemark.sandbox.http.Request.of(
                "POST", "/oauth/tokens", java.util.Map.of("Content-Type", "application/x-www-form-urlencoded"), form);
        JsonNode granted = ZendeskCaller.json((Answer) caller.zendesk.handle(request));
        caller.proof = "Bearer " + granted.path("access_token").asString("");
        assertThat(caller.get("/api/v2/users/me").status()).isEqualTo(200);
        assertThat(((Answer) caller.zendesk.handle(request)).status()).isEqualTo(401);
    }

    @Test
    void exports_leave_out_the_last_minute() {
        String cursor = caller.json("/api/v2/incremental/tickets/cursor?start_time=0")
                .path("after_cursor")
                .asString("");
        caller.ask(
                "PUT",
                "/api/v2/tickets/" + anyTicket(),
                "{\"ticket\": {\"priority\": \"urgent\", \"comment\": {\"body\": \"x\"}}}");
        assertThat(caller.exported("tickets", "cursor=" + cursor)).isEmpty();
        caller.pass(Duration.ofSeconds(61));
        assertThat(caller.exported("tickets", "cursor=" + cursor)).hasSize(1);
    }

    @Test
    void asked_again_with_the_last_cursor_of_users_none_is_answered() {
        String cursor = caller.json("/api/v2/incremental/users/cursor?start_time=0")
                .path("after_cursor")
                .asString("");
        JsonNode again = caller.json("/api/v2/incremental/users/cursor?cursor=" + cursor);
        assertThat(again.path("after_cursor").isNull()).isTrue();
        assertThat(again.path("end_of_stream").asBoolean(false)).isTrue();
    }

    @Test
    void a_deleted_ticket_is_gone_from_lists_and_told_by_the_export_until_it_is_scrubbed() {
        String id = anyTicket();
        assertThat(caller.ask("DELETE", "/api/v2/tickets/" + id + ".json", "").status())
                .isEqualTo(204);
        assertThat(caller.get("/api/v2/tickets/" + id).status()).isEqualTo(404);
        assertThat(ids(caller.json("/api/v2/deleted_tickets").path("deleted_tickets")))
                .contains(Long.parseLong(id));
        caller.pass(Duration.ofSeconds(61));
        JsonNode told = caller.exported(
                        "tickets", "start_time=" + caller.now.minusSeconds(100).getEpochSecond())
                .getFirst();
        assertThat(told.path("status").asString("")).isEqualTo("deleted");
        assertThat(told.path("subject").asString("")).isNotEqualTo("SCRUBBED");
        caller.ask("POST", "/sandbox/scrub", "");
        caller.pass(Duration.ofSeconds(61));
        JsonNode scrubbed = caller.exported(
                        "tickets", "start_time=" + caller.now.minusSeconds(100).getEpochSecond())
                .getFirst();
        assertThat(scrubbed.path("subject").asString("")).isEqualTo("SCRUBBED");
        assertThat(caller.json("/api/v2/deleted_tickets").path("deleted_tickets"))
                .isEmpty();
    }

    @Test
    void a_deleted_ticket_can_be_restored() {
        String id = anyTicket();
        caller.ask("DELETE", "/api/v2/tickets/" + id, "");
        assertThat(caller.ask("PUT", "/api/v2/deleted_tickets/" + id + "/restore", "")
                        .status())
                .isEqualTo(200);
        assertThat(caller.json("/api/v2/tickets/" + id)
                        .path("ticket")
                        .path("status")
                        .asString(""))
                .isEqualTo("open");
    }

    @Test
    void a_change_by_a_system_is_told_by_the_export_and_not_by_updated_at() {
        String id = anyTicket();
        String updated = caller.json("/api/v2/tickets/" + id)
                .path("ticket")
                .path("updated_at")
                .asString("");
        caller.ask("POST", "/sandbox/touch", "{\"ticket\": \"" + id + "\"}");
        caller.pass(Duration.ofSeconds(61));
        JsonNode told = caller.exported(
                        "tickets", "start_time=" + caller.now.minusSeconds(100).getEpochSecond())
                .getFirst();
        assertThat(told.path("id").asString("")).isEqualTo(id);
        assertThat(told.path("updated_at").asString("")).isEqualTo(updated);
    }

    @Test
    void an_export_by_time_refuses_to_begin_in_the_last_minute() {
        Answer refused = caller.get("/api/v2/incremental/organizations?start_time=" + caller.now.getEpochSecond());
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("Too recent");
    }

    @Test
    void an_export_by_time_goes_on_in_the_second_in_which_it_ended() {
        JsonNode first = caller.json("/api/v2/incremental/ticket_events?start_time=0&per_page=7");
        assertThat(first.path("end_of_stream").asBoolean(true)).isFalse();
        assertThat(first.path("next_page").asString(""))
                .endsWith("start_time=" + first.path("end_time").asLong(0));
        JsonNode second = caller.json("/api/v2/incremental/ticket_events?per_page=7&start_time="
                + first.path("end_time").asLong(0));
        assertThat(ids(second.path("ticket_events")))
                .startsWith(ids(first.path("ticket_events")).getLast());
    }

    @Test
    void comments_come_with_events_only_where_they_are_asked_for() {
        String bare =
                caller.get("/api/v2/incremental/ticket_events?start_time=0").text();
        assertThat(bare).contains("comment_present").doesNotContain("html_body");
        assertThat(caller.get("/api/v2/incremental/ticket_events?start_time=0&include=comment_events")
                        .text())
                .contains("html_body");
    }

    @Test
    void metrics_are_side_loaded_with_their_tickets() {
        JsonNode page = caller.json("/api/v2/incremental/tickets/cursor?start_time=0&include=metric_sets");
        assertThat(page.path("metric_sets")).hasSameSizeAs(page.path("tickets"));
    }

    @Test
    void lists_by_cursor_are_not_disturbed_by_deletes() {
        JsonNode first = caller.json("/api/v2/tickets?page[size]=20");
        caller.ask("DELETE", "/api/v2/tickets/" + ids(first.path("tickets")).getFirst(), "");
        String next = first.path("links").path("next").asString("").replace("http://acme.zendesk.com", "");
        assertThat(ids(caller.json(next).path("tickets"))).startsWith(21L);
        assertThat(first.path("meta").path("has_more").asBoolean(false)).isTrue();
    }

    @Test
    void lists_by_number_end_after_a_hundred_pages() {
        assertThat(caller.json("/api/v2/tickets?per_page=25&page=3").path("tickets"))
                .hasSize(10);
        assertThat(caller.get("/api/v2/tickets?per_page=1&page=101").status()).isEqualTo(400);
    }

    @Test
    void a_job_is_queued_then_done_with_a_result_for_each_row() {
        Answer queued = caller.ask("POST", "/api/v2/tickets/create_many.json", """
                {"tickets": [{"subject": "One", "comment": {"body": "Hello"}, "external_id": "x1"}, {"subject": "Two"}]}""");
        JsonNode status = ZendeskCaller.json(queued).path("job_status");
        assertThat(status.path("status").asString("")).isEqualTo("queued");
        assertThat(caller.json("/api/v2/tickets?external_id=x1").path("count").asInt(-1))
                .isZero();
        JsonNode done = caller.done(queued);
        assertThat(done.path("status").asString("")).isEqualTo("completed");
        assertThat(done.path("results").path(0).path("id").asLong(0)).isPositive();
        assertThat(done.path("results").path(1).path("error").asString("")).isEqualTo("TicketCreateFailed");
        assertThat(caller.json("/api/v2/tickets?external_id=x1").path("count").asInt(0))
                .isEqualTo(1);
    }

    @Test
    void thirty_jobs_may_be_at_work_at_once() {
        String body = "{\"users\": [{\"name\": \"Ada\"}]}";
        for (int i = 0; i < 30; i++) {
            assertThat(caller.ask("POST", "/api/v2/users/create_many", body).status())
                    .isEqualTo(200);
        }
        Answer refused = caller.ask("POST", "/api/v2/users/create_many", body);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text()).contains("TooManyJobs");
        assertThat(refused.headers()).containsKey("Retry-After");
        caller.pass(Duration.ofSeconds(2));
        assertThat(caller.ask("POST", "/api/v2/users/create_many", body).status())
                .isEqualTo(200);
    }

    @Test
    void a_job_takes_a_hundred_rows_and_no_more() {
        String rows = "{\"name\": \"A\"},".repeat(101);
        assertThat(caller.ask(
                                "POST",
                                "/api/v2/users/create_many",
                                "{\"users\": [" + rows.substring(0, rows.length() - 1) + "]}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void users_are_created_or_updated_by_external_id_with_201_and_200() {
        String body = "{\"user\": {\"name\": \"Ada\", \"external_id\": \"new-1\"}}";
        assertThat(caller.ask("POST", "/api/v2/users/create_or_update", body).status())
                .isEqualTo(201);
        assertThat(caller.ask("POST", "/api/v2/users/create_or_update", body.replace("Ada", "Bea"))
                        .status())
                .isEqualTo(200);
        assertThat(caller.json("/api/v2/users/show_many?external_ids=NEW-1")
                        .path("users")
                        .path(0)
                        .path("name")
                        .asString(""))
                .isEqualTo("Bea");
    }

    @Test
    void what_is_wrong_with_a_record_is_told_by_field() {
        Answer refused = caller.ask("POST", "/api/v2/users", "{\"user\": {\"name\": \"\"}}");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(ZendeskCaller.json(refused)
                        .path("details")
                        .path("name")
                        .path(0)
                        .path("error")
                        .asString(""))
                .isEqualTo("BlankValue");
        assertThat(caller.ask("POST", "/api/v2/users", "{\"user\": {\"name\": \"A\", \"external_id\": \"user-1\"}}")
                        .text())
                .contains("DuplicateValue");
    }

    @Test
    void exports_have_a_limit_of_their_own_and_every_answer_tells_what_is_left() {
        for (int i = 0; i < 10; i++) {
            caller.get("/api/v2/incremental/organizations?start_time=0");
        }
        Answer refused = caller.get("/api/v2/incremental/organizations?start_time=0");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers().get("zendesk-ratelimit-incremental-exports"))
                .startsWith("total=10; remaining=0; resets=");
        Answer other = caller.get("/api/v2/groups");
        assertThat(other.status()).isEqualTo(200);
        assertThat(other.headers()).containsEntry("x-rate-limit", "400").containsEntry("x-rate-limit-remaining", "389");
        caller.pass(Duration.ofSeconds(60));
        assertThat(caller.get("/api/v2/incremental/organizations?start_time=0").status())
                .isEqualTo(200);
    }

    @Test
    void the_account_has_a_limit_by_the_minute() {
        caller.ask("POST", "/sandbox/use", "{\"n\": 400}");
        Answer refused = caller.get("/api/v2/groups");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers()).containsEntry("Retry-After", "60");
    }

    @Test
    void search_knows_a_thousand_results_at_most_and_lags() {
        caller.ask(
                "POST",
                "/api/v2/tickets",
                "{\"ticket\": {\"subject\": \"Fresh\", \"comment\": {\"body\": \"new\"}, \"external_id\": \"fresh\"}}");
        assertThat(caller.json("/api/v2/search?query=type:ticket+external_id:fresh")
                        .path("count")
                        .asInt(-1))
                .isZero();
        caller.pass(Duration.ofSeconds(31));
        assertThat(caller.json("/api/v2/search?query=type:ticket+external_id:fresh")
                        .path("count")
                        .asInt(-1))
                .isEqualTo(1);
        assertThat(caller.get("/api/v2/search?query=type:ticket&page=11&per_page=100")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void imports_of_users_may_be_switched_off() {
        caller.ask("POST", "/sandbox/settings", "{\"imports\": false}");
        assertThat(caller.ask("POST", "/api/v2/users/create_or_update_many", "{\"users\": [{\"name\": \"A\"}]}")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void groups_are_listed_deleted_only_where_they_are_asked_for() {
        String id =
                caller.json("/api/v2/groups").path("groups").path(1).path("id").asString("");
        assertThat(caller.ask("DELETE", "/api/v2/groups/" + id, "").status()).isEqualTo(204);
        assertThat(caller.json("/api/v2/groups").path("groups")).hasSize(2);
        assertThat(caller.json("/api/v2/groups?exclude_deleted=false").path("groups"))
                .hasSize(3);
    }

    @Test
    void faults_strike_by_kind_and_are_counted() {
        caller.zendesk
                .faults()
                .add(new FaultRule(
                        "slow down",
                        Pattern.compile("exportByCursor"),
                        Pattern.compile(""),
                        0,
                        1,
                        1,
                        caller.zendesk.misbehaviour().tooManyRequests(Duration.ofSeconds(9))));
        assertThat(caller.get("/api/v2/incremental/tickets/cursor?start_time=0").headers())
                .containsEntry("Retry-After", "9");
        assertThat(caller.get("/api/v2/incremental/tickets/cursor?start_time=0").status())
                .isEqualTo(200);
        assertThat(caller.zendesk.log().byKind()).containsEntry("exportByCursor", 2L);
    }

    @Test
    void people_go_on_working() {
        assertThat(caller.zendesk.changes(7, 40)).hasSize(40);
        caller.pass(Duration.ofSeconds(61));
        assertThat(caller.exported(
                        "tickets", "start_time=" + caller.now.minusSeconds(100).getEpochSecond()))
                .anySatisfy(
                        ticket -> assertThat(ticket.path("status").asString("")).isEqualTo("deleted"));
    }
}
