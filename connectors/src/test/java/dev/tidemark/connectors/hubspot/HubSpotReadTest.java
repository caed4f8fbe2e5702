package dev.tidemark.connectors.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.testkit.RecordingSink.Taken;
import dev.tidemark.connector.testkit.TestAccess;
import dev.tidemark.sandbox.fault.FaultRule;
import dev.tidemark.sandbox.hubspot.Misbehaviour;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubSpotReadTest {

    private static final Duration LAG = new HubSpotConnector().spec().safetyLag();
    private static final Reading EVERYTHING = new Reading.Everything();

    private final HubAccount account = new HubAccount(11, 1_500);

    @Test
    void fields_are_what_hubspot_defines_with_their_types() throws HttpFailed {
        StreamSpec contacts = account.stream("contacts");
        assertThat(contacts.field("health_score").orElseThrow().type()).isEqualTo(FieldType.DECIMAL);
        assertThat(contacts.field("is_champion").orElseThrow().type()).isEqualTo(FieldType.BOOLEAN);
        assertThat(contacts.field("renewal_date").orElseThrow().type()).isEqualTo(FieldType.DATE);
        assertThat(contacts.field("lastmodifieddate").orElseThrow().type()).isEqualTo(FieldType.INSTANT);
        assertThat(contacts.field("lastmodifieddate").orElseThrow().writable()).isFalse();
        assertThat(contacts.field("email").orElseThrow().writable()).isTrue();
        assertThat(contacts.notVouched()).containsExactly("days_since_created");
        assertThat(contacts.versionField()).contains("updatedAt");
        assertThat(contacts.seesDeletes()).isTrue();
        account.set(Map.of("deletes", "off"));
        assertThat(account.stream("contacts").seesDeletes()).isFalse();
    }

    @Test
    void the_streams_are_the_types_that_the_app_may_see_their_associations_and_the_owners() throws HttpFailed {
        assertThat(account.connector.discover(account.access))
                .extracting(StreamSpec::name)
                .contains("contacts", "line_items", "p147893286_vessels", "contacts_companies", "owners");
        account.set(Map.of("associations", "off"));
        assertThat(account.connector.discover(account.access))
                .extracting(StreamSpec::name)
                .doesNotContain("contacts_companies");
    }

    @ParameterizedTest
    @ValueSource(strings = {"contacts", "companies", "deals", "tickets", "line_items", "quotes", "tasks"})
    void everything_is_read_and_what_was_archived_is_marked(String type) throws HttpFailed, BadPage {
        Map<String, Taken> rows = account.walk(account.stream(type), EVERYTHING, new TreeMap<>());
        assertThat(HubAccount.live(rows, "hubspot_owner_id")).isEqualTo(account.truth(type, "hubspot_owner_id"));
        assertThat(rows).hasSize(account.sandbox.portal().store().newest(type).size());
        assertThat(rows.values()).allSatisfy(row -> assertThat(row.misfits()).isEmpty());
        assertThat(account.sandbox.log().byKind()).doesNotContainKey("search");
    }

    @Test
    void values_come_with_their_types_and_an_empty_one_is_null() throws HttpFailed, BadPage {
        String id = account.create(
                "contacts",
                Map.of(
                        "email", "types@mail.example",
                        "health_score", "12.50",
                        "is_champion", "true",
                        "renewal_date", "2027-02-28"));
        Taken row = Objects.requireNonNull(account.walk(account.stream("contacts"), EVERYTHING, new HashMap<>())
                .get(id));
        assertThat(row.get("health_score")).hasToString("12.50");
        assertThat(row.get("is_champion")).isEqualTo(true);
        assertThat(row.get("renewal_date")).hasToString("2027-02-28");
        assertThat(row.get("createdAt")).isEqualTo(TestAccess.NOW);
        assertThat(row.get("firstname")).isNull();
    }

    @Test
    void a_custom_object_is_read_by_its_full_name() throws HttpFailed, BadPage {
        Map<String, Taken> rows = account.walk(account.stream("p147893286_vessels"), EVERYTHING, new TreeMap<>());
        assertThat(HubAccount.live(rows, "vessel_name")).isEqualTo(account.truth("vessels", "vessel_name"));
        account.later(Duration.ofMinutes(10));
        Instant before = account.instant();
        String id = account.create("vessels", Map.of("vessel_name", "Anna", "tonnage", "900"));
        account.later(Duration.ofMinutes(1));
        Map<String, Taken> changed =
                account.walk(account.stream("p147893286_vessels"), new Reading.Since(before), new TreeMap<>());
        assertThat(HubAccount.live(changed, "vessel_name")).containsExactly(Map.entry(id, "Anna"));
    }

    @Test
    void owners_are_read_with_those_who_left() throws HttpFailed, BadPage {
        var many = new HubAccount(5, 12_000);
        Map<String, Taken> rows = many.walk(many.stream("owners"), EVERYTHING, new TreeMap<>());
        assertThat(rows).hasSize(many.sandbox.owners().size());
        assertThat(rows.values().stream().filter(Taken::deleted).count())
                .isEqualTo(many.sandbox.owners().stream()
                        .filter(owner -> owner.archived())
                        .count())
                .isPositive();
    }

    @Test
    void a_type_of_very_many_properties_is_read_by_searches() throws HttpFailed, BadPage {
        for (int i = 0; i < 300; i++) {
            account.answer(dev.tidemark.connector.HttpRequest.of(
                            "POST", java.net.URI.create("http://hub.example/crm/v3/properties/companies"))
                    .header("Authorization", "Bearer pat-eu1-tidemark-sandbox")
                    .json("{\"name\":\"a_long_name_of_a_custom_property_" + i + "\",\"type\":\"string\"}"));
        }
        account.later(Duration.ofMinutes(1));
        account.sandbox.log().clear();
        Map<String, Taken> rows = account.walk(account.stream("companies"), EVERYTHING, new TreeMap<>());
        assertThat(HubAccount.live(rows, "name")).isEqualTo(account.truth("companies", "name"));
        assertThat(account.sandbox.log().byKind()).containsEntry("search", 2L).containsEntry("list", 1L);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void passes_over_changes_keep_up_with_people_late_commits_and_faults(long seed) throws HttpFailed, BadPage {
        var busy = new HubAccount(seed, 900);
        busy.access = TestAccess.to(busy.connector, HubAccount.OAUTH, HubAccount.OAUTH_SECRETS, busy.api);
        Misbehaviour misbehave = busy.sandbox.misbehaviour();
        busy.sandbox.faults().add(FaultRule.next("500", misbehave.serverError()).withChance(0.05));
        busy.sandbox
                .faults()
                .add(FaultRule.next("429", misbehave.tooManyRequests(Duration.ofSeconds(3)))
                        .withChance(0.05));
        busy.sandbox.faults().add(FaultRule.next("cut", misbehave.cutBody()).withChance(0.05));
        busy.sandbox
                .faults()
                .add(FaultRule.next("expired", misbehave.expireTokens()).withChance(0.1));
        busy.sandbox
                .faults()
                .add(FaultRule.next("busy", misbehave.changesBefore(seed, 2))
                        .ofKind("list|search")
                        .withChance(0.5));
        Map<String, Map<String, Taken>> rows = new TreeMap<>();
        Map<String, Instant> began = new HashMap<>();
        for (int round = 0; round < 6; round++) {
            for (String type : java.util.List.of("contacts", "companies", "deals", "tickets")) {
                Instant start = busy.instant();
                Instant last = began.get(type);
                Reading reading = last == null ? EVERYTHING : new Reading.Since(last.minus(LAG));
                busy.walk(stream(busy, type), reading, rows.computeIfAbsent(type, t -> new TreeMap<>()));
                began.put(type, start);
            }
            busy.sandbox.portal().store().committing(Duration.ofSeconds(200), () -> busy.sandbox.changes(seed * 31, 5));
            busy.later(Duration.ofSeconds(20));
        }
        busy.sandbox.faults().clear();
        busy.later(Duration.ofMinutes(4));
        for (String type : rows.keySet()) {
            Instant last = Objects.requireNonNull(began.get(type));
            Map<String, Taken> of = Objects.requireNonNull(rows.get(type));
            busy.walk(stream(busy, type), new Reading.Since(last.minus(LAG)), of);
            String property = switch (type) {
                case "contacts" -> "phone";
                case "companies" -> "numberofemployees";
                case "deals" -> "amount";
                default -> "hs_pipeline_stage";
            };
            assertThat(HubAccount.live(of, property)).as(type).isEqualTo(busy.truth(type, property));
        }
    }

    private static StreamSpec stream(HubAccount busy, String type) {
        for (int i = 0; i < 50; i++) {
            try {
                return busy.stream(type);
            } catch (HttpFailed | dev.tidemark.connector.NotNow passing) {
                busy.later(Duration.ofSeconds(3));
            }
        }
        throw new AssertionError("never described");
    }

    @Test
    void more_changes_than_a_search_answers_all_in_one_millisecond_are_all_read() throws HttpFailed, BadPage {
        var full = new HubAccount(2, 0);
        for (int i = 0; i < 10_450; i++) {
            full.create("notes", Map.of("hs_note_body", "n" + i));
        }
        Instant before = full.instant();
        full.later(Duration.ofMinutes(1));
        Map<String, Taken> rows = full.walk(full.stream("notes"), new Reading.Since(before), new TreeMap<>());
        assertThat(HubAccount.live(rows, "hs_note_body")).isEqualTo(full.truth("notes", "hs_note_body"));
        assertThat(full.sandbox.log().count("search")).isEqualTo(53);
    }

    @Test
    void a_record_that_is_changed_while_a_search_is_read_hides_no_other() throws HttpFailed, BadPage {
        var full = new HubAccount(2, 0);
        for (int i = 0; i < 1_000; i++) {
            full.create("notes", Map.of("hs_note_body", "n" + i));
            full.later(Duration.ofMillis(3));
        }
        Instant before = TestAccess.NOW;
        full.later(Duration.ofMinutes(1));
        full.sandbox.portal().indexLag(Duration.ZERO);
        full.sandbox
                .faults()
                .add(FaultRule.next(
                                "move",
                                full.sandbox
                                        .misbehaviour()
                                        .before(() -> full.sandbox.portal().store().newest("notes").stream()
                                                .filter(note -> Long.parseLong(note.id()) % 7 == 0)
                                                .forEach(note -> full.sandbox
                                                        .portal()
                                                        .update(
                                                                full.type("notes"),
                                                                note.id(),
                                                                Map.of("hs_note_body", "moved")))))
                        .ofKind("search")
                        .always());
        Map<String, Taken> rows = full.walk(full.stream("notes"), new Reading.Since(before), new TreeMap<>());
        assertThat(rows).hasSize(1_000);
    }

    @Test
    void an_archived_record_is_marked_and_a_restored_one_lives_again() throws HttpFailed, BadPage {
        StreamSpec deals = account.stream("deals");
        Map<String, Taken> rows = account.walk(deals, EVERYTHING, new TreeMap<>());
        String id = account.truth("deals", "amount").keySet().iterator().next();
        account.later(Duration.ofMinutes(10));
        Instant before = account.instant();
        account.sandbox.portal().archive(account.type("deals"), id);
        account.walk(deals, new Reading.Since(before), rows);
        assertThat(Objects.requireNonNull(rows.get(id)).deleted()).isTrue();
        assertThat((Instant) Objects.requireNonNull(rows.get(id)).get("archivedAt"))
                .isAfterOrEqualTo(before);
        account.sandbox.portal().restore(account.type("deals"), id);
        account.walk(deals, EVERYTHING, rows);
        assertThat(Objects.requireNonNull(rows.get(id)).deleted()).isFalse();
    }

    @Test
    void a_record_that_a_merge_took_in_is_marked_deleted() throws HttpFailed, BadPage {
        StreamSpec contacts = account.stream("contacts");
        Map<String, Taken> rows = account.walk(contacts, EVERYTHING, new TreeMap<>());
        var ids = account.truth("contacts", "email").keySet().iterator();
        String winner = ids.next();
        String loser = ids.next();
        String another = ids.next();
        account.later(Duration.ofMinutes(10));
        Instant before = account.instant();
        account.sandbox.portal().merge(account.type("contacts"), winner, loser);
        account.sandbox.portal().merge(account.type("contacts"), winner, another);
        account.later(Duration.ofMinutes(1));
        account.walk(contacts, new Reading.Since(before), rows);
        assertThat(Objects.requireNonNull(rows.get(loser)).deleted()).isTrue();
        assertThat(Objects.requireNonNull(rows.get(another)).deleted()).isTrue();
        assertThat(Objects.requireNonNull(rows.get(winner)).deleted()).isFalse();
    }

    @Test
    void pairs_of_associations_are_all_read_be_they_more_than_an_answer_tells() throws HttpFailed, BadPage {
        String company = account.create("companies", Map.of("name", "Hub"));
        for (int i = 0; i < 1_203; i++) {
            String contact = account.create("contacts", Map.of("external_id", "hub-" + i));
            account.sandbox
                    .portal()
                    .associate(account.type("companies"), company, account.type("contacts"), contact, 280, null);
        }
        Map<String, Taken> rows = account.walk(account.stream("companies_contacts"), EVERYTHING, new TreeMap<>());
        assertThat(rows.values().stream()
                        .filter(row -> company.equals(row.get("from_id")))
                        .count())
                .isEqualTo(1_203);
        long all = account.sandbox.portal().store().newest("companies").stream()
                .filter(one -> !one.isDeleted())
                .mapToLong(one ->
                        account
                                .sandbox
                                .portal()
                                .links(account.type("companies"), one.id(), account.type("contacts"))
                                .stream()
                                .filter(link -> account.sandbox
                                        .portal()
                                        .living(account.type("contacts"), link.to())
                                        .isPresent())
                                .count())
                .sum();
        assertThat(rows).hasSize((int) all);
    }

    @Test
    void lists_of_associations_show_what_was_removed_and_who_is_gone() throws HttpFailed, BadPage {
        account.set(Map.of("associations", "lists"));
        String company = account.create("companies", Map.of("name", "Hub"));
        String contact = account.create("contacts", Map.of("external_id", "hub"));
        account.sandbox
                .portal()
                .associate(account.type("companies"), company, account.type("contacts"), contact, 280, null);
        StreamSpec stream = account.stream("companies_contacts");
        Map<String, Taken> rows = account.walk(stream, EVERYTHING, new TreeMap<>());
        assertThat(Objects.requireNonNull(rows.get(company)).get("associated"))
                .asString()
                .contains(contact);
        assertThat(rows)
                .hasSize(account.sandbox.portal().store().newest("companies").size());
        account.sandbox.portal().part(account.type("companies"), company, account.type("contacts"), contact);
        account.walk(stream, EVERYTHING, rows);
        assertThat(Objects.requireNonNull(rows.get(company)).get("associated")).hasToString("[]");
        account.sandbox.portal().archive(account.type("companies"), company);
        account.walk(stream, EVERYTHING, rows);
        assertThat(Objects.requireNonNull(rows.get(company)).deleted()).isTrue();
    }

    @Test
    void a_session_that_expires_in_the_middle_of_a_pass_is_renewed() throws HttpFailed, BadPage {
        account.access = TestAccess.to(account.connector, HubAccount.OAUTH, HubAccount.OAUTH_SECRETS, account.api);
        StreamSpec contacts = account.stream("contacts");
        account.sandbox
                .faults()
                .add(FaultRule.next("expired", account.sandbox.misbehaviour().expireTokens())
                        .ofKind("list")
                        .after(2));
        Map<String, Taken> rows = account.walk(contacts, EVERYTHING, new TreeMap<>());
        assertThat(HubAccount.live(rows, "email")).isEqualTo(account.truth("contacts", "email"));
        assertThat(account.impatient).isEmpty();
        assertThat(account.sandbox.log().count("token")).isEqualTo(2);
    }

    @Test
    void a_limit_is_waited_for_as_long_as_its_window() throws HttpFailed {
        StreamSpec deals = account.stream("deals");
        var first = PageRequest.first(deals, EVERYTHING);
        account.sandbox.limits().burst().max(0);
        assertThat(account.connector.read(account.access, first))
                .isInstanceOfSatisfying(
                        Answer.Wait.class, wait -> assertThat(wait.atLeast()).isEqualTo(Duration.ofSeconds(10)));
        account.sandbox.limits().searches().max(0);
        assertThat(account.connector.read(
                        account.access, PageRequest.first(deals, new Reading.Since(account.instant()))))
                .isInstanceOfSatisfying(
                        Answer.Wait.class, wait -> assertThat(wait.atLeast()).isEqualTo(Duration.ofSeconds(1)));
        account.sandbox.limits().daily().max(0);
        assertThat(account.connector.read(account.access, first))
                .isInstanceOfSatisfying(
                        Answer.Wait.class, wait -> assertThat(wait.atLeast()).isEqualTo(Duration.ofMinutes(15)));
    }

    @Test
    void what_is_left_of_the_day_is_told() throws HttpFailed {
        StreamSpec deals = account.stream("deals");
        assertThat(account.connector.read(account.access, PageRequest.first(deals, EVERYTHING)))
                .isInstanceOfSatisfying(
                        Answer.Page.class,
                        page -> assertThat(page.seen().usage().orElseThrow().allowed())
                                .isEqualTo(500_000));
    }
}
