package dev.tidemark.retrieve;

import dev.tidemark.access.CountedAccess;
import dev.tidemark.archive.Archive;
import dev.tidemark.archive.ArchiveUnavailable;
import dev.tidemark.archive.ArchivedPage;
import dev.tidemark.archive.Handover;
import dev.tidemark.archive.JdbcPages;
import dev.tidemark.checkpoint.Checkpoint;
import dev.tidemark.checkpoint.JdbcCheckpoints;
import dev.tidemark.checkpoint.Pass;
import dev.tidemark.checkpoint.Reached;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.HintFeed;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.Lateness;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.NotNow;
import dev.tidemark.connector.OwnLoop;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.ReadsAbreast;
import dev.tidemark.connector.ReadsTogether;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.hook.Feed;
import dev.tidemark.hook.JdbcHooks;
import dev.tidemark.queue.JobKind;
import dev.tidemark.queue.Lease;
import dev.tidemark.queue.Queue;
import dev.tidemark.queue.Step;
import dev.tidemark.queue.Work;
import dev.tidemark.run.Ending;
import dev.tidemark.run.Failure;
import dev.tidemark.run.JdbcRuns;
import dev.tidemark.run.RunKind;
import dev.tidemark.store.Ids;
import dev.tidemark.store.Store;
import dev.tidemark.store.StoreUnavailable;
import dev.tidemark.store.Tx;
import dev.tidemark.sync.BackOff;
import dev.tidemark.sync.Inbound;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One run's reading of its stream, a page a step: ask, archive durably, then, in one transaction, name the page, move the
 * checkpoint and give notice to process (invariant 1). Pages of one moment share a transaction. A crash between any two of
 * these fetches again what was asked for in that moment: where an API takes its time, one page.
 */
public final class Retrieval implements Work {

    /**
     * What a retrieval works with; the same for all.
     *
     * @param asking runs each of several requests at the same time: on a thread of its own, or at once where all is on one
     */
    public record Tools(
            Store store,
            InstantSource clock,
            Ids ids,
            Queue queue,
            Ending ending,
            Archive archive,
            Handover handover,
            BackOff requestBackOff,
            Gatherings gatherings,
            Executor asking,
            Runnable wake) {}

    /** Pages that may wait in the archive for a slow destination before retrieving rests. */
    static final int MOST_WAITING = 256;

    /** Faults in a row after which the run fails. */
    static final int MOST_FAULTS = 6;

    /** Faults in a row after which named records are left to the next look for changes. */
    private static final int MOST_FAULTS_OF_NAMED = 3;

    /** How long pages are kept for others to share their transaction; it holds for a request too, so a slow one's is not. */
    private static final Duration MOMENT = Duration.ofMillis(100);

    /** Pages that share a transaction at most. */
    static final int MOST_TOGETHER = 16;

    /** How long a description of a stream is believed. */
    private static final Duration DESCRIPTION_HOLDS = Duration.ofHours(1);

    private static final Duration WAIT_FOR_DESTINATION = Duration.ofMillis(50);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(2);

    /** Whoever has to wait for longer gives the job back meanwhile. */
    private static final Duration LONGEST_REST = Duration.ofSeconds(30);

    /** How long a step listens for an answer to requests in the air: a worker that stops waits for no more than that. */
    private static final Duration LISTEN = Duration.ofSeconds(1);

    /** How soon to look whether others are ready to ask together; what they asked for us ends the rest. */
    private static final Duration FOR_OTHERS = Duration.ofMillis(20);

    private final Tools tools;
    private final Lease lease;
    private final Inbound sync;
    private final CountedAccess access;
    private final JdbcCheckpoints checkpoints = new JdbcCheckpoints();
    private final JdbcPages pages = new JdbcPages();
    private final JdbcRuns runs = new JdbcRuns();
    private final JdbcHooks hooks = new JdbcHooks();

    /** Archived, and not yet named by a transaction. */
    private final List<Kept> kept = new ArrayList<>();

