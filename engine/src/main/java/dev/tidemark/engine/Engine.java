package dev.tidemark.engine;

import dev.tidemark.activate.Activation;
import dev.tidemark.archive.Archive;
import dev.tidemark.archive.Handover;
import dev.tidemark.checkpoint.JdbcCheckpoints;
import dev.tidemark.connector.Hooked;
import dev.tidemark.dispatch.Dispatch;
import dev.tidemark.event.JdbcEvents;
import dev.tidemark.hook.Delivery;
import dev.tidemark.hook.HookedSource;
import dev.tidemark.hook.Inbox;
import dev.tidemark.notice.Channel;
import dev.tidemark.notice.Courier;
import dev.tidemark.process.Processing;
import dev.tidemark.queue.JdbcQueue;
import dev.tidemark.queue.Lease;
import dev.tidemark.queue.Queue;
import dev.tidemark.queue.Work;
import dev.tidemark.retrieve.Gatherings;
import dev.tidemark.retrieve.Retrieval;
import dev.tidemark.run.Ending;
import dev.tidemark.store.Ids;
import dev.tidemark.store.Store;
import dev.tidemark.store.StoreUnavailable;
import dev.tidemark.store.Tx;
import dev.tidemark.sync.BackOff;
import dev.tidemark.sync.Inbound;
import dev.tidemark.sync.JdbcSyncs;
import dev.tidemark.sync.Outbound;
import dev.tidemark.sync.Sync;
import dev.tidemark.sync.SyncId;
import dev.tidemark.sync.SyncRow;
import dev.tidemark.worker.Worker;
import dev.tidemark.worker.WorkerThreads;
import dev.tidemark.workspace.SyncDefinition;
import dev.tidemark.workspace.Workspace;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker with all its parts: takes workspaces, keeps their syncs going until it is closed. Several engines on one store
 * are several workers; they do the same faster (invariant 11).
 */
public final class Engine implements AutoCloseable {

    /** Bytes of pages on their way from retrieve to process. */
    private static final long HANDOVER_BYTES = 32L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    /**
     * What an engine is made of.
     *
     * @param version of this program; workers of different versions do not share a store
     * @param workerId unique among all workers
     * @param retention how long applied pages stay in the archive
     */
    public record Parts(
            String version,
            String workerId,
            Store store,
            InstantSource clock,
            Ids ids,
            RandomGenerator random,
            Archive archive,
            Connectors connectors,
            Accounts accounts,
            Duration retention) {}

    private final Parts parts;
    private final Queue queue = new JdbcQueue();
    private final JdbcCheckpoints checkpoints = new JdbcCheckpoints();
    private final JdbcSyncs syncs = new JdbcSyncs();
    private final JdbcWorkspaces workspaces = new JdbcWorkspaces();
    private final JdbcWorkers workers = new JdbcWorkers();
    private final JdbcEvents events = new JdbcEvents();
    private final Definitions definitions;
    private final Ending ending;
    private final Retrieval.Tools retrieving;
    private final Processing.Tools processing;
    private final Activation.Tools activating;
    private final Worker worker;
    private final Housekeeping housekeeping;
    private final WorkerThreads threads;
    private final Map<SyncId, Sync> known = new ConcurrentHashMap<>();
    private final Inbox inbox;
    private final Delivery delivery;
    private final Courier courier;
    private final Rounds rounds;
    private volatile Map<String, HookedSource> hooked = Map.of();
    private volatile Map<String, String> applied = Map.of();

    public Engine(Parts parts) {
        this.parts = parts;
        this.definitions = new Definitions(parts.connectors, parts.accounts);
        this.ending = new Ending(parts.store, queue, parts.clock, BackOff.ofRuns(parts.random));
        Handover handover = new Handover(HANDOVER_BYTES);
        BackOff requests = BackOff.ofRequests(parts.random);
        this.retrieving = new Retrieval.Tools(
                parts.store,
                parts.clock,
                parts.ids,
                queue,
                ending,
                parts.archive,
                handover,
                requests,
                new Gatherings(),
                request -> Thread.ofVirtual().name("asking").start(request),
                this::wake);
        this.processing =
                new Processing.Tools(parts.store, parts.clock, queue, ending, parts.archive, handover, requests);
        this.activating = new Activation.Tools(parts.store, parts.clock, queue, ending, requests);
        this.worker = new Worker(parts.workerId, parts.store, parts.clock, queue, ending, this::open);
        this.housekeeping = new Housekeeping(parts.store, parts.clock, parts.archive, parts.retention);
        this.inbox =
                new Inbox(parts.store, parts.clock, account -> Optional.ofNullable(hooked.get(account)), this::wake);
        this.delivery = new Delivery(parts.store, parts.clock, known::values, inbox);
        this.courier = new Courier(parts.store, parts.clock);
        this.rounds = new Rounds(courier::step);
        this.threads =
                new WorkerThreads(worker, new Dispatch(parts.store, parts.clock, parts.ids, this::deliver), this::tend);
    }

