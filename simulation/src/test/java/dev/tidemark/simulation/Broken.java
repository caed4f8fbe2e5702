package dev.tidemark.simulation;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.ConnectorSpec;
import dev.tidemark.connector.Lateness;
import dev.tidemark.connector.Ledger;
import dev.tidemark.connector.Listing;
import dev.tidemark.connector.ModelSource;
import dev.tidemark.connector.ModelSpec;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.RecordSink;
import dev.tidemark.connector.RowSink;
import dev.tidemark.connector.Slips;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.TableDestination;
import dev.tidemark.connector.TableLoad;
import dev.tidemark.connector.TableSpec;
import dev.tidemark.connector.Tide;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.queue.JobKind;
import dev.tidemark.queue.Lease;
import dev.tidemark.queue.Queue;
import dev.tidemark.quota.Quota;
import dev.tidemark.store.Tx;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The engine's footing with one guarantee taken out. */
final class Broken {

    private Broken() {}

    /** What is done instead of one method of an interface. */
    private interface Instead {
        @Nullable
        Object of(Object[] arguments) throws Exception;
    }

    /** The same object, but for some methods. */
    private static <T> T but(Class<T> type, T whole, Map<String, Instead> changed) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Instead instead = changed.get(method.getName());
                    if (instead != null) {
                        return instead.of(arguments);
                    }
                    try {
                        return method.invoke(whole, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    /** Whoever lost the lease of a job may go on. */
    static Queue withoutFence(Queue queue) {
        Instead put = a -> {
            Lease lease = (Lease) a[1];
            return queue.put((Tx) a[0], (UUID) a[2], (JobKind) a[3], lease.sync(), lease.run(), (Instant) a[4]);
        };
        return but(Queue.class, queue, Map.of("hold", a -> null, "holdFor", a -> null, "holdAndPut", put));
    }

    /** Late commits are not waited for. */
    static SourceConnector withoutLag(SourceConnector source) {
        ConnectorSpec spec = source.spec();
        ConnectorSpec hasty =
                new ConnectorSpec(spec.name(), spec.title(), spec.settings(), spec.limits(), Duration.ZERO);
        return but(
                SourceConnector.class,
                source,
                Map.of("spec", a -> hasty, "lateness", a -> Optional.of(Lateness.of(Duration.ZERO))));
    }

    /** The tidemark is said to be where a pass began, whatever may still come in late. */
    static SourceConnector withHastyTidemarks(SourceConnector source) {
        return but(SourceConnector.class, source, Map.of("lateness", a -> Optional.of(Lateness.of(Duration.ZERO))));
    }

    /** The tidemark moves in a transaction of its own, and what should follow fails now and then. */
    static TableDestination withTidemarksFirst(TableDestination tables) {
        var fails = new AtomicInteger();
        return but(TableDestination.class, tables, Map.of("open", a -> {
            TableLoad load = tables.open((Access) a[0], (TableSpec) a[1]);
            Instead commit = b -> {
                if (((Optional<?>) b[6]).isPresent() && fails.getAndIncrement() % 2 == 0) {
                    try (TableLoad other = tables.open((Access) a[0], (TableSpec) a[1])) {
                        other.rise((Long) b[0], (Tide) ((Optional<?>) b[6]).get());
                    }
                    throw new Unavailable("the server is gone", new IOException("gone"));
                }
                return load.commit(
                        (Long) b[0],
                        (String) b[1],
                        (Long) b[2],
                        (Long) b[3],
                        (Long) b[4],
                        ((Optional<?>) b[5]).map(Listing.class::cast),
                        ((Optional<?>) b[6]).map(Tide.class::cast));
            };
            return but(TableLoad.class, load, Map.of("commit", commit));
        }));
    }

    /** Records that may slip from one page to another are said to be in one of them. */
    static SourceConnector withoutSlips(SourceConnector source) {
        return but(SourceConnector.class, source, Map.of("slips", a -> Slips.NEVER));
    }

    /** Rows leave although nothing says so. */
    static ModelSource withoutIntents(ModelSource models) {
        return but(ModelSource.class, models, Map.of("open", a -> {
            Ledger ledger = models.open((Access) a[0], (ModelSpec) a[1], (String) a[2], (Long) a[3]);
            return but(Ledger.class, ledger, Map.of("intend", b -> null));
        }));
    }

    /** Whoever lost a table may go on writing to it. */
    static TableDestination withoutMark(TableDestination tables) {
        var highest = new ConcurrentHashMap<String, Long>();
        return but(TableDestination.class, tables, Map.of("open", a -> {
            TableSpec table = (TableSpec) a[1];
            TableLoad load = tables.open((Access) a[0], table);
            Instead claim = b -> {
                highest.merge(table.sync(), (Long) b[0], Math::max);
                return load.claim((Long) b[0]);
            };
            Instead commit = b -> load.commit(
                    Math.max((Long) b[0], highest.getOrDefault(table.sync(), 0L)),
                    (String) b[1],
                    (Long) b[2],
                    (Long) b[3],
                    (Long) b[4],
                    ((Optional<?>) b[5]).map(Listing.class::cast),
                    ((Optional<?>) b[6]).map(Tide.class::cast));
            return but(TableLoad.class, load, Map.of("claim", claim, "commit", commit));
        }));
    }

    /** A reading of everything may lack records that are there, and says so. */
    static SourceConnector notReadingAll(SourceConnector source) {
        return but(SourceConnector.class, source, Map.of("readsAll", a -> false));
    }

    /** Some pages cannot be read as records. */
    static SourceConnector notReading(SourceConnector source, Predicate<RawPage> pages) {
        return but(SourceConnector.class, source, Map.of("records", a -> {
            if (pages.test((RawPage) a[1])) {
                throw new BadPage("it is spoilt");
            }
            source.records((StreamSpec) a[0], (RawPage) a[1], (RecordSink) a[2]);
            return null;
        }));
    }

    /** While it is so, names of berths come out wrong, and one called odd is none. */
    static SourceConnector misreading(SourceConnector source, BooleanSupplier wrong) {
        return but(SourceConnector.class, source, Map.of("records", a -> {
            RecordSink sink = (RecordSink) a[2];
            StreamSpec stream = (StreamSpec) a[0];
            int name = stream.indexOf("name");
            RecordSink to = !wrong.getAsBoolean()
                    ? sink
                    : but(RecordSink.class, sink, Map.of("text", v -> {
                        int field = (Integer) v[0];
                        String value = v[1] instanceof char[] c
                                ? new String(c, (Integer) v[2], (Integer) v[3])
                                : (String) v[1];
                        if (field != name) {
                            sink.text(field, value);
                        } else if (value.equals("odd")) {
                            sink.misfit(field, value, "it is odd");
                        } else {
                            sink.text(field, "wrong");
                        }
                        return null;
                    }));
            source.records(stream, (RawPage) a[1], to);
            return null;
        }));
    }

    /** Every request may leave at once. */
    static Quota withoutPermits(Quota quota) {
        return but(Quota.class, quota, Map.of("take", a -> Optional.empty()));
    }

    /** What arrives last counts, however old it is. */
    static TableDestination withoutVersions(TableDestination tables) {
        return withRows(tables, sink -> but(RowSink.class, sink, Map.of("version", a -> null)));
    }

    /** A delete counts when it arrives, however old it is. */
    static TableDestination withoutOrderedDeletes(TableDestination tables) {
        return withRows(tables, sink -> {
            var version = new AtomicReference<@Nullable Long>();
            return but(
                    RowSink.class,
                    sink,
                    Map.of(
                            "version",
                                    a -> {
                                        version.set((Long) a[0]);
                                        return null;
                                    },
                            "deleted",
                                    a -> {
                                        version.set(null);
                                        sink.deleted();
                                        return null;
                                    },
                            "end",
                                    a -> {
                                        Long known = version.getAndSet(null);
                                        if (known != null) {
                                            sink.version(known);
                                        }
                                        sink.end((byte[]) a[0], (Integer) a[1], (Integer) a[2]);
                                        return null;
                                    }));
        });
    }

    private static TableDestination withRows(TableDestination tables, UnaryOperator<RowSink> rows) {
        return but(TableDestination.class, tables, Map.of("open", a -> {
            TableLoad load = tables.open((Access) a[0], (TableSpec) a[1]);
            return but(TableLoad.class, load, Map.of("begin", b -> rows.apply(load.begin((Boolean) b[0]))));
        }));
    }
}
