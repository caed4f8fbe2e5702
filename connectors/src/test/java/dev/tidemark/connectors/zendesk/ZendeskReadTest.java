package dev.tidemark.connectors.zendesk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Limits;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.NotNow;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.testkit.RecordingSink;
import dev.tidemark.connector.testkit.ScriptedApi;
import dev.tidemark.connector.testkit.Step;
import dev.tidemark.connector.testkit.TestAccess;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ZendeskReadTest {

    private final ZendeskConnector connector = new ZendeskConnector();
    private final MiniZendesk zendesk = MiniZendesk.holding(4);
    private ScriptedApi api = ScriptedApi.of(zendesk);

    private StreamSpec stream(String name) {
        return connector.describe(access(), name).orElseThrow();
    }

    private TestAccess access() {
        return TestAccess.to(connector, MiniZendesk.SETTINGS, MiniZendesk.SECRETS, api);
    }

    private Answer read(String stream, Reading reading, Optional<String> after) {
        return connector.read(access(), new PageRequest(stream(stream), reading, after));
    }

    private Answer.Page page(String stream, Reading reading, Optional<String> after) {
        Answer answer = read(stream, reading, after);
        assertThat(answer).isInstanceOf(Answer.Page.class);
        return (Answer.Page) answer;
    }

    private List<RecordingSink.Taken> records(String stream, Answer.Page page) {
        var sink = new RecordingSink(stream(stream));
        try {
            connector.records(stream(stream), page.raw(), sink);
        } catch (BadPage e) {
            throw new AssertionError(e);
        }
        return sink.records();
    }

    /** The whole pass, and the cursor that it ended with. */
    private Optional<String> pass(String stream, Reading reading, List<RecordingSink.Taken> into) {
        Optional<String> after = Optional.empty();
        while (true) {
            Answer.Page page = page(stream, reading, after);
            into.addAll(records(stream, page));
            switch (page.next()) {
                case Next.More(String token) -> after = Optional.of(token);
                case Next.Done(Optional<String> cursor) -> {
                    return cursor;
                }
            }
        }
    }

    private void script(String method, String path, Step step) {
        api = ScriptedApi.script().on(method, path, step);
    }

    @Test
    void the_cursor_of_the_last_page_is_kept_where_zendesk_answers_none() {
        List<RecordingSink.Taken> seen = new ArrayList<>();
        String cursor = pass("users", new Reading.Everything(), seen).orElseThrow();
        assertThat(seen).hasSize(4);
        Answer.Page nothingNew = page("users", new Reading.From(cursor), Optional.empty());
        assertThat(nothingNew.raw().toString()).isNotBlank();
        assertThat(records("users", nothingNew)).isEmpty();
        assertThat(nothingNew.next()).isEqualTo(new Next.Done(Optional.of(cursor)));
        zendesk.add("users", 9, MiniZendesk.FIRST + 100);
        List<RecordingSink.Taken> later = new ArrayList<>();
        pass("users", new Reading.From(cursor), later);
        assertThat(later).extracting(r -> r.get("id")).containsExactly(9L);
    }

    @Test
    void a_first_answer_without_any_cursor_leaves_none_to_be_stored() {
        script("GET", "/api/v2/incremental/users/cursor", Step.json(200, """
                {"users": [], "after_url": null, "before_url": null, "after_cursor": null, "before_cursor": null,
                 "end_of_stream": true}"""));
        assertThat(page("users", new Reading.Everything(), Optional.empty()).next())
                .isEqualTo(Next.Done.of());
    }

    @Test
    void a_cursor_that_zendesk_forgot_starts_the_pass_anew() {
        assertThat(read("tickets", new Reading.From("forgotten"), Optional.empty()))
                .isInstanceOf(Answer.StartOver.class);
    }

    @Test
    void records_that_changed_in_the_same_second_are_all_read() {
        for (int i = 20; i < 30; i++) {
            zendesk.add("tickets", i, MiniZendesk.FIRST + 50);
        }
        List<RecordingSink.Taken> seen = new ArrayList<>();
        pass("tickets", new Reading.Everything(), seen);
        assertThat(seen).extracting(r -> r.get("id")).hasSize(14).doesNotHaveDuplicates();
    }

    @Test
    void a_second_that_holds_more_than_an_export_by_time_answers_stops_instead_of_passing_by() {
        zendesk.of("organizations").clear();
        for (int i = 20; i < 30; i++) {
            zendesk.add("organizations", i, MiniZendesk.FIRST + 50);
        }
        var first = page("organizations", new Reading.Everything(), Optional.empty());
        assertThat(first.next()).isInstanceOf(Next.More.class);
        assertThat(read("organizations", new Reading.Everything(), Optional.of(((Next.More) first.next()).token())))
                .isInstanceOfSatisfying(
                        Answer.Stop.class, stop -> assertThat(stop.code()).isEqualTo("source.too_many_at_once"));
    }

    @Test
    void a_ticket_is_ordered_by_what_the_export_filters_by_and_not_by_what_people_changed() {
        var ticket = zendesk.of("tickets").getFirst();
        ticket.put("generated_timestamp", 1_777_700_000L);
        var records = records("tickets", page("tickets", new Reading.Everything(), Optional.empty()));
        assertThat(stream("tickets").versionField()).contains("generated_timestamp");
        assertThat(records.getFirst().get("generated_timestamp")).isEqualTo(Instant.ofEpochSecond(1_777_700_000L));
        assertThat(records.getFirst().get("custom_fields")).isEqualTo("[{\"id\":7}]");
    }

    @Test
    void deleted_records_come_as_such() {
        zendesk.of("organizations").get(1).put("deleted_at", "2026-05-02T00:00:00Z");
        for (String stream : List.of("tickets", "users", "groups", "organizations")) {
            assertThat(stream(stream).seesDeletes()).isTrue();
            assertThat(records(stream, page(stream, new Reading.Everything(), Optional.empty())))
                    .as(stream)
                    .extracting(RecordingSink.Taken::deleted)
                    .containsExactly(false, true, false);
        }
    }

    @Test
    void comments_know_their_ticket_and_nothing_else_is_taken_for_one() {
        var records = records("ticket_comments", page("ticket_comments", new Reading.Everything(), Optional.empty()));
        assertThat(records).hasSize(3);
        assertThat(records.getFirst().values())
                .containsEntry("id", 9001L)
                .containsEntry("ticket_id", 101L)
                .containsEntry("body", "Hello 1")
                .containsEntry("public", true);
        assertThat(stream("ticket_comments").notVouched()).contains("body", "public");
        assertThat(api.last().uri().getQuery()).contains("include=comment_events");
    }

    @Test
    void an_export_by_time_asks_from_the_second_that_it_is_given() {
        page("organizations", new Reading.Since(Instant.parse("2026-05-01T07:25:37.900Z")), Optional.empty());
        assertThat(api.last().uri().getQuery()).startsWith("start_time=1777620337&");
    }

    @Test
    void an_export_that_says_no_end_goes_on_until_time_stands_still() {
        api = ScriptedApi.script()
                .on("GET", "/api/v2/incremental/ticket_metric_events", Step.json(200, """
                        {"count": 1, "end_time": 1603716792, "next_page": "x",
                         "ticket_metric_events": [{"id": 1, "time": "2020-10-26T12:53:12Z", "type": "measure"}]}"""))
                .on("GET", "/api/v2/incremental/ticket_metric_events", Step.json(200, """
                        {"count": 1, "end_time": 1603716792, "next_page": "x",
                         "ticket_metric_events": [{"id": 1, "time": "2020-10-26T12:53:12Z", "type": "measure"}]}"""));
        List<RecordingSink.Taken> seen = new ArrayList<>();
        assertThat(pass("ticket_metric_events", new Reading.Everything(), seen)).isEmpty();
        assertThat(api.unasked()).isZero();
    }

    @Test
    void lists_go_on_by_number_where_they_have_no_cursors() {
        script("GET", "/api/v2/ticket_forms", Step.json(200, """
                {"ticket_forms": [{"id": 1}], "count": 101,
                 "next_page": "https://acme.zendesk.com/api/v2/ticket_forms.json?page=2&per_page=100"}"""));
        var next =
                page("ticket_forms", new Reading.Everything(), Optional.empty()).next();
        script("GET", "/api/v2/ticket_forms", Step.json(200, """
                {"ticket_forms": [{"id": 2, "deleted_at": "2026-05-02T00:00:00Z"}], "next_page": null, "count": 101}"""));
        var last = page("ticket_forms", new Reading.Everything(), Optional.of(((Next.More) next).token()));
        assertThat(api.last().uri().getQuery()).isEqualTo("per_page=100&page=2");
        assertThat(last.next()).isEqualTo(Next.Done.of());
        assertThat(records("ticket_forms", last).getFirst().deleted()).isTrue();
    }

    @Test
    void the_last_request_of_an_export_that_is_allowed_for_now_delays_the_next_one_of_that_stream_alone() {
        api = ScriptedApi.of(request -> zendesk.answer(request))
                .disturb(
                        0,
                        step -> step.header(
                                "zendesk-ratelimit-incremental-exports-cursor", "total=20; remaining=0; resets=42"));
        var next = page("tickets", new Reading.Everything(), Optional.empty()).next();
        assertThatThrownBy(() -> read("tickets", new Reading.Everything(), Optional.of(((Next.More) next).token())))
                .isInstanceOfSatisfying(
                        NotNow.class,
                        e -> assertThat(e.shortestWait()).isBetween(Duration.ofSeconds(42), Duration.ofSeconds(44)));
        assertThat(api.asked()).hasSize(1);
        assertThat(page("groups", new Reading.Everything(), Optional.empty()).seen())
                .isEqualTo(Limits.used(10, 400, Duration.ofMinutes(1)));
    }

    @Test
    void too_many_exports_make_that_stream_wait_and_too_many_requests_all() {
        Step tooMany = Step.answering(429, "text/plain", "").header("Retry-After", "17");
        script(
                "GET",
                "/api/v2/incremental/tickets/cursor",
                tooMany.header("zendesk-ratelimit-incremental-exports", "total=10; remaining=0; resets=30"));
        assertThatThrownBy(() -> read("tickets", new Reading.Everything(), Optional.empty()))
                .isInstanceOfSatisfying(
                        NotNow.class, e -> assertThat(e.shortestWait()).isEqualTo(Duration.ofSeconds(30)));
        script("GET", "/api/v2/incremental/tickets/cursor", tooMany);
        assertThat(read("tickets", new Reading.Everything(), Optional.empty()))
                .isInstanceOfSatisfying(
                        Answer.Wait.class, wait -> assertThat(wait.atLeast()).isEqualTo(Duration.ofSeconds(17)));
    }

    @Test
    void a_start_within_the_last_minute_is_asked_again_when_it_is_over() {
        script(
                "GET",
                "/api/v2/incremental/organizations",
                MiniZendesk.error(422, "InvalidValue", "Too recent start_time. Use a start_time older than 1 minutes"));
        assertThatThrownBy(() -> read("organizations", new Reading.Everything(), Optional.empty()))
                .isInstanceOf(NotNow.class);
    }

    @Test
    void a_refused_token_stops_with_the_way_out() {
        script("GET", "/api/v2/groups", MiniZendesk.refused());
        assertThat(read("groups", new Reading.Everything(), Optional.empty()))
                .isInstanceOfSatisfying(Answer.Stop.class, stop -> {
                    assertThat(stop.code()).isEqualTo("source.login_refused");
                    assertThat(stop.whatToDo()).contains("token");
                });
    }

    @Test
    void an_anonymous_user_is_told_apart_from_one_who_signed_in() {
        script("GET", "/api/v2/users/me", Step.json(200, "{\"user\": {\"id\": null, \"name\": \"Anonymous user\"}}"));
        assertThat(connector.check(access()).findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.detail()).contains("anonymous"));
    }

    @Test
    void whoever_is_no_administrator_is_told_that_exports_need_one() {
        script("GET", "/api/v2/users/me", Step.json(200, "{\"user\": {\"id\": 5, \"role\": \"agent\"}}"));
        assertThat(connector.check(access()).findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.whatToDo()).contains("administrator"));
    }
}
