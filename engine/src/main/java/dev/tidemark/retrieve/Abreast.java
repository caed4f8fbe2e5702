package dev.tidemark.retrieve;

import dev.tidemark.access.Account;
import dev.tidemark.access.CountedAccess;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Lane;
import dev.tidemark.connector.Lanes;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.NotNow;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.ReadsAbreast;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.store.StoreUnavailable;
import dev.tidemark.sync.BackOff;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The parts of one stream that are asked for at the same time: keeps as many requests in the air as there are parts and
 * permits, and hands out what came of them one after the other, each with the place of the whole by then. Holds nothing that is
 * durable. For one thread, but for the requests themselves.
 *
 * <p>What concerns one part leaves the others alone: a fault is tried again after a rest of its own. What ends the run (a stop,
 * too many faults) waits until everything in the air has come and is handed out; nothing more is asked meanwhile.
 */
final class Abreast {

    private static final int MOST = 16;
    private static final Duration STORE_AWAY = Duration.ofSeconds(1);

    /** The shortest time for which an account is left alone that was asked for patience. */
    private static final Duration SHORTEST_PATIENCE = Duration.ofSeconds(1);

    /** What there is to do next. */
    sealed interface Turn {

        /** A page, followed by what follows in the whole. */
        record Page(Answer.Page page, Instant asked) implements Turn {}

        /** One part stands elsewhere without a page: the token is of the whole. */
        record Moved(Answer.Later later, Instant asked) implements Turn {}

        /** The API asks for patience; others may still be in the air. */
        record Limit(Answer.Wait asked) implements Turn {}

        /** Nothing has come so far, or nothing that concerns anybody else. */
        record Nothing() implements Turn {}

        /**
         * Nothing is in the air, and nothing may be asked for so long.
         *
         * @param isKnown whether somebody else would know as much: nothing is lost by giving the job back
         */
        record Quiet(Duration time, String why, boolean isKnown) implements Turn {}

        /** Nothing is in the air, and nothing more will be asked. */
        record Over(Answer answer, Instant asked) implements Turn {}

        /** Nothing is in the air, and one part brought a fault once too often. */
        record GivenUp(int faults, String why) implements Turn {}

        /** There are no parts: the request is to be asked as it is. */
        record Alone() implements Turn {}
    }

    /** A rest that has begun. Over, too, where the clock went back: nobody knows by how much. */
    private record Rest(Instant since, Duration time) {

        static final Rest NONE = new Rest(Instant.EPOCH, Duration.ZERO);

        Duration left(Instant now) {
            Duration left = Duration.between(now, since.plus(time));
            return now.isBefore(since) || left.isNegative() ? Duration.ZERO : left;
        }

        boolean isOver(Instant now) {
            return left(now).isZero();
        }
    }

    /** A request on its way. */
    private record Flight(Lane lane, Instant asked, CountedAccess access) {}

    /** What became of it; neither an answer nor a fault where the thread died. */
    private record Heard(Flight flight, Optional<Answer> answer, Optional<RuntimeException> thrown) {}

    private final SourceConnector source;
    private final ReadsAbreast parts;
    private final Account account;
    private final CountedAccess access;
    private final Executor asking;
    private final InstantSource clock;
    private final BackOff backOff;

    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    private final Map<String, Flight> inTheAir = new LinkedHashMap<>();
    private final Deque<CountedAccess> idle = new ArrayDeque<>();
    private final Map<String, Integer> faults = new HashMap<>();
    private final Map<String, Rest> resting = new HashMap<>();

    private int most;
    private boolean isAlone;
    private Optional<Lanes> lanes = Optional.empty();

    /** The token by which whoever steps this knows the same place. */
    private Optional<String> known = Optional.empty();

    private Rest held = Rest.NONE;
    private String heldWhy = "";
    private @Nullable Turn decided;
    private @Nullable RuntimeException thrown;
    private long sent;

    /**
     * @param access of whoever steps this
     * @param asking runs each request, at once or on a thread of its own
     */
    Abreast(
            SourceConnector source,
            ReadsAbreast parts,
            Account account,
            CountedAccess access,
            Executor asking,
            InstantSource clock,
            BackOff backOff) {
        this.source = source;
        this.parts = parts;
        this.account = account;
        this.access = access;
        this.asking = asking;
        this.clock = clock;
        this.backOff = backOff;
    }

