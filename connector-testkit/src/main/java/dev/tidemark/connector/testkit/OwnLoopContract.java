package dev.tidemark.connector.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.NotNow;
import dev.tidemark.connector.OwnLoop;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.StreamSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What the engine relies on in a source that {@linkplain OwnLoop listens to a program}: smaller than {@link SourceContract},
 * for what the program asks its API nobody sees. Give it programs that do as they are told.
 */
@Timeout(120)
public abstract class OwnLoopContract {

    /**
     * What the program shall do.
     *
     * @param records with the numbers 1 to this
     * @param stateEvery so many records says it a state, of all before it
     * @param dieAt after so many records it ends with {@code exit}; 0 for never
     * @param exit its exit code then
     */
    public record Script(int records, int stateEvery, int dieAt, int exit) {
        public static Script of(int records, int stateEvery) {
            return new Script(records, stateEvery, 0, 0);
        }

        public Script dies(int at, int code) {
            return new Script(records, stateEvery, at, code);
        }
    }

    /** A source that is an {@link OwnLoop}. Its pages end at a state after at most a hundred records. */
    protected abstract SourceConnector connector();

    /** An account whose program does this. */
    protected abstract Access access(Script script);

    /** The stream of records, whose only key field holds their numbers. */
    protected abstract String stream();

    /** Values that may stand in no answer. */
    protected abstract Collection<String> secrets();

    /** How many records the program has said so far, or tried to, of the scripts of the running test. */
    protected abstract int said();

    /** The processes of programs that live, theirs included. */
    protected abstract Set<Long> living();

    private final List<OwnLoop.Session> opened = new ArrayList<>();

    @AfterEach
    void closeAll() {
        opened.forEach(OwnLoop.Session::close);
    }

    private OwnLoop.Session open(Access access) {
        OwnLoop.Session session = ((OwnLoop) connector()).open(access);
        opened.add(session);
        return session;
    }

    private PageRequest first(Access access, Reading reading) {
        try {
            StreamSpec stream = connector().describe(access, stream()).orElseThrow();
            return PageRequest.first(stream, reading);
        } catch (HttpFailed e) {
            throw new AssertionError(e);
        }
    }

    private static Answer read(OwnLoop.Session session, PageRequest request) {
        while (true) {
            try {
                return session.read(request);
            } catch (NotNow e) {
                Thread.onSpinWait(); // it waited already
            }
        }
    }

    private Set<Integer> numbers(PageRequest request, Answer.Page page) {
        var sink = new RecordingSink(request.stream());
        try {
            connector().records(request.stream(), page.raw(), sink);
        } catch (BadPage e) {
            throw new AssertionError(e);
        }
        Set<Integer> numbers = new TreeSet<>();
        sink.all(request.stream().key().getFirst()).forEach(n -> numbers.add(Integer.valueOf(String.valueOf(n))));
        return numbers;
    }

    /** A pass from a request to its end, or to what is not a page. */
    private final class Pass {
        final List<PageRequest> requests = new ArrayList<>();
        final List<Answer.Page> pages = new ArrayList<>();
        final Set<Integer> records = new TreeSet<>();
        Optional<Answer> stopped = Optional.empty();
        Optional<String> cursor = Optional.empty();

        Pass(OwnLoop.Session session, PageRequest from, OptionalInt most) {
            PageRequest request = from;
            while (most.isEmpty() || pages.size() < most.getAsInt()) {
                Answer answer = read(session, request);
                if (!(answer instanceof Answer.Page page)) {
                    stopped = Optional.of(answer);
                    return;
                }
                requests.add(request);
                pages.add(page);
                records.addAll(numbers(request, page));
                switch (page.next()) {
                    case Next.More more -> request = request.next(more.token());
                    case Next.Done done -> {
                        cursor = done.cursor();
                        return;
                    }
                }
            }
        }

        PageRequest next() {
            return requests.getLast().next(((Next.More) pages.getLast().next()).token());
        }
    }

    private static Set<Integer> upTo(int last) {
        Set<Integer> all = new TreeSet<>();
        for (int i = 1; i <= last; i++) {
            all.add(i);
        }
        return all;
    }

    @Test
    void a_pass_brings_every_record_in_pages_and_ends_at_the_last_state() {
        Access access = access(Script.of(500, 50));
        Pass pass = new Pass(open(access), first(access, new Reading.Everything()), OptionalInt.empty());
        assertThat(pass.stopped).isEmpty();
        assertThat(pass.records).isEqualTo(upTo(500));
        assertThat(pass.pages).hasSizeGreaterThan(2);
        assertThat(pass.cursor).isPresent();
    }

    @Test
    void the_next_pass_begins_at_the_state_where_the_last_one_ended() {
        Access before = access(Script.of(100, 50));
        Pass one = new Pass(open(before), first(before, new Reading.Everything()), OptionalInt.empty());
        Access after = access(Script.of(130, 10));
        Reading.From from = new Reading.From(one.cursor.orElseThrow());
        Pass two = new Pass(open(after), first(after, from), OptionalInt.empty());
        assertThat(two.records).contains(101, 130).doesNotContain(100);
    }

