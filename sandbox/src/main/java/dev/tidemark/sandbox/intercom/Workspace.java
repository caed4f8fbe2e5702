package dev.tidemark.sandbox.intercom;

import dev.tidemark.sandbox.seed.Dice;
import dev.tidemark.sandbox.store.ObjectStore;
import dev.tidemark.sandbox.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Everything that the workspace holds. */
final class Workspace {
    static final String CONTACT = "contact";
    static final String COMPANY = "company";
    static final String CONVERSATION = "conversation";
    static final String ADMIN = "admin";
    static final String TEAM = "team";
    static final String TAG = "tag";
    static final String SEGMENT = "segment";

    static final String ID = "h64tidem";
    private static final JsonMapper JSON = new JsonMapper();

    private final ObjectStore store;
    private final InstantSource clock;
    private final ZoneId zone;
    private final Dice ids;
    private long number = 215_474_207_000_000L;
    private Duration searchLag = Duration.ofSeconds(60);
    private BiConsumer<String, StoredObject> listener = (topic, object) -> {};

    Workspace(Settings settings) {
        this.clock = settings.clock();
        this.zone = settings.zone();
        this.store = new ObjectStore(clock, ChronoUnit.SECONDS, Duration.ofHours(1));
        this.ids = new Dice(settings.seed() ^ 0x1D5);
    }

    ObjectStore store() {
        return store;
    }

    ZoneId zone() {
        return zone;
    }

    void listen(BiConsumer<String, StoredObject> to) {
        listener = to;
    }

    void searchLag(Duration lag) {
        searchLag = lag;
    }

    /** 24 hexadecimal digits, or for a conversation and what is in it, a number. */
    String newId(String type) {
        return type.equals(CONTACT) || type.equals(COMPANY) ? ids.hex(24) : String.valueOf(++number);
    }

    StoredObject create(String type, ObjectNode body) {
        StoredObject made = store.insert(type, newId(type), body);
        listener.accept(type + ".created", made);
        return made;
    }

    StoredObject update(String type, String id, ObjectNode changes) {
        StoredObject changed = store.update(type, id, body -> body.setAll(changes));
        listener.accept(type + ".updated", changed);
        return changed;
    }

    StoredObject delete(String type, String id) {
        StoredObject gone = store.delete(type, id);
        listener.accept(type + ".deleted", gone);
        return gone;
    }

    Optional<StoredObject> live(String type, String id) {
        return store.newest(type, id).filter(object -> !object.isDeleted());
    }

    List<StoredObject> live(String type) {
        return store.newest(type).stream().filter(object -> !object.isDeleted()).toList();
    }

    /** What a reader sees now. */
    List<StoredObject> seen(String type) {
        return store.seen(type).stream().filter(object -> !object.isDeleted()).toList();
    }

    /** What the index of the search knows: some time ago's, without what is gone since. */
    List<StoredObject> indexed(String type) {
        Instant then = clock.instant().minus(searchLag);
        return store.seenAt(type, then).stream()
                .filter(object -> !object.isDeleted())
                .filter(object -> store.seen(type, object.id())
                        .filter(now -> !now.isDeleted())
                        .isPresent())
                .toList();
    }

    /** The object as it is answered. */
    ObjectNode json(String type, StoredObject object) {
        ObjectNode node = JSON.createObjectNode().put("type", type).put("id", object.id());
        boolean stamped = List.of(CONTACT, COMPANY, CONVERSATION, SEGMENT).contains(type);
        if (stamped) {
            node.put("created_at", object.created().getEpochSecond())
                    .put("updated_at", object.updated().getEpochSecond());
        }
        node.setAll(object.body().deepCopy());
        return node;
    }
}
