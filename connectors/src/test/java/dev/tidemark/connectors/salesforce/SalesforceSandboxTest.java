package dev.tidemark.connectors.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.Outcome;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.WriteAnswer;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connector.WriteSpec.Mode;
import dev.tidemark.connector.testkit.RecordingSink.Taken;
import dev.tidemark.sandbox.fault.Effect;
import dev.tidemark.sandbox.fault.FaultRule;
import dev.tidemark.sandbox.salesforce.Misbehaviour;
import dev.tidemark.sandbox.salesforce.schema.SObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The connector against a stand-in that was written without knowing it. */
class SalesforceSandboxTest {

    private static final List<String> STREAMS =
            List.of("User", "Account", "Contact", "Opportunity", "Task", "Visit__c");

    @Test
    void every_object_is_read_whole_and_nothing_misfits() throws Exception {
        var org = new SandboxOrg(3, 2_000);
        assertThat(org.connector.check(org.access).ok()).isTrue();
        List<StreamSpec> discovered = org.connector.discover(org.access);
        for (String name : STREAMS) {
            StreamSpec stream = discovered.stream()
                    .filter(s -> s.name().equals(name))
                    .findFirst()
                    .orElseThrow();
            Map<String, Taken> records = new HashMap<>();
            org.walk(stream, new Reading.Everything(), records);
            assertThat(records).hasSize(rows(org, name));
            assertThat(records.values()).allSatisfy(r -> assertThat(r.misfits()).isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void a_backfill_and_the_reads_of_changes_end_in_the_state_of_the_org(long seed) throws Exception {
        endsInTheStateOf(new SandboxOrg(seed, 600), seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16})
    void a_backfill_by_jobs_ends_there_too(long seed) throws Exception {
        var org = new SandboxOrg(seed, 600, "always");
        org.sandbox.bulk().waits(Duration.ofMinutes(20)); // longer than the safety lag
        org.sandbox.bulk().pageSize(40);
        org.sandbox
                .faults()
                .add(FaultRule.next("meanwhile", org.sandbox.misbehaviour().changesBefore(seed, 25))
                        .ofKind("queryJobState|queryJobResults")
                        .withChance(0.5));
        endsInTheStateOf(org, seed);
        assertThat(org.sandbox.log().byKind()).containsKey("queryJobResults");
    }

    private static void endsInTheStateOf(SandboxOrg org, long seed) throws Exception {
        org.sandbox.pageSize().cap(40);
        misbehave(org);
        List<Kept> tables = STREAMS.stream().map(Kept::new).toList();
        int again = 0;
        for (int round = 0; round < 6; round++) {
            for (Kept kept : tables) {
                kept.refresh(org);
                again += org.again;
            }
            org.sandbox.changes(seed * 100 + round, 40);
            org.later(Duration.ofMinutes(20));
        }
        assertThat(again).as("the org did misbehave").isPositive();
        org.sandbox.faults().clear();
        org.later(Duration.ofHours(1));
        for (Kept kept : tables) {
            StreamSpec stream = kept.refresh(org);
            Map<String, Taken> now = new HashMap<>();
            org.walk(stream, new Reading.Everything(), now);
            assertThat(SandboxOrg.live(stream, kept.records)).as(kept.name).isEqualTo(SandboxOrg.live(stream, now));
        }
    }

    /** A table, as the engine keeps it: its rows, and the source's time before the last pass began. */
    private static final class Kept {
        final String name;
        final Map<String, Taken> records = new HashMap<>();
        private Optional<Instant> cursor = Optional.empty();

        Kept(String name) {
            this.name = name;
        }

        StreamSpec refresh(SandboxOrg org) throws HttpFailed, BadPage {
            StreamSpec stream = stream(org, name);
            Duration lag = org.connector.spec().safetyLag();
            org.walk(
                    stream,
                    cursor.<Reading>map(from -> new Reading.Since(from.minus(lag)))
                            .orElse(new Reading.Everything()),
                    records);
            cursor = org.began;
            return stream;
        }
    }

    private static void misbehave(SandboxOrg org) {
        Misbehaviour misbehaviour = org.sandbox.misbehaviour();
        Map<String, Effect> effects = Map.of(
                "429", misbehaviour.tooManyRequests(Duration.ofSeconds(5)),
                "500", misbehaviour.serverError(),
                "503", misbehaviour.unavailable(),
                "gateway", misbehaviour.gatewayError(),
                "timeout", misbehaviour.timeOut(Duration.ofMinutes(2)),
                "cut", misbehaviour.cutBody(),
                "broken", misbehaviour.brokenJson(),
                "inside", misbehaviour.errorInside(),
                "sessions", misbehaviour.expireTokens(),
                "locators", misbehaviour.expireLocators());
        effects.forEach((name, effect) -> org.sandbox
                .faults()
                .add(FaultRule.next(name, effect)
                        .ofKind("query|queryAll|queryMore|queryJob|queryJobState|queryJobResults")
                        .withChance(0.04)));
        Map<String, Effect> ofJobs = Map.of(
                "failed", misbehaviour.failJobs(),
                "gone", misbehaviour.expireJobs(),
                "cutRows", misbehaviour.cutRows(),
                "columns", misbehaviour.turnColumns());
        ofJobs.forEach((name, effect) -> org.sandbox
                .faults()
                .add(FaultRule.next(name, effect).ofKind("queryJobResults").withChance(0.04)));
        org.sandbox
                .faults()
                .add(FaultRule.next("moving", misbehaviour.changesBefore(17, 3))
                        .ofKind("queryMore")
                        .withChance(0.2));
    }

    @Test
    void a_batch_whose_answer_is_lost_is_sent_again_and_nothing_is_there_twice() throws Exception {
        var org = new SandboxOrg(5, 100);
        var spec = new WriteSpec(
                "Account",
                Mode.UPSERT,
                Optional.of("External_Id__c"),
                Map.of(
                        "External_Id__c",
                        "id",
                        "Name",
                        "name",
                        "NumberOfEmployees",
                        "staff",
                        "AnnualRevenue",
                        "revenue"));
        assertThat(org.connector.prepare(org.access, spec)).isEqualTo(10_000);
        int before = rows(org, "Account");
        List<ModelRow> rows = new ArrayList<>();
        for (long i = 0; i < 150; i++) {
            rows.add(new ModelRow("" + i, "h", Map.of("id", i, "name", "N" + i, "staff", i, "revenue", 1000.5), 0));
        }
        org.sandbox
                .faults()
                .add(FaultRule.next("lost", org.sandbox.misbehaviour().loseAnswer())
                        .ofKind("upsertMany"));
        assertThat(org.connector.write(org.access, spec, rows)).isInstanceOf(WriteAnswer.Unknown.class);
        assertThat(org.connector.write(org.access, spec, rows)).isInstanceOfSatisfying(WriteAnswer.Done.class, done -> {
            assertThat(done.outcomes()).hasSize(150).allMatch(Outcome.Accepted.class::isInstance);
        });
        assertThat(rows(org, "Account")).isEqualTo(before + 150);

        var byNumber = new WriteSpec(
                "Contact",
                Mode.INSERT,
                Optional.of("External_Id__c"),
                Map.of("External_Id__c", "id", "LastName", "name", "Account.External_Id__c", "id"));
        assertThat(org.connector.prepare(org.access, byNumber)).isEqualTo(10_000);
        org.sandbox
                .faults()
                .add(FaultRule.next("lost", org.sandbox.misbehaviour().loseAnswer())
                        .ofKind("createMany"));
        assertThat(org.connector.write(org.access, byNumber, rows.subList(0, 100)))
                .isInstanceOf(WriteAnswer.Unknown.class);
        assertThat(org.connector.lookUp(org.access, byNumber, rows).orElseThrow())
                .hasSize(150)
                .satisfies(outcomes -> {
                    assertThat(outcomes.subList(0, 100)).allMatch(Outcome.Accepted.class::isInstance);
                    assertThat(outcomes.subList(100, 150)).allMatch(Outcome.Again.class::isInstance);
                });
    }

    @Test
    void locked_rows_come_again_and_bad_ones_are_rejected_with_the_answer() throws Exception {
        var org = new SandboxOrg(6, 100);
        var spec = new WriteSpec(
                "Account", Mode.UPSERT, Optional.of("External_Id__c"), Map.of("External_Id__c", "id", "Name", "name"));
        org.connector.write(org.access, spec, List.of(row("a", "A"), row("b", "B"), row("c", "C")));
        org.sandbox
                .faults()
                .add(FaultRule.next("lock", org.sandbox.misbehaviour().lockRows(2))
                        .ofKind("upsertMany"));
        assertThat(org.connector.write(org.access, spec, List.of(row("a", "A2"), row("b", "B2"))))
                .isInstanceOfSatisfying(
                        WriteAnswer.Done.class,
                        done -> assertThat(done.outcomes()).anyMatch(Outcome.Again.class::isInstance));
        assertThat(org.connector.write(org.access, spec, List.of(row("d", "x".repeat(300)))))
                .isInstanceOfSatisfying(
                        WriteAnswer.Done.class,
                        done -> assertThat(done.outcomes().getFirst())
                                .isInstanceOfSatisfying(
                                        Outcome.Rejected.class,
                                        rejected ->
                                                assertThat(rejected.answer()).contains(rejected.code())));
    }

    private static ModelRow row(String id, String name) {
        return new ModelRow(id, "h", Map.of("id", id, "name", name), 0);
    }

    private static StreamSpec stream(SandboxOrg org, String name) throws HttpFailed {
        return org.connector.describe(org.access, name).orElseThrow();
    }

    private static int rows(SandboxOrg org, String name) {
        SObject object = org.sandbox.org().schema().the(name);
        return org.sandbox.org().rows(object).size();
    }
}