    private Instant keptSince = Instant.MIN;

    private @Nullable Position position;
    private OwnLoop.@Nullable Session session;
    private Gathering.@Nullable Seat seat;
    private @Nullable NamedRecords named;
    private List<Feed> feeds = List.of();
    private boolean onlyNamed;
    private final @Nullable Abreast abreast;
    private int faults;
    private Duration waited = Duration.ZERO;
    private boolean detour;

    /** A page with what the store is to know of it. */
    private record Kept(ArchivedPage page, long storedBytes, OptionalLong total) {}

    /**
     * Where this retrieval stands: as the store knows it, and with what is kept.
     *
     * @param waiting at most so many pages are not loaded yet
     */
    private record Position(StreamSpec stream, Checkpoint checkpoint, Pass pass, int waiting) {}

    public Retrieval(Tools tools, Lease lease, Inbound sync) {
        this.tools = tools;
        this.lease = lease;
        this.sync = sync;
        this.access = sync.from().open();
        this.seat = sync.source() instanceof ReadsTogether ? tools.gatherings.join(sync.from()) : null;
        this.abreast = sync.source() instanceof ReadsAbreast parts
                ? new Abreast(
                        sync.source(), parts, sync.from(), access, tools.asking, tools.clock, tools.requestBackOff)
                : null;
    }

    @Override
    public Lease lease() {
        return lease;
    }

    @Override
    public Step step() {
        Step step = stepped();
        Gathering.Seat mine = seat;
        if (mine != null && !(step instanceof Step.GoOn)) {
            mine.away();
        }
        return step;
    }

    private Step stepped() {
        try {
            return next();
        } catch (StoreUnavailable e) {
            // Whether the last commit happened is unknown: begin again from what the store says.
            position = null;
            drop();
            if (abreast != null) {
                abreast.forget();
            }
            throw e;
        }
    }

    private Step next() {
        try {
            Position now = position;
            if (now == null) {
                position = begin();
                return Step.GO_ON;
            }
            boolean isFull = now.waiting > MOST_WAITING;
            if (isFull && (abreast == null || !abreast.isAsking())) {
                return rest(now);
            }
            if (!feeds.isEmpty() && sync.source() instanceof HintFeed source) {
                return news(source, feeds.getFirst());
            }
            if (named != null) {
                return named(now, named);
            }
            if (onlyNamed) {
                return endNamed();
            }
            PageRequest request = new PageRequest(now.stream, now.pass.reading(), now.pass.after());
            Gathering.Seat mine = seat;
            if (mine != null && sync.source() instanceof ReadsTogether source) {
                if (source.joins(request)) {
                    return together(now, request, mine, source);
                }
                mine.away();
            }
            // The first page of a pass is read alone: its time is the pass's.
            if (abreast != null && now.pass.started().isPresent()) {
                Abreast.Turn turn = abreast.next(request, !isFull, kept.isEmpty() ? LISTEN : MOMENT);
                if (!(turn instanceof Abreast.Turn.Alone)) {
                    return abreast(now, turn);
                }
            }
            Instant asked = tools.clock.instant();
            return heard(now, ask(request), asked);
        } catch (NotNow e) {
            return rest(e.shortestWait(), "the account's allowance is used up for now");
        } catch (HttpFailed e) {
            return fault(e.getMessage());
        } catch (ConnectorException e) {
            return fail(e.code(), String.valueOf(e.getMessage()), e.whatToDo());
        } catch (ArchiveUnavailable e) {
            return fault(e.getMessage());
        }
    }

    private Step heard(Position now, Answer answer, Instant asked) {
        return switch (answer) {
            case Answer.Page page -> keep(now, page, asked);
            case Answer.Wait wait -> patience(wait.atLeast(), wait.why());
            case Answer.Retry retry -> fault(retry.why());
            case Answer.Resume resume -> resume(now, resume);
            case Answer.Later later -> later(now, later, asked);
            case Answer.StartOver over -> startOver(now, over.why());
            case Answer.Stop stop -> stop(stop);
        };
    }