    @Test
    void a_pass_that_finds_nothing_new_keeps_its_state() {
        Access access = access(Script.of(100, 50));
        Pass one = new Pass(open(access), first(access, new Reading.Everything()), OptionalInt.empty());
        Reading.From from = new Reading.From(one.cursor.orElseThrow());
        Pass two = new Pass(open(access), first(access, from), OptionalInt.empty());
        assertThat(two.records).isEmpty();
        assertThat(two.cursor).isEqualTo(one.cursor);
        assertThat(two.pages.getLast().total()).hasValue(0);
    }

    /** As if the process died after each page, and another went on from what was durable. */
    @Test
    void no_token_covers_a_record_that_is_in_no_page_before_it() {
        Access access = access(Script.of(350, 30));
        Pass healthy = new Pass(open(access), first(access, new Reading.Everything()), OptionalInt.empty());
        for (int pages = 1; pages < healthy.pages.size(); pages++) {
            Set<Integer> durable = new TreeSet<>();
            for (int page = 0; page < pages; page++) {
                durable.addAll(numbers(healthy.requests.get(page), healthy.pages.get(page)));
            }
            Pass rest = new Pass(open(access), healthy.requests.get(pages), OptionalInt.empty());
            durable.addAll(rest.records);
            assertThat(durable).as("gone on after page " + pages).isEqualTo(upTo(350));
        }
    }

    @Test
    void a_program_that_is_killed_goes_on_from_the_last_state_that_was_kept() {
        Access access = access(Script.of(5_000, 50));
        OwnLoop.Session session = open(access);
        Pass begun = new Pass(session, first(access, new Reading.Everything()), OptionalInt.of(2));
        session.close();
        assertThat(living()).isEmpty();
        Pass rest = new Pass(session, begun.next(), OptionalInt.empty());
        assertThat(rest.records).doesNotContain(1);
        Set<Integer> all = new TreeSet<>(begun.records);
        all.addAll(rest.records);
        assertThat(all).isEqualTo(upTo(5_000));
    }

    /** Whether a program said everything nobody saw (invariant 5). */
    @Test
    void what_a_program_does_not_say_is_not_gone() {
        PageRequest first = first(access(Script.of(1, 1)), new Reading.Everything());
        assertThat(connector().readsAll(first.stream())).isFalse();
    }

    @Test
    void a_page_asked_for_again_is_the_same_page() {
        Access access = access(Script.of(300, 50));
        OwnLoop.Session session = open(access);
        PageRequest first = first(access, new Reading.Everything());
        Answer one = read(session, first);
        assertThat(read(session, first)).isEqualTo(one);
        Pass whole = new Pass(session, first, OptionalInt.empty());
        assertThat(whole.records).isEqualTo(upTo(300));
    }

    /** What is not taken is not said: pipe, one page and one line are all that lies between. */
    @Test
    void a_program_is_heard_only_as_fast_as_its_pages_are_taken() throws InterruptedException {
        Access access = access(Script.of(2_000_000, 50));
        OwnLoop.Session session = open(access);
        new Pass(session, first(access, new Reading.Everything()), OptionalInt.of(1));
        int before = -1;
        int now = said();
        for (int look = 0; look < 600 && now != before; look++) {
            Thread.sleep(200);
            before = now;
            now = said();
        }
        assertThat(now)
                .as("records said while nobody takes a page")
                .isEqualTo(before)
                .isLessThan(50_000);
        assertThat(living()).isNotEmpty();
    }

    @Test
    void a_program_that_fails_is_never_taken_for_one_that_is_done() {
        for (int code : new int[] {1, 2, 126, 127, 137}) {
            Access access = access(Script.of(500, 50).dies(120, code));
            Pass pass = new Pass(open(access), first(access, new Reading.Everything()), OptionalInt.empty());
            assertThat(pass.cursor).isEmpty();
            assertThat(pass.records).as("what came before code " + code).isEqualTo(upTo(120));
            assertThat(pass.stopped).get().isInstanceOfSatisfying(Answer.Stop.class, stop -> {
                assertThat(stop.code()).startsWith("source.program_");
                assertThat(stop.whatToDo()).isNotBlank();
            });
            Access mended = access(Script.of(500, 50));
            Pass rest = new Pass(open(mended), pass.next(), OptionalInt.empty());
            assertThat(rest.records).contains(121, 500).doesNotContain(50);
        }
    }

    @Test
    void whoever_closes_a_session_leaves_no_process_behind() {
        Access access = access(Script.of(2_000_000, 50));
        OwnLoop.Session session = open(access);
        new Pass(session, first(access, new Reading.Everything()), OptionalInt.of(1));
        assertThat(living()).isNotEmpty();
        session.close();
        assertThat(living()).isEmpty();
        session.close();
    }

    @Test
    void secrets_appear_in_no_answer() {
        for (Script script : List.of(Script.of(100, 10), Script.of(100, 10).dies(20, 1))) {
            Access access = access(script);
            Pass pass = new Pass(open(access), first(access, new Reading.Everything()), OptionalInt.empty());
            List<String> told = new ArrayList<>();
            pass.stopped.ifPresent(stop -> told.add(stop.toString()));
            for (Answer.Page page : pass.pages) {
                told.add(page + new String(page.raw().body(), StandardCharsets.UTF_8));
            }
            told.add(connector().check(access).toString());
            assertThat(told).allSatisfy(text -> assertThat(text).doesNotContain(secrets()));
        }
    }
}
