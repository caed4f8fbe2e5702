package dev.tidemark.connectors.airtable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.FieldType;
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
import dev.tidemark.connector.testkit.TestAccess;
import dev.tidemark.sandbox.airtable.AirtableSandbox;
import dev.tidemark.sandbox.fault.FaultRule;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What Airtable has of its own, against its sandbox. */
class AirtableTest {

    private static final JsonMapper JSON = new JsonMapper();

    private final SandboxBase base = new SandboxBase(60, 10);
    private final AirtableConnector connector = new AirtableConnector();
    private final ScriptedApi api = ScriptedApi.of(base);
    private final TestAccess access =
            TestAccess.to(connector, SandboxBase.settings(), Map.of("token", AirtableSandbox.TOKEN), api);

    private StreamSpec stream(String name) throws HttpFailed {
        return connector.describe(access, name).orElseThrow();
    }

    private List<RecordingSink.Taken> all(String name) throws HttpFailed, BadPage {
        StreamSpec stream = stream(name);
        List<RecordingSink.Taken> all = new ArrayList<>();
        PageRequest request = PageRequest.first(stream, new Reading.Everything());
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

    @Test
    void the_base_describes_its_tables_with_types() throws HttpFailed {
        assertThat(connector.check(access).ok()).isTrue();
        StreamSpec companies = stream("Companies");
        assertThat(companies.key()).containsExactly("id");
        assertThat(companies.seesDeletes()).isFalse();
        assertThat(companies.fields())
                .contains(
                        new Field("id", FieldType.TEXT, "the record's id", false),
                        new Field("Employees", FieldType.DECIMAL, "number", true),
                        new Field("Active", FieldType.BOOLEAN, "checkbox", true),
                        new Field("Customer since", FieldType.DATE, "date", true),
                        new Field("Number", FieldType.INTEGER, "autoNumber", false),
                        new Field("Last change", FieldType.INSTANT, "lastModifiedTime", false));
        assertThat(stream("Deals & Renewals").fields())
                .contains(
                        new Field("Amount per day", FieldType.DECIMAL, "formula of number", false),
                        new Field("Company", FieldType.JSON, "multipleRecordLinks", true));
    }

    @Test
    void a_formula_without_a_result_is_no_value_and_no_rejection() throws Exception {
        base.sandbox.create("Deals & Renewals", JSON.createObjectNode().put("Title", "no amount"));
        var deals = all("Deals & Renewals");
        assertThat(deals).allSatisfy(deal -> assertThat(deal.misfits()).isEmpty());
        assertThat(deals)
                .filteredOn(deal -> "no amount".equals(deal.get("Title")))
                .singleElement()
                .satisfies(deal -> assertThat(deal.values()).doesNotContainKey("Amount per day"));
    }

    @Test
    void a_cell_called_like_a_member_of_the_record_is_told_apart() throws Exception {
        base.sandbox.addField("People", "id", "singleLineText");
        base.sandbox.create(
                "People", JSON.createObjectNode().put("Full name", "Ada").put("id", "her own"));
        assertThat(all("People"))
                .filteredOn(one -> "Ada".equals(one.get("Full name")))
                .singleElement()
                .satisfies(one -> {
                    assertThat(String.valueOf(one.get("id"))).startsWith("rec");
                    assertThat(one.get("id (cell)")).isEqualTo("her own");
                });
    }

    @Test
    void an_iterator_that_ran_out_begins_the_pass_anew() throws Exception {
        StreamSpec stream = stream("Companies");
        PageRequest first = PageRequest.first(stream, new Reading.Everything());
        Answer.Page page = (Answer.Page) connector.read(access, first);
        base.later(Duration.ofMinutes(6));
        assertThat(connector.read(access, first.next(((Next.More) page.next()).token())))
                .isInstanceOf(Answer.StartOver.class);
    }

    @Test
    void after_one_request_too_many_the_account_waits_for_as_long_as_all_are_refused() throws Exception {
        StreamSpec stream = stream("Companies");
        base.sandbox
                .faults()
                .add(new FaultRule(
                        "limit",
                        java.util.regex.Pattern.compile(".*"),
                        java.util.regex.Pattern.compile(""),
                        0,
                        1,
                        1,
                        base.sandbox.misbehaviour().tooManyRequests(Duration.ZERO)));
        assertThat(connector.read(access, PageRequest.first(stream, new Reading.Everything())))
                .isInstanceOfSatisfying(
                        Answer.Wait.class,
                        wait -> assertThat(wait.atLeast()).isGreaterThanOrEqualTo(Duration.ofSeconds(30)));
    }

    @Test
    void a_field_that_was_removed_stops_the_pass_with_what_to_do() throws Exception {
        StreamSpec stream = stream("Companies");
        base.sandbox.removeField("Companies", "Notes");
        assertThat(connector.read(access, PageRequest.first(stream, new Reading.Everything())))
                .isInstanceOfSatisfying(
                        Answer.Stop.class, stop -> assertThat(stop.code()).isEqualTo("source.unknown_field"));
    }

    @Test
    void more_fields_than_an_address_holds_are_asked_for_in_a_body() throws Exception {
        for (int i = 0; i < 150; i++) {
            base.sandbox.addField("Companies", "A field with quite a long name and a number " + i, "singleLineText");
        }
        assertThat(all("Companies")).hasSize(20);
        assertThat(api.last().uri().getPath()).endsWith("/listRecords");
    }

    @Test
    void a_token_that_was_revoked_and_a_base_that_is_not_ours_are_told() throws Exception {
        var revoked = TestAccess.to(connector, SandboxBase.settings(), Map.of("token", "patWrong.1"), api);
        assertThat(connector.check(revoked).findings()).last().satisfies(found -> {
            assertThat(found.ok()).isFalse();
            assertThat(found.detail()).contains("AUTHENTICATION_REQUIRED").doesNotContain("patWrong");
            assertThat(found.whatToDo()).contains("token");
        });
        var other = TestAccess.to(
                connector,
                Map.of("base", "appSomebodyElses", "url", SandboxBase.ADDRESS),
                Map.of("token", AirtableSandbox.TOKEN),
                api);
        assertThat(connector.check(other).ok()).isFalse();
        var none = TestAccess.to(
                connector, Map.of("base", "Customers", "url", SandboxBase.ADDRESS), Map.of("token", "x"), api);
        assertThat(connector.check(none).findings().getLast().detail()).contains("no base's id");
    }

    @Test
    void a_refresh_token_that_is_good_once_is_replaced_by_the_next() throws Exception {
        Map<String, String> settings = new java.util.HashMap<>(SandboxBase.settings());
        settings.put("auth", "oauth");
        settings.put("client_id", AirtableSandbox.CLIENT_ID);
        var signedIn = TestAccess.to(
                connector,
                settings,
                Map.of("client_secret", AirtableSandbox.CLIENT_SECRET, "refresh_token", AirtableSandbox.REFRESH_TOKEN),
                api);
        assertThat(connector.check(signedIn).ok()).isTrue();
        base.sandbox.tokens().expireAll();
        base.later(Duration.ofMinutes(1));
        assertThat(connector.check(signedIn).ok()).isTrue();
        assertThat(signedIn.secrets().get("refresh_token")).isNotEqualTo(AirtableSandbox.REFRESH_TOKEN);
    }

    private static ModelRow row(String code, @Nullable Object name) {
        Map<String, @Nullable Object> values = new java.util.HashMap<>();
        values.put("code", code);
        values.put("name", name);
        return new ModelRow(code, "h", values, 0);
    }

    private static WriteSpec spec(Mode mode, String match) {
        return new WriteSpec(
                "Companies",
                mode,
                Optional.of(match),
                match.equals("id") ? Map.of("id", "code", "Name", "name") : Map.of("Code", "code", "Name", "name"));
    }

    @Test
    void an_update_by_a_field_changes_what_is_there_and_makes_nothing() throws Exception {
        WriteSpec spec = spec(Mode.UPDATE, "Code");
        assertThat(connector.prepare(access, spec)).isEqualTo(10);
        assertThat(connector.requests(spec)).isEqualTo(2);
        int before = base.sandbox.live("Companies").size();
        String there = base.sandbox.live("Companies").get(3).body().path("Code").asString("");
        var answer = (WriteAnswer.Done)
                connector.write(access, spec, List.of(row("O'Brien \\ }", "x"), row(there, "Renamed")));
        assertThat(answer.outcomes().get(0)).isInstanceOf(Outcome.Rejected.class);
        assertThat(answer.outcomes().get(1)).isInstanceOf(Outcome.Accepted.class);
        assertThat(base.sandbox.live("Companies")).hasSize(before);
        assertThat(base.sandbox.live("Companies").get(3).body().path("Name").asString(""))
                .isEqualTo("Renamed");
    }

    @Test
    void a_null_empties_the_cell() throws Exception {
        String there =
                base.sandbox.live("Companies").getFirst().body().path("Code").asString("");
        connector.write(access, spec(Mode.UPSERT, "Code"), List.of(row(there, null)));
        assertThat(base.sandbox.live("Companies").getFirst().body().has("Name")).isFalse();
    }

    @Test
    void rows_are_written_by_the_records_id() throws Exception {
        String id = base.sandbox.live("Companies").getFirst().id();
        var done = (WriteAnswer.Done) connector.write(access, spec(Mode.UPDATE, "id"), List.of(row(id, "By id")));
        assertThat(done.outcomes()).containsExactly(new Outcome.Accepted(id, false));
        assertThat(connector.write(access, spec(Mode.UPDATE, "id"), List.of(row("nonsense", "x"))))
                .isInstanceOf(WriteAnswer.Refused.class);
        assertThat(connector.write(access, spec(Mode.UPDATE, "id"), List.of(row("recNobody12345678", "x"))))
                .isInstanceOf(WriteAnswer.Refused.class);
    }

    @Test
    void a_batch_that_names_a_record_twice_is_sent_in_parts() {
        assertThat(connector.write(access, spec(Mode.UPSERT, "Code"), List.of(row("T", "one"), row("T", "two"))))
                .isInstanceOf(WriteAnswer.Refused.class);
        assertThat(api.asked()).isEmpty();
    }

    @Test
    void what_was_created_by_a_lost_answer_is_found() throws Exception {
        var spec = new WriteSpec("Companies", Mode.INSERT, Optional.of("Code"), Map.of("Code", "code", "Name", "name"));
        connector.write(access, spec, List.of(row("it's \"there\"", "x")));
        List<Outcome> found = connector
                .lookUp(access, spec, List.of(row("it's \"there\"", "x"), row("not", "y")))
                .orElseThrow();
        assertThat(found.get(0)).isInstanceOf(Outcome.Accepted.class);
        assertThat(found.get(1)).isInstanceOf(Outcome.Again.class);
    }

    @Test
    void every_mistake_of_a_mapping_is_told() {
        var wrong = new WriteSpec(
                "Companies", Mode.UPSERT, Optional.of("Active"), Map.of("Active", "a", "Nam", "n", "Number", "x"));
        assertThatThrownBy(() -> connector.prepare(access, wrong))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("did you mean 'Name'")
                .hasMessageContaining("'Number' cannot be written")
                .hasMessageContaining("cannot be matched by 'Active'");
    }

    @Test
    void values_travel_as_airtable_takes_them() throws Exception {
        var spec = new WriteSpec(
                "Companies",
                Mode.UPSERT,
                Optional.of("Code"),
                Map.of("Code", "code", "Employees", "n", "Customer since", "day", "Active", "on"));
        Map<String, @Nullable Object> values = new java.util.HashMap<>(Map.of(
                "code", "V", "n", new BigDecimal("12.50"), "day", java.time.LocalDate.of(2026, 1, 2), "on", true));
        connector.write(access, spec, List.of(new ModelRow("V", "h", values, 0)));
        var record = base.sandbox.live("Companies").getLast().body();
        assertThat(record.path("Employees").decimalValue()).isEqualByComparingTo("12.5");
        assertThat(record.path("Customer since").asString("")).isEqualTo("2026-01-02");
        assertThat(record.path("Active").asBoolean(false)).isTrue();
    }
}
