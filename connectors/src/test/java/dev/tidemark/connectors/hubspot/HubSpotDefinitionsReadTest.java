package dev.tidemark.connectors.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Amount;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.testkit.RecordingSink.Taken;
import dev.tidemark.sandbox.fault.Effect;
import dev.tidemark.sandbox.fault.FaultRule;
import dev.tidemark.sandbox.http.Response;
import dev.tidemark.sandbox.hubspot.crm.Lists;
import dev.tidemark.sandbox.hubspot.crm.Pipelines;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Pipelines, properties, lists and histories. */
class HubSpotDefinitionsReadTest {

    private static final Reading EVERYTHING = new Reading.Everything();

    private final HubAccount account = new HubAccount(11, 700);

    private Map<String, Taken> all(String stream) throws HttpFailed, BadPage {
        Map<String, Taken> rows = account.walk(account.stream(stream), EVERYTHING, new TreeMap<>());
        assertThat(rows.values()).allSatisfy(row -> assertThat(row.misfits()).isEmpty());
        return rows;
    }

    private static Taken row(Map<String, Taken> rows, String key) {
        return Objects.requireNonNull(rows.get(key), () -> key + " is not in " + rows.keySet());
    }

    /** Refuses requests of these kinds whose answers hold a text, for want of a scope. */
    private void forbid(String kinds, String text, String scope) {
        String refusal = "{\"status\":\"error\",\"category\":\"MISSING_SCOPES\",\"message\":\"" + scope + "\"}";
        Effect refused = new Effect.Rewrite(answer -> answer.text().contains(text)
                ? new Response.Answer(403, answer.headers(), refusal.getBytes(StandardCharsets.UTF_8), Duration.ZERO)
                : answer);
        account.sandbox
                .faults()
                .add(FaultRule.next("forbidden", refused).ofKind(kinds).always());
    }

    @Test
    void pipelines_and_their_stages_are_read_with_what_was_archived() throws HttpFailed, BadPage {
        Pipelines pipelines = account.sandbox.portal().pipelines();
        var vessels = account.type("vessels");
        var deals = account.type("deals");
        String own = pipelines
                .create(vessels, "Docking", 0, Map.of("At sea", Map.of("isClosed", "false")))
                .id();
        String partners = pipelines
                .create(deals, "Partners", 1, Map.of("Met", Map.of("probability", "0.35")))
                .id();
        String late = pipelines
                .addStage(deals, "default", "Late", 9, Map.of("probability", "0.9"))
                .id();
        Map<String, Taken> before = all("pipelines");
        assertThat(before.keySet())
                .containsExactlyInAnyOrder(
                        "deals default", "deals " + partners, "tickets 0", "p147893286_vessels " + own);
        assertThat(row(before, "deals default").get("createdAt")).isEqualTo(Instant.EPOCH);
        Map<String, Taken> stages = all("pipeline_stages");
        assertThat(stages).hasSize(7 + 1 + 4 + 1 + 1);
        Taken won = row(stages, "deals default closedwon");
        assertThat(won.get("isClosed")).isEqualTo(true);
        assertThat(won.get("probability")).hasToString("1.0");
        assertThat(won.get("metadata")).asString().contains("\"1.0\"");
        assertThat(row(stages, "tickets 0 4").get("ticketState")).isEqualTo("CLOSED");

        pipelines.archiveStage(deals, "default", late);
        pipelines.archive(deals, partners);
        Map<String, Taken> after = all("pipelines");
        assertThat(row(after, "deals " + partners).deleted()).isTrue();
        assertThat(row(after, "deals default").deleted()).isFalse();
        Map<String, Taken> stagesAfter = all("pipeline_stages");
        assertThat(stagesAfter.entrySet().stream()
                        .filter(one -> one.getValue().deleted())
                        .map(Map.Entry::getKey))
                .hasSize(2)
                .contains("deals default " + late)
                .anyMatch(key -> key.startsWith("deals " + partners));
    }

    @Test
    void a_type_that_the_app_may_not_see_is_passed_over_and_nothing_of_it_counts_as_deleted()
            throws HttpFailed, BadPage {
        forbid("pipelines", "\"Support Pipeline\"", "tickets");
        StreamSpec pipelines = account.stream("pipelines");
        assertThat(all("pipelines").keySet()).containsExactly("deals default");
        assertThat(all("pipeline_stages").keySet()).allMatch(key -> key.startsWith("deals "));
        assertThat(pipelines.seesDeletes()).isTrue();
        assertThat(account.connector.forgetsDeletes(pipelines)).isFalse();
    }

