package dev.tidemark.connectors.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.Limits;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.NotNow;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.StreamSpec.CursorKind;
import dev.tidemark.connector.testkit.RecordingSink;
import dev.tidemark.connector.testkit.ScriptedApi;
import dev.tidemark.connector.testkit.Step;
import dev.tidemark.connector.testkit.TestAccess;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SalesforceReadTest {

    private static final String QUERY_ALL = "/services/data/v62.0/queryAll";

    private final SalesforceConnector connector = new SalesforceConnector();
    private final MiniSalesforce salesforce = MiniSalesforce.holding(8);
    private final ScriptedApi api = ScriptedApi.of(salesforce);
    private final TestAccess access = to(api);

    private TestAccess to(ScriptedApi by) {
        return TestAccess.to(
                connector,
                Map.of("client_id", "app", "url", "https://acme.my.salesforce.com"),
                Map.of("client_secret", "hush"),
                by);
    }

    private StreamSpec ships() throws HttpFailed {
        return connector
                .describe(to(ScriptedApi.of(MiniSalesforce.holding(1))), "Ship__c")
                .orElseThrow();
    }

    @Test
    void an_object_is_described_with_key_stamp_deletes_and_formulas() throws HttpFailed {
        StreamSpec ships = connector.describe(access, "Ship__c").orElseThrow();
        assertThat(ships.key()).containsExactly("Id");
        assertThat(ships.cursor()).isEqualTo(CursorKind.TIME);
        assertThat(ships.versionField()).contains("SystemModstamp");
        assertThat(ships.seesDeletes()).isTrue();
        assertThat(ships.notVouched()).containsExactly("Age__c");
        assertThat(ships.fields())
                .contains(
                        new Field("Name", FieldType.TEXT, "string", true),
                        new Field("Crew__c", FieldType.INTEGER, "int", true),
                        new Field("Draught__c", FieldType.DECIMAL, "double", true),
                        new Field("Bell__c", FieldType.TIME, "time", true),
                        new Field("Berth__c", FieldType.JSON, "location made of Berth__Latitude__s", false),
                        new Field("Owner__c", FieldType.TEXT, "reference to Person__c", true),
                        new Field("SystemModstamp", FieldType.INSTANT, "datetime", false));
        assertThat(api.asked()).hasSize(2);
        assertThat(connector.describe(access, "Boat__c")).isEmpty();
        assertThat(connector.describe(access, "Ship__c/describe")).isEmpty();
    }

    @Test
    void discovery_tells_the_objects_of_interest() throws HttpFailed {
        assertThat(connector.discover(access)).extracting(StreamSpec::name).containsExactly("Ship__c");
    }

    @Test
    void a_pass_answers_every_record_in_the_order_of_ids_with_deleted_ones_marked() throws Exception {
        var sink = new RecordingSink(ships());
        List<Answer.Page> pages = readAll(new Reading.Everything(), sink);
        assertThat(pages).hasSize(3);
        assertThat(sink.all("Id"))
                .containsExactly("a00001", "a00002", "a00003", "a00004", "a00005", "a00006", "a00007", "a00008");
        assertThat(sink.records().get(1).deleted()).isTrue();
        assertThat(sink.records().get(2).deleted()).isFalse();
        assertThat(sink.records().getFirst().values())
                .containsEntry("Crew__c", 1L)
                .containsEntry("Berth__c", "{\"latitude\":53.5}")
                .containsEntry("SystemModstamp", Instant.parse("2026-05-01T07:25:01Z"))
                .doesNotContainKey("Age__c");
        assertThat(pages).allSatisfy(page -> {
            assertThat(page.total()).hasValue(8);
            assertThat(page.seen()).isEqualTo(Limits.used(18, 15_000, Duration.ofHours(24)));
            assertThat(page.serverTime()).contains(Instant.parse("2026-11-21T09:59:59.800Z"));
            assertThat(page.raw().format()).isEqualTo("json;v62.0");
        });
        assertThat(soql(api.asked().get(1)))
                .isEqualTo("SELECT"
                        + " Id,IsDeleted,Name,Crew__c,Draught__c,Launched__c,Bell__c,Afloat__c,Berth__c,Berth__Latitude__s,Age__c,Code__c,Owner__c,SystemModstamp"
                        + " FROM Ship__c ORDER BY Id");
    }

    @Test
    void changes_are_asked_for_by_the_stamp_and_include_the_moment_itself() throws Exception {
        var sink = new RecordingSink(ships());
        readAll(new Reading.Since(Instant.parse("2026-05-01T07:25:07.000900Z")), sink);
        assertThat(sink.all("Id")).containsExactly("a00007", "a00008");
    }

    @Test
    void a_stream_with_fewer_fields_asks_for_no_more_and_still_sees_deletes() throws Exception {
        StreamSpec few = ships().only(Set.of("Name"));
        Answer answer = connector.read(access, PageRequest.first(few, new Reading.Everything()));
        assertThat(soql(api.last())).startsWith("SELECT Id,Name,SystemModstamp,IsDeleted FROM Ship__c");
        var sink = new RecordingSink(few);
        connector.records(few, page(answer).raw(), sink);
        assertThat(sink.records()).extracting(RecordingSink.Taken::deleted).containsExactly(false, true, false);
    }

    @Test
    void a_forgotten_locator_is_replaced_by_a_query_after_the_last_id() throws Exception {
        PageRequest second = after(read(first()), first());
        salesforce.forgetLocators();
        int asked = api.asked().size();
        var resume = (Answer.Resume) connector.read(access, second);
        // One request: where requests are spaced, the quota would refuse a second one each time.
        assertThat(api.asked()).hasSize(asked + 1);
        Answer answer = connector.read(access, second.next(resume.token()));
        assertThat(soql(api.last())).contains("WHERE Id > 'a00003' ORDER BY Id");
        assertThat(ids(answer)).containsExactly("a00004", "a00005", "a00006");
        assertThat(page(answer).total()).hasValue(8);
    }

    @Test
    void a_locator_is_never_used_in_another_session() throws Exception {
        PageRequest second = after(read(first()), first());
        salesforce.endSessions();
        Answer third = connector.read(access, second);
        assertThat(ids(third)).containsExactly("a00004", "a00005", "a00006");
        assertThat(api.asked().subList(api.asked().size() - 3, api.asked().size()))
                .extracting(request -> request.uri().getPath())
                .containsExactly("/services/data/v62.0/query/0r81-3", "/services/oauth2/token", QUERY_ALL);
        int asked = api.asked().size();
        Answer again = connector.read(access, second);
        assertThat(ids(again)).containsExactly("a00004", "a00005", "a00006");
        assertThat(api.asked()).hasSize(asked + 1);
    }

    @Test
    void a_refused_session_is_forgotten_even_where_the_quota_ends_before_the_next_sign_in() throws Exception {
        PageRequest first = first();
        read(first);
        salesforce.endSessions();
        api.disturb(api.asked().size() + 1, step -> Step.notNow(Duration.ofSeconds(3)));
        assertThatThrownBy(() -> connector.read(access, first)).isInstanceOf(NotNow.class);
        int asked = api.asked().size();
        assertThat(ids(read(first))).hasSize(3);
        assertThat(api.asked().subList(asked, api.asked().size()))
                .extracting(request -> request.uri().getPath())
                .containsExactly("/services/oauth2/token", QUERY_ALL);
    }

    @Test
    void the_session_that_another_worker_fetched_is_taken() throws Exception {
        PageRequest first = first();
        read(first);
        salesforce.endSessions();
        api.disturb(api.asked().size(), step -> request -> {
            access.secrets().put("access_token", "granted-token-1");
            return step.answer(request);
        });
        assertThat(ids(read(first))).hasSize(3);
        assertThat(api.asked().subList(api.asked().size() - 2, api.asked().size()))
                .extracting(request -> request.uri().getPath())
                .containsExactly(QUERY_ALL, QUERY_ALL);
    }

    @Test
    void an_account_that_is_pointed_elsewhere_signs_in_anew() throws Exception {
        read(first());
        for (Map<String, String> change : List.of(
                Map.of("url", "https://other.my.salesforce.com"),
                Map.of("client_id", "other"),
                Map.of("auth", "refresh_token"))) {
            Map<String, String> settings =
                    new HashMap<>(Map.of("client_id", "app", "url", "https://acme.my.salesforce.com"));
            settings.putAll(change);
            Map<String, String> kept = new HashMap<>(Map.of("client_secret", "hush", "refresh_token", "granted"));
            for (String name : List.of("access_token", "session_instance")) {
                kept.put(name, access.secrets().get(name));
            }
            var elsewhere = ScriptedApi.of(salesforce);
            connector.read(TestAccess.to(connector, settings, kept, elsewhere), first());
            assertThat(elsewhere.asked().getFirst().uri().getPath())
                    .as("%s", change)
                    .isEqualTo("/services/oauth2/token");
        }
    }

    @Test
    void a_link_into_the_org_is_no_secret() throws Exception {
        read(first());
        assertThat(access.everySecret()).noneMatch("see https://acme.my.salesforce.com/001xx"::contains);
    }

    @Test
    void an_empty_page_is_not_the_end() throws Exception {
        salesforce.startsEmpty = true;
        var sink = new RecordingSink(ships());
        assertThat(readAll(new Reading.Everything(), sink)).hasSize(4);
        assertThat(sink.records()).hasSize(8);
    }

    @Test
    void a_query_too_long_for_an_address_travels_in_a_composite_request() throws Exception {
        List<Field> many = new ArrayList<>();
        many.add(Field.of("Id", FieldType.TEXT));
        for (int i = 0; i < 800; i++) {
            many.add(Field.of("Some_Long_Field_Name_" + i + "__c", FieldType.DECIMAL));
        }
        var wide = StreamSpec.of("Ship__c", many, "Id", CursorKind.NONE);
        String inner =
                "{\"totalSize\": 1, \"done\": true,  \"records\": [{\"Id\": \"a\", \"Some_Long_Field_Name_3__c\":"
                        + " 1.50}]}";
        api.on("POST", "/services/oauth2/token", salesforce);
        api.on(
                "POST",
                "/services/data/v62.0/composite",
                Step.json(
                        200,
                        "{\"compositeResponse\": [{\"body\": " + inner
                                + ", \"httpHeaders\": {}, \"httpStatusCode\": 200, \"referenceId\": \"part0\"}]}"));
        Answer answer = connector.read(access, PageRequest.first(wide, new Reading.Everything()));
        assertThat(new String(page(answer).raw().body(), StandardCharsets.UTF_8))
                .isEqualTo(inner);
        assertThat(page(answer).next()).isEqualTo(Next.Done.of());
        assertThat(new String(api.last().body(), StandardCharsets.UTF_8))
                .contains("\"/services/data/v62.0/query?q=SELECT+Id%2CSome_Long");

        api.on(
                "POST",
                "/services/data/v62.0/composite",
                Step.json(
                        200,
                        "{\"compositeResponse\": [{\"referenceId\": \"part0\", \"httpStatusCode\": 400, \"body\":"
                                + " [{\"errorCode\": \"INVALID_FIELD\", \"message\": \"No such column\"}]}]}"));
        assertThat(connector.read(access, PageRequest.first(wide, new Reading.Everything())))
                .asInstanceOf(type(Answer.Stop.class))
                .extracting(Answer.Stop::code)
                .isEqualTo("source.unknown_field");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "403 | REQUEST_LIMIT_EXCEEDED | TotalRequests Limit exceeded. | Wait[atLeast=PT15M",
                "403 | REQUEST_LIMIT_EXCEEDED | ConcurrentRequests limit exceeded | Wait[atLeast=PT30S",
                "403 | API_DISABLED_FOR_ORG | no | Stop[code=source.forbidden",
                "420 | - | - | Wait[atLeast=PT1M",
                "406 | - | - | Wait[atLeast=PT1M",
                "429 | - | - | Wait[atLeast=PT1M",
                "503 | SERVER_UNAVAILABLE | busy | Retry[",
                "500 | UNKNOWN_EXCEPTION | oops | Retry[",
                "403 | - | - | Retry[",
                "404 | - | - | Retry[",
                "400 | INVALID_FIELD | No such column 'X__c' | Stop[code=source.unknown_field",
                "400 | INVALID_TYPE | sObject type 'X' is not supported | Stop[code=source.unknown_stream",
                "400 | QUERY_TIMEOUT | too long | Retry[",
                "400 | MALFORMED_QUERY | needs a filter | Stop[code=source.refused",
                "404 | NOT_FOUND | no such version | Stop[code=source.not_found",
                "414 | - | - | Stop[code=source.too_many_fields",
                "200 | UNKNOWN_EXCEPTION | a failure that says 200 | Retry[",
                "200 | - | - | Retry[",
                "204 | - | - | Retry[",
            })
    void an_error_is_named_by_what_happens_next(int status, String code, String message, String next)
            throws HttpFailed {
        Step step = code.equals("-")
                ? Step.answering(status, "text/html", "<html><h1>Bad Message</h1></html>")
                : MiniSalesforce.error(status, code, message);
        PageRequest first = first();
        api.disturb(1, healthy -> step);
        Answer answer = connector.read(access, first);
        assertThat(answer.toString()).startsWith(next);
        if (!code.equals("-")) {
            assertThat(answer.toString()).contains("query of Ship__c", code + ": " + message);
        }
    }

    @Test
    void a_refused_login_stops_with_what_to_do_and_without_the_secret() throws HttpFailed {
        PageRequest first = first();
        api.disturb(
                0,
                step -> Step.json(400, "{\"error\": \"invalid_client\", \"error_description\": \"bad secret hush\"}"));
        assertThat(connector.read(access, first))
                .asInstanceOf(type(Answer.Stop.class))
                .satisfies(stop -> {
                    assertThat(stop.code()).isEqualTo("source.login_refused");
                    assertThat(stop.why()).contains("invalid_client").doesNotContain("hush");
                    assertThat(stop.whatToDo()).contains("client_secret");
                });
    }

    @Test
    void a_rotated_refresh_token_is_kept_before_it_is_used() throws Exception {
        var rotating = ScriptedApi.script()
                .on(
                        "POST",
                        "/services/oauth2/token",
                        Step.json(
                                200,
                                "{\"access_token\": \"t\", \"refresh_token\": \"second\", \"instance_url\":"
                                        + " \"https://acme.my.salesforce.com\"}"))
                .on("GET", "/services/data/v62.0/limits", Step.fails(false));
        var account = TestAccess.to(
                connector,
                Map.of("client_id", "app", "auth", "refresh_token"),
                Map.of("client_secret", "hush", "refresh_token", "first"),
                rotating);
        assertThat(connector.check(account).ok()).isFalse();
        assertThat(account.secrets().get("refresh_token")).isEqualTo("second");
        assertThat(new String(rotating.asked().getFirst().body(), StandardCharsets.UTF_8))
                .isEqualTo("grant_type=refresh_token&client_id=app&client_secret=hush&refresh_token=first");
    }

    @Test
    void a_check_tells_what_was_tried() {
        var check = connector.check(access);
        assertThat(check.ok()).isTrue();
        assertThat(check.findings())
                .extracting(finding -> finding.what() + ": " + finding.detail())
                .containsExactly(
                        "sign in: signed in at acme.my.salesforce.com",
                        "API version and allowance: v62.0, 14976 of 15000 requests left in 24 hours",
                        "objects: 1 objects of interest are visible");
        var dead = to(ScriptedApi.of(Step.fails(false)));
        assertThat(connector.check(dead).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.ok()).isFalse();
            assertThat(finding.whatToDo()).isNotBlank();
        });
    }

    private PageRequest first() throws HttpFailed {
        return PageRequest.first(ships(), new Reading.Everything());
    }

    private Answer read(PageRequest request) {
        return connector.read(access, request);
    }

    private List<Answer.Page> readAll(Reading reading, RecordingSink sink) throws HttpFailed, BadPage {
        List<Answer.Page> pages = new ArrayList<>();
        StreamSpec ships = ships();
        Optional<String> token = Optional.empty();
        do {
            Answer.Page page = page(connector.read(access, new PageRequest(ships, reading, token)));
            connector.records(ships, page.raw(), sink);
            pages.add(page);
            token = page.next() instanceof Next.More(String more) ? Optional.of(more) : Optional.empty();
        } while (token.isPresent());
        return pages;
    }

    private List<@Nullable Object> ids(Answer answer) throws BadPage, HttpFailed {
        var sink = new RecordingSink(ships());
        connector.records(ships(), page(answer).raw(), sink);
        return sink.all("Id");
    }

    private static PageRequest after(Answer answer, PageRequest request) {
        return request.next(((Next.More) page(answer).next()).token());
    }

    private static Answer.Page page(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Page.class);
        return (Answer.Page) answer;
    }

    private static String soql(HttpRequest request) {
        return URLDecoder.decode(request.uri().getRawQuery(), StandardCharsets.UTF_8)
                .substring(2);
    }
}
