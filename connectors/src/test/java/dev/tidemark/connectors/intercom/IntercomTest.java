package dev.tidemark.connectors.intercom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.Outcome;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.WriteAnswer;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connector.WriteSpec.Mode;
import dev.tidemark.connector.testkit.RecordingSink;
import dev.tidemark.connector.testkit.ScriptedApi;
import dev.tidemark.connector.testkit.Step;
import dev.tidemark.connector.testkit.TestAccess;
import dev.tidemark.sandbox.intercom.IntercomSandbox;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What Intercom has of its own, against its sandbox. */
class IntercomTest {

    private static final JsonMapper JSON = new JsonMapper();

    private SandboxWorkspace workspace = new SandboxWorkspace(120, 10);
    private final IntercomConnector connector = new IntercomConnector();
    private ScriptedApi api = ScriptedApi.of(workspace);
    private TestAccess access = access();

    private TestAccess access() {
        return TestAccess.to(connector, SandboxWorkspace.settings(), Map.of("token", IntercomSandbox.TOKEN), api);
    }

    private StreamSpec stream(String name) throws HttpFailed {
        return connector.describe(access, name).orElseThrow();
    }

    private List<RecordingSink.Taken> all(String name, Reading reading) throws HttpFailed, BadPage {
        StreamSpec stream = stream(name);
        List<RecordingSink.Taken> all = new ArrayList<>();
        PageRequest request = PageRequest.first(stream, reading);
        while (true) {
            Answer.Page page = (Answer.Page) connector.read(access, request);
            var sink = new RecordingSink(stream);
            connector.records(stream, page.raw(), sink);
            all.addAll(sink.records());
            if (!(page.next() instanceof Next.More(String token))) {
                return all;
            }
            request = request.next(token);
        }
    }

    private static List<@Nullable Object> ids(List<RecordingSink.Taken> records) {
        List<@Nullable Object> ids = new ArrayList<>();
        records.forEach(record -> ids.add(record.get("id")));
        return ids;
    }