    boolean isAsking() {
        return !inTheAir.isEmpty();
    }

    /** What was asked for no longer counts: another reading may have begun. */
    void forget() {
        lanes = Optional.empty();
        known = Optional.empty();
        // Their answers are dropped as they come, and their names are taken until then.
        inTheAir.replaceAll((name, flight) -> new Flight(new Lane(name, "dropped"), flight.asked, flight.access));
        decided = null;
        thrown = null;
        lookAgain();
    }

    /** There may be parts by now. */
    void lookAgain() {
        isAlone = false;
    }

    /** Requests sent since the last call of this, of which is known what became. */
    long takeSent() {
        long count = sent;
        sent = 0;
        return count;
    }

    /**
     * Asks for what may be asked, and waits a little for an answer.
     *
     * @param at the place as it is known to whoever keeps the pages
     * @param mayAsk whether there is room for more
     * @param patience how long to wait for an answer
     * @throws ConnectorException where a person must act
     */
    Turn next(PageRequest at, boolean mayAsk, Duration patience) {
        if (isAlone) {
            return new Turn.Alone();
        }
        if (lanes.isEmpty() || !at.after().equals(known)) {
            open(at);
            if (isAlone) {
                return new Turn.Alone();
            }
        }
        Lanes now = lanes.orElseThrow();
        if (mayAsk && decided == null && thrown == null) {
            ask(at, now);
        }
        if (inTheAir.isEmpty()) {
            return quiet(now);
        }
        Heard came = take(patience);
        return came == null ? new Turn.Nothing() : outcome(at, now, came);
    }

    private void open(PageRequest at) {
        if (most == 0) {
            most = Math.clamp(parts.mostAbreast(access), 1, MOST);
        }
        lanes = most == 1 ? Optional.empty() : parts.lanes(access, at, most);
        known = at.after();
        isAlone = lanes.isEmpty();
        faults.clear();
        resting.clear();
    }

    /** Each takes its permit before it is on its way, so that no more threads begin than there are permits. */
    private void ask(PageRequest at, Lanes now) {
        Instant time = clock.instant();
        for (Lane lane : now.open()) {
            if (!held.isOver(time) || inTheAir.size() >= most) {
                return;
            }
            if (inTheAir.containsKey(lane.name())
                    || !resting.getOrDefault(lane.name(), Rest.NONE).isOver(time)) {
                continue;
            }
            CountedAccess way = idle.isEmpty() ? account.open() : idle.pop();
            try {
                way.reserve(1);
            } catch (NotNow e) {
                idle.push(way);
                hold(e);
                return;
            }
            Flight flight = new Flight(lane, time, way);
            inTheAir.put(lane.name(), flight);
            PageRequest request = at.next(lane.token());
            asking.execute(() -> fly(flight, request));
        }
    }

    private void fly(Flight flight, PageRequest request) {
        Heard came = new Heard(flight, Optional.empty(), Optional.empty());
        try {
            Answer answer = source.read(flight.access, request);
            came = new Heard(flight, Optional.of(answer), Optional.empty());
        } catch (RuntimeException e) {
            came = new Heard(flight, Optional.empty(), Optional.of(e));
        } finally {
            heard.add(came); // in memory only: whoever waits must not wait for ever
        }
    }