    /** Webhooks make syncs due sooner, and where they cannot, nothing else is held up. */
    private void deliver() {
        try {
            delivery.tick();
        } catch (StoreUnavailable e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("webhooks could not be delivered; polling goes on", e);
        }
    }

    /** Where webhooks are taken in. */
    public Inbox inbox() {
        return inbox;
    }

    private Optional<Work> open(Lease lease) {
        return Optional.ofNullable(known.get(lease.sync())).map(sync -> switch (sync) {
            case Inbound in ->
                switch (lease.kind()) {
                    case RETRIEVE -> new Retrieval(retrieving, lease, in);
                    case PROCESS, ACTIVATE -> new Processing(processing, lease, in);
                };
            case Outbound out -> new Activation(activating, lease, out);
        });
    }

    /** Takes the turn among the workers on this store, applies the workspaces and begins. */
    public void start(List<WorkspaceSource> sources) {
        agree(sources);
        apply(sources);
        threads.start();
        rounds.start();
    }

    private void agree(List<WorkspaceSource> sources) {
        Map<String, String> mine = fingerprints(sources);
        Instant now = parts.clock.instant();
        parts.store.run(tx -> {
            workers.lock(tx);
            for (JdbcWorkers.Seen other : workers.alive(tx, now)) {
                if (!other.version().equals(parts.version)) {
                    throw new Disagreement(
                            other,
                            "another engine (" + other.id() + ") works on this store with Tidemark " + other.version()
                                    + ", this one is " + parts.version,
                            "Stop the other engine first, or start this one with the same version");
                }
                if (!other.workspaces().equals(mine.toString())) {
                    throw new Disagreement(
                            other,
                            "another engine (" + other.id() + ") works on this store with other workspaces: "
                                    + difference(other.workspaces(), mine),
                            "Start both with the same files, or give this one a store of its own (--data or --store)");
                }
            }
            workers.seen(tx, parts.workerId, parts.version, mine.toString(), now);
        });
    }

    private static Map<String, String> fingerprints(List<WorkspaceSource> sources) {
        Map<String, String> hashes = new TreeMap<>();
        sources.forEach(s -> hashes.put(s.workspace().name(), s.hash().substring(0, 12)));
        return hashes;
    }

    /** In words for people. Workspaces are shown as a map is, and neither names nor hashes hold its punctuation. */
    private static String difference(String shownThere, Map<String, String> here) {
        Map<String, String> there = new TreeMap<>();
        for (String one : shownThere.substring(1, shownThere.length() - 1).split(", ", -1)) {
            there.put(one.replaceFirst("=.*", ""), one.replaceFirst(".*=", ""));
        }
        Set<String> names = new TreeSet<>(there.keySet());
        names.addAll(here.keySet());
        return names.stream()
                .filter(name -> !name.isEmpty() && !Objects.equals(there.get(name), here.get(name)))
                .map(name -> name
                        + (there.containsKey(name)
                                ? here.containsKey(name) ? " is not the same here" : " is not here"
                                : " is not there"))
                .collect(Collectors.joining(", "));
    }