    @Test
    void definitions_of_properties_are_read_for_each_type_with_those_that_were_archived() throws HttpFailed, BadPage {
        var contacts = account.type("contacts");
        account.sandbox
                .portal()
                .retire(contacts, contacts.property("health_score").orElseThrow());
        Map<String, Taken> rows = all("properties");
        long defined = account.sandbox.portal().types().stream()
                .mapToLong(type -> type.properties().size())
                .sum();
        assertThat(rows).hasSize((int) defined + 1);
        Taken stage = row(rows, "deals.dealstage");
        assertThat(stage.get("objectType")).isEqualTo("deals");
        assertThat(stage.get("type")).isEqualTo("enumeration");
        assertThat(stage.get("fieldType")).isEqualTo("select");
        assertThat(stage.get("options")).asString().contains("closedwon");
        assertThat(row(rows, "contacts.days_since_created").get("calculated")).isEqualTo(true);
        assertThat(row(rows, "contacts.health_score").deleted()).isTrue();
        assertThat(row(rows, "p147893286_vessels.tonnage").deleted()).isFalse();
    }

    @Test
    void lists_are_read_with_type_and_size() throws HttpFailed, BadPage {
        Lists lists = account.sandbox.portal().lists();
        Map<String, Taken> rows = all("lists");
        assertThat(rows).hasSize(5);
        assertThat(row(rows, "1").get("processingType")).isEqualTo("DYNAMIC");
        assertThat(row(rows, "2").get("objectTypeId")).isEqualTo("0-1");
        assertThat(row(rows, "2").get("size"))
                .hasToString(String.valueOf(lists.members(lists.the("2")).size()));
        assertThat(row(rows, "5").get("size")).hasToString("0");
        assertThat(account.connector.readsAll(account.stream("lists"))).isTrue();
    }

    @Test
    void a_list_that_is_deleted_while_lists_are_read_hides_no_other() throws HttpFailed, BadPage {
        Lists lists = account.sandbox.portal().lists();
        for (int i = 0; i < 1_100; i++) {
            lists.create("Many " + i, account.type("notes"), "MANUAL", "", "");
        }
        List<String> early = new ArrayList<>(List.of("7", "8", "9"));
        account.sandbox
                .faults()
                .add(FaultRule.next("deleting", account.sandbox.misbehaviour().before(() -> {
                            if (account.sandbox.log().count("lists") > 0 && !early.isEmpty()) {
                                lists.delete(early.removeFirst());
                            }
                        }))
                        .ofKind("lists")
                        .always());
        Map<String, Taken> rows = all("lists");
        assertThat(early).hasSizeLessThan(3);
        assertThat(rows).hasSize(1_105);
    }

