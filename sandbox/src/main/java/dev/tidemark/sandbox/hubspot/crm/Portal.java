package dev.tidemark.sandbox.hubspot.crm;

import dev.tidemark.sandbox.seed.Dice;
import dev.tidemark.sandbox.store.ObjectStore;
import dev.tidemark.sandbox.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One account (HubSpot says portal): its types, records, associations and owners. All calls go through its store's lock. */
public final class Portal {
    public static final long ID = 147_893_286;

    private static final JsonMapper JSON = new JsonMapper();

    /** What happened to a record, for webhooks. */
    public record Event(String what, ObjectType type, String id, Map<String, String> changed, Instant at) {}

    /** A value that a property took at a moment; empty where it was cleared. */
    public record Past(String value, Instant at) {}

    private final ObjectStore store;
    private final Map<String, ObjectType> types = StandardTypes.all();
    private final Map<String, Map<String, Set<Link>>> links = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> unique = new LinkedHashMap<>();
    private final Dice ids;
    private final List<Consumer<Event>> listeners = new ArrayList<>();
    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private final Histories histories = new Histories();
    private final List<Retired> retired = new ArrayList<>();
    private final Pipelines pipelines;
    private final Lists lists;
    private long lastId = 100_000_000_000L;
    private Duration indexLag = Duration.ofSeconds(5);

    public Portal(long seed, InstantSource clock) {
        this.store = new ObjectStore(clock, ChronoUnit.MILLIS, Duration.ofHours(1));
        this.ids = new Dice(seed);
        this.pipelines = new Pipelines(this);
        this.lists = new Lists(this);
    }

    public ObjectStore store() {
        return store;
    }

    public Instant now() {
        return store.now();
    }

    public List<ObjectType> types() {
        return store.locked(() -> List.copyOf(types.values()));
    }

    /** By the name in paths, the type's id, or the full name of a custom one. */
    public Optional<ObjectType> type(String name) {
        return store.locked(() -> types.values().stream()
                .filter(type -> type.name().equalsIgnoreCase(name)
                        || type.typeId().equals(name)
                        || type.singular().equalsIgnoreCase(name)
                        || (type.custom() && name.equals("p" + ID + "_" + type.name())))
                .findFirst());
    }

    public ObjectType the(String name) {
        return type(name).orElseThrow(() -> Refused.invalid("Unable to infer object type from: " + name));
    }

    /** Adds or replaces a property's definition. */
    public void define(ObjectType type, Property property) {
        store.locked(() -> types.put(type.name(), the(type.name()).with(property)));
    }

    /** Archives a property's definition: records show it no more. */
    public void retire(ObjectType type, Property property) {
        store.locked(() -> {
            retired.add(new Retired(type.name(), property, store.now()));
            return types.put(type.name(), the(type.name()).without(property.name()));
        });
    }

    /** A property that was archived. */
    public record Retired(String type, Property property, Instant at) {}

    /** The archived properties of a type. */
    public List<Retired> retired(ObjectType type) {
        return store.locked(() -> retired.stream()
                .filter(one -> one.type().equals(type.name())
                        && type.property(one.property().name()).isEmpty())
                .toList());
    }

    public Pipelines pipelines() {
        return pipelines;
    }

    public Lists lists() {
        return lists;
    }

    /** What a property held, newest first, as a reader knows it who sees this state of the record. */
    public List<Past> past(ObjectType type, StoredObject seen, String property) {
        return store.locked(() -> histories.of(type, seen, property));
    }

    /** How much later a search knows of a change. */
    public void indexLag(Duration lag) {
        store.locked(() -> indexLag = lag);
    }

    /** Hears of every change from now on, within the lock. */
    public void listen(Consumer<Event> listener) {
        store.locked(() -> listeners.add(listener));
    }

    /** A new record; its times are now. */
    public StoredObject create(ObjectType type, Map<String, String> properties) {
        return create(type, properties, store.now(), store.now());
    }

