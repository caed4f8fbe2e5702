package dev.tidemark.sandbox.zendesk;

import static dev.tidemark.sandbox.zendesk.Desk.JSON;

import dev.tidemark.sandbox.store.StoredObject;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Records as answers show them, with addresses below the one that the caller reached. */
record View(String base) {
    /** Records that carry their own times, or none. */
    private static final Set<String> WITHOUT_STAMPS =
            Set.of("comments", "ticket_events", "ticket_metric_events", "tags", "deleted_tickets");

    private static final Set<String> WITHOUT_ADDRESS =
            Set.of("comments", "ticket_events", "ticket_metric_events", "tags", "deleted_tickets", "schedules");

    ObjectNode of(String type, StoredObject record) {
        ObjectNode shown = record.body().deepCopy();
        shown.remove("scrubbed");
        if (!WITHOUT_ADDRESS.contains(type)) {
            shown.put(
                    "url",
                    base + "/api/v2/" + path(type) + "/" + shown.path("id").asString("") + ".json");
        }
        if (!WITHOUT_STAMPS.contains(type)) {
            shown.put("created_at", record.created().toString());
            if (!type.equals("audit_logs")) {
                shown.put("updated_at", record.updated().toString());
            }
        }
        return shown;
    }

    ObjectNode page(String type, Iterable<StoredObject> records) {
        ObjectNode page = JSON.createObjectNode();
        var array = page.putArray(type);
        records.forEach(record -> array.add(of(type, record)));
        return page;
    }

    static String path(String type) {
        return switch (type) {
            case "sla_policies" -> "slas/policies";
            case "schedules" -> "business_hours/schedules";
            default -> type;
        };
    }
}
