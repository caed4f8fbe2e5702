package dev.tidemark.sandbox.hubspot.crm;

import dev.tidemark.sandbox.store.StoredObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Lists of records (HubSpot also says segments). All calls go through the lock of the portal's store. */
public final class Lists {

    /**
     * A list's definition.
     *
     * @param processing {@code MANUAL}, {@code SNAPSHOT} or {@code DYNAMIC}
     * @param property of a dynamic list: what its members have this value in; empty of others
     * @param deleted when it was; null while it lives
     */
    public record Definition(
            String id,
            String name,
            ObjectType type,
            String processing,
            String property,
            String value,
            Instant created,
            Instant updated,
            @Nullable Instant deleted) {

        public boolean isDynamic() {
            return processing.equals("DYNAMIC");
        }

        Definition deletedAt(@Nullable Instant at) {
            return new Definition(id, name, type, processing, property, value, created, updated, at);
        }
    }

    private final Portal portal;
    private final Map<String, Definition> all = new LinkedHashMap<>();
    private final Map<String, Map<Long, Instant>> added = new LinkedHashMap<>();
    private int lastId;

    Lists(Portal portal) {
        this.portal = portal;
    }

    /** Every living list, by id. */
    public List<Definition> living() {
        return portal.store()
                .locked(() -> all.values().stream()
                        .filter(one -> one.deleted() == null)
                        .toList());
    }

    public Definition the(String id) {
        return living().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Refused.notFound("List does not exist with ID " + id + "."));
    }

    public Definition create(String name, ObjectType type, String processing, String property, String value) {
        return portal.store().locked(() -> {
            if (living().stream().anyMatch(one -> one.name().equalsIgnoreCase(name))) {
                throw Refused.invalid("A list already exists with the name '" + name + "'.");
            }
            Instant now = portal.now();
            var made =
                    new Definition(Integer.toString(++lastId), name, type, processing, property, value, now, now, null);
            all.put(made.id(), made);
            return made;
        });
    }

    /** It can be brought back. */
    public void delete(String id) {
        portal.store().locked(() -> all.put(id, the(id).deletedAt(portal.now())));
    }

    public void restore(String id) {
        portal.store().locked(() -> {
            Definition one = all.get(id);
            if (one == null) {
                throw Refused.notFound("List does not exist with ID " + id + ".");
            }
            return all.put(id, one.deletedAt(null));
        });
    }

    /** The records of a list by their ids, each with the time at which it joined; archived ones are in none. */
    public NavigableMap<Long, Instant> members(Definition list) {
        return portal.store().locked(() -> {
            var members = new TreeMap<Long, Instant>();
            if (list.isDynamic()) {
                for (StoredObject object : portal.seen(list.type())) {
                    if (!object.isDeleted()
                            && object.body().path(list.property()).asString("").equals(list.value())) {
                        members.put(Long.parseLong(object.id()), object.created());
                    }
                }
            } else {
                added.getOrDefault(list.id(), Map.of()).forEach((id, at) -> {
                    if (portal.living(list.type(), id.toString()).isPresent()) {
                        members.put(id, at);
                    }
                });
            }
            return members;
        });
    }

    /** Of these records, those that were put in, those that were taken out, and those that there are not. */
    public record Done(List<String> added, List<String> removed, List<String> missing) {}

    public Done change(Definition list, List<String> in, List<String> out) {
        if (list.isDynamic()) {
            throw Refused.invalid("List " + list.id() + " is processed by HubSpot: its memberships cannot be changed");
        }
        return portal.store().locked(() -> {
            var members = added.computeIfAbsent(list.id(), key -> new LinkedHashMap<>());
            var done = new Done(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            for (String id : in) {
                if (portal.living(list.type(), id).isEmpty()) {
                    done.missing().add(id);
                } else if (members.putIfAbsent(Long.parseLong(id), portal.now()) == null) {
                    done.added().add(id);
                }
            }
            for (String id : out) {
                if (id.matches("\\d{1,18}") && members.remove(Long.parseLong(id)) != null) {
                    done.removed().add(id);
                }
            }
            return done;
        });
    }
}
