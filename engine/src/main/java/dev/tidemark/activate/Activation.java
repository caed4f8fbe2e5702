package dev.tidemark.activate;

import dev.tidemark.access.CountedAccess;
import dev.tidemark.access.Redaction;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Counts;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.LeaseLost;
import dev.tidemark.connector.Ledger;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.NotNow;
import dev.tidemark.connector.Outcome;
import dev.tidemark.connector.Settlement;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.connector.WriteAnswer;
import dev.tidemark.queue.Lease;
import dev.tidemark.queue.LeaseExpired;
import dev.tidemark.queue.Queue;
import dev.tidemark.queue.Step;
import dev.tidemark.queue.Work;
import dev.tidemark.rejection.JdbcRejections;
import dev.tidemark.run.Ending;
import dev.tidemark.run.Failure;
import dev.tidemark.run.JdbcRuns;
import dev.tidemark.run.RunKind;
import dev.tidemark.store.Store;
import dev.tidemark.sync.BackOff;
import dev.tidemark.sync.Outbound;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One run's sending of what changed in a model, a batch a step: commit the intent, send, commit each row's outcome. A row
 * whose outcome is unknown is offered again only where twice is as good as once; else it is looked up or left to a person
 * (invariant 8).
 */
public final class Activation implements Work {

    /** What an activation works with; the same for all. */
    public record Tools(Store store, InstantSource clock, Queue queue, Ending ending, BackOff requestBackOff) {}

    /** Longest that all requests of a batch may take; a lease with less left is not trusted with it. */
    public static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(60);

    /** For the settling of a batch after its answer. */
    private static final Duration MARGIN = Duration.ofSeconds(15);

    private static final int MOST_FAULTS = 6;
    private static final int MOST_WITHDRAWN = 1_000;

    /**
     * An app may still be at work on a batch that was given up. Only so long after the intent is a record that is not found
     * taken for one that was not created.
     */
    private static final Duration UNTIL_ABSENT = REQUEST_TIMEOUT.plus(MARGIN);

    /** A job that an app does not end within this is given up; its rows are settled by the next run. */
    private static final Duration LONGEST_JOB = Duration.ofHours(1);

    /** How soon an app is asked again whether it is still at work on rows of a worker that died. */
    private static final Duration UNTIL_ENDED = Duration.ofSeconds(20);

    /** After so many rows refused alone, one after the other, it is not the rows. */
    private static final int MOST_REFUSED_ALONE = 10;

    /** How often rows that the API asks to send again are offered anew within one run. */
    private static final int MOST_ROUNDS = 3;

    private final Tools tools;
    private final Lease lease;
    private final Outbound sync;
    private final CountedAccess from;
    private final CountedAccess to;
    private final Settling settling;
    private final JdbcRuns runs = new JdbcRuns();

    private @Nullable Ledger ledger;
    private int most;
    private int batch;
    private Optional<String> after = Optional.empty();
    private boolean sendAgain;
    private int rounds;
    private int faults;
    private int refusedAlone;
    private boolean unsettledLeft = true;
    private @Nullable Unsaved unsaved;
    private @Nullable Job job;

    /** What the app works on in its own time. A worker that dies leaves its rows unsettled. */
    private record Job(List<ModelRow> rows, String name, int requests, Instant since) {}

    /** What the app said and no commit has kept yet: it is not asked again while this worker lives. */
    private record Unsaved(List<Settlement> settlements, Instant at) {}

    public Activation(Tools tools, Lease lease, Outbound sync) {
        this.tools = tools;
        this.lease = lease;
        this.sync = sync;
        this.from = sync.from().open();
        this.to = sync.to().open();
        this.settling = new Settling(tools.store(), tools.queue(), lease, sync, new JdbcRejections());
    }

    @Override
    public Lease lease() {
        return lease;
    }