    /** One thing that came of the requests in the air; those that are still there stay there. */
    private Step abreast(Position now, Abreast.Turn turn) {
        switch (turn) {
            case Abreast.Turn.Page page -> {
                return keep(now, page.page(), page.asked());
            }
            case Abreast.Turn.Moved moved -> goTo(now, moved.later(), moved.asked());
            case Abreast.Turn.Limit limit ->
                pause(limit.asked().atLeast(), limit.asked().why());
            case Abreast.Turn.Nothing nothing -> {
                if (tools.clock.instant().isAfter(keptSince.plus(MOMENT))) {
                    name();
                }
            }
            case Abreast.Turn.Quiet quiet -> {
                spent();
                return quiet.isKnown() ? rest(quiet.time(), quiet.why()) : resting(quiet.time());
            }
            case Abreast.Turn.Over over -> {
                return heard(now, over.answer(), over.asked());
            }
            case Abreast.Turn.GivenUp up -> {
                return givenUp(up.faults(), up.why());
            }
            case Abreast.Turn.Alone alone -> throw new IllegalArgumentException("asked as it is");
        }
        return Step.GO_ON;
    }

    private Step resting(Duration wait) {
        name();
        return new Step.Rest(wait);
    }

    /** Asks for all that are ready, or waits for whoever does; each then handles what is its own in a step of its own. */
    private Step together(Position now, PageRequest request, Gathering.Seat mine, ReadsTogether source) {
        Optional<Gathering.Told> told = mine.told(request);
        if (told.isPresent()) {
            return heard(now, told.get().answer(), told.get().asked());
        }
        List<Gathering.Seat> party = mine.turn(request, source.mostTogether());
        if (party.isEmpty()) {
            name();
            return new Step.Rest(FOR_OTHERS);
        }
        Instant asked = tools.clock.instant();
        Optional<Map<String, Answer>> answers = Optional.empty();
        try {
            answers = Optional.of(
                    party.size() == 1
                            ? Map.of(request.stream().name(), ask(request))
                            : source.readTogether(
                                    access,
                                    party.stream().map(Gathering.Seat::request).toList()));
        } finally {
            // In memory only: where the quota refused, all wait as before, and whoever comes first asks.
            mine.settle(party, answers, asked);
        }
        if (party.size() > 1) {
            tools.wake.run();
        }
        return heard(now, mine.told(request).orElseThrow().answer(), asked);
    }

    private Answer ask(PageRequest request) {
        if (!(sync.source() instanceof OwnLoop source)) {
            return sync.source().read(access, request);
        }
        OwnLoop.Session open = session;
        if (open == null) {
            open = source.open(access);
            session = open;
        }
        return open.read(request);
    }

