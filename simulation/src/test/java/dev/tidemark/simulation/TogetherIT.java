package dev.tidemark.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.TableSpec.Deletes;
import dev.tidemark.connectors.salesforce.SalesforceConnector;
import dev.tidemark.queue.JobKind;
import dev.tidemark.sandbox.salesforce.SalesforceSandbox;
import dev.tidemark.sandbox.salesforce.org.Row;
import dev.tidemark.sandbox.salesforce.schema.SObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams of one account that are asked for in one request. */
class TogetherIT {

    private static final List<String> OBJECTS =
            List.of("Account", "Contact", "Opportunity", "Task", "User", "Visit__c", "RecordType");

    /** Less than until all are due again. */
    private static final int ROUNDS = 8;

    private final ManualTide tide = new ManualTide(7, Guarantees.ALL);
    private final OrgAbroad org = new OrgAbroad(7, tide, 60);
    private final SalesforceSandbox sandbox = org.sandbox();
    private final Hull hull = tide.launch();

    @BeforeEach
    void all_is_read_once() {
        var account = org.account();
        for (String object : OBJECTS) {
            tide.read(new SalesforceConnector(), account, object, Deletes.SOFT, false, Set.of());
        }
        tide.works(hull, 40);
        assertThat(World.count("SELECT count(*) FROM sync WHERE synced_at IS NOT NULL"))
                .isEqualTo(OBJECTS.size());
        sandbox.log().clear();
    }

    private void allAreDue() {
        tide.tides().pass(ManualTide.EVERY.plusSeconds(1));
    }

    private Map<String, Long> asked() {
        return sandbox.log().byKind();
    }

    private void rename(String object, String name) {
        SObject type = sandbox.org().schema().the(object);
        Row row = sandbox.org().rows(type).getFirst();
        sandbox.writer().update(row.id(), Map.of(type.the(object.equals("Contact") ? "LastName" : "Name"), name));
    }

    private static long rows(String table, String column, String value) {
        return World.count("SELECT count(*) FROM synced." + table + " WHERE " + column + " = '" + value + "'");
    }

    @Test
    void seven_streams_that_are_due_at_once_take_two_requests() {
        long before = counted();
        for (int round = 1; round <= 3; round++) {
            rename("Account", "round " + round);
            rename("Visit__c", "round " + round);
            allAreDue();
            tide.works(hull, ROUNDS);
            assertThat(asked()).containsOnly(Map.entry("composite", 2L * round));
            assertThat(rows("account", "name", "round " + round)).isEqualTo(1);
            assertThat(rows("visit__c", "name", "round " + round)).isEqualTo(1);
        }
        assertThat(counted() - before).as("each counted once").isEqualTo(6);
    }

    private static long counted() {
        return World.count("SELECT sum(requests) FROM run");
    }

    @Test
    void a_stream_that_is_refused_fails_alone() {
        sandbox.permissions().hide(sandbox.userId(), "Contact");
        rename("Account", "still here");
        allAreDue();
        tide.works(hull, ROUNDS);
        assertThat(rows("account", "name", "still here")).isEqualTo(1);
        assertThat(World.rows(
                        "SELECT DISTINCT name FROM run JOIN sync ON sync.id = sync_id WHERE run.state = 'FAILED'"))
                .isEqualTo(List.of(List.of("Contact")));
    }

    @Test
    void who_lost_its_lease_while_others_asked_for_it_drops_its_part_alone() {
        World.execute("UPDATE sync SET due_at = NULL WHERE name IN ('User', 'RecordType')");
        OBJECTS.subList(0, 2).forEach(object -> rename(object, "kept"));
        allAreDue();
        hull.tick();
        hull.lease(20);
        for (int i = 0; i < 200 && asked().isEmpty(); i++) {
            if (!hull.step(i, Set.of(JobKind.RETRIEVE))) {
                tide.tides().pass(Duration.ofMillis(20));
            }
        }
        // All but the one that asked have their answers waiting; the job of one of these passes to another worker.
        String unlucky = String.valueOf(World.rows("""
            SELECT name FROM job JOIN sync ON sync.id = sync_id
            WHERE kind = 'RETRIEVE' AND name IN ('Account', 'Contact') ORDER BY name\
            """).getFirst().getFirst());
        World.execute("""
            UPDATE job SET fence = fence + 1, worker = 'another', lease_until = lease_until + interval '1 hour'
            WHERE kind = 'RETRIEVE' AND sync_id = (SELECT id FROM sync WHERE name = '%s')\
            """.formatted(unlucky));
        tide.works(hull, ROUNDS);
        assertThat(kept("Account")).isEqualTo(unlucky.equals("Account") ? 0 : 1);
        assertThat(kept("Contact")).isEqualTo(unlucky.equals("Contact") ? 0 : 1);
        assertThat(asked()).containsEntry("composite", 1L);
        assertThat(World.count("SELECT count(*) FROM run WHERE state = 'FAILED'"))
                .isZero();

        World.execute("UPDATE job SET lease_until = lease_until - interval '1 day' WHERE worker = 'another'");
        hull.reclaim();
        tide.works(hull, ROUNDS);
        assertThat(kept(unlucky)).isEqualTo(1);
    }

    private static long kept(String object) {
        return object.equals("Account") ? rows("account", "name", "kept") : rows("contact", "last_name", "kept");
    }

    @Test
    void a_process_that_dies_with_all_the_answers_loses_nothing() {
        rename("Account", "after all");
        rename("Visit__c", "after all");
        allAreDue();
        tide.act(hull, hull::tick);
        tide.act(hull, () -> hull.lease(20));
        tide.sea().crashAt("pages answered");
        for (int i = 0; i < 200 && hull.alive(); i++) {
            int choice = i;
            tide.act(hull, () -> hull.step(choice));
            tide.tides().pass(Duration.ofMillis(20));
        }
        assertThat(hull.alive()).isFalse();
        tide.tides().pass(Duration.ofMinutes(1));
        Hull next = tide.launch();
        next.reclaim();
        tide.works(next, ROUNDS);
        assertThat(rows("account", "name", "after all")).isEqualTo(1);
        assertThat(rows("visit__c", "name", "after all")).isEqualTo(1);
        assertThat(asked().get("composite")).isEqualTo(3);
    }
}