    StoredObject create(ObjectType type, Map<String, String> properties, Instant created, Instant updated) {
        return store.locked(() -> {
            ObjectType current = the(type.name());
            Map<String, String> kept = checked(current, properties);
            ensureFree(current, kept, "");
            lastId += 1 + ids.below(2_000);
            String id = Long.toString(lastId);
            counts.merge(current.name(), 1, Integer::sum);
            ObjectNode body = JSON.createObjectNode();
            body.put(ObjectType.ID, id);
            body.put(current.custom() ? "hs_createdate" : ObjectType.CREATED, Values.moment(created));
            body.put(current.modified(), Values.moment(updated));
            kept.forEach((name, value) -> set(body, name, value));
            StoredObject made = store.put(current.name(), new StoredObject(id, body, created, updated, null));
            index(current, made, true);
            tell("creation", current, id, Map.of());
            return made;
        });
    }

    /** How many records of a type there ever were, so that external ids go on where they stopped. */
    int everCreated(ObjectType type) {
        return store.locked(() -> counts.getOrDefault(type.name(), 0));
    }

    /** Changes a living record. */
    public StoredObject update(ObjectType type, String id, Map<String, String> properties) {
        return store.locked(() -> {
            ObjectType current = the(type.name());
            StoredObject before = living(current, id).orElseThrow(() -> Refused.notFound("resource not found"));
            Map<String, String> kept = checked(current, properties);
            ensureFree(current, kept, id);
            index(current, before, false);
            histories.changed(current, before, kept, store.now());
            StoredObject after = store.update(current.name(), id, body -> {
                kept.forEach((name, value) -> set(body, name, value));
                body.put(current.modified(), Values.moment(store.now()));
            });
            index(current, after, true);
            tell("propertyChange", current, id, kept);
            return after;
        });
    }

    /** Archives it; nothing where it is none, or archived already. */
    public void archive(ObjectType type, String id) {
        store.locked(() -> {
            living(type, id).ifPresent(object -> {
                index(type, object, false);
                store.delete(type.name(), id);
                tell("deletion", type, id, Map.of());
            });
            return true;
        });
    }

    /** Takes it away for good, as an erasure by law does: no list tells of it any more. */
    public void erase(ObjectType type, String id) {
        store.locked(() -> {
            living(type, id).ifPresent(object -> index(type, object, false));
            store.purge(type.name(), id);
            tell("privacyDeletion", type, id, Map.of());
            return true;
        });
    }

    /** Brings an archived record back; its time of change stays. */
    public void restore(ObjectType type, String id) {
        store.locked(() -> {
            StoredObject back = store.rewrite(type.name(), id, object -> object.withDeleted(null));
            index(type, back, true);
            return back;
        });
    }

    /** The loser becomes part of the winner, which remembers its id; the loser is in no list any more. */
    public StoredObject merge(ObjectType type, String winner, String loser) {
        return store.locked(() -> {
            StoredObject lost = living(type, loser).orElseThrow(() -> Refused.notFound("resource not found"));
            index(type, lost, false);
            store.purge(type.name(), loser);
            return store.update(type.name(), winner, body -> {
                String before = body.path("hs_merged_object_ids").asString("");
                body.put("hs_merged_object_ids", before.isEmpty() ? loser : before + ";" + loser);
                body.put(type.modified(), Values.moment(store.now()));
            });
        });
    }

    /** The newest state of a record that is not archived, seen by readers or not. */
    public Optional<StoredObject> living(ObjectType type, String id) {
        return store.newest(type.name(), id).filter(object -> !object.isDeleted());
    }

    /** The living record with this value in a unique property. */
    public Optional<StoredObject> byUnique(ObjectType type, String property, String value) {
        return store.locked(() -> Optional.ofNullable(values(type, property).get(value.toLowerCase(Locale.ROOT)))
                .flatMap(id -> living(type, id)));
    }

    /** What a search knows now. */
    public List<StoredObject> indexed(ObjectType type) {
        return store.locked(() -> store.seenAt(type.name(), store.now().minus(indexLag)));
    }

    /** What readers see now. */
    public List<StoredObject> seen(ObjectType type) {
        return store.seen(type.name());
    }

    // Associations

    /** The links of a record to records of a type, in the order in which they were made. */
    public List<Link> links(ObjectType from, String id, ObjectType to) {
        return store.locked(() -> List.copyOf(linksOf(from, to).getOrDefault(id, Set.of())));
    }