    private Position begin() throws HttpFailed {
        Instant now = tools.clock.instant();
        record Found(
                Checkpoint checkpoint,
                int waiting,
                Optional<JdbcCheckpoints.Described> described,
                Optional<NamedRecords> named,
                List<Feed> feeds,
                boolean isHinted) {}
        Found found = tools.store.inTransaction(tx -> {
            // Also waits for an earlier commit of ours of which the answer was lost.
            tools.queue.hold(tx, lease);
            Checkpoint checkpoint = checkpoints.find(tx, sync.id());
            return new Found(
                    checkpoint,
                    waiting(tx, checkpoint),
                    checkpoints.described(tx, sync.id()),
                    NamedRecords.of(tx, sync),
                    sync.source() instanceof HintFeed
                            ? hooks.feeds(tx, sync.from().id())
                            : List.of(),
                    runs.isHinted(tx, lease.run()));
        });
        Optional<StreamSpec> known = found.described
                .filter(d -> d.at().plus(DESCRIPTION_HOLDS).isAfter(now))
                .map(JdbcCheckpoints.Described::stream)
                // Where it lacks a field that is wanted, somebody may have made that field since.
                .filter(d -> d.name().equals(sync.streamName())
                        && sync.layout().missing(d).isEmpty());
        StreamSpec described = known.isPresent() ? known.get() : describe();
        StreamSpec stream = sync.layout().choose(described);
        Pass pass = found.checkpoint.nextPass(stream, sync.layout().columns(stream), sync.everything());
        // Pages of everything may be of one moment, and older than a record read meanwhile: the named ones wait for
        // their end.
        boolean isAmidEverything =
                pass.reading() instanceof Reading.Everything && pass.started().isPresent();
        boolean isRead = !found.checkpoint.covered().isEmpty();
        feeds = found.feeds;
        onlyNamed = found.isHinted && isRead && !isAmidEverything;
        named = isRead && !isAmidEverything ? found.named.orElse(null) : null;
        tools.store.run(tx -> {
            tools.queue.hold(tx, lease);
            if (!isRead && !isAmidEverything) {
                found.named.ifPresent(all -> all.covered(tx));
            }
            // Looks whether the destination still has what was applied, makes the table, and loads what is left over.
            tools.queue.put(tx, tools.ids.next(), JobKind.PROCESS, sync.id(), lease.run(), now);
            if (known.isEmpty()) {
                checkpoints.describe(tx, sync.id(), described, now);
            }
            boolean backfill = pass.reading() instanceof Reading.Everything;
            RunKind kind = onlyNamed ? RunKind.HINTED : backfill ? RunKind.BACKFILL : RunKind.INCREMENTAL;
            runs.started(tx, lease.run(), kind, now);
        });
        tools.wake.run();
        return new Position(stream, found.checkpoint, pass, found.waiting);
    }

    /** Asks a feed for what changed. What it tells is delivered as webhooks are, to whichever syncs it concerns. */
    private Step news(HintFeed source, Feed feed) {
        access.reserve(source.requestsForNews());
        return switch (source.news(access, feed.name(), feed.cursor())) {
            case HintFeed.News.Told told -> {
                faults = 0;
                tools.store.run(tx -> {
                    tools.queue.hold(tx, lease);
                    runs.spent(tx, lease.run(), access.takeSent());
                    hooks.told(tx, feed, told, tools.clock.instant());
                });
                tools.wake.run();
                List<Feed> left = feeds.subList(1, feeds.size());
                feeds = told.more()
                        ? Stream.concat(Stream.of(feed.after(told)), left.stream())
                                .toList()
                        : left;
                yield Step.GO_ON;
            }
            case HintFeed.News.Wait wait -> patience(wait.atLeast(), wait.why());
            case HintFeed.News.Retry retry when faults + 1 < MOST_FAULTS_OF_NAMED -> fault(retry.why());
            case HintFeed.News.Retry retry -> {
                faults = 0;
                feeds = List.of(); // they stay to be asked
                yield Step.GO_ON;
            }
            case HintFeed.News.Lost lost -> {
                tools.store.run(tx -> {
                    tools.queue.hold(tx, lease);
                    hooks.lost(tx, feed);
                    runs.spent(tx, lease.run(), access.takeSent());
                    runs.note(
                            tx,
                            lease.run(),
                            List.of("a feed of webhooks is lost, and polling finds what it had to tell: "
                                    + sync.from().redaction().text(lost.why())));
                });
                feeds = feeds.subList(1, feeds.size());
                yield Step.GO_ON;
            }
        };
    }