    @Test
    void every_stream_answers_all_that_there_is_without_a_misfit() throws Exception {
        assertThat(connector.check(access).ok()).isTrue();
        for (StreamSpec stream : connector.discover(access)) {
            var records = all(stream.name(), new Reading.Everything());
            assertThat(records).as(stream.name()).isNotEmpty();
            assertThat(records)
                    .as(stream.name())
                    .allSatisfy(one -> assertThat(one.misfits()).isEmpty());
        }
        assertThat(ids(all("companies", new Reading.Everything())))
                .hasSize(workspace.sandbox.live("company").size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Dublin"})
    void a_change_is_found_whatever_the_hour_and_the_workspaces_zone(String zone) throws Exception {
        // Around the day on which Dublin puts its clocks back, which has 25 hours.
        workspace = new SandboxWorkspace(60, 5, ZoneId.of(zone), Instant.parse("2026-10-24T12:00:00Z"));
        api = ScriptedApi.of(workspace);
        access = access();
        for (int hour = 0; hour < 60; hour++) {
            String id = workspace.sandbox.live("contact").get(hour % 20).id();
            Instant before = workspace.instant().minusSeconds(1);
            workspace.sandbox.update("contact", id, JSON.createObjectNode().put("name", "at " + hour));
            workspace.later(Duration.ofMinutes(2));
            assertThat(ids(all("contacts", new Reading.Since(before))))
                    .as("hour %s", hour)
                    .contains(id);
            workspace.later(Duration.ofMinutes(58));
        }
    }

    @Test
    void a_look_for_changes_ends_where_the_older_ones_begin() throws Exception {
        for (int i = 0; i < 40; i++) {
            workspace.sandbox.update(
                    "contact",
                    workspace.sandbox.live("contact").get(i).id(),
                    JSON.createObjectNode().put("name", "n" + i));
        }
        workspace.later(Duration.ofHours(2));
        String last = workspace.sandbox.live("contact").get(50).id();
        workspace.sandbox.update("contact", last, JSON.createObjectNode().put("name", "last"));
        workspace.later(Duration.ofMinutes(2));
        int before = api.asked().size();
        assertThat(ids(all("contacts", new Reading.Since(workspace.instant().minus(Duration.ofHours(1))))))
                .contains(last)
                .hasSizeLessThanOrEqualTo(10);
        assertThat(api.asked().size() - before).isEqualTo(1);
    }

    @Test
    void an_order_that_is_not_kept_ends_nothing_early() throws Exception {
        StreamSpec stream = stream("contacts");
        String page =
                "{\"type\": \"list\", \"data\": [{\"id\": \"a\", \"updated_at\": 5}, {\"id\": \"b\", \"updated_at\": 9},"
                        + " {\"id\": \"c\", \"updated_at\": 1}], \"pages\": {\"next\": {\"starting_after\": \"x\"}}}";
        var odd = access().by(ScriptedApi.of(Step.json(200, page)));
        Answer answer = connector.read(odd, PageRequest.first(stream, new Reading.Since(Instant.ofEpochSecond(7))));
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Page.class, read -> assertThat(read.next()).isEqualTo(new Next.More("x")));
    }

    @Test
    void the_parts_of_a_conversation_that_is_answered_come_anew_with_its_id() throws Exception {
        workspace.later(Duration.ofHours(3));
        String id = workspace.sandbox.live("conversation").get(4).id();
        Instant before = workspace.instant().minusSeconds(1);
        workspace.sandbox.reply(id, "<p>at last</p>");
        workspace.later(Duration.ofMinutes(2));
        var parts = all("conversation_parts", new Reading.Since(before));
        assertThat(parts)
                .isNotEmpty()
                .allSatisfy(part -> assertThat(part.get("conversation_id")).isEqualTo(id));
        assertThat(parts).extracting(part -> part.get("body")).contains("<p>at last</p>");
    }

    @Test
    void a_conversation_that_is_gone_before_its_parts_are_asked_for_is_passed_over() throws Exception {
        StreamSpec stream = stream("conversation_parts");
        PageRequest first = PageRequest.first(stream, new Reading.Everything());
        Answer.Page names = (Answer.Page) connector.read(access, first);
        String token = ((Next.More) names.next()).token();
        String gone = Place.of(token).open().getFirst();
        workspace.sandbox.delete("conversation", gone);
        Answer.Page next = (Answer.Page) connector.read(access, first.next(token));
        var sink = new RecordingSink(stream);
        connector.records(stream, next.raw(), sink);
        assertThat(sink.records()).isEmpty();
        assertThat(((Next.More) next.next()).token()).doesNotContain(gone);
    }

    @Test
    void a_scroll_of_somebody_else_is_waited_for_and_one_that_ran_out_begins_anew() throws Exception {
        StreamSpec stream = stream("companies");
        PageRequest first = PageRequest.first(stream, new Reading.Everything());
        Answer.Page page = (Answer.Page) connector.read(access, first);
        assertThat(connector.read(access, first))
                .isInstanceOfSatisfying(
                        Answer.Wait.class, wait -> assertThat(wait.atLeast()).isGreaterThan(Duration.ofMinutes(1)));
        workspace.later(Duration.ofMinutes(3));
        assertThat(connector.read(access, first.next(((Next.More) page.next()).token())))
                .isInstanceOf(Answer.StartOver.class);
        assertThat(connector.read(access, first)).isInstanceOf(Answer.Page.class);
    }

    @Test
    void a_window_that_is_used_up_is_waited_out() throws Exception {
        workspace.sandbox.limits().perWindow(2);
        StreamSpec stream = stream("contacts");
        PageRequest first = PageRequest.first(stream, new Reading.Everything());
        Answer.Page page = (Answer.Page) connector.read(access, first);
        assertThat(page.seen().usage()).isPresent().get().satisfies(used -> {
            assertThat(used.allowed()).isEqualTo(2);
            assertThat(used.used()).isEqualTo(1);
        });
        connector.read(access, first);
        assertThat(connector.read(access, first))
                .isInstanceOfSatisfying(
                        Answer.Wait.class,
                        wait -> assertThat(wait.atLeast()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(12)));
    }

    private static ModelRow row(String code, String name, Object... more) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("code", code);
        values.put("name", name);
        values.put("mail", code + "@mail.example");
        for (int i = 0; i < more.length; i += 2) {
            values.put(String.valueOf(more[i]), more[i + 1]);
        }
        return new ModelRow(code, "h", values, 0);
    }

    private static final WriteSpec UPSERT = new WriteSpec(
            "contacts",
            Mode.UPSERT,
            Optional.of("external_id"),
            Map.of("external_id", "code", "name", "name", "email", "mail"));

    private Outcome write(WriteSpec spec, ModelRow row) {
        WriteAnswer answer = connector.write(access, spec, List.of(row));
        assertThat(answer).isInstanceOf(WriteAnswer.Done.class);
        return ((WriteAnswer.Done) answer).outcomes().getFirst();
    }