    @Override
    public Step step() {
        try {
            Ledger open = ledger;
            if (open == null) {
                ledger = begin();
                return Step.GO_ON;
            }
            Unsaved left = unsaved;
            if (left != null) {
                save(open, left);
                return Step.GO_ON;
            }
            Job working = job;
            if (working != null) {
                return ask(open, working);
            }
            if (unsettledLeft && sync.write().repeatable()) {
                if (isAtWork(open)) {
                    return new Step.Rest(UNTIL_ENDED);
                }
                open.offerUnsettled(tools.clock.instant());
            } else if (unsettledLeft) {
                List<ModelRow> unknown = open.unsettled(most);
                if (!unknown.isEmpty()) {
                    return lookUp(open, unknown);
                }
            }
            unsettledLeft = false;
            List<ModelRow> changed = open.changed(after, batch, tools.clock.instant());
            return changed.isEmpty() ? rest(open) : offer(open, together(changed));
        } catch (NotNow e) {
            return new Step.Rest(e.shortestWait());
        } catch (LeaseLost e) {
            throw new LeaseExpired(lease);
        } catch (Unavailable e) {
            close();
            return fault("source.unavailable", e.getMessage());
        } catch (HttpFailed e) {
            return fault("destination.unavailable", e.getMessage());
        } catch (ConnectorException e) {
            return fail(e.code(), String.valueOf(e.getMessage()), e.whatToDo());
        }
    }

    private Ledger begin() throws Unavailable, LeaseLost, HttpFailed {
        tools.store.run(tx -> {
            tools.queue.hold(tx, lease);
            runs.started(tx, lease.run(), RunKind.OUTBOUND, tools.clock.instant());
        });
        sync.source().inspect(from, sync.model());
        to.within(REQUEST_TIMEOUT);
        most = sync.destination().prepare(to, sync.write());
        batch = most;
        return sync.source().open(from, sync.model(), sync.id().toString(), lease.fence());
    }

    /** What was sent before may be done later than what is sent now, and would stay. */
    private boolean isAtWork(Ledger open) throws Unavailable, LeaseLost, HttpFailed {
        if (open.lastIntent().isEmpty()) {
            return false;
        }
        to.within(REQUEST_TIMEOUT);
        return sync.destination().isAtWork(to, sync.write());
    }

    private List<ModelRow> together(List<ModelRow> waiting) {
        int first = sync.destination().together(to, sync.write(), waiting);
        return first == waiting.size() ? waiting : List.copyOf(waiting.subList(0, first));
    }

    /** Sends one batch. The permits are taken and the lease looked at before the intent is committed. */
    private Step offer(Ledger open, List<ModelRow> rows) throws Unavailable, LeaseLost {
        to.reserve(sync.destination().requests(to, sync.write(), rows.size()));
        Instant now = tools.clock.instant();
        to.within(REQUEST_TIMEOUT);
        tools.store.run(tx -> tools.queue.holdFor(tx, lease, REQUEST_TIMEOUT.plus(MARGIN), now));
        open.intend(rows, lease.run().toString(), now);
        WriteAnswer answer;
        try {
            answer = sync.destination().write(to, sync.write(), rows);
        } catch (NotNow e) {
            settle(open, rows, again(rows, "the quota had no request left"));
            throw e;
        }
        // A batch may be more than the app can do in the time, and one row of it may be what is refused.
        boolean inParts = answer instanceof WriteAnswer.Unknown || answer instanceof WriteAnswer.Refused;
        batch = inParts ? Math.max(1, rows.size() / 2) : Math.min(most, batch * 2);
        if (!inParts || rows.size() == 1) {
            after = Optional.of(rows.getLast().key());
        }
        return switch (answer) {
            case WriteAnswer.Done done -> done(open, rows, done);
            case WriteAnswer.Working working -> {
                job = new Job(rows, working.job(), working.requests(), now);
                yield new Step.Rest(working.atLeast());
            }
            case WriteAnswer.Wait wait -> {
                pause(wait);
                settle(open, rows, again(rows, wait.why()));
                yield new Step.Rest(wait.atLeast());
            }
            case WriteAnswer.Retry retry -> {
                settle(open, rows, again(rows, retry.why()));
                yield fault("destination.unavailable", retry.why());
            }
            case WriteAnswer.Refused refused -> refused(open, rows, refused);
            case WriteAnswer.Unknown unknown -> unknown(unknown.why());
            case WriteAnswer.Stop stop -> {
                settle(open, rows, again(rows, stop.why()));
                yield fail(stop.code(), stop.why(), stop.whatToDo());
            }
        };
    }

