package dev.tidemark.sandbox.hubspot.rest;

import dev.tidemark.sandbox.hubspot.crm.Link;
import dev.tidemark.sandbox.hubspot.crm.ObjectType;
import dev.tidemark.sandbox.hubspot.crm.Portal;
import dev.tidemark.sandbox.hubspot.crm.Values;
import dev.tidemark.sandbox.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A record as HubSpot writes it: properties all strings or null, beside them its times and whether it is archived. */
final class RecordJson {
    private RecordJson() {}

    /** @param wanted properties; those that the type lacks are left out; empty for the usual ones */
    static ObjectNode of(Portal portal, ObjectType type, StoredObject object, Set<String> wanted) {
        ObjectNode json = Json.object();
        json.put("id", object.id());
        ObjectNode properties = json.putObject("properties");
        var names = new TreeSet<String>(wanted.isEmpty() ? type.shown() : wanted);
        names.addAll(always(type));
        for (String name : names) {
            type.property(name).ifPresent(property -> {
                if (property.calculated()) {
                    // By the portal's clock: it changes while the record stays as it is.
                    long days = Duration.between(object.created(), portal.now()).toDays();
                    properties.put(name, Long.toString(days));
                } else if (object.body().has(name)) {
                    properties.put(name, object.body().path(name).asString(""));
                } else {
                    properties.putNull(name);
                }
            });
        }
        return times(json, type, object);
    }

    /** The same, and what some properties held before. */
    static ObjectNode of(
            Portal portal, ObjectType type, StoredObject object, Set<String> wanted, Set<String> withHistory) {
        ObjectNode json = of(portal, type, object, wanted);
        if (!withHistory.isEmpty()) {
            ObjectNode histories = Json.object();
            for (String name : withHistory) {
                if (type.property(name).isPresent()) {
                    ArrayNode history = histories.putArray(name);
                    portal.past(type, object, name)
                            .forEach(one -> history.addObject()
                                    .put("value", one.value())
                                    .put("timestamp", Values.moment(one.at()))
                                    .put("sourceType", "INTEGRATION")
                                    .put("sourceId", "2746012"));
                }
            }
            json.set("propertiesWithHistory", histories);
        }
        return json;
    }

    /** As a write answers it: everything that has a value. */
    static ObjectNode whole(ObjectType type, StoredObject object) {
        ObjectNode json = Json.object();
        json.put("id", object.id());
        json.set("properties", object.body().deepCopy());
        return times(json, type, object);
    }

    private static Collection<String> always(ObjectType type) {
        return List.of(type.custom() ? "hs_createdate" : ObjectType.CREATED, type.modified(), ObjectType.ID);
    }

    private static ObjectNode times(ObjectNode json, ObjectType type, StoredObject object) {
        json.put("createdAt", Values.moment(object.created()));
        json.put("updatedAt", Values.moment(object.updated()));
        json.put("archived", object.isDeleted());
        Instant archived = object.deleted();
        if (archived != null) {
            json.put("archivedAt", Values.moment(archived));
        }
        json.put(
                "url",
                "https://app-eu1.hubspot.com/contacts/" + Portal.ID + "/record/" + type.typeId() + "/" + object.id());
        return json;
    }

    /** Adds what the record is joined to: at most so many of a type, with the way to the rest. */
    static void associations(
            Portal portal, ObjectNode json, ObjectType type, StoredObject object, Set<String> wanted, int most) {
        if (wanted.isEmpty()) {
            return;
        }
        ObjectNode associations = Json.object();
        for (String name : wanted) {
            ObjectType to = portal.the(name);
            List<Link> links = portal.links(type, object.id(), to).stream()
                    .filter(link -> portal.living(to, link.to()).isPresent())
                    .toList();
            if (links.isEmpty()) {
                continue;
            }
            ObjectNode list = associations.putObject(to.name());
            ArrayNode results = list.putArray("results");
            for (Link link : links.subList(0, Math.min(most, links.size()))) {
                results.addObject().put("id", link.to()).put("type", association(type, to, link));
            }
            if (links.size() > most) {
                String after = links.get(most - 1).to();
                list.putObject("paging")
                        .putObject("next")
                        .put("after", after)
                        .put(
                                "link",
                                "https://api.hubapi.com/crm/v4/objects/" + type.name() + "/" + object.id()
                                        + "/associations/" + to.name() + "?after=" + after);
            }
        }
        if (!associations.isEmpty()) {
            json.set("associations", associations);
        }
    }

    private static String association(ObjectType from, ObjectType to, Link link) {
        String usual = (from.singular() + "_to_" + to.singular()).toLowerCase(Locale.ROOT);
        return link.label() == null
                ? usual
                : usual + "_" + link.label().toLowerCase(Locale.ROOT).replace(' ', '_');
    }
}
