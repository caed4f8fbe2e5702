package dev.tidemark.connector.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Check;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.NotNow;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.testkit.RecordingSink.Taken;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * What the engine relies on in every source. Extend it, name the connector, and give a stand-in that holds enough records
 * for three pages.
 */
public abstract class SourceContract extends ConnectorContract {

    @Override
    protected abstract SourceConnector connector();

    @Override
    protected Check check(TestAccess access) {
        return connector().checkSource(access);
    }

    /** The stream that the suite reads. */
    protected abstract String stream();

    /** How many records a whole pass answers. */
    protected abstract int records();

    protected Reading reading() {
        return new Reading.Everything();
    }

    /** What the API answers to a token that is no longer good; empty where none expires. */
    protected Optional<Step> expired() {
        return Optional.empty();
    }

    /** A stand-in of the same records, which answers an empty page with more after it; empty where the API never does. */
    protected Optional<Step> withAnEmptyPage() {
        return Optional.empty();
    }

    /** What may come instead of an answer, none of which may end a pass or spoil it. */
    private List<Step> faults() {
        return List.of(
                Step.fails(false),
                Step.fails(true),
                Step.answering(500, "text/html", "<html>oops</html>"),
                Step.answering(502, "text/html", "<html>bad gateway</html>"),
                Step.answering(503, "text/plain", ""),
                Step.answering(504, "text/plain", ""),
                Step.answering(200, "text/html", "<html>sign in to the guest network</html>"),
                Step.answering(200, "application/json", ""),
                Step.answering(200, "application/json", "{\"error\": \"a failure that says 200\"}"),
                tooManyRequests());
    }

    @Test
    void a_pass_answers_every_record_with_its_key() {
        var walk = new Walk(ScriptedApi.of(api()));
        Map<Object, Taken> all = walk.through();
        assertThat(all).hasSize(records());
        assertThat(walk.pages).as("the stand-in holds records for three pages").hasSizeGreaterThan(2);
        assertThat(all.keySet()).doesNotContainNull();
        assertThat(all.values())
                .allSatisfy(record -> assertThat(record.misfits()).isEmpty());
    }

    @Test
    void a_stream_is_described_as_it_is_discovered() throws HttpFailed {
        TestAccess access = access(ScriptedApi.of(api()));
        List<StreamSpec> discovered = connector().discover(access);
        assertThat(connector().describe(access, stream())).isPresent().get().isIn(discovered);
        assertThat(connector().describe(access, "no_such_stream_anywhere")).isEmpty();
    }

    @Test
    void a_page_read_twice_is_the_same_page() {
        var walk = new Walk(ScriptedApi.of(api()));
        walk.through();
        for (PageRequest request : walk.requests) {
            Answer.Page one = walk.page(request);
            Answer.Page two = walk.page(request);
            assertThat(walk.taken(two.raw()).keySet())
                    .containsExactlyElementsOf(walk.taken(one.raw()).keySet());
        }
    }

    @Test
    void records_are_pure() {
        var walk = new Walk(ScriptedApi.of(api()));
        walk.through();
        for (Answer.Page page : walk.pages) {
            byte[] before = page.raw().body().clone();
            assertThat(walk.taken(page.raw())).isEqualTo(walk.taken(page.raw()));
            assertThat(page.raw().body()).isEqualTo(before);
        }
    }

    @Test
    void a_truncated_page_is_never_taken_for_a_whole_one() {
        var healthy = new Walk(ScriptedApi.of(api()));
        healthy.through();
        for (int i = 0; i < healthy.pages.size(); i++) {
            RawPage whole = healthy.pages.get(i).raw();
            int length = whole.body().length;
            for (int cut = 0; cut < length; cut += Math.max(1, length / 60)) {
                int bytes = cut;
                RawPage part = new RawPage(whole.format(), Arrays.copyOf(whole.body(), bytes));
                assertThatThrownBy(() -> connector().records(healthy.stream, part, new RecordingSink(healthy.stream)))
                        .as("records of a page cut after %s of %s bytes", bytes, length)
                        .isInstanceOf(BadPage.class);
                // A page may be archived with more about it than the API answered: only a cut of its answer counts.
                var isCut = new AtomicBoolean();
                var walk = new Walk(ScriptedApi.of(api()).disturb(healthy.askedFor(i), step -> request -> {
                    HttpAnswer answer = step.answer(request);
                    isCut.set(bytes < answer.body().length);
                    return ((Step) r -> answer).cutAfter(bytes).answer(request);
                }));
                assertThat(walk.through().keySet())
                        .as("a pass with page %s cut after %s of %s bytes", i, bytes, length)
                        .isEqualTo(healthy.all.keySet());
                assertThat(walk.patience > 0).as("asked again").isEqualTo(isCut.get());
            }
        }
    }

