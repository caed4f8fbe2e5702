package dev.tidemark.sandbox.hubspot.crm;

import dev.tidemark.sandbox.store.StoredObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** The values that properties had. Of one that never changed nothing is kept: the record tells it. */
final class Histories {
    /** HubSpot tells no more of one property of a record. */
    private static final int MOST = 20;

    private static final int MOST_OF_CONTACTS = 45;

    private final Map<String, List<Portal.Past>> changes = new HashMap<>();

    /** @param values what the record has from now on */
    void changed(ObjectType type, StoredObject before, Map<String, String> values, Instant now) {
        values.forEach((name, value) -> {
            String old = text(before.body(), name);
            if (!old.equals(value)) {
                List<Portal.Past> past =
                        changes.computeIfAbsent(key(type, before.id(), name), key -> new ArrayList<>());
                if (past.isEmpty() && !old.isEmpty()) {
                    past.add(new Portal.Past(old, before.created()));
                }
                past.add(new Portal.Past(value, now));
            }
        });
    }

    /** What a property held, newest first, as a reader knows it who sees this state of the record. */
    List<Portal.Past> of(ObjectType type, StoredObject seen, String property) {
        String value = text(seen.body(), property);
        List<Portal.Past> past = changes.get(key(type, seen.id(), property));
        if (past == null) {
            return value.isEmpty() ? List.of() : List.of(new Portal.Past(value, seen.created()));
        }
        List<Portal.Past> known = past.stream()
                .filter(one -> !one.at().isAfter(seen.updated()))
                .toList()
                .reversed();
        int most = type.name().equals("contacts") ? MOST_OF_CONTACTS : MOST;
        return known.subList(0, Math.min(most, known.size()));
    }

    private static String key(ObjectType type, String id, String property) {
        return type.name() + " " + id + " " + property;
    }

    private static String text(ObjectNode body, String property) {
        return body.path(property).asString("");
    }
}
