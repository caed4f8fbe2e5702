package dev.tidemark.sandbox.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.TemporalUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Objects by type and id. A write is stamped at once and may be seen later ({@link #committing}); older states are kept
 * for a while, so that an index that lags can be asked for what it knew then.
 */
public final class ObjectStore {
    private record Version(
            StoredObject object,
            Instant visibleFrom,
            @Nullable Version previous) {
        @Nullable
        Version seenAt(Instant moment) {
            Version version = this;
            while (version != null && version.visibleFrom.isAfter(moment)) {
                version = version.previous;
            }
            return version;
        }

        /** Without what nobody can see any more who looks at this moment or later. */
        Version since(Instant moment) {
            if (previous == null || !visibleFrom.isAfter(moment)) {
                return new Version(object, visibleFrom, null);
            }
            return new Version(object, visibleFrom, previous.since(moment));
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Map<String, Version>> tables = new LinkedHashMap<>();
    private final InstantSource clock;
    private final TemporalUnit resolution;
    private final Duration history;
    private Duration lag = Duration.ZERO;

    /**
     * @param clock what "now" is
     * @param resolution of the times of creation and change
     * @param history how long older states can be asked for
     */
    public ObjectStore(InstantSource clock, TemporalUnit resolution, Duration history) {
        this.clock = clock;
        this.resolution = resolution;
        this.history = history;
    }

    /** Now, as a stamp. */
    public Instant now() {
        return clock.instant().truncatedTo(resolution);
    }

    /** Does the work while nobody else reads or writes: a request is one such piece of work. */
    public <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #locked}; what is written meanwhile is stamped now and seen only so much later. */
    public <T> T committing(Duration later, Supplier<T> work) {
        return locked(() -> {
            Duration before = lag;
            lag = later;
            try {
                return work.get();
            } finally {
                lag = before;
            }
        });
    }

    /** A new object, created and changed now. */
    public StoredObject insert(String type, String id, ObjectNode body) {
        Instant now = now();
        return put(type, new StoredObject(id, body, now, now, null));
    }

    /** Puts an object as it is given, new or over the one of its id: its stamps are the caller's. */
    public StoredObject put(String type, StoredObject object) {
        return locked(() -> {
            Map<String, Version> table = table(type);
            Version before = table.get(object.id());
            Instant now = clock.instant();
            Version kept = before == null ? null : before.since(now.minus(history));
            // What has no time of its own before now, such as generated data, was always there.
            Instant from = before == null && lag.isZero() && object.updated().isBefore(now.minus(history))
                    ? Instant.MIN
                    : now.plus(lag);
            table.put(object.id(), new Version(object, from, kept));
            return object;
        });
    }

    /** Changes the newest state, whoever sees it yet, and stamps it now. */
    public StoredObject update(String type, String id, Consumer<ObjectNode> change) {
        return rewrite(type, id, object -> {
            ObjectNode body = object.body().deepCopy();
            change.accept(body);
            return object.withBody(body).withUpdated(now());
        });
    }

    /** Deletes it now; its time of change stays. An object deleted already stays as it is. */
    public StoredObject delete(String type, String id) {
        return rewrite(type, id, object -> object.isDeleted() ? object : object.withDeleted(now()));
    }

    /** Makes another state out of the newest one, stamps and all. */
    public StoredObject rewrite(String type, String id, UnaryOperator<StoredObject> change) {
        return locked(() -> {
            StoredObject object =
                    newest(type, id).orElseThrow(() -> new IllegalArgumentException("there is no " + type + " " + id));
            StoredObject changed = change.apply(object);
            return changed.equals(object) ? object : put(type, changed);
        });
    }

    /** Takes it away without a trace. */
    public void purge(String type, String id) {
        locked(() -> table(type).remove(id));
    }

    /** Its newest state, deleted or not, committed or not: for writes. */
    public Optional<StoredObject> newest(String type, String id) {
        return locked(() -> Optional.ofNullable(table(type).get(id)).map(Version::object));
    }

    /** Every newest state of a type, in the order of their first writes. */
    public List<StoredObject> newest(String type) {
        return locked(() -> table(type).values().stream().map(Version::object).toList());
    }

    /** What a reader sees of it now, deleted or not. */
    public Optional<StoredObject> seen(String type, String id) {
        return locked(() -> Optional.ofNullable(table(type).get(id))
                .map(version -> version.seenAt(clock.instant()))
                .map(Version::object));
    }

    /** What a reader sees of a type now, deleted or not, in the order of their first writes. */
    public List<StoredObject> seen(String type) {
        return seenAt(type, clock.instant());
    }

    /** What a reader saw of a type at a moment, as far as the history reaches. */
    public List<StoredObject> seenAt(String type, Instant moment) {
        return locked(() -> {
            var seen = new ArrayList<StoredObject>();
            for (Version newest : table(type).values()) {
                Version version = newest.seenAt(moment);
                if (version != null) {
                    seen.add(version.object());
                }
            }
            return seen;
        });
    }

    /** The types that something was ever written of. */
    public List<String> types() {
        return locked(() -> List.copyOf(tables.keySet()));
    }

    private Map<String, Version> table(String type) {
        return tables.computeIfAbsent(type, name -> new LinkedHashMap<>());
    }
}
