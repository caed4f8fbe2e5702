package dev.tidemark.connector.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.NotNow;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.ReadsTogether;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.testkit.RecordingSink.Taken;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What the engine relies on where one request serves several streams, beside the {@link SourceContract} of each. The stand-in
 * holds changes of at least two streams that join.
 */
public abstract class TogetherContract extends ConnectorContract {

    @Override
    protected abstract SourceConnector connector();

    /** At least two streams, of which each has changes. */
    protected abstract List<String> streams();

    /** From when on {@link #streams} have changes. */
    protected abstract Reading reading();

    /** A stand-in of the same that refuses the last of the streams and no other. */
    protected abstract Step refusingTheLast();

    private ReadsTogether together() {
        return (ReadsTogether) connector();
    }

    private List<PageRequest> requests() {
        return streams().stream().map(this::request).toList();
    }

    private PageRequest request(String stream) {
        try {
            StreamSpec spec =
                    connector().describe(access(ScriptedApi.of(api())), stream).orElseThrow();
            return PageRequest.first(spec, reading());
        } catch (HttpFailed e) {
            throw new AssertionError(e);
        }
    }

    private List<Taken> taken(PageRequest request, @Nullable Answer answer) {
        if (!(answer instanceof Answer.Page page)) {
            throw new AssertionError("no page of " + request.stream().name() + " but " + answer);
        }
        var sink = new RecordingSink(request.stream());
        try {
            connector().records(request.stream(), page.raw(), sink);
        } catch (BadPage e) {
            throw new AssertionError("a page that was read cannot be processed", e);
        }
        return sink.records().stream()
                .map(r -> new Taken(r.values(), r.misfits(), r.deleted(), ""))
                .toList();
    }

    @Test
    void streams_that_are_read_together_bring_what_each_brings_alone_in_one_request() {
        List<PageRequest> requests = requests();
        assertThat(requests).hasSizeBetween(2, together().mostTogether());
        assertThat(requests).allMatch(together()::joins);
        var api = ScriptedApi.of(api());
        var first = access(api);
        together().readTogether(first, requests);
        int signedIn = api.asked().size() - 1;
        Map<String, Answer> answers = together().readTogether(first, requests);
        assertThat(api.asked()).as("one request, the sign-in aside").hasSize(signedIn + 2);
        assertThat(answers).hasSameSizeAs(requests);
        TestAccess alone = access(ScriptedApi.of(api()));
        for (PageRequest request : requests) {
            Answer answer = answers.get(request.stream().name());
            List<Taken> records = taken(request, answer);
            assertThat(records)
                    .isNotEmpty()
                    .isEqualTo(taken(request, connector().read(alone, request)));
        }
    }

    @Test
    void a_part_that_is_refused_is_refused_alone() {
        List<PageRequest> requests = requests();
        Map<String, Answer> answers = together().readTogether(access(ScriptedApi.of(refusingTheLast())), requests);
        PageRequest last = requests.getLast();
        assertThat(answers.get(last.stream().name())).isInstanceOf(Answer.Stop.class);
        for (PageRequest request : requests.subList(0, requests.size() - 1)) {
            assertThat(taken(request, answers.get(request.stream().name()))).isNotEmpty();
        }
    }

    @Test
    void a_fault_of_the_request_is_the_answer_of_all_and_none_is_stopped() {
        List<PageRequest> requests = requests();
        for (Step fault : List.of(
                Step.fails(false),
                Step.fails(true),
                Step.answering(502, "text/html", "<html>bad gateway</html>"),
                Step.answering(200, "text/html", "<html>sign in to the guest network</html>"),
                Step.answering(200, "application/json", ""),
                Step.answering(200, "application/json", "{}"),
                tooManyRequests())) {
            var api = ScriptedApi.of(api());
            TestAccess access = access(api);
            together().readTogether(access, requests);
            Map<String, Answer> answers =
                    together().readTogether(access.by(ScriptedApi.of(api()).disturbFrom(0, fault)), requests);
            assertThat(answers).hasSameSizeAs(requests);
            assertThat(answers.values())
                    .allMatch(answer -> answer instanceof Answer.Retry || answer instanceof Answer.Wait);
        }
    }

    @Test
    void an_answer_that_is_cut_off_anywhere_brings_whole_pages_or_none() {
        List<PageRequest> requests = requests();
        var healthy = ScriptedApi.of(api());
        Map<String, Answer> whole = together().readTogether(access(healthy), requests);
        int last = healthy.asked().size() - 1;
        int length = whole.values().stream()
                .mapToInt(a -> ((Answer.Page) a).raw().body().length)
                .sum();
        for (int cut = 0; cut < length; cut += Math.max(1, length / 60)) {
            int bytes = cut;
            var api = ScriptedApi.of(api()).disturb(last, step -> step.cutAfter(bytes));
            Map<String, Answer> answers = together().readTogether(access(api), requests);
            for (PageRequest request : requests) {
                String name = request.stream().name();
                if (answers.get(name) instanceof Answer.Page page) {
                    assertThat(taken(request, page)).isEqualTo(taken(request, whole.get(name)));
                } else {
                    assertThat(answers.get(name)).isInstanceOf(Answer.Retry.class);
                }
            }
        }
    }

    @Test
    void a_quota_that_has_no_request_left_passes_through() {
        List<PageRequest> requests = requests();
        TestAccess access = access(ScriptedApi.of(Step.notNow(Duration.ofSeconds(3))));
        assertThatThrownBy(() -> together().readTogether(access, requests)).isInstanceOf(NotNow.class);
    }

    @Test
    void secrets_appear_in_no_answer() {
        List<PageRequest> requests = requests();
        for (Step echo : echoes()) {
            TestAccess access = access(ScriptedApi.of(api()));
            together().readTogether(access, requests);
            Map<String, Answer> answers =
                    together().readTogether(access.by(ScriptedApi.of(api()).disturbFrom(0, echo)), requests);
            assertThat(answers).hasSameSizeAs(requests);
            answers.values().forEach(answer -> assertNoSecret(access, answer.toString()));
        }
    }
}