    /** Asks for the next of the records that webhooks named (invariant 7), beside any pass: no cursor moves. */
    private Step named(Position now, NamedRecords all) {
        Gathering.Seat mine = seat;
        if (mine != null) {
            mine.away();
        }
        Optional<NamedRecords.Party> next = all.next(tools.store);
        if (next.isEmpty()) {
            named = null;
            return Step.GO_ON;
        }
        NamedRecords.Party party = next.get();
        return switch (all.source().readByKey(access, now.stream, party.keys(), party.gone())) {
            case Answer.Page page -> keepNamed(now, page, all, party);
            case Answer.Wait wait -> patience(wait.atLeast(), wait.why());
            case Answer.Retry retry when faults + 1 < MOST_FAULTS_OF_NAMED -> fault(retry.why());
            case Answer.Retry retry -> passOver(all, party, retry.why());
            case Answer.Stop stop -> passOver(all, party, stop.why());
            case Answer.Resume resume -> passOver(all, party, resume.why());
            case Answer.Later later -> passOver(all, party, later.why());
            case Answer.StartOver over -> passOver(all, party, over.why());
        };
    }

    /** They go the way of all pages, in the one line, so that whoever comes later in it was asked for later. */
    private Step keepNamed(Position now, Answer.Page page, NamedRecords all, NamedRecords.Party party) {
        faults = 0;
        page.seen().usage().ifPresent(u -> sync.from().quota().seen(sync.from().id(), page.seen()));
        long requests = takeSent();
        if (page.total().equals(OptionalLong.of(0))) {
            tools.store.run(tx -> {
                tools.queue.hold(tx, lease);
                all.done(tx, party);
                runs.spent(tx, lease.run(), requests);
            });
            return Step.GO_ON;
        }
        long n = now.checkpoint.lastPage() + 1;
        RawPage raw = new RawPage(
                page.raw().format(), sync.from().redaction().page(page.raw().body()));
        Archive.Stored stored = tools.archive.put(sync.id(), n, lease.fence(), raw);
        var archived = new ArchivedPage(
                n,
                lease.run(),
                stored.ref(),
                raw.format(),
                raw.body().length,
                tools.clock.instant(),
                0,
                false,
                Optional.empty());
        Checkpoint moved = now.checkpoint.beside(n);
        tools.store.run(tx -> {
            tools.queue.holdAndPut(tx, lease, tools.ids.next(), JobKind.PROCESS, archived.retrievedAt());
            all.done(tx, party);
            pages.add(tx, sync.id(), archived, stored.bytes());
            checkpoints.save(tx, sync.id(), moved);
            runs.progressed(tx, lease.run(), n, n, requests, archived.bytes(), OptionalLong.empty());
        });
        position = new Position(now.stream, moved, now.pass, now.waiting + 1);
        tools.wake.run();
        return Step.GO_ON;
    }

    /** What cannot be asked for by key is found as it always is; a hint fails no run. */
    private Step passOver(NamedRecords all, NamedRecords.Party party, @Nullable String why) {
        faults = 0;
        long requests = takeSent();
        tools.store.run(tx -> {
            tools.queue.hold(tx, lease);
            all.done(tx, party);
            runs.spent(tx, lease.run(), requests);
            runs.note(
                    tx,
                    lease.run(),
                    List.of("records that a webhook named are left to the next look for changes: "
                            + sync.from().redaction().text(String.valueOf(why))));
        });
        return Step.GO_ON;
    }

    private Step endNamed() {
        tools.store.run(tx -> {
            tools.queue.hold(tx, lease);
            tools.queue.put(tx, tools.ids.next(), JobKind.PROCESS, sync.id(), lease.run(), tools.clock.instant());
            runs.spent(tx, lease.run(), takeSent());
            tools.ending.named(tx, lease.run(), pages.newest(tx, sync.id()));
            tools.queue.finish(tx, lease, Long.MAX_VALUE);
        });
        tools.wake.run();
        return Step.ENDED;
    }

    private StreamSpec describe() throws HttpFailed {
        var named = sync.layout().choice().named();
        access.reserve(sync.source().requestsToDescribe(named));
        return sync.source()
                .describe(access, sync.streamName(), named)
                .orElseThrow(() -> new ConnectorException(
                        "source.unknown_stream",
                        sync.from().name() + " has no stream " + sync.streamName(),
                        "Correct 'from:' of the sync, or grant the account access to it; 'tidemark discover "
                                + sync.from().name() + "' lists the streams"));
    }

