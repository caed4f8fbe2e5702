package dev.tidemark.sandbox.stripe;

import dev.tidemark.sandbox.seed.Dice;
import dev.tidemark.sandbox.store.ObjectStore;
import dev.tidemark.sandbox.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The account's objects and the events that tell of them. An event shows its object as it was at that moment. */
public final class Books {
    /** For so long events are kept. */
    static final Duration EVENTS_KEPT = Duration.ofDays(30);

    /** The version in which events are rendered. */
    static final String VERSION = "2023-08-16";

    private static final Duration HISTORY = Duration.ofMinutes(10);

    /** Hears each event as it comes into being. */
    interface Listener {
        void happened(ObjectNode event);
    }

    private final ObjectStore store;
    private final InstantSource clock;
    private final Dice dice;
    private final List<Listener> listeners = new ArrayList<>();
    private Duration eventLag = Duration.ZERO;
    private String request = "";
    private String idempotencyKey = "";

    Books(InstantSource clock, long seed) {
        this.clock = clock;
        this.dice = new Dice(seed);
        this.store = new ObjectStore(clock, ChronoUnit.SECONDS, HISTORY);
    }

    void listen(Listener listener) {
        listeners.add(listener);
    }

    Instant now() {
        return clock.instant();
    }

    long second() {
        return now().getEpochSecond();
    }

    <T> T locked(Supplier<T> work) {
        return store.locked(work);
    }

    /** Does a request's work; what it writes is seen so much later. */
    <T> T during(String id, String key, Duration lag, Supplier<T> work) {
        return store.committing(lag, () -> {
            request = id;
            idempotencyKey = key;
            try {
                return work.get();
            } finally {
                request = "";
                idempotencyKey = "";
            }
        });
    }

    /** Events become visible so much later than they are stamped. */
    public void eventLag(Duration lag) {
        eventLag = lag;
    }

    String id(Coll coll) {
        return coll.prefix() + (coll == Coll.COUPONS ? dice.letters(8) : "1" + dice.letters(23));
    }

    String letters(int count) {
        return dice.letters(count);
    }

    /** A new object of this id, created now, unless the body says when. */
    ObjectNode insert(Coll coll, String id, ObjectNode body) {
        body.put("id", id);
        String time = coll == Coll.INVOICE_ITEMS ? "date" : "created";
        if (body.path(time).asLong(0) == 0) {
            body.put(time, second());
        }
        Instant created = Instant.ofEpochSecond(body.path(time).asLong());
        store.put(coll.path(), new StoredObject(id, body, created, created, null));
        if (coll.told().contains("c")) {
            event(coll.events() + ".created", body, null);
        }
        return body;
    }

    ObjectNode insert(Coll coll, ObjectNode body) {
        return insert(coll, id(coll), body);
    }

    /** Changes an object, and tells of it as the collection does. */
    public ObjectNode update(Coll coll, String id, Consumer<ObjectNode> change) {
        return update(coll, id, coll.told().contains("u") ? coll.events() + ".updated" : "", change);
    }

    /** Changes an object, and tells of it by an event of this type; of none where it is empty. */
    ObjectNode update(Coll coll, String id, String type, Consumer<ObjectNode> change) {
        ObjectNode before = newest(coll, id).orElseThrow();
        ObjectNode after = store.update(coll.path(), id, change).body();
        if (!type.isEmpty() && !after.equals(before)) {
            event(type, after, previous(before, after));
        }
        return after;
    }

    public void delete(Coll coll, String id) {
        StoredObject gone = store.delete(coll.path(), id);
        if (coll.told().contains("d")) {
            event(coll.events() + ".deleted", gone.body(), null);
        }
    }

    private static ObjectNode previous(ObjectNode before, ObjectNode after) {
        ObjectNode previous = Templates.object();
        for (var each : before.properties()) {
            JsonNode now = after.path(each.getKey());
            if (!now.equals(each.getValue())) {
                previous.set(each.getKey(), each.getValue());
            }
        }
        return previous;
    }

    void event(String type, ObjectNode object, @Nullable ObjectNode previous) {
        ObjectNode event = Templates.of("event");
        event.put("api_version", VERSION);
        event.put("created", second());
        ObjectNode data = event.putObject("data");
        data.set("object", shown(object));
        if (previous != null) {
            data.set("previous_attributes", previous);
        }
        event.put("livemode", false);
        event.put("pending_webhooks", 0);
        ObjectNode by = event.putObject("request");
        by.put("id", request.isEmpty() ? null : request);
        by.put("idempotency_key", idempotencyKey.isEmpty() ? null : idempotencyKey);
        event.put("type", type);
        store.committing(eventLag, () -> insert(Coll.EVENTS, event));
        listeners.forEach(listener -> listener.happened(event));
    }

    /** The object as answers have it: without what only the sandbox knows. */
    static ObjectNode shown(ObjectNode body) {
        ObjectNode copy = body.deepCopy();
        copy.remove("_payout");
        JsonNode lines = copy.path("lines");
        JsonNode items = copy.path("items");
        for (JsonNode list : List.of(lines, items)) {
            if (list instanceof ObjectNode nested) {
                nested.put("total_count", nested.path("data").size());
            }
            if (list instanceof ObjectNode nested && nested.path("data").size() > 10) {
                var all = nested.path("data");
                var first = nested.putArray("data");
                for (int i = 0; i < 10; i++) {
                    first.add(all.get(i));
                }
                nested.put("has_more", true);
            }
        }
        return copy;
    }

    /** The newest state of an object that lives. */
    public Optional<ObjectNode> newest(Coll coll, String id) {
        return store.newest(coll.path(), id).filter(o -> !o.isDeleted()).map(StoredObject::body);
    }

    /** What a reader sees of it; a deleted one too. */
    Optional<StoredObject> seen(Coll coll, String id) {
        return store.seen(coll.path(), id).filter(this::kept);
    }

    private boolean kept(StoredObject object) {
        return !object.id().startsWith(Coll.EVENTS.prefix())
                || !object.created().plus(EVENTS_KEPT).isBefore(now());
    }

    /** Newest first; deleted ones too, which lists leave out but may be asked to go on behind. */
    List<StoredObject> list(Coll coll) {
        return sorted(store.seen(coll.path()));
    }

    /** What an index knew so long ago. */
    List<StoredObject> indexed(Coll coll, Duration lag) {
        return sorted(store.seenAt(coll.path(), now().minus(lag)));
    }

    private List<StoredObject> sorted(List<StoredObject> seen) {
        List<StoredObject> found = new ArrayList<>(seen.reversed());
        found.removeIf(object -> !kept(object));
        found.sort(Comparator.comparing(StoredObject::created).reversed());
        return found;
    }

    /** Ids of all that lives, in the order in which it was made. */
    public List<String> ids(Coll coll) {
        return store.newest(coll.path()).stream()
                .filter(object -> !object.isDeleted())
                .map(StoredObject::id)
                .toList();
    }
}
