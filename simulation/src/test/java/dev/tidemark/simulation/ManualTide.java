package dev.tidemark.simulation;

import dev.tidemark.access.Account;
import dev.tidemark.access.Redaction;
import dev.tidemark.archive.Archive;
import dev.tidemark.archive.Handover;
import dev.tidemark.connector.ModelSource;
import dev.tidemark.connector.ModelSpec;
import dev.tidemark.connector.RateLimit;
import dev.tidemark.connector.RecordDestination;
import dev.tidemark.connector.Secrets;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.TableSpec;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connectors.postgres.PostgresConnector;
import dev.tidemark.queue.JdbcQueue;
import dev.tidemark.queue.Queue;
import dev.tidemark.quota.Allowance;
import dev.tidemark.quota.JdbcQuota;
import dev.tidemark.quota.Quota;
import dev.tidemark.run.Ending;
import dev.tidemark.store.Ids;
import dev.tidemark.store.Store;
import dev.tidemark.sync.BackOff;
import dev.tidemark.sync.Inbound;
import dev.tidemark.sync.JdbcSyncs;
import dev.tidemark.sync.Layout;
import dev.tidemark.sync.Outbound;
import dev.tidemark.sync.Sync;
import dev.tidemark.sync.SyncId;
import dev.tidemark.sync.SyncRow;
import dev.tidemark.workspace.FieldChoice;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The engine driven by hand: its processes, their jobs, the time, the app and the database. Nothing happens but by an act, on
 * one thread, so that a seed replays exactly.
 */
final class ManualTide {

    static final Duration EVERY = Duration.ofSeconds(60);
    static final RateLimit LIMIT = new RateLimit(200, Duration.ofSeconds(20));

    private final RandomGenerator ours;
    private final Trace trace = new Trace();
    private final Tides tides = new Tides();
    private final Sea sea;
    private final Weather weather;
    private final Guarantees guarantees;
    /** Whether the app may be asked as often as one likes, so that requests follow one another at once. */
    private final boolean isFree;

    private final Store store;
    private final Archive archive;
    private final Queue queue;
    private final Ids ids;
    private final Ending ending;
    private final BackOff requestBackOff;
    private final Quota quota;
    private final Account database;
    private final Map<SyncId, Sync> syncs = new LinkedHashMap<>();
    private final Fetched fetched = new Fetched();
    private final List<Hull> hulls = new ArrayList<>();
    private Optional<Hull> acting = Optional.empty();
    private int launched;
    private int crashes;

    ManualTide(long seed, Guarantees guarantees) {
        SplittableRandom random = new SplittableRandom(seed);
        this.ours = random.split();
        this.guarantees = guarantees;
        this.sea = new Sea(trace, random.split());
        World.begin(sea, () -> List.copyOf(hulls()).forEach(this::kill));
        this.weather = new Weather(tides, sea, random.split());
        this.isFree = seed % 5 == 4;
        if (isFree) {
            weather.quick();
        }
        this.store = new SeamStore(World.store(), sea);
        this.archive = new SeamArchive(World.archive(), sea, tides);
        this.queue = guarantees.queues().apply(new JdbcQueue());
        this.ids = Ids.timeOrdered(clock(), random.split());
        this.ending = new Ending(store, queue, clock(), BackOff.ofRuns(random.split()));
        this.requestBackOff = BackOff.ofRequests(random.split());
        this.quota = guarantees.quotas().apply(new JdbcQuota(store, clock()));
        this.database = new Account(
                "acme",
                "warehouse",
                World.settings(),
                World.secrets(),
                (request, beforeEach) -> {
                    throw new IllegalStateException("a database needs no HTTP");
                },
                quota,
                Allowance.UNLIMITED,
                Redaction.NONE,
                clock());
        tides.whilePassing(() -> sea.aside(() -> List.copyOf(hulls).stream()
                .filter(h -> h.alive() && !h.frozen())
                .forEach(h -> h.heartbeat(false))));
    }

    /** An account at an app beyond the weather. */
    Account account(Settings settings, Secrets secrets) {
        return new Account(
                "acme",
                "app",
                settings,
                secrets,
                weather,
                quota,
                isFree ? Allowance.UNLIMITED : new Allowance(List.of(LIMIT), 0.5, List.of()),
                Redaction.NONE,
                clock());
    }

    /** Keeps a stream of the app in a table of its name. */
    void read(
            SourceConnector connector,
            Account app,
            String stream,
            TableSpec.Deletes deletes,
            boolean everything,
            Set<String> except) {
        SyncId id = define(stream, SyncRow.Direction.INBOUND);
        SeamSource source = SeamSource.of(connector, sea, fetched);
        syncs.put(
                id,
                new Inbound(
                        id,
                        "acme",
                        stream,
                        "",
                        synced -> Optional.of(synced.plus(EVERY)),
                        guarantees.sources().apply(source),
                        app,
                        stream,
                        new SeamTables(guarantees.destinations().apply(new PostgresConnector()), sea),
                        database,
                        World.SCHEMA,
                        stream.toLowerCase(Locale.ROOT),
                        deletes,
                        1,
                        new Layout(new FieldChoice(Set.of(), except, Map.of())),
                        everything));
    }

