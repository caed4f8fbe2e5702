package dev.tidemark.connectors.zendesk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Answer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.NotNow;
import dev.tidemark.connector.Outcome;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.WriteAnswer;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connector.WriteSpec.Mode;
import dev.tidemark.connector.testkit.TestAccess;
import dev.tidemark.sandbox.fault.Effect;
import dev.tidemark.sandbox.fault.FaultRule;
import dev.tidemark.sandbox.kit.Change;
import dev.tidemark.sandbox.store.StoredObject;
import dev.tidemark.sandbox.zendesk.ZendeskSandbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The connector against a stand-in of the whole API. */
class ZendeskAgainstSandboxTest {

    private static final List<String> CHANGING =
            List.of("tickets", "users", "organizations", "ticket_comments", "ticket_metrics");

    private static void strike(SandboxDesk desk, String kind, double chance, Effect effect) {
        desk.sandbox
                .faults()
                .add(new FaultRule(
                        kind, Pattern.compile(kind), Pattern.compile(""), 0, FaultRule.ALWAYS, chance, effect));
    }

    @Test
    void every_stream_is_read_whole_and_nothing_misfits() throws Exception {
        var desk = new SandboxDesk(3, 300);
        assertThat(desk.connector.check(desk.access).ok()).isTrue();
        for (StreamSpec stream : desk.connector.discover(desk.access)) {
            var kept = desk.new Kept(stream.name());
            kept.refresh();
            if (!stream.name().equals("deleted_users")) {
                assertThat(kept.records).as(stream.name()).isNotEmpty();
            }
            assertThat(kept.records.values())
                    .as(stream.name())
                    .allSatisfy(record -> assertThat(record.misfits()).isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void a_backfill_and_the_reads_of_changes_end_in_the_state_of_the_account(long seed) throws Exception {
        var desk = new SandboxDesk(seed, 150);
        var effects = desk.sandbox.misbehaviour();
        strike(desk, "export.*", 0.1, effects.tooManyRequests(Duration.ofSeconds(3)));
        strike(desk, "export.*", 0.1, effects.cutBody());
        strike(desk, "export.*", 0.05, effects.brokenJson());
        strike(desk, "export.*", 0.05, effects.expireTokens());
        strike(desk, "export.*", 0.1, effects.changesBefore(seed, 3));
        strike(desk, "export.*", 0.05, effects.serverError());
        List<SandboxDesk.Kept> tables =
                CHANGING.stream().map(name -> desk.new Kept(name)).toList();
        int again = 0;
        for (int round = 0; round < 8; round++) {
            for (SandboxDesk.Kept kept : tables) {
                kept.refresh();
                again += desk.again;
            }
            desk.sandbox.changes(seed * 100 + round, 15);
            desk.later(Duration.ofSeconds(50));
        }
        assertThat(again).as("the account did misbehave").isPositive();
        desk.sandbox.faults().clear();
        desk.later(Duration.ofMinutes(3));
        for (SandboxDesk.Kept kept : tables) {
            kept.refresh();
            var now = desk.new Kept(kept.stream.name());
            now.refresh();
            assertThat(kept.live()).as(kept.stream.name()).isEqualTo(now.live());
        }
        assertThat(tables.getFirst().live().keySet()).isEqualTo(living(desk, "tickets"));
        assertThat(tables.get(1).live().keySet()).isEqualTo(living(desk, "users"));
    }

    private static Set<String> living(SandboxDesk desk, String type) {
        return desk.sandbox.desk().store().newest(type).stream()
                .filter(record -> !record.isDeleted())
                .map(StoredObject::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void a_ticket_that_is_deleted_and_restored_is_there_again() throws Exception {
        var desk = new SandboxDesk(1, 30);
        var tickets = desk.new Kept("tickets");
        tickets.refresh();
        Change change = null;
        for (int seed = 0; change == null; seed++) {
            change = desk.sandbox.changes(seed, 5).stream()
                    .filter(c -> c.kind() == Change.Kind.DELETED && c.object().equals("tickets"))
                    .findFirst()
                    .orElse(null);
        }
        String gone = change.id();
        desk.later(Duration.ofMinutes(2));
        tickets.refresh();
        assertThat(tickets.live()).doesNotContainKey(gone);
        assertThat(tickets.record(gone).values()).containsKey("subject");

        var restored = dev.tidemark.connector.HttpRequest.of(
                "PUT", java.net.URI.create("http://acme.sandbox.example/api/v2/deleted_tickets/" + gone + "/restore"));
        String proof = "Basic "
                + java.util.Base64.getEncoder()
                        .encodeToString((ZendeskSandbox.EMAIL + "/token:" + ZendeskSandbox.API_TOKEN)
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(desk.answer(restored.header("Authorization", proof)).status())
                .isEqualTo(200);
        desk.later(Duration.ofMinutes(2));
        tickets.refresh();
        assertThat(tickets.live()).containsKey(gone);
    }

    @Test
    void a_change_by_a_system_that_leaves_updated_at_alone_is_the_newest_state() throws Exception {
        var desk = new SandboxDesk(1, 30);
        var tickets = desk.new Kept("tickets");
        tickets.refresh();
        Object before = tickets.record("7").get("generated_timestamp");
        desk.sandbox.desk().touch("7");
        desk.later(Duration.ofMinutes(2));
        tickets.refresh();
        assertThat(tickets.record("7").get("generated_timestamp")).isNotEqualTo(before);
    }

    @Test
    void what_commits_late_is_read_all_the_same() throws Exception {
        var desk = new SandboxDesk(1, 30);
        List<SandboxDesk.Kept> tables =
                List.of(desk.new Kept("tickets"), desk.new Kept("ticket_comments"), desk.new Kept("organizations"));
        for (var kept : tables) {
            kept.refresh();
        }
        desk.later(Duration.ofMinutes(2));
        desk.sandbox.desk().store().committing(Duration.ofSeconds(45), () -> desk.sandbox.changes(5, 20));
        for (int look = 0; look < 8; look++) {
            desk.later(Duration.ofSeconds(20));
            for (var kept : tables) {
                kept.refresh();
            }
        }
        for (var kept : tables) {
            var now = desk.new Kept(kept.stream.name());
            now.refresh();
            assertThat(kept.live()).as(kept.stream.name()).isEqualTo(now.live());
        }
    }

    @Test
    void the_exports_own_limits_are_kept_without_a_refusal() throws Exception {
        var desk = new SandboxDesk(2, 2_500);
        desk.sandbox.set("exportsPerMinute", 1);
        for (String stream : List.of("tickets", "ticket_comments")) {
            var kept = desk.new Kept(stream);
            kept.refresh();
            assertThat(desk.again).as(stream + " rested").isPositive();
            assertThat(kept.records).hasSizeGreaterThanOrEqualTo(2_500);
        }
        assertThat(desk.sandbox.log().entries())
                .noneSatisfy(entry -> assertThat(entry.status()).isEqualTo(429));
    }

    @Test
    void a_token_that_somebody_revoked_stops_with_the_way_out() {
        var desk = new SandboxDesk(1, 10);
        TestAccess byToken = TestAccess.to(
                desk.connector,
                Map.of("url", "http://acme.sandbox.example", "email", ZendeskSandbox.EMAIL),
                Map.of("api_token", ZendeskSandbox.API_TOKEN),
                desk::answer);
        StreamSpec groups = desk.connector.describe(byToken, "groups").orElseThrow();
        PageRequest request = PageRequest.first(groups, new Reading.Everything());
        assertThat(desk.connector.read(byToken, request)).isInstanceOf(Answer.Page.class);
        desk.sandbox.revokeApiToken();
        assertThat(desk.connector.read(byToken, request))
                .isInstanceOfSatisfying(
                        Answer.Stop.class, stop -> assertThat(stop.code()).isEqualTo("source.login_refused"));
    }

    private static List<Outcome> through(SandboxDesk desk, WriteSpec spec, List<ModelRow> rows) {
        WriteAnswer answer = desk.connector.write(desk.access, spec, rows);
        while (answer instanceof WriteAnswer.Working working) {
            desk.later(working.atLeast());
            answer = desk.connector.outcomes(desk.access, spec, rows, working.job());
        }
        assertThat(answer).isInstanceOf(WriteAnswer.Done.class);
        return ((WriteAnswer.Done) answer).outcomes();
    }

    @Test
    void rows_written_by_jobs_are_there_and_each_has_its_outcome() {
        var desk = new SandboxDesk(1, 40);
        var users = new WriteSpec(
                "users",
                Mode.UPSERT,
                Optional.of("external_id"),
                Map.of("external_id", "id", "name", "name", "user_fields.plan", "plan"));
        List<ModelRow> rows = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            rows.add(new ModelRow(
                    "k" + i,
                    "h",
                    Map.of("id", i < 5 ? "user-" + i : "new-" + i, "name", i == 50 ? "" : "N" + i, "plan", "gold"),
                    0));
        }
        List<Outcome> outcomes = through(desk, users, rows);
        assertThat(outcomes).hasSize(100);
        assertThat(((Outcome.Accepted) outcomes.getFirst()).created()).isFalse();
        assertThat(((Outcome.Accepted) outcomes.get(60)).created()).isTrue();
        assertThat(outcomes.get(50))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.message()).contains("blank"));
        String id = ((Outcome.Accepted) outcomes.get(3)).id();
        StoredObject changed = desk.sandbox.desk().store().newest("users", id).orElseThrow();
        assertThat(changed.body().path("user_fields").path("plan").asString("")).isEqualTo("gold");
        assertThat(changed.body().path("external_id").asString("")).isEqualTo("user-3");

        var organizations = new WriteSpec(
                "organizations", Mode.UPSERT, Optional.of("external_id"), Map.of("external_id", "id", "name", "name"));
        List<Outcome> both = through(
                desk,
                organizations,
                List.of(
                        new ModelRow("a", "h", Map.of("id", "ORG-0", "name", "First & Co."), 0),
                        new ModelRow("b", "h", Map.of("id", "org-new", "name", "Second & Co."), 0)));
        assertThat(((Outcome.Accepted) both.get(0)).created()).isFalse();
        assertThat(((Outcome.Accepted) both.get(1)).created()).isTrue();
    }

    @Test
    void an_insert_whose_answer_was_lost_is_found_once_its_job_has_ended_and_not_made_twice() throws HttpFailed {
        var desk = new SandboxDesk(1, 40);
        var spec = new WriteSpec(
                "tickets",
                Mode.INSERT,
                Optional.of("external_id"),
                Map.of("external_id", "id", "subject", "subject", "comment.body", "text"));
        List<ModelRow> rows =
                List.of(new ModelRow("a", "h", Map.of("id", "T-1", "subject", "Hello", "text", "Hello there"), 0));
        desk.sandbox
                .faults()
                .add(new FaultRule(
                        "lost",
                        Pattern.compile("createMany"),
                        Pattern.compile(""),
                        0,
                        1,
                        1,
                        desk.sandbox.misbehaviour().loseAnswer()));
        desk.sandbox.set("jobSeconds", 30);
        assertThat(desk.connector.write(desk.access, spec, rows)).isInstanceOf(WriteAnswer.Unknown.class);
        int rests = 0;
        Optional<List<Outcome>> found = Optional.empty();
        while (found.isEmpty()) {
            try {
                found = desk.connector.lookUp(desk.access, spec, rows);
            } catch (NotNow e) {
                desk.later(e.shortestWait());
                rests++;
            }
        }
        assertThat(rests).isPositive();
        assertThat(found.orElseThrow()).singleElement().isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void rows_that_a_job_refused_are_told_in_zendesks_words() {
        var desk = new SandboxDesk(1, 40);
        var spec = new WriteSpec("tickets", Mode.UPDATE, Optional.of("id"), Map.of("id", "id", "status", "status"));
        List<Outcome> outcomes = through(
                desk,
                spec,
                List.of(
                        new ModelRow("a", "h", Map.of("id", 3L, "status", "solved"), 0),
                        new ModelRow("b", "h", Map.of("id", 4L, "status", "asleep"), 0),
                        new ModelRow("c", "h", Map.of("id", 999_999L, "status", "open"), 0)));
        assertThat(outcomes.get(0)).isEqualTo(new Outcome.Accepted("3", false));
        assertThat(outcomes.get(1))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.message()).contains("asleep"));
        assertThat(outcomes.get(2)).isInstanceOf(Outcome.Rejected.class);
    }
}