    private int waiting(Tx tx, Checkpoint checkpoint) {
        return pages.waiting(tx, sync.id(), checkpoint.appliedPage(), MOST_WAITING + 1);
    }

    /** A slow destination: the line of pages may not grow without bound. */
    private Step rest(Position now) {
        name();
        Position then = tools.store.inTransaction(tx -> {
            tools.queue.hold(tx, lease);
            Checkpoint fresh = checkpoints.find(tx, sync.id());
            return new Position(now.stream, fresh, now.pass, waiting(tx, fresh));
        });
        position = then;
        if (then.waiting <= MOST_WAITING) {
            waited = Duration.ZERO;
            return Step.GO_ON;
        }
        // Looks seldom where it takes long, and gives others a turn: what loads the pages needs one.
        Duration look = waited.compareTo(WAIT_FOR_DESTINATION) < 0 ? WAIT_FOR_DESTINATION : waited;
        Duration wait = look.compareTo(LONGEST_LOOK) < 0 ? look : LONGEST_LOOK;
        waited = waited.plus(wait);
        return waited.compareTo(LONGEST_REST) < 0
                ? new Step.Rest(wait)
                : giveBack(wait, "the destination has " + then.waiting + " pages to load first");
    }

    /** A long wait is spent in the queue, but not on the way round an obstacle, which only this retrieval knows. */
    private Step rest(Duration wait, String why) {
        name();
        return wait.compareTo(LONGEST_REST) < 0 || detour ? new Step.Rest(wait) : giveBack(wait, why);
    }

    private Step giveBack(Duration wait, String why) {
        tools.store.run(tx -> tools.queue.later(
                tx,
                lease,
                tools.clock.instant().plus(wait),
                false,
                sync.from().redaction().text(why)));
        return Step.ENDED;
    }

    private Step keep(Position now, Answer.Page page, Instant asked) {
        faults = 0;
        detour = false;
        Pass begun = now.pass.begun(page.serverTime().orElseGet(() -> ours(now, asked)));
        page.seen().usage().ifPresent(u -> sync.from().quota().seen(sync.from().id(), page.seen()));
        if (isNothingNew(now, page)) {
            return nothingNew(now, begun, (Next.Done) page.next());
        }
        long n = now.checkpoint.lastPage() + 1;
        RawPage raw = new RawPage(
                page.raw().format(), sync.from().redaction().page(page.raw().body()));
        Archive.Stored stored = tools.archive.put(sync.id(), n, lease.fence(), raw);
        Pass reached = begun.with(n);
        Optional<Reached> told = page.next() instanceof Next.Done
                ? Reached.by(sync.source(), now.stream, reached, now.checkpoint, n)
                : Optional.empty();
        ArchivedPage archived = new ArchivedPage(
                n,
                lease.run(),
                stored.ref(),
                raw.format(),
                raw.body().length,
                tools.clock.instant(),
                absenceTells(now) ? reached.first() : 0,
                page.next() instanceof Next.Done,
                told);
        if (kept.isEmpty()) {
            keptSince = asked;
        }
        kept.add(new Kept(archived, stored.bytes(), page.total()));
        tools.handover.offer(sync.id(), archived.ref(), raw);
        return switch (page.next()) {
            case Next.More more -> {
                Pass pass = reached.after(more.token());
                position = new Position(now.stream, now.checkpoint.paged(pass, n), pass, now.waiting + 1);
                if (kept.size() >= MOST_TOGETHER || tools.clock.instant().isAfter(keptSince.plus(MOMENT))) {
                    name();
                }
                yield Step.GO_ON;
            }
            case Next.Done done -> {
                Checkpoint passed = now.checkpoint.passed(
                        reached, n, done.cursor(), sync.source().spec().safetyLag(), told);
                name(passed, true);
                yield Step.ENDED;
            }
        };
    }