    @Test
    void a_contact_that_search_does_not_know_yet_is_changed_all_the_same() throws Exception {
        assertThat(connector.prepare(access, UPSERT)).isEqualTo(1);
        int before = workspace.sandbox.live("contact").size();
        Outcome made = write(UPSERT, row("new", "First"));
        assertThat(made)
                .isInstanceOfSatisfying(
                        Outcome.Accepted.class, one -> assertThat(one.created()).isTrue());
        Outcome changed = write(UPSERT, row("new", "Second"));
        assertThat(changed)
                .isInstanceOfSatisfying(
                        Outcome.Accepted.class, one -> assertThat(one.created()).isFalse());
        assertThat(workspace.sandbox.live("contact")).hasSize(before + 1);
        assertThat(workspace
                        .sandbox
                        .live("contact")
                        .getLast()
                        .body()
                        .path("name")
                        .asString(""))
                .isEqualTo("Second");
        assertThat(connector.requests(UPSERT)).isEqualTo(3);
    }

    @Test
    void an_update_makes_nothing() {
        var update = new WriteSpec("contacts", Mode.UPDATE, Optional.of("external_id"), UPSERT.mapping());
        int before = workspace.sandbox.live("contact").size();
        assertThat(write(update, row("nobody", "x"))).isInstanceOf(Outcome.Rejected.class);
        assertThat(workspace.sandbox.live("contact")).hasSize(before);
        String id = workspace.sandbox.live("contact").getFirst().id();
        var byId = new WriteSpec("contacts", Mode.UPDATE, Optional.of("id"), Map.of("id", "code", "name", "name"));
        assertThat(write(byId, row(id, "By id"))).isEqualTo(new Outcome.Accepted(id, false));
        assertThat(write(byId, row("../me", "x"))).isInstanceOf(Outcome.Rejected.class);
    }

    @Test
    void a_company_is_made_or_changed_by_its_company_id_in_one_request() {
        var spec = new WriteSpec(
                "companies",
                Mode.UPSERT,
                Optional.of("company_id"),
                Map.of("company_id", "code", "name", "name", "size", "size"));
        assertThat(connector.requests(spec)).isEqualTo(1);
        int before = workspace.sandbox.live("company").size();
        write(spec, row("acme", "Acme", "size", 7L));
        write(spec, row("acme", "Acme & Sons", "size", 8L));
        assertThat(workspace.sandbox.live("company")).hasSize(before + 1);
        assertThat(write(spec, row("acme", "Acme", "size", "many"))).isInstanceOf(Outcome.Rejected.class);
    }

    /** Intercom's reference answers a list in its schema and a company in its text. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_company_is_found_by_its_company_id_however_it_is_answered(boolean alone) throws Exception {
        workspace.sandbox.loneCompany(alone);
        var company = workspace.sandbox.live("company").getFirst();
        String code = company.body().path("company_id").asString("");
        var update = new WriteSpec(
                "companies", Mode.UPDATE, Optional.of("company_id"), Map.of("company_id", "code", "name", "name"));
        assertThat(write(update, row(code, "Renamed"))).isEqualTo(new Outcome.Accepted(company.id(), false));
        assertThat(connector.lookUp(access, update, List.of(row(code, ""), row("none", ""))))
                .hasValueSatisfying(outcomes -> assertThat(outcomes)
                        .containsExactly(
                                new Outcome.Accepted(company.id(), true), new Outcome.Again("it is not there")));
    }

    @Test
    void moments_travel_as_seconds() {
        var spec = new WriteSpec(
                "contacts",
                Mode.UPSERT,
                Optional.of("external_id"),
                Map.of("external_id", "code", "email", "mail", "signed_up_at", "since"));
        write(spec, row("m", "x", "since", Instant.ofEpochSecond(1_700_000_000)));
        assertThat(workspace
                        .sandbox
                        .live("contact")
                        .getLast()
                        .body()
                        .path("signed_up_at")
                        .asLong(0))
                .isEqualTo(1_700_000_000);
    }

    @Test
    void what_cannot_be_written_is_told_before_anything_is_sent() {
        // Set once, when a company is created.
        assertThatThrownBy(() -> connector.prepare(
                        access,
                        new WriteSpec(
                                "companies",
                                Mode.UPDATE,
                                Optional.of("id"),
                                Map.of("id", "code", "company_id", "number"))))
                .hasMessageContaining("company_id");
        assertThatThrownBy(
                        () -> connector.prepare(access, new WriteSpec("tags", Mode.INSERT, Optional.empty(), Map.of())))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("'tags'");
        var wrong = new WriteSpec(
                "contacts", Mode.UPSERT, Optional.of("phone"), Map.of("phone", "a", "nam", "b", "created_at", "c"));
        assertThatThrownBy(() -> connector.prepare(access, wrong))
                .hasMessageContaining("did you mean 'name'")
                .hasMessageContaining("'created_at' cannot be written")
                .hasMessageContaining("cannot be matched by 'phone'");
        assertThat(api.asked()).isEmpty();
    }
}