    /** Joins two living records, both ways. */
    public void associate(ObjectType from, String id, ObjectType to, String other, int typeId, @Nullable String label) {
        store.locked(() -> {
            if (living(from, id).isEmpty() || living(to, other).isEmpty()) {
                throw Refused.invalid("One or more of the associations are not valid: records do not exist");
            }
            linksOf(from, to).computeIfAbsent(id, key -> new LinkedHashSet<>()).add(new Link(other, typeId, label));
            linksOf(to, from)
                    .computeIfAbsent(other, key -> new LinkedHashSet<>())
                    .add(new Link(id, typeId(to, from), label));
            return true;
        });
    }

    /** Parts two records, both ways, whatever joined them. */
    public void part(ObjectType from, String id, ObjectType to, String other) {
        store.locked(() -> {
            Objects.requireNonNullElse(linksOf(from, to).get(id), new LinkedHashSet<Link>())
                    .removeIf(link -> link.to().equals(other));
            Objects.requireNonNullElse(linksOf(to, from).get(other), new LinkedHashSet<Link>())
                    .removeIf(link -> link.to().equals(id));
            return true;
        });
    }

    /** The number of the unlabelled association between two types. */
    public static int typeId(ObjectType from, ObjectType to) {
        return switch (from.name() + " " + to.name()) {
            case "contacts companies" -> 279;
            case "companies contacts" -> 280;
            case "deals contacts" -> 3;
            case "contacts deals" -> 4;
            case "deals companies" -> 341;
            case "companies deals" -> 342;
            case "tickets contacts" -> 16;
            case "contacts tickets" -> 15;
            case "tickets companies" -> 339;
            case "companies tickets" -> 340;
            case "deals line_items" -> 19;
            case "line_items deals" -> 20;
            default -> 1_000 + Math.floorMod((from.name() + ">" + to.name()).hashCode(), 9_000);
        };
    }

    private Map<String, Set<Link>> linksOf(ObjectType from, ObjectType to) {
        return links.computeIfAbsent(from.name() + " " + to.name(), key -> new LinkedHashMap<>());
    }

    // Values

    private static void set(ObjectNode body, String name, String value) {
        if (value.isEmpty()) {
            body.remove(name);
        } else {
            body.put(name, value);
        }
    }

    private static Map<String, String> checked(ObjectType type, Map<String, String> properties) {
        var kept = new LinkedHashMap<String, String>();
        properties.forEach((name, value) -> {
            Property property = type.property(name)
                    .orElseThrow(() -> Refused.property(
                            name, "PROPERTY_DOESNT_EXIST", "Property \\\"" + name + "\\\" does not exist"));
            if (property.readOnly()) {
                throw Refused.property(name, "READ_ONLY_VALUE", "\\\"" + name + "\\\" is a read only property");
            }
            kept.put(name, value.isEmpty() ? "" : Values.kept(property, value));
        });
        return kept;
    }

    private void ensureFree(ObjectType type, Map<String, String> values, String except) {
        values.forEach((name, value) -> {
            if (type.property(name).filter(Property::unique).isPresent()) {
                byUnique(type, name, value)
                        .filter(other -> !other.id().equals(except))
                        .ifPresent(other -> {
                            throw name.equals("email")
                                    ? new Refused(409, "CONFLICT", "Contact already exists. Existing ID: " + other.id())
                                    : Refused.property(
                                            name,
                                            "CONFLICTING_UNIQUE_VALUE",
                                            "A record with " + name + " " + value + " already exists: " + other.id());
                        });
            }
        });
    }

    private Map<String, String> values(ObjectType type, String property) {
        return unique.computeIfAbsent(type.name() + " " + property, key -> new LinkedHashMap<>());
    }

    private void index(ObjectType type, StoredObject object, boolean enter) {
        for (Property property : type.properties().values()) {
            String value = object.body().path(property.name()).asString("").toLowerCase(Locale.ROOT);
            if (property.unique() && !value.isEmpty()) {
                if (enter) {
                    values(type, property.name()).put(value, object.id());
                } else {
                    values(type, property.name()).remove(value);
                }
            }
        }
    }

    private void tell(String what, ObjectType type, String id, Map<String, String> changed) {
        var event = new Event(what, type, id, Map.copyOf(changed), store.now());
        listeners.forEach(listener -> listener.accept(event));
    }
}