    /** Asks what became of a batch that the app took. Whatever keeps the answer away, the rows stay intended. */
    private Step ask(Ledger open, Job working) throws Unavailable, LeaseLost {
        to.reserve(working.requests());
        Instant now = tools.clock.instant();
        to.within(REQUEST_TIMEOUT);
        tools.store.run(tx -> tools.queue.holdFor(tx, lease, REQUEST_TIMEOUT.plus(MARGIN), now));
        WriteAnswer answer = sync.destination().outcomes(to, sync.write(), working.rows(), working.name());
        if (!(answer instanceof WriteAnswer.Done) && now.isAfter(working.since().plus(LONGEST_JOB))) {
            return fail(
                    "destination.unavailable",
                    "the app has not ended a job within " + LONGEST_JOB.toHours() + " h",
                    "Nothing is lost: the next run finds out what became of its rows");
        }
        return switch (answer) {
            case WriteAnswer.Done done -> {
                job = null;
                yield done(open, working.rows(), done);
            }
            case WriteAnswer.Working still -> {
                job = new Job(working.rows(), still.job(), still.requests(), working.since());
                yield new Step.Rest(still.atLeast());
            }
            case WriteAnswer.Wait wait -> {
                pause(wait);
                yield new Step.Rest(wait.atLeast());
            }
            case WriteAnswer.Retry retry -> fault("destination.unavailable", retry.why());
            case WriteAnswer.Refused refused -> {
                job = null;
                batch = Math.max(1, working.rows().size() / 2);
                after = Optional.empty();
                yield refused(open, working.rows(), refused);
            }
            case WriteAnswer.Unknown unknown -> {
                job = null;
                batch = Math.max(1, working.rows().size() / 2);
                yield unknown(unknown.why());
            }
            case WriteAnswer.Stop stop -> fail(stop.code(), stop.why(), stop.whatToDo());
        };
    }

    private Step done(Ledger open, List<ModelRow> rows, WriteAnswer.Done done) throws Unavailable, LeaseLost {
        faults = 0;
        refusedAlone = 0;
        done.seen().usage().ifPresent(u -> sync.to().quota().seen(sync.to().id(), done.seen()));
        settle(open, rows, done.outcomes());
        return Step.GO_ON;
    }

    private void pause(WriteAnswer.Wait wait) {
        sync.to()
                .quota()
                .pause(sync.to().id(), wait.atLeast(), sync.to().redaction().text(wait.why()));
    }

    /** The intent stands: the rows come back first, to be offered again or looked up. */
    private Step unknown(String why) {
        unsettledLeft = true;
        after = Optional.empty();
        return fault("destination.unavailable", why);
    }

    /** One row spoils the batch: it is found by halves, and rejected. */
    private Step refused(Ledger open, List<ModelRow> rows, WriteAnswer.Refused refused) throws Unavailable, LeaseLost {
        if (rows.size() > 1) {
            boolean before = sendAgain;
            settle(open, rows, again(rows, refused.why()));
            sendAgain = before; // they are offered next, not in a round of their own
            return Step.GO_ON;
        }
        settle(open, rows, List.of(new Outcome.Rejected(refused.code(), refused.why(), refused.answer())));
        refusedAlone++;
        return refusedAlone < MOST_REFUSED_ALONE
                ? Step.GO_ON
                : fail(
                        "destination.refused",
                        refusedAlone + " rows in a row were refused, the last: " + refused.why(),
                        "See with 'tidemark rejections' what was sent, and correct the model or the mapping");
    }

    /** Rows that may have been created: found at the app, surely not there, or left to a person. */
    private Step lookUp(Ledger open, List<ModelRow> rows) throws Unavailable, LeaseLost, HttpFailed {
        Instant now = tools.clock.instant();
        Instant absentFrom =
                open.lastIntent().map(intent -> intent.plus(UNTIL_ABSENT)).orElse(now);
        to.reserve(sync.destination().requestsToLookUp(sync.write(), rows.size()));
        to.within(REQUEST_TIMEOUT);
        List<Outcome> found = sync.destination()
                .lookUp(to, sync.write(), rows)
                .orElseGet(() -> rows.stream()
                        .<Outcome>map(r -> new Outcome.Uncertain(
                                "the answer was lost, and there is no match field to look the row up by"))
                        .toList());
        if (!now.isBefore(absentFrom)) {
            settle(open, rows, found);
            return Step.GO_ON;
        }
        List<Integer> certain = IntStream.range(0, rows.size())
                .filter(i -> !(found.get(i) instanceof Outcome.Again))
                .boxed()
                .toList();
        settle(
                open,
                certain.stream().map(rows::get).toList(),
                certain.stream().map(found::get).toList());
        return certain.size() == rows.size() ? Step.GO_ON : new Step.Rest(Duration.between(now, absentFrom));
    }