    private @Nullable Heard take(Duration patience) {
        try {
            Instant time = clock.instant();
            // What is held back may be asked in the meantime.
            Duration wait = held.isOver(time) ? patience : min(patience, held.left(time));
            return heard.poll(Math.max(1, wait.toNanos()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private void hold(NotNow e) {
        hold(e.shortestWait(), "the account's allowance is used up for now");
    }

    private void hold(Duration wait, String why) {
        Instant now = clock.instant();
        if (wait.compareTo(held.left(now)) > 0) {
            held = new Rest(now, wait);
            heldWhy = why;
        }
    }

    private Turn quiet(Lanes now) {
        if (thrown != null) {
            RuntimeException e = thrown;
            thrown = null;
            throw e;
        }
        if (decided != null) {
            Turn end = decided;
            decided = null;
            return end;
        }
        Instant time = clock.instant();
        Duration first = now.open().stream()
                .map(lane -> resting.getOrDefault(lane.name(), Rest.NONE).left(time))
                .min(Duration::compareTo)
                .orElse(Duration.ZERO);
        boolean isHeld = held.left(time).compareTo(first) > 0;
        Duration wait = isHeld ? held.left(time) : first;
        return wait.isZero()
                ? new Turn.Nothing()
                : new Turn.Quiet(wait, isHeld ? heldWhy : "the API is at work on each part", faults.isEmpty());
    }

    private Turn outcome(PageRequest at, Lanes now, Heard came) {
        Flight flight = came.flight;
        String name = flight.lane.name();
        Flight current = inTheAir.remove(name);
        idle.push(flight.access);
        sent += flight.access.takeSent();
        if (!flight.equals(current) || !now.open().contains(flight.lane)) {
            return new Turn.Nothing();
        }
        if (came.answer.isEmpty()) {
            failed(flight, came.thrown);
            return new Turn.Nothing();
        }
        try {
            return answered(at, now, flight, came.answer.get());
        } catch (ConnectorException e) {
            decide(e);
            return new Turn.Nothing();
        }
    }

    private void failed(Flight flight, Optional<RuntimeException> why) {
        switch (why.orElse(null)) {
            case NotNow e -> hold(e);
            case StoreUnavailable e -> rest(flight, STORE_AWAY);
            case null -> decide(new IllegalStateException("a request ended without an answer"));
            case RuntimeException e -> decide(e);
        }
    }

    private Turn answered(PageRequest at, Lanes now, Flight flight, Answer answer) {
        String name = flight.lane.name();
        switch (answer) {
            case Answer.Page page -> {
                faults.remove(name);
                resting.remove(name);
                return new Turn.Page(page.followedBy(folded(at, now, flight, page.next())), flight.asked);
            }
            case Answer.Later later -> {
                faults.remove(name);
                rest(flight, later.atLeast());
                return moved(at, now, flight, later);
            }
            case Answer.Resume resume -> {
                fault(flight, resume.why(), Duration.ZERO);
                return moved(at, now, flight, new Answer.Later(resume.token(), Duration.ZERO, resume.why()));
            }
            case Answer.Retry retry -> fault(flight, retry.why(), null);
            case Answer.Wait wait -> {
                boolean isShort = wait.atLeast().compareTo(SHORTEST_PATIENCE) < 0;
                hold(isShort ? SHORTEST_PATIENCE : wait.atLeast(), wait.why());
                return new Turn.Limit(wait);
            }
            case Answer.StartOver over -> decide(new Turn.Over(over, flight.asked));
            case Answer.Stop stop -> decide(new Turn.Over(stop, flight.asked));
        }
        return new Turn.Nothing();
    }

    private Turn moved(PageRequest at, Lanes now, Flight flight, Answer.Later later) {
        return folded(at, now, flight, new Next.More(later.token())) instanceof Next.More(String token)
                ? new Turn.Moved(later.at(token), flight.asked)
                : new Turn.Nothing();
    }

    private Next folded(PageRequest at, Lanes now, Flight flight, Next next) {
        if (!(now.next() instanceof Next.More(String token))) {
            throw new IllegalStateException("nothing is open at the end");
        }
        Lanes then = parts.fold(access, at.next(token), flight.lane, next, most);
        lanes = Optional.of(then);
        known = then.next() instanceof Next.More(String after) ? Optional.of(after) : Optional.empty();
        return then.next();
    }

    /** @param rest before it is tried again; by the back-off where there is none */
    private void fault(Flight flight, String why, @Nullable Duration rest) {
        int count = faults.merge(flight.lane.name(), 1, Integer::sum);
        if (count >= Retrieval.MOST_FAULTS) {
            decide(new Turn.GivenUp(count, why));
        }
        rest(flight, rest == null ? backOff.after(count) : rest);
    }

    private void rest(Flight flight, Duration time) {
        resting.put(flight.lane.name(), new Rest(clock.instant(), time));
    }

    private void decide(Turn end) {
        if (decided == null && thrown == null) {
            decided = end;
        }
    }

    private void decide(RuntimeException e) {
        if (decided == null && thrown == null) {
            thrown = e;
        }
    }
}