    /** Without the source's own clock ours must do: the time of asking, by the clock that is furthest behind it. */
    private Instant ours(Position now, Instant asked) {
        return asked.minus(
                sync.source().lateness(now.stream).map(Lateness::skew).orElse(Duration.ZERO));
    }

    /** What is kept gets its transaction before anything that takes time, or is written for another reason. */
    private void name() {
        Position now = position;
        if (now != null && !kept.isEmpty()) {
            name(now.checkpoint, false);
        }
    }

    private void name(Checkpoint moved, boolean last) {
        long requests = takeSent();
        ArchivedPage newest = kept.getLast().page;
        boolean fresh = tools.store.inTransaction(tx -> {
            // Jobs before checkpoint and run, as processing locks them: the other way round they would deadlock.
            boolean put = tools.queue.holdAndPut(tx, lease, tools.ids.next(), JobKind.PROCESS, newest.retrievedAt());
            kept.forEach(one -> pages.add(tx, sync.id(), one.page, one.storedBytes));
            checkpoints.save(tx, sync.id(), moved);
            runs.progressed(
                    tx,
                    lease.run(),
                    kept.getFirst().page.n(),
                    newest.n(),
                    requests,
                    kept.stream().mapToLong(one -> one.page.bytes()).sum(),
                    kept.getLast().total);
            if (last) {
                tools.ending.retrieved(tx, sync, lease.run(), newest.n());
                tools.queue.finish(tx, lease, Long.MAX_VALUE);
            }
            return put;
        });
        kept.clear();
        if (fresh || last) {
            tools.wake.run(); // at the end, what loads the pages need not rest for more
        }
    }

    /** Nothing names them: they are asked for again. */
    private void drop() {
        kept.forEach(one -> tools.handover.take(sync.id(), one.page.ref()));
        kept.clear();
    }

    /** Where a source tells of no deletes, or may have forgotten some, a row that is in no page of everything may be gone. */
    private boolean absenceTells(Position now) {
        return now.pass.reading() instanceof Reading.Everything
                && sync.source().readsAll(now.stream)
                && (!now.stream.seesDeletes() || sync.source().forgetsDeletes(now.stream))
                && !now.stream.key().isEmpty();
    }

    /** The whole answer to a look for changes is "none", and nothing is left to load: no page need be kept. */
    private static boolean isNothingNew(Position now, Answer.Page page) {
        return page.total().equals(OptionalLong.of(0))
                && page.next() instanceof Next.Done
                && now.pass.after().isEmpty()
                && !(now.pass.reading() instanceof Reading.Everything);
    }

    private Step nothingNew(Position now, Pass done, Next.Done next) {
        long requests = takeSent();
        Checkpoint passed = now.checkpoint.passed(
                done,
                now.checkpoint.lastPage(),
                next.cursor(),
                sync.source().spec().safetyLag(),
                Reached.by(sync.source(), now.stream, done, now.checkpoint, now.checkpoint.lastPage()));
        tools.store.run(tx -> {
            tools.queue.hold(tx, lease);
            tools.queue.put(tx, tools.ids.next(), JobKind.PROCESS, sync.id(), lease.run(), tools.clock.instant());
            checkpoints.save(tx, sync.id(), passed);
            runs.spent(tx, lease.run(), requests);
            tools.ending.retrieved(tx, sync, lease.run(), pages.newest(tx, sync.id()));
            tools.queue.finish(tx, lease, Long.MAX_VALUE);
        });
        tools.wake.run();
        return Step.ENDED;
    }

    /** Invariant 4: the whole account waits, and no run fails. */
    private Step patience(Duration atLeast, String why) {
        return rest(pause(atLeast, why), why);
    }

    private Duration pause(Duration atLeast, String why) {
        name();
        Duration wait = atLeast.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : atLeast;
        sync.from()
                .quota()
                .pause(sync.from().id(), wait, sync.from().redaction().text(why));
        spent();
        return wait;
    }

    private Step fault(@Nullable String why) {
        name();
        faults++;
        if (faults >= MOST_FAULTS) {
            return givenUp(faults, why);
        }
        spent();
        return new Step.Rest(tools.requestBackOff.after(faults));
    }