    @Test
    void every_network_fault_is_an_answer_and_the_pass_goes_on() {
        var healthy = new Walk(ScriptedApi.of(api()));
        healthy.through();
        for (int request = 0; request < healthy.api.asked().size(); request++) {
            for (Step fault : faults()) {
                var walk = new Walk(ScriptedApi.of(api()).disturb(request, step -> fault));
                assertThat(walk.through().keySet())
                        .as("a pass whose request %s met a fault", request)
                        .isEqualTo(healthy.all.keySet());
                assertThat(walk.patience).as("asked again").isEqualTo(1);
            }
        }
    }

    @Test
    void a_quota_that_has_no_request_left_passes_through() {
        var healthy = new Walk(ScriptedApi.of(api()));
        healthy.through();
        for (int request = 0; request < healthy.api.asked().size(); request++) {
            var walk = new Walk(ScriptedApi.of(api()).disturb(request, step -> Step.notNow(Duration.ofSeconds(3))));
            assertThatThrownBy(walk::through).isInstanceOf(NotNow.class);
            assertThat(walk.through().keySet()).isEqualTo(healthy.all.keySet());
        }
    }

    @Test
    void an_answer_that_asks_for_patience_is_a_wait_as_long_as_it_says() {
        var healthy = new Walk(ScriptedApi.of(api()));
        healthy.through();
        for (int request = 0; request < healthy.api.asked().size(); request++) {
            var walk = new Walk(ScriptedApi.of(api()).disturb(request, step -> tooManyRequests()));
            walk.through();
            assertThat(walk.answers)
                    .filteredOn(answer -> !(answer instanceof Answer.Page) && !(answer instanceof Answer.Later))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Answer.Wait.class,
                            wait -> assertThat(wait.atLeast()).isGreaterThanOrEqualTo(PATIENCE));
        }
    }

    @Test
    void a_token_that_expires_in_the_middle_is_replaced_at_once() {
        assumeTrue(expired().isPresent(), "this API's tokens do not expire");
        var healthy = new Walk(ScriptedApi.of(api()));
        healthy.through();
        for (int page = 0; page < healthy.pages.size(); page++) {
            Step expired = expired().orElseThrow();
            var walk = new Walk(ScriptedApi.of(api()).disturb(healthy.askedFor(page), step -> expired));
            assertThat(walk.through().keySet()).isEqualTo(healthy.all.keySet());
            assertThat(walk.patience).as("asked again by the engine").isZero();
        }
    }

    @Test
    void an_empty_page_is_not_the_end() {
        assumeTrue(withAnEmptyPage().isPresent(), "this API has no empty pages");
        var walk = new Walk(ScriptedApi.of(withAnEmptyPage().orElseThrow()));
        assertThat(walk.through()).hasSize(records());
        assertThat(walk.pages).anySatisfy(page -> {
            assertThat(walk.taken(page.raw())).isEmpty();
            assertThat(page.next()).isInstanceOf(Next.More.class);
        });
    }

    @Test
    void a_token_works_after_a_crash_in_another_process_against_an_api_that_forgot_it() {
        var healthy = new Walk(ScriptedApi.of(api()));
        healthy.through();
        for (int page = 1; page < healthy.pages.size(); page++) {
            Map<Object, Taken> before = new LinkedHashMap<>();
            for (Answer.Page seen : healthy.pages.subList(0, page)) {
                before.putAll(healthy.taken(seen.raw()));
            }
            var walk = new Walk(ScriptedApi.of(api()));
            before.putAll(walk.from(Optional.of(healthy.requests.get(page))));
            assertThat(before.keySet()).isEqualTo(healthy.all.keySet());
        }
    }

    @Test
    void secrets_appear_in_no_answer_no_page_and_no_token() {
        var healthy = new Walk(ScriptedApi.of(api()));
        healthy.through();
        healthy.assertDiscreet();
        for (int request = 0; request < healthy.api.asked().size(); request++) {
            for (Step echo : echoes()) {
                var walk = new Walk(ScriptedApi.of(api()).disturbFrom(request, echo));
                walk.answers.add(connector().read(walk.access, walk.first));
                for (PageRequest later : healthy.requests) {
                    walk.answers.add(connector().read(walk.access, later));
                }
                walk.assertDiscreet();
            }
        }
    }

    /** One pass as the engine walks it: again after a wait or a passing fault, from the start where told so. */
    private final class Walk {
        private static final int MOST = 200;

        final ScriptedApi api;
        final TestAccess access;
        final StreamSpec stream;
        final PageRequest first;
        final List<PageRequest> requests = new ArrayList<>();
        final List<Answer.Page> pages = new ArrayList<>();
        final List<Answer> answers = new ArrayList<>();
        final List<Integer> lastAsked = new ArrayList<>();
        final Map<Object, Taken> all = new LinkedHashMap<>();
        int patience;

        Walk(ScriptedApi api) {
            this.api = api;
            this.access = access(api);
            try {
                stream = connector()
                        .describe(access(ScriptedApi.of(api())), stream())
                        .orElseThrow();
            } catch (HttpFailed e) {
                throw new AssertionError(e);
            }
            first = PageRequest.first(stream, reading());
        }

        Map<Object, Taken> through() {
            return from(Optional.empty());
        }

        Map<Object, Taken> from(Optional<PageRequest> start) {
            requests.clear();
            pages.clear();
            lastAsked.clear();
            all.clear();
            PageRequest request = start.orElse(first);
            for (int step = 0; step < MOST; step++) {
                Answer answer = connector().read(access, request);
                answers.add(answer);
                switch (answer) {
                    case Answer.Page page -> {
                        requests.add(request);
                        pages.add(page);
                        lastAsked.add(api.asked().size() - 1);
                        all.putAll(taken(page.raw()));
                        if (!(page.next() instanceof Next.More(String token))) {
                            return all;
                        }
                        request = request.next(token);
                    }
                    case Answer.Wait wait -> patience++;
                    case Answer.Retry retry -> patience++;
                    case Answer.Resume resume -> request = request.next(resume.token());
                    case Answer.Later later -> request = request.next(later.token());
                    case Answer.StartOver over -> request = first;
                    case Answer.Stop stop -> throw new AssertionError("the pass was stopped: " + stop);
                }
            }
            throw new AssertionError("the pass did not end in " + MOST + " answers");
        }

        Answer.Page page(PageRequest request) {
            Answer answer = connector().read(access, request);
            assertThat(answer).isInstanceOf(Answer.Page.class);
            return (Answer.Page) answer;
        }

        /** The number of the request that brought a page. */
        int askedFor(int page) {
            return lastAsked.get(page);
        }

        /** The records of a page by their keys. */
        Map<Object, Taken> taken(RawPage page) {
            var sink = new RecordingSink(stream);
            try {
                connector().records(stream, page, sink);
            } catch (BadPage e) {
                throw new AssertionError("a page that was read cannot be processed", e);
            }
            Map<Object, Taken> taken = new LinkedHashMap<>();
            for (Taken record : sink.records()) {
                List<Object> key = new ArrayList<>();
                for (String part : stream.key()) {
                    Object value = record.get(part);
                    assertThat(value).as("the key field " + part).isNotNull();
                    key.add(String.valueOf(value));
                }
                taken.put(stream.key().isEmpty() ? List.of(record.values()) : key, record);
            }
            return taken;
        }

        void assertDiscreet() {
            for (Answer answer : answers) {
                assertNoSecret(access, answer.toString());
                if (answer instanceof Answer.Page page) {
                    assertNoSecret(
                            access,
                            page.raw().format(),
                            new String(page.raw().body(), StandardCharsets.UTF_8),
                            page.next().toString());
                }
            }
        }
    }
}