    /**
     * Puts these workspaces in force, and no others: takes in what is new, gives changed syncs their new definition, and
     * stops those that are named no more. What did not change goes on undisturbed.
     */
    public synchronized void apply(List<WorkspaceSource> sources) {
        Instant now = parts.clock.instant();
        Map<SyncId, Sync> fresh = new HashMap<>();
        parts.store.run(tx -> {
            fresh.clear();
            Set<String> named = new HashSet<>();
            for (WorkspaceSource source : sources) {
                workspaces.apply(tx, source, now);
                named.add(source.workspace().name());
                for (SyncDefinition sync : source.workspace().syncs()) {
                    SyncId id = define(tx, source.workspace(), sync, now);
                    fresh.put(id, definitions.runnable(id, source.workspace(), sync));
                }
            }
            for (SyncRow row : syncs.all(tx)) {
                if (!row.gone() && !fresh.containsKey(row.id())) {
                    ending.cancel(tx, row.id());
                    syncs.gone(tx, row.id());
                }
            }
            workspaces.all(tx).stream()
                    .map(JdbcWorkspaces.Applied::name)
                    .filter(name -> !named.contains(name))
                    .toList()
                    .forEach(name -> workspaces.remove(tx, name));
            events.sourcesBackfilled(tx); // what is named no more is not waited for
            workers.seen(
                    tx, parts.workerId, parts.version, fingerprints(sources).toString(), now);
        });
        Map<String, Map<String, Channel>> channels = new HashMap<>();
        sources.forEach(s -> channels.put(s.workspace().name(), parts.accounts.channels(s.workspace())));
        courier.channels(channels);
        known.keySet().retainAll(fresh.keySet());
        known.putAll(fresh);
        hooked = hooked(fresh.values());
        Map<String, String> hashes = new TreeMap<>();
        sources.forEach(s -> hashes.put(s.workspace().name(), s.hash()));
        applied = hashes;
        wake();
    }

    private static Map<String, HookedSource> hooked(Collection<Sync> syncs) {
        Map<String, HookedSource> found = new HashMap<>();
        for (Sync sync : syncs) {
            if (sync instanceof Inbound in) {
                Hooked.of(in.source())
                        .ifPresent(connector -> found.put(in.from().id(), new HookedSource(in.from(), connector)));
            }
        }
        return Map.copyOf(found);
    }

    private SyncId define(Tx tx, Workspace workspace, SyncDefinition sync, Instant now) {
        Optional<SyncRow> before = syncs.find(tx, workspace.name(), sync.name());
        String identity = Definitions.identity(sync);
        if (before.isPresent() && !before.get().identity().equals(identity)) {
            // Another stream or table under an old name is another sync; the old one keeps its table and its past.
            ending.cancel(tx, before.get().id());
            syncs.setAside(tx, before.get().id());
            before = Optional.empty();
        }
        String hash = Definitions.hash(workspace, sync);
        SyncId id = syncs.define(
                tx,
                parts.ids.next(),
                new JdbcSyncs.Definition(
                        workspace.name(),
                        sync.name(),
                        Definitions.direction(sync),
                        identity,
                        hash,
                        definitions.json(workspace, sync),
                        sync.schedule().toString()),
                now);
        boolean same = before.isPresent()
                && !before.get().gone()
                && before.get().hash().equals(hash);
        if (!same) {
            checkpoints.doubted(tx, id); // another connector or account may have other fields
            boolean cut = ending.cancel(tx, id); // what it had begun is not left until the next time that it is due
            Optional<Instant> synced = before.flatMap(SyncRow::syncedAt);
            Optional<Instant> due = sync.schedule().dueAt(synced, now);
            syncs.due(tx, id, due, cut || (due.isPresent() && synced.isEmpty()));
        }
        return id;
    }

    /** Now and then: shows that this worker lives, and clears away what is old. Answers whether it may take jobs. */
    private boolean tend() {
        Instant now = parts.clock.instant();
        boolean agreed = parts.store.inTransaction(tx -> {
            workers.seen(tx, parts.workerId, parts.version, shown(), now);
            return workspaces.hashes(tx).equals(applied);
        });
        housekeeping.step();
        return agreed;
    }

    private String shown() {
        Map<String, String> hashes = new TreeMap<>();
        applied.forEach((name, hash) -> hashes.put(name, hash.substring(0, 12)));
        return hashes.toString();
    }

    /** Tells people at once what they are to be told. */
    public void tell() {
        courier.step();
    }

    /** Looks for due syncs and ready jobs at once. */
    public void wake() {
        threads.wake();
    }

    /** A person wants every active sync of these names now; answers those that there are. */
    public List<SyncId> request(String workspace, List<String> names) {
        Instant now = parts.clock.instant();
        List<SyncId> found = parts.store.inTransaction(tx -> {
            List<SyncId> ids = new ArrayList<>();
            names.forEach(name -> syncs.request(tx, workspace, name, now).ifPresent(ids::add));
            return ids;
        });
        wake();
        return found;
    }

    /** The syncs that this engine knows, by what the store calls them. */
    public Map<SyncId, Sync> known() {
        return Map.copyOf(known);
    }

    public Worker worker() {
        return worker;
    }

    /** Stops after the steps in progress, and gives back what is not finished. */
    @Override
    public void close() {
        rounds.close();
        threads.close();
        parts.store.run(tx -> workers.left(tx, parts.workerId));
    }
}