    private static List<Outcome> again(List<ModelRow> rows, String why) {
        return rows.stream().<Outcome>map(r -> new Outcome.Again(why)).toList();
    }

    private void settle(Ledger open, List<ModelRow> rows, List<Outcome> outcomes) throws Unavailable, LeaseLost {
        Instant now = tools.clock.instant();
        List<Settlement> settlements = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            Outcome outcome = withoutSecrets(outcomes.get(i));
            sendAgain |= outcome instanceof Outcome.Again;
            settlements.add(new Settlement(
                    rows.get(i),
                    outcome,
                    outcome instanceof Outcome.Rejected
                            ? Optional.of(now.plus(sync.retryRejected()))
                            : Optional.empty()));
        }
        save(open, new Unsaved(settlements, now));
    }

    /** The ledger keeps what the app said, and an app may repeat a secret (invariant 9). */
    private Outcome withoutSecrets(Outcome outcome) {
        Redaction redaction = sync.to().redaction();
        return switch (outcome) {
            case Outcome.Accepted accepted -> accepted;
            case Outcome.Rejected r ->
                new Outcome.Rejected(r.code(), redaction.text(r.message()), redaction.text(r.answer()));
            case Outcome.Again again -> new Outcome.Again(redaction.text(again.why()));
            case Outcome.Uncertain uncertain -> new Outcome.Uncertain(redaction.text(uncertain.why()));
        };
    }

    /**
     * Keeps outcomes. The list for people comes first: after a crash in between the ledger still has the rows as unsettled,
     * and they are listed again; the other way round a row could be left to a person who is never told of it.
     */
    private void save(Ledger open, Unsaved now) throws Unavailable, LeaseLost {
        unsaved = now;
        settling.mirror(now.settlements(), now.at());
        open.settle(now.settlements(), lease.run().toString(), now.at());
        unsaved = null;
    }

    private Step rest(Ledger open) throws Unavailable, LeaseLost {
        if (sendAgain && rounds < MOST_ROUNDS) {
            rounds++;
            sendAgain = false;
            after = Optional.empty();
            close();
            return new Step.Rest(tools.requestBackOff.after(rounds));
        }
        List<String> withdrawn = open.withdrawn(MOST_WITHDRAWN);
        if (!withdrawn.isEmpty()) {
            settling.forget(withdrawn);
            open.withdraw(withdrawn, tools.clock.instant());
            return Step.GO_ON;
        }
        Ledger.Tally tally = open.tally(lease.run().toString());
        long refused = tally.rejected() + tally.uncertain() + tally.open();
        Counts counts = new Counts(tally.accepted() + refused, tally.accepted(), 0, 0, refused);
        long requests = to.takeSent();
        tools.store.run(tx -> {
            tools.queue.hold(tx, lease);
            runs.spent(tx, lease.run(), requests);
            runs.counted(tx, lease.run(), counts);
            tools.ending.retrieved(tx, sync, lease.run(), 0);
            tools.ending.complete(tx, sync.id(), 0);
            tools.queue.finish(tx, lease, Long.MAX_VALUE);
        });
        return Step.ENDED;
    }

    private Step fault(String code, @Nullable String why) {
        faults++;
        if (faults >= MOST_FAULTS) {
            return fail(
                    code,
                    faults + " tries in a row failed; the last: " + why,
                    "Nothing is lost: the ledger knows what was accepted, and the next run sends the rest. 'tidemark"
                            + " check' shows what can be reached");
        }
        return new Step.Rest(tools.requestBackOff.after(faults));
    }

    private Step fail(String code, String why, String whatToDo) {
        tools.ending.fail(lease, new Failure(code, sync.to().redaction().text(why), whatToDo), to.takeSent());
        return Step.ENDED;
    }

    @Override
    public void close() {
        Ledger open = ledger;
        ledger = null;
        unsettledLeft = true;
        if (open != null) {
            open.close();
        }
    }
}