    @Test
    void memberships_are_read_of_all_lists_however_many_pages_they_take() throws HttpFailed, BadPage {
        Lists lists = account.sandbox.portal().lists();
        for (int i = 0; i < 120; i++) {
            lists.create("Many " + i, account.type("notes"), "MANUAL", "", "");
        }
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 610; i++) {
            ids.add(account.create("contacts", Map.of("external_id", "m-" + i)));
        }
        lists.change(
                lists.the("119"),
                List.of(account.truth("notes", "hs_note_body")
                        .keySet()
                        .iterator()
                        .next()),
                List.of());
        lists.change(lists.the("5"), ids, List.of());
        lists.delete("4");
        Map<String, Taken> rows = all("list_memberships");
        long truth = lists.living().stream()
                .mapToLong(one -> lists.members(one).size())
                .sum();
        assertThat(rows).hasSize((int) truth);
        assertThat(rows.keySet()).anyMatch(key -> key.startsWith("119 ")).noneMatch(key -> key.startsWith("4 "));
        Taken one = row(rows, "5 " + ids.getLast());
        assertThat(one.get("objectTypeId")).isEqualTo("0-1");
        assertThat(one.get("membershipTimestamp")).isInstanceOf(Instant.class);
        assertThat(account.connector.readsAll(account.stream("list_memberships")))
                .isTrue();
    }

    @Test
    void a_list_that_is_deleted_before_its_members_are_asked_for_has_none() throws HttpFailed, BadPage {
        Lists lists = account.sandbox.portal().lists();
        account.sandbox
                .faults()
                .add(FaultRule.next("deleting", account.sandbox.misbehaviour().before(() -> {
                            if (lists.living().size() == 5) {
                                lists.delete("3");
                            }
                        }))
                        .ofKind("memberships")
                        .always());
        assertThat(all("list_memberships").keySet())
                .noneMatch(key -> key.startsWith("3 "))
                .anyMatch(key -> key.startsWith("4 "));
    }

    @Test
    void the_history_of_a_property_is_read_value_by_value() throws HttpFailed, BadPage {
        var deals = account.type("deals");
        String id = account.create("deals", Map.of("dealstage", "contractsent", "amount", "5"));
        Instant made = account.instant();
        account.later(Duration.ofHours(1));
        Instant changed = account.instant();
        account.sandbox.portal().update(deals, id, Map.of("dealstage", "closedwon", "dealname", "Won"));
        StreamSpec stream = account.stream("deals_property_history");
        assertThat(stream.field("timestamp").orElseThrow().type()).isEqualTo(FieldType.INSTANT);
        Map<String, Taken> rows = all("deals_property_history");
        Taken first = row(rows, id + " dealstage " + made);
        assertThat(first.get("value")).isEqualTo("contractsent");
        assertThat(first.get("until")).isEqualTo(changed);
        assertThat(first.get("current")).isEqualTo(false);
        Taken second = row(rows, id + " dealstage " + changed);
        assertThat(second.get("value")).isEqualTo("closedwon");
        assertThat(second.get("until")).isNull();
        assertThat(second.get("current")).isEqualTo(true);
        assertThat(second.get("sourceType")).isEqualTo("INTEGRATION");
        assertThat(rows.keySet()).noneMatch(key -> key.contains(" dealname "));
        assertThat(account.connector.readsAll(stream)).isFalse();
    }

    @Test
    void what_changed_since_is_asked_for_by_its_ids_and_closes_the_value_before() throws HttpFailed, BadPage {
        var deals = account.type("deals");
        StreamSpec stream = account.stream("deals_property_history");
        Map<String, Taken> rows = account.walk(stream, EVERYTHING, new TreeMap<>());
        int before = rows.size();
        account.later(Duration.ofMinutes(10));
        Instant since = account.instant();
        List<String> moved =
                List.copyOf(account.truth("deals", "dealstage").keySet()).subList(0, 70);
        for (String id : moved) {
            account.later(Duration.ofSeconds(1));
            account.sandbox.portal().update(deals, id, Map.of("amount", "123456.78"));
        }
        account.later(Duration.ofMinutes(1));
        account.sandbox.log().clear();
        account.walk(stream, new Reading.Since(since), rows);
        assertThat(rows).hasSize(before + 70);
        assertThat(account.sandbox.log().byKind()).containsEntry("search", 1L).containsEntry("batchRead", 2L);
        for (String id : moved) {
            assertThat(rows.values().stream()
                            .filter(row -> id.equals(row.get("id")) && "amount".equals(row.get("property")))
                            .filter(row -> Boolean.TRUE.equals(row.get("current"))))
                    .singleElement()
                    .satisfies(row -> assertThat(row.get("value")).isEqualTo("123456.78"));
        }
    }

    @Test
    void the_properties_with_a_history_are_for_the_owner_to_name() throws HttpFailed, BadPage {
        account.set(Map.of("history", "phone, jobtitle"));
        assertThat(account.connector.describe(account.access, "deals_property_history"))
                .isEmpty();
        assertThat(all("contacts_property_history").keySet())
                .anyMatch(key -> key.contains(" phone "))
                .noneMatch(key -> key.contains(" lifecyclestage "));
    }

    @Test
    void what_is_refused_for_want_of_a_scope_says_so() throws HttpFailed {
        forbid("lists|memberships", "", "crm.lists.read");
        for (String stream : List.of("lists", "list_memberships")) {
            assertThat(account.connector.read(account.access, PageRequest.first(account.stream(stream), EVERYTHING)))
                    .isInstanceOfSatisfying(Answer.Stop.class, stop -> {
                        assertThat(stop.code()).isEqualTo("source.forbidden");
                        assertThat(stop.why()).contains("crm.lists.read");
                    });
        }
    }

    @Test
    void what_a_first_reading_takes_is_known_or_told_as_the_least() throws HttpFailed, BadPage {
        account.later(Duration.ofMinutes(1));
        for (String stream : List.of(
                "deals_property_history", "properties", "pipelines", "pipeline_stages", "lists", "list_memberships")) {
            StreamSpec spec = account.stream(stream);
            Amount requests = account.connector.size(account.access, spec).requests();
            account.sandbox.log().clear();
            all(stream);
            long sent = account.sandbox.log().byKind().values().stream()
                    .mapToLong(count -> count)
                    .sum();
            assertThat(requests.number()).as(stream).isPositive().isLessThanOrEqualTo(sent);
            if (requests.sureness() != Amount.Sureness.AT_LEAST) {
                assertThat(requests.number()).as(stream).isGreaterThan(sent / 2);
            }
        }
        assertThat(account.connector
                        .size(account.access, account.stream("lists"))
                        .records())
                .isEqualTo(Amount.exactly(5));
    }
}
