package dev.tidemark.connectors.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.Outcome;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.StreamSpec.CursorKind;
import dev.tidemark.connector.WriteAnswer;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connector.WriteSpec.Mode;
import dev.tidemark.connector.testkit.RecordingSink.Taken;
import dev.tidemark.connectors.json.Json;
import dev.tidemark.sandbox.salesforce.org.Row;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
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
        StringBuilder json = new StringBuilder("{\"name\": \"" + name + "\", \"queryable\": true, \"updateable\": "
                + updateable + ", \"fields\": [{\"name\": \"Id\", \"type\": \"id\"}");
        for (String field : fields) {
            boolean moment = field.endsWith("Date") || field.endsWith("stamp");
            json.append(", {\"name\": \"" + field + "\", \"type\": \"" + (moment ? "datetime" : "boolean") + "\"}");
        }
        return SObject.of(Json.tree(json.append("]}").toString().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
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
                        new Field("Place__c", FieldType.JSON, "location", false),
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
        assertThat(org.connector.prepare(org.access, insert)).isEqualTo(200);
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

    private static List<Row> accounts(SandboxOrg org) {
        return org.sandbox.org().rows(org.sandbox.org().schema().the("Account"));
    }
}
