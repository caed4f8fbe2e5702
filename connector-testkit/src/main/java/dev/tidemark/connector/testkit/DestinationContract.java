package dev.tidemark.connector.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.NotNow;
import dev.tidemark.connector.Outcome;
import dev.tidemark.connector.RecordDestination;
import dev.tidemark.connector.WriteAnswer;
import dev.tidemark.connector.WriteSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What the engine relies on in every app that rows are written to. Extend it, name the connector, and give a stand-in that
 * takes {@link #good} rows and refuses the {@link #refused} one. A batch's last request must be the one that writes; a job
 * that the app works on in its own time must have ended after some requests for its outcomes.
 */
public abstract class DestinationContract extends ConnectorContract {

    @Override
    protected abstract RecordDestination connector();

    protected abstract WriteSpec spec();

    /** A row that the stand-in takes; each number is another record. */
    protected abstract ModelRow good(int number);

    /** A row that the stand-in refuses. */
    protected abstract ModelRow refused();

    /** How many records a stand-in made by {@link #api} holds now. */
    protected abstract int held(Step api);

    /** Whether the app takes one row a request, so that a batch never holds more. */
    protected boolean oneByOne() {
        return false;
    }

    private List<ModelRow> rows() {
        return oneByOne() ? List.of(good(1)) : List.of(good(1), good(2));
    }

    private WriteAnswer write(ScriptedApi api, List<ModelRow> rows) {
        return connector().write(access(api), spec(), rows);
    }

    /** The answer, and where the app works on the batch in its own time, what it comes to. */
    private WriteAnswer through(ScriptedApi api, List<ModelRow> rows) {
        TestAccess access = access(api);
        WriteAnswer answer = connector().write(access, spec(), rows);
        for (int asked = 0;
                answer instanceof WriteAnswer.Working(String job, Duration atLeast, int requests);
                asked++) {
            assertThat(asked).as("times asked for the outcomes").isLessThan(20);
            answer = connector().outcomes(access, spec(), rows, job);
        }
        return answer;
    }

    /** How many requests one healthy batch takes, with the sign-in. */
    private int requests() {
        var api = ScriptedApi.of(api());
        write(api, rows());
        return api.asked().size();
    }

    /** Whether the app takes a batch as a whole or not at all. */
    protected boolean allOrNothing() {
        return false;
    }

    @Test
    void a_batch_that_is_refused_for_one_of_its_rows_does_nothing_and_that_row_alone_is_refused_too() {
        assumeTrue(allOrNothing(), "this app tells the outcome of each row");
        Step standIn = api();
        int held = held(standIn);
        var api = ScriptedApi.of(standIn);
        assertThat(write(api, List.of(good(1), refused(), good(2))))
                .isInstanceOfSatisfying(WriteAnswer.Refused.class, whole -> {
                    assertThat(whole.code()).isNotBlank();
                    assertThat(whole.answer()).isNotBlank();
                });
        assertThat(held(standIn)).isEqualTo(held);
        assertThat(write(api, List.of(refused()))).isInstanceOf(WriteAnswer.Refused.class);
        assertThat(write(api, List.of(good(1), good(2)))).isInstanceOf(WriteAnswer.Done.class);
    }

    @Test
    void every_row_has_an_outcome_in_the_order_sent() {
        assumeFalse(allOrNothing(), "this app takes a batch as a whole or not at all");
        List<ModelRow> rows = List.of(good(1), refused(), good(2));
        Step standIn = api();
        List<Outcome> outcomes = new ArrayList<>();
        for (List<ModelRow> batch : oneByOne() ? rows.stream().map(List::of).toList() : List.of(rows)) {
            assertThat(through(ScriptedApi.of(standIn), batch))
                    .isInstanceOfSatisfying(WriteAnswer.Done.class, done -> outcomes.addAll(done.outcomes()));
        }
        assertThat(outcomes).hasSize(3);
        assertThat(outcomes.get(0)).isInstanceOf(Outcome.Accepted.class);
        assertThat(outcomes.get(1)).isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> {
            assertThat(rejected.code()).isNotBlank();
            assertThat(rejected.message()).isNotBlank();
            assertThat(rejected.answer()).isNotBlank();
        });
        assertThat(outcomes.get(2)).isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void a_lost_answer_is_unknown() {
        var api = ScriptedApi.of(api()).disturb(requests() - 1, Step::loseAnswer);
        assertThat(write(api, rows())).isInstanceOf(WriteAnswer.Unknown.class);
    }

    @Test
    void an_answer_that_is_not_whole_is_unknown() {
        for (int bytes = 0; bytes < 12; bytes++) {
            int cut = bytes;
            var api = ScriptedApi.of(api()).disturb(requests() - 1, step -> step.cutAfter(cut));
            assertThat(write(api, rows())).isInstanceOf(WriteAnswer.Unknown.class);
        }
        for (int status : new int[] {500, 502, 504}) {
            var api = ScriptedApi.of(api())
                    .disturb(requests() - 1, step -> Step.answering(status, "text/html", "<html>"));
            assertThat(write(api, rows())).as("HTTP " + status).isInstanceOf(WriteAnswer.Unknown.class);
        }
    }

    @Test
    void what_never_left_is_sent_again() {
        var api = ScriptedApi.of(api()).disturb(requests() - 1, step -> Step.fails(false));
        assertThat(write(api, rows())).isInstanceOf(WriteAnswer.Retry.class);
        for (int request = 0; request < requests() - 1; request++) {
            var before = ScriptedApi.of(api()).disturb(request, step -> Step.fails(true));
            assertThat(write(before, rows()))
                    .as("request " + request + " is not the one that writes")
                    .isInstanceOf(WriteAnswer.Retry.class);
        }
    }

    @Test
    void a_quota_that_has_no_request_left_passes_through_before_anything_is_written() {
        for (int request = 0; request < requests(); request++) {
            Step standIn = api();
            int held = held(standIn);
            var api = ScriptedApi.of(standIn).disturb(request, step -> Step.notNow(Duration.ofSeconds(3)));
            assertThatThrownBy(() -> write(api, rows())).isInstanceOf(NotNow.class);
            assertThat(held(standIn)).isEqualTo(held);
        }
    }

    @Test
    void an_answer_that_asks_for_patience_is_a_wait_as_long_as_it_says() {
        for (int request = 0; request < requests(); request++) {
            var api = ScriptedApi.of(api()).disturb(request, step -> tooManyRequests());
            assertThat(write(api, rows()))
                    .isInstanceOfSatisfying(
                            WriteAnswer.Wait.class,
                            wait -> assertThat(wait.atLeast()).isGreaterThanOrEqualTo(PATIENCE));
        }
    }

    @Test
    void what_is_repeatable_leaves_the_app_as_sent_once() {
        assumeTrue(spec().repeatable(), "an insert is not repeatable");
        Step standIn = api();
        through(ScriptedApi.of(standIn), rows());
        int once = held(standIn);
        through(ScriptedApi.of(standIn), rows());
        assertThat(held(standIn)).isEqualTo(once);
    }

    @Test
    void a_row_whose_answer_was_lost_is_found_and_one_that_never_left_is_not() throws HttpFailed {
        Step standIn = api();
        var api = ScriptedApi.of(standIn).disturb(requests() - 1, Step::loseAnswer);
        TestAccess access = access(api);
        connector().write(access, spec(), List.of(good(1)));
        Optional<List<Outcome>> found = connector().lookUp(access, spec(), List.of(good(1), good(2)));
        assumeTrue(found.isPresent(), "this app has nothing to look by");
        assertThat(found.orElseThrow()).hasSize(2);
        assertThat(found.orElseThrow().get(0)).isInstanceOf(Outcome.Accepted.class);
        assertThat(found.orElseThrow().get(1)).isInstanceOf(Outcome.Again.class);
    }

    @Test
    void what_keeps_the_outcomes_of_a_job_away_never_says_that_nothing_was_done() {
        for (Step trouble : List.of(
                Step.fails(false),
                Step.fails(true),
                Step.answering(500, "text/html", "<html>"),
                Step.answering(200, "text/html", "<html>"),
                tooManyRequests())) {
            TestAccess access = access(ScriptedApi.of(api()));
            WriteAnswer answer = connector().write(access, spec(), rows());
            assumeTrue(answer instanceof WriteAnswer.Working, "this app answers every batch at once");
            String job = ((WriteAnswer.Working) answer).job();
            assertNoSecret(access, job);
            assertThat(connector().outcomes(access.by(ScriptedApi.of(trouble)), spec(), rows(), job))
                    .isInstanceOfAny(WriteAnswer.Wait.class, WriteAnswer.Retry.class, WriteAnswer.Unknown.class);
        }
    }

    @Test
    void a_mapping_is_checked_before_anything_is_sent() throws HttpFailed {
        assertThat(connector().prepare(access(ScriptedApi.of(api())), spec())).isPositive();
        Map<String, String> mapping = new HashMap<>(spec().mapping());
        mapping.put("no_such_field_at_all", "x");
        mapping.put("nor_such_a_one", "y");
        var wrong = new WriteSpec(spec().stream(), spec().mode(), spec().match(), mapping);
        assertThatThrownBy(() -> connector().prepare(access(ScriptedApi.of(api())), wrong))
                .isInstanceOfSatisfying(ConnectorException.class, e -> {
                    assertThat(e.getMessage()).contains("no_such_field_at_all", "nor_such_a_one");
                    assertThat(e.whatToDo()).isNotBlank();
                });
    }

    @Test
    void secrets_appear_in_no_answer() {
        for (int request = 0; request < requests(); request++) {
            for (Step echo : echoes()) {
                TestAccess access = access(ScriptedApi.of(api()).disturbFrom(request, echo));
                assertNoSecret(access, connector().write(access, spec(), rows()).toString());
            }
        }
    }
}
