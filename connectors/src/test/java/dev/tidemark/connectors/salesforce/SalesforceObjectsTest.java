package dev.tidemark.connectors.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.tidemark.connector.Answer;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.Outcome;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.StreamSpec.CursorKind;
import dev.tidemark.connector.WriteAnswer;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connector.WriteSpec.Mode;
import dev.tidemark.connector.testkit.RecordingSink.Taken;
import dev.tidemark.connectors.json.Json;
import dev.tidemark.sandbox.fault.FaultRule;
import dev.tidemark.sandbox.salesforce.org.Row;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of objects of every kind: the org's own, and those that are not like others. */
class SalesforceObjectsTest {

    private static SObject object(String name, boolean updateable, String... fields) throws Exception {
        StringBuilder json = new StringBuilder("{\"name\": \"" + name + "\", \"queryable\": true, \"deletable\": "
                + name.contains("deletable") + ", \"replicateable\": " + !name.startsWith("Thing")
                + ", \"updateable\": "
                + updateable + ", \"fields\": [{\"name\": \"Id\", \"type\": \"id\"}");
        for (String field : fields) {
            boolean moment = field.endsWith("Date") || field.endsWith("stamp");
            json.append(", {\"name\": \"" + field + "\", \"type\": \"" + (moment ? "datetime" : "boolean") + "\"}");
        }
        return SObject.of(Json.tree(json.append("]}").toString().getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Thing__c           | true  | IsDeleted,CreatedDate,LastModifiedDate,SystemModstamp | SystemModstamp   | true
        Thing__Share       | true  | IsDeleted,LastModifiedDate                            | LastModifiedDate | true
        Thing__Feed        | false | IsDeleted,CreatedDate,SystemModstamp                  | SystemModstamp   | true
        # a deletion does not move the date of creation, so only absence tells
        Thing__History     | false | IsDeleted,CreatedDate                                 | CreatedDate      | false
        UserRole           | true  | SystemModstamp,LastModifiedDate                       | SystemModstamp   | false
        # creation says nothing of changes
        Odd                | true  | IsDeleted,CreatedDate                                 | none             | false
        Rate__mdt          | true  | SystemModstamp                                        | none             | false
        """)
    void the_cursor_is_what_each_change_moves_and_deletes_are_claimed_only_where_they_are_told(
            String name, boolean updateable, String fields, String stamp, boolean told) throws Exception {
        StreamSpec stream = object(name, updateable, fields.split(",", -1)).asStream();
        assertThat(stream.versionField().orElse("none")).isEqualTo(stamp);
        assertThat(stream.cursor()).isEqualTo(stamp.equals("none") ? CursorKind.NONE : CursorKind.TIME);
        assertThat(stream.seesDeletes()).isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource({
        "Order_Placed__e, an event passes by",
        "AccountChangeEvent, an event passes by",
        "Click__b, big object",
        "Invoice__x, another system",
        "ContentDocumentLink, only for a parent"
    })
    void an_object_that_cannot_be_read_through_is_refused_with_the_reason(String name, String reason) throws Exception {
        SObject object = object(name, true, "SystemModstamp");
        assertThatThrownBy(() -> Unreadable.refuse(object))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(reason)
                .extracting("code")
                .isEqualTo("source.unreadable_object");
        Unreadable.refuse(object("Thing__c", true, "SystemModstamp"));
    }

    @Test
    void an_object_of_the_org_s_own_has_fields_of_every_type() throws Exception {
        var org = new SandboxOrg(4, 500);
        StreamSpec visits = org.connector.describe(org.access, "Visit__c").orElseThrow();
        assertThat(org.connector.discover(org.access)).contains(visits);
        assertThat(visits.fields())
                .contains(
                        new Field("Account__c", FieldType.TEXT, "reference to Account", true),
                        new Field("Purpose__c", FieldType.TEXT, "multipicklist", true),
                        new Field("Day__c", FieldType.DATE, "date", true),
                        new Field("Begins__c", FieldType.TIME, "time", true),
                        new Field("Ended__c", FieldType.INSTANT, "datetime", true),
                        new Field("Guests__c", FieldType.DECIMAL, "double", true),
                        new Field("Cost__c", FieldType.DECIMAL, "currency", true),
                        new Field("Mood__c", FieldType.DECIMAL, "percent", true),
                        new Field("Paid__c", FieldType.BOOLEAN, "boolean", true),
                        new Field("Badge__c", FieldType.TEXT, "encryptedstring", true),
                        new Field(
                                "Place__c",
                                FieldType.JSON,
                                "location made of Place__Latitude__s, Place__Longitude__s",
                                false),
                        new Field("Place__Latitude__s", FieldType.DECIMAL, "double", true),
                        new Field("Cost_Per_Guest__c", FieldType.DECIMAL, "currency", false));
        assertThat(visits.notVouched()).containsExactlyInAnyOrder("Cost_Per_Guest__c", "Account_Name__c");

        String account = accounts(org).getFirst().id();
        var spec = new WriteSpec(
                "Visit__c",
                Mode.UPSERT,
                Optional.of("External_Id__c"),
                Map.ofEntries(
                        Map.entry("External_Id__c", "id"),
                        Map.entry("Name", "name"),
                        Map.entry("Account__c", "account"),
                        Map.entry("Purpose__c", "purpose"),
                        Map.entry("Begins__c", "begins"),
                        Map.entry("Badge__c", "badge"),
                        Map.entry("Place__Latitude__s", "north"),
                        Map.entry("Place__Longitude__s", "east")));
        assertThatThrownBy(() -> org.connector.prepare(org.access, spec))
                .as("a record stays with its master")
                .hasMessageContaining("'Account__c' cannot be changed");
        var insert = new WriteSpec("Visit__c", Mode.INSERT, spec.match(), spec.mapping());
        assertThat(org.connector.prepare(org.access, insert)).isEqualTo(10_000);
        var row = new ModelRow(
                "1",
                "h",
                Map.of(
                        "id",
                        "mine",
                        "name",
                        "Mine",
                        "account",
                        account,
                        "purpose",
                        "Training;Review",
                        "begins",
                        LocalTime.of(9, 30),
                        "badge",
                        "B-123456",
                        "north",
                        53.5,
                        "east",
                        9.9),
                0);
        assertThat(org.connector.write(org.access, insert, List.of(row)))
                .asInstanceOf(type(WriteAnswer.Done.class))
                .satisfies(done -> assertThat(done.outcomes()).allMatch(Outcome.Accepted.class::isInstance));

        Map<String, Taken> records = new HashMap<>();
        org.walk(visits, new Reading.Everything(), records);
        Taken mine = records.values().stream()
                .filter(r -> "mine".equals(r.get("External_Id__c")))
                .findFirst()
                .orElseThrow();
        assertThat(mine.misfits()).isEmpty();
        assertThat(mine.values())
                .containsEntry("Purpose__c", "Review;Training")
                .containsEntry("Begins__c", LocalTime.of(9, 30))
                .containsEntry("Badge__c", "****3456")
                .containsEntry("Place__c", "{\"latitude\":53.5,\"longitude\":9.9}")
                .containsEntry("Place__Latitude__s", new BigDecimal("53.5"));
    }

    @Test
    void with_the_master_go_its_details_and_the_stream_says_so() throws Exception {
        var org = new SandboxOrg(4, 500);
        StreamSpec visits = org.connector.describe(org.access, "Visit__c").orElseThrow();
        Instant before = org.instant();
        org.later(Duration.ofMinutes(10));
        Row visit = org.sandbox
                .org()
                .rows(org.sandbox.org().schema().the("Visit__c"))
                .getFirst();
        org.sandbox.writer().delete(String.valueOf(visit.get("Account__c")));
        Map<String, Taken> changed = new HashMap<>();
        org.walk(visits, new Reading.Since(before.plusSeconds(60)), changed);
        assertThat(changed.get(visit.id()))
                .isNotNull()
                .extracting(Taken::deleted)
                .isEqualTo(true);
    }

    @Test
    void fields_of_records_referred_to_come_where_they_are_named_and_are_not_vouched_for() throws Exception {
        var org = new SandboxOrg(4, 500);
        Set<String> named = Set.of(
                "Subject",
                "What.Type",
                "What.Name",
                "Who.Email",
                "Owner.Manager.Name",
                "Owner.IsActive",
                "Owner.Nothing",
                "Nowhere.Name",
                "What.Industry",
                "What.Owner.Name");
        StreamSpec tasks = org.connector.describe(org.access, "Task", named).orElseThrow();
        assertThat(tasks.fields())
                .contains(
                        new Field("What.Type", FieldType.TEXT, "of any object referred to", false),
                        new Field("Owner.IsActive", FieldType.BOOLEAN, "boolean of User", false))
                .extracting(Field::name)
                .filteredOn(name -> name.contains("."))
                .containsExactlyInAnyOrder(
                        "What.Type", "What.Name", "Who.Email", "Owner.Manager.Name", "Owner.IsActive");
        assertThat(tasks.notVouched()).contains("What.Type", "Owner.Manager.Name");
        assertThat(org.connector.requestsToDescribe(named)).isEqualTo(7);

        Map<String, Taken> records = new HashMap<>();
        org.walk(tasks, new Reading.Everything(), records);
        var schema = org.sandbox.org().schema();
        for (Row task : org.sandbox.org().rows(schema.the("Task"))) {
            Taken taken = Objects.requireNonNull(records.get(task.id()));
            assertThat(taken.misfits()).isEmpty();
            Row what = Objects.requireNonNull(org.sandbox.org().find(String.valueOf(task.get("WhatId"))));
            assertThat(taken.get("What.Type")).isEqualTo(what.object().name());
            assertThat(taken.get("What.Name")).isEqualTo(what.get("Name"));
            assertThat(taken.get("Owner.IsActive")).isEqualTo(true);
            assertThat(taken.get("Owner.Manager.Name")).isNull();
        }
    }

    @Test
    void where_no_query_tells_of_deletes_the_log_does_in_the_same_call() throws Exception {
        var org = new SandboxOrg(4, 200);
        StreamSpec roles = org.connector.describe(org.access, "UserRole").orElseThrow();
        assertThat(roles.seesDeletes()).isTrue();
        assertThat(roles.field("IsDeleted")).isEmpty();
        assertThat(org.connector.forgetsDeletes(roles)).isTrue();
        assertThat(org.connector.forgetsDeletes(
                        org.connector.describe(org.access, "Account").orElseThrow()))
                .isFalse();
        Map<String, Taken> records = new HashMap<>();
        org.walk(roles, new Reading.Everything(), records);
        assertThat(records).hasSize(3);

        Instant before = org.instant();
        org.later(Duration.ofMinutes(10));
        List<Row> rows = org.sandbox.org().rows(org.sandbox.org().schema().the("UserRole"));
        String gone = rows.getFirst().id();
        org.sandbox.writer().delete(gone);
        String changed = rows.getLast().id();
        org.sandbox
                .writer()
                .update(
                        changed,
                        Map.of(org.sandbox.org().schema().the("UserRole").the("Name"), "Chief"));
        Instant deletedAt = org.instant();
        org.later(Duration.ofMinutes(2));
        org.sandbox.log().clear();
        Map<String, Taken> changes = new HashMap<>();
        org.walk(roles.only(Set.of("Name")), new Reading.Since(before), changes);
        assertThat(org.sandbox.log().byKind()).containsOnly(Map.entry("composite", 1L));
        assertThat(changes).containsOnlyKeys(gone, changed);
        Taken tombstone = Objects.requireNonNull(changes.get(gone));
        assertThat(tombstone.deleted()).isTrue();
        assertThat(tombstone.get("SystemModstamp")).isEqualTo(deletedAt.truncatedTo(ChronoUnit.SECONDS));
        assertThat(Objects.requireNonNull(changes.get(changed)).get("Name")).isEqualTo("Chief");
        assertThat(Objects.requireNonNull(changes.get(changed)).deleted()).isFalse();
    }

    @Test
    void a_look_with_the_log_is_as_of_the_time_until_which_the_log_is_complete() throws Exception {
        var org = new SandboxOrg(4, 200);
        StreamSpec roles = org.connector.describe(org.access, "UserRole").orElseThrow();
        org.later(Duration.ofSeconds(40));
        PageRequest request =
                PageRequest.first(roles, new Reading.Since(org.instant().minus(Duration.ofMinutes(7))));
        Answer alone = org.connector.read(org.access, request);
        assertThat(alone).asInstanceOf(type(Answer.Page.class)).satisfies(page -> {
            assertThat(page.serverTime()).contains(org.instant().truncatedTo(ChronoUnit.MINUTES));
            assertThat(page.total()).as("nothing new").hasValue(0);
            assertThat(page.next()).isEqualTo(Next.Done.of());
        });
        StreamSpec visits = org.connector.describe(org.access, "Visit__c").orElseThrow();
        Map<String, Answer> both =
                org.connector.readTogether(org.access, List.of(request, PageRequest.first(visits, request.reading())));
        assertThat(both.get("UserRole"))
                .asInstanceOf(type(Answer.Page.class))
                .satisfies(page ->
                        assertThat(page.serverTime()).contains(org.instant().truncatedTo(ChronoUnit.MINUTES)));
        assertThat(both.get("Visit__c"))
                .asInstanceOf(type(Answer.Page.class))
                .satisfies(page -> assertThat(page.serverTime().orElseThrow())
                        .isAfter(org.instant().truncatedTo(ChronoUnit.MINUTES)));
    }

    @Test
    void a_log_that_is_refused_stops_the_stream_with_another_way_to_know_of_deletes() throws Exception {
        var org = new SandboxOrg(4, 200);
        PageRequest request = PageRequest.first(
                org.connector.describe(org.access, "UserRole").orElseThrow(),
                new Reading.Since(org.instant().minus(Duration.ofMinutes(7))));
        byte[] no = "[{\"errorCode\": \"INSUFFICIENT_ACCESS\", \"message\": \"no\"}]".getBytes(StandardCharsets.UTF_8);
        var page = (Answer.Page) org.connector.read(org.access, request);
        Answer answer = DeleteLog.with(request, page, new HttpAnswer(403, Map.of(), no, Duration.ofMillis(1)));
        assertThat(answer).asInstanceOf(type(Answer.Stop.class)).satisfies(stop -> {
            assertThat(stop.code()).isEqualTo("source.no_log_of_deletes");
            assertThat(stop.whatToDo()).contains("mode: full");
        });
    }

    @Test
    void a_clock_that_goes_wrong_hides_no_delete() throws Exception {
        for (int minutes : List.of(-50, 50)) {
            var org = new SandboxOrg(4, 200);
            StreamSpec roles = org.connector.describe(org.access, "UserRole").orElseThrow();
            Instant before = org.instant();
            org.later(Duration.ofMinutes(10));
            String gone = org.sandbox
                    .org()
                    .rows(org.sandbox.org().schema().the("UserRole"))
                    .getFirst()
                    .id();
            org.sandbox.org().skew(Duration.ofMinutes(minutes));
            org.sandbox.writer().delete(gone);
            org.later(Duration.ofMinutes(2));
            Map<String, Taken> changes = new HashMap<>();
            org.walk(roles, new Reading.Since(before.plus(Duration.ofMinutes(minutes))), changes);
            assertThat(changes).as("%s minutes ahead", minutes).containsKey(gone);
        }
    }

    @Test
    void where_the_log_does_not_reach_back_everything_is_read_anew_and_the_person_is_told_why() throws Exception {
        var org = new SandboxOrg(4, 200);
        StreamSpec roles = org.connector.describe(org.access, "UserRole").orElseThrow();
        Answer answer = org.connector.read(
                org.access,
                PageRequest.first(roles, new Reading.Since(org.instant().minus(Duration.ofDays(31)))));
        assertThat(answer)
                .asInstanceOf(type(Answer.StartOver.class))
                .satisfies(over -> assertThat(over.why()).contains("no longer tells what was deleted of UserRole"));
        org.sandbox
                .faults()
                .add(FaultRule.next("away", org.sandbox.misbehaviour().serverError())
                        .ofKind("composite"));
        PageRequest again =
                PageRequest.first(roles, new Reading.Since(org.instant().minus(Duration.ofHours(1))));
        assertThat(org.connector.read(org.access, again)).isInstanceOf(Answer.Retry.class);
        assertThat(org.connector.read(org.access, again)).isInstanceOf(Answer.Page.class);
    }

    private static List<Row> accounts(SandboxOrg org) {
        return org.sandbox.org().rows(org.sandbox.org().schema().the("Account"));
    }
}