    private Step givenUp(int count, @Nullable String why) {
        return fail(
                "source.unavailable",
                count + " requests in a row brought no page; the last: " + why,
                "Nothing is lost: the next run goes on where this one stopped. 'tidemark check' shows whether the"
                        + " source can be reached");
    }

    /** The same place by another way. Nothing is stored: after a crash the connector finds this way again. */
    private Step resume(Position now, Answer.Resume resume) {
        name();
        faults++;
        if (faults >= MOST_FAULTS) {
            return fail(
                    "source.unavailable",
                    faults + " requests in a row brought no page; the last: " + resume.why(),
                    "The next run goes on where this one stopped");
        }
        Pass pass = now.pass;
        detour = true;
        position = new Position(now.stream, now.checkpoint, pass.after(resume.token()), now.waiting);
        return Step.GO_ON;
    }

    /** The API is at work: where that is stands in the checkpoint before anything else is asked (invariant 1). */
    private Step later(Position now, Answer.Later later, Instant asked) {
        goTo(now, later, asked);
        if (abreast != null) {
            abreast.lookAgain();
        }
        return later.atLeast().isZero() ? Step.GO_ON : rest(later.atLeast(), later.why());
    }

    private void goTo(Position now, Answer.Later later, Instant asked) {
        name();
        faults = 0;
        detour = false;
        boolean isMoved = !now.pass.after().equals(Optional.of(later.token()));
        if (isMoved) {
            Pass pass = now.pass
                    .begun(later.serverTime().orElseGet(() -> ours(now, asked)))
                    .after(later.token());
            Checkpoint moved = now.checkpoint.paged(pass, now.checkpoint.lastPage());
            long requests = takeSent();
            tools.store.run(tx -> {
                tools.queue.hold(tx, lease);
                checkpoints.save(tx, sync.id(), moved);
                runs.spent(tx, lease.run(), requests);
            });
            position = new Position(now.stream, moved, pass, now.waiting);
        } else {
            spent();
        }
    }

    private long takeSent() {
        return access.takeSent() + (abreast == null ? 0 : abreast.takeSent());
    }

    private void spent() {
        long requests = takeSent();
        if (requests > 0) {
            tools.store.run(tx -> runs.spent(tx, lease.run(), requests));
        }
    }

    private Step startOver(Position now, String why) {
        name();
        Checkpoint reset = now.checkpoint.reset();
        tools.store.run(tx -> {
            tools.queue.hold(tx, lease);
            checkpoints.save(tx, sync.id(), reset);
            runs.spent(tx, lease.run(), takeSent());
            runs.started(tx, lease.run(), RunKind.BACKFILL, tools.clock.instant());
            runs.note(
                    tx,
                    lease.run(),
                    List.of("everything is read anew: "
                            + sync.from().redaction().text(why)));
        });
        Pass pass = reset.nextPass(now.stream, sync.layout().columns(now.stream), true);
        position = new Position(now.stream, reset, pass, now.waiting);
        return Step.GO_ON;
    }

    /** What was asked for may not be there any more, or not be granted: the next run looks again before it asks. */
    private Step stop(Answer.Stop stop) {
        name();
        tools.store.run(tx -> {
            tools.queue.hold(tx, lease);
            checkpoints.doubted(tx, sync.id());
        });
        return fail(stop.code(), stop.why(), stop.whatToDo());
    }

    private Step fail(String code, String why, String whatToDo) {
        name();
        tools.ending.fail(lease, new Failure(code, sync.from().redaction().text(why), whatToDo), takeSent());
        return Step.ENDED;
    }

    @Override
    public void close() {
        drop();
        Gathering.Seat mine = seat;
        seat = null;
        if (mine != null) {
            mine.leave();
        }
        OwnLoop.Session open = session;
        session = null;
        if (open != null) {
            open.close();
        }
    }
}
