package dev.tidemark.connectors.program;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Limits;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.NotNow;
import dev.tidemark.connector.OwnLoop;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.Reading;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** One program at a time, and the pages that it says. */
final class ProgramSession implements OwnLoop.Session {

    static final String FORMAT = "program;1";

    /** How long a request waits for a page, and how long whoever asked may rest before asking again. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private static final Duration REST = Duration.ofMillis(100);

    private final Access access;
    private final BiFunction<Program, String, Offered> catalog;
    private final Feed.Bounds bounds;
    private @Nullable Running running;
    private @Nullable Answered last;

    private record Answered(PageRequest request, Answer.Page page) {}

    /** @param catalog finds a stream by its name */
    ProgramSession(Access access, BiFunction<Program, String, Offered> catalog, Feed.Bounds bounds) {
        this.access = access;
        this.catalog = catalog;
        this.bounds = bounds;
    }

    @Override
    public Answer read(PageRequest request) {
        Answered before = last;
        if (before != null && before.request.equals(request)) {
            return before.page;
        }
        try {
            Running now = running;
            if (now == null || !now.isAt(request)) {
                close();
                now = start(request);
                running = now;
            }
            return next(now, request);
        } catch (BadPage e) {
            return new Answer.StartOver("the position is none that this program knows: " + e.getMessage());
        } catch (ConnectorException e) {
            close();
            return new Answer.Stop(e.code(), String.valueOf(e.getMessage()), e.whatToDo());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotNow(REST);
        }
    }

    private Running start(PageRequest request) throws BadPage {
        Optional<Place> place = request.after().isPresent()
                ? Optional.of(Place.of(request.after().get()))
                : Optional.empty();
        Optional<String> state = place.isPresent()
                ? place.get().state()
                : request.reading() instanceof Reading.From(var cursor) ? Optional.of(cursor) : Optional.empty();
        Program program = Program.of(access);
        Offered offered = catalog.apply(program, request.stream().name());
        Child child = Child.start(
                program,
                folder -> program.protocol()
                        .read(
                                folder.put("config.json", program.config().text()),
                                folder.put("catalog.json", program.protocol().chosen(offered, request)),
                                state.map(text -> folder.put("state.json", text))));
        return new Running(program, child, request, state, bounds);
    }

    private Answer next(Running now, PageRequest request) throws InterruptedException {
        Feed.Taken taken = now.feed.take(PATIENCE).orElseThrow(() -> new NotNow(REST));
        taken.settings().forEach(config -> now.program.config().keep(config, access.secrets()));
        Optional<ConnectorException> trouble = now.trouble(taken);
        if (trouble.isPresent() && taken.records() == 0) {
            throw trouble.get();
        }
        // What came before a failure is as good as ever; the next request hears of the failure.
        boolean isDone = taken.end().isPresent() && trouble.isEmpty();
        Optional<String> state = taken.state().isPresent() ? taken.state() : now.state;
        now.records += taken.records();
        Place place = new Place(state, now.id, ++now.page);
        Next next = isDone ? new Next.Done(state) : new Next.More(place.token());
        OptionalLong total =
                isDone && now.records == 0 && request.after().isEmpty() ? OptionalLong.of(0) : taken.expected();
        Answer.Page page =
                new Answer.Page(new RawPage(FORMAT, taken.body()), next, Optional.empty(), Limits.UNKNOWN, total);
        last = new Answered(request, page);
        now.expects(request, next);
        now.failed = trouble;
        if (isDone) {
            close(now);
        }
        return page;
    }

    @Override
    public void close() {
        Running now = running;
        running = null;
        last = null;
        if (now != null) {
            close(now);
        }
    }

    private static void close(Running now) {
        now.feed.close();
        now.child.close();
    }

    /** A program and where it stands. */
    private static final class Running {
        private final Program program;
        private final Child child;
        private final Feed feed;
        private final Optional<String> state;
        private final String id = UUID.randomUUID().toString();
        private Optional<PageRequest> expected;
        private Optional<ConnectorException> failed = Optional.empty();
        private long page;
        private long records;

        /** @param state from which it went on */
        Running(Program program, Child child, PageRequest request, Optional<String> state, Feed.Bounds bounds) {
            this.program = program;
            this.child = child;
            this.state = state;
            this.feed = new Feed(bounds);
            this.expected = Optional.of(request);
            Thread.ofPlatform()
                    .daemon()
                    .name("hears " + program.name())
                    .start(new Hearing(program, child, feed, request.stream().name()));
        }

        boolean isAt(PageRequest request) {
            return expected.filter(request::equals).isPresent();
        }

        void expects(PageRequest request, Next next) {
            expected = next instanceof Next.More(String token) ? Optional.of(request.next(token)) : Optional.empty();
        }

        /** What a person must hear of, where the program did not end well. */
        Optional<ConnectorException> trouble(Feed.Taken taken) {
            if (failed.isPresent()) {
                return failed;
            }
            if (taken.end().isEmpty()) {
                return Optional.empty();
            }
            return switch (taken.end().get()) {
                case Feed.End.Misspoke spoke ->
                    Optional.of(new ConnectorException(
                            "source.program_misspoke",
                            program.config().discreet(program.name() + " says what is no message: " + spoke.what()),
                            "See that 'protocol' is the one that it speaks"));
                case Feed.End.Exited exited ->
                    exited.code() == 0 && taken.trouble().isEmpty()
                            ? Optional.empty()
                            : Optional.of(
                                    Ended.trouble(program, exited.code(), taken.trouble(), child.lastWords(), "read"));
            };
        }
    }
}