    /** Leaves out other fields from now on. */
    void choose(SyncId id, Set<String> except) {
        if (syncs.get(id) instanceof Inbound in) {
            log("the sync " + in.name() + " leaves out " + except);
            syncs.put(
                    id,
                    new Inbound(
                            id,
                            in.workspace(),
                            in.name(),
                            in.definitionHash(),
                            in.due(),
                            in.source(),
                            in.from(),
                            in.streamName(),
                            in.destination(),
                            in.to(),
                            in.schema(),
                            in.table(),
                            in.deletes(),
                            in.brake(),
                            new Layout(new FieldChoice(Set.of(), except, Map.of())),
                            in.everything()));
        }
    }

    /** Writes the rows of a model to a stream of the app. */
    void write(ModelSource models, RecordDestination connector, Account app, ModelSpec model, WriteSpec spec) {
        SyncId id = define(spec.stream(), SyncRow.Direction.OUTBOUND);
        syncs.put(
                id,
                new Outbound(
                        id,
                        "acme",
                        spec.stream(),
                        "",
                        synced -> Optional.of(synced.plus(EVERY)),
                        guarantees.models().apply(new SeamModels(models, sea)),
                        database,
                        model,
                        connector,
                        app,
                        spec,
                        Duration.ofMinutes(10)));
    }

    private SyncId define(String name, SyncRow.Direction direction) {
        return World.store().inTransaction(tx -> {
            JdbcSyncs rows = new JdbcSyncs();
            var definition = new JdbcSyncs.Definition("acme", name, direction, name, "", "{}", "every minute");
            SyncId made = rows.define(tx, ids.next(), definition, clock().instant());
            rows.due(tx, made, Optional.empty(), true);
            return made;
        });
    }

    Hull launch() {
        Hull hull = new Hull("worker-" + ++launched, this);
        hulls.add(hull);
        log("launched " + hull.name());
        return hull;
    }

    /** A worker on its own does what there is to do, every five seconds. */
    void works(Hull hull, int rounds) {
        for (int i = 0; i < rounds; i++) {
            hull.reclaim();
            hull.tick();
            hull.lease(8);
            int choice = 0;
            while (hull.step(choice)) {
                choice++;
            }
            tides.pass(Duration.ofSeconds(5));
        }
    }

    List<Hull> hulls() {
        return hulls;
    }

    /** Lets a process do something, in which it may die; answers whether it lives. */
    boolean act(Hull hull, Runnable work) {
        Optional<Hull> before = acting;
        acting = Optional.of(hull);
        try {
            work.run();
            return true;
        } catch (SimulatedCrash crash) {
            kill(hull);
            return false;
        } finally {
            acting = before;
        }
    }

    /** The process whose act is in progress. */
    Optional<Hull> acting() {
        return acting;
    }

    /** {@code kill -9}: nothing is given back, nothing is finished. */
    void kill(Hull hull) {
        crashes++;
        int lines = hull.linesInFlight();
        for (int i = 0; i < lines; i++) {
            sea.disrupted();
        }
        log("dead: " + hull.name() + " with " + hull.busy() + " jobs in hand");
        hulls.remove(hull);
        sea.aside(hull::sink);
    }

    void log(String line) {
        trace.add(line);
    }

    Handover handoverOf(Hull hull) {
        return Hull.handover();
    }

    Optional<Sync> sync(SyncId id) {
        return Optional.ofNullable(syncs.get(id));
    }

    Map<SyncId, Sync> syncs() {
        return syncs;
    }

    String label(SyncId id) {
        return sync(id).map(Sync::name).orElse("?");
    }

    RandomGenerator random() {
        return ours;
    }

    Trace trace() {
        return trace;
    }

    Tides tides() {
        return tides;
    }

    Sea sea() {
        return sea;
    }

    Weather weather() {
        return weather;
    }

    int refetched() {
        return fetched.again();
    }

    /** What went wrong so far that can leave a write of unknown fate. */
    int troubles() {
        return crashes + sea.disruptions() + weather.answersLost();
    }

    Store store() {
        return store;
    }

    Archive archive() {
        return archive;
    }

    Queue queue() {
        return queue;
    }

    Ids ids() {
        return ids;
    }

    Ending ending() {
        return ending;
    }

    BackOff requestBackOff() {
        return requestBackOff;
    }

    /** True time, for rests. */
    Instant now() {
        return tides.now();
    }

    boolean isFree() {
        return isFree;
    }

    InstantSource clock() {
        return tides.engine();
    }
}
