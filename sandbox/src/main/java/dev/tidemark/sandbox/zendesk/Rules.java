package dev.tidemark.sandbox.zendesk;

import dev.tidemark.sandbox.store.StoredObject;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a record must fulfil to be written. */
final class Rules {
    private static final Map<String, Set<String>> CHOICES = Map.of(
            "status", Set.of("new", "open", "pending", "hold", "solved", "closed"),
            "priority", Set.of("low", "normal", "high", "urgent"),
            "type", Set.of("problem", "incident", "question", "task"));

    private Rules() {}

    /**
     * @param body as it would be
     * @param values as they were given
     */
    static void check(Desk desk, String type, ObjectNode body, JsonNode values, boolean creates) {
        switch (type) {
            case Desk.TICKETS -> ticket(desk, body, values, creates);
            case Desk.USERS -> {
                named(body);
                unique(desk, type, body, "email");
                unique(desk, type, body, "external_id");
                refersTo(desk, body, "organization_id", Desk.ORGANIZATIONS);
            }
            case Desk.ORGANIZATIONS -> {
                named(body);
                unique(desk, type, body, "name");
                unique(desk, type, body, "external_id");
            }
            case "groups" -> named(body);
            default -> {} // made by the sandbox itself
        }
    }

    private static void ticket(Desk desk, ObjectNode body, JsonNode values, boolean creates) {
        if (creates && body.path("description").asString("").isEmpty()) {
            throw Refusal.invalid("base", "BlankValue", "Description: cannot be blank");
        }
        CHOICES.forEach((field, choices) -> {
            JsonNode value = values.path(field);
            if (value.isString() && !choices.contains(value.asString())) {
                throw Refusal.invalid(
                        field, "InvalidValue", field + ": " + value.asString() + " is not included in the list");
            }
        });
        refersTo(desk, body, "assignee_id", Desk.USERS);
        refersTo(desk, body, "organization_id", Desk.ORGANIZATIONS);
        refersTo(desk, body, "group_id", "groups");
    }

    private static void named(ObjectNode body) {
        if (body.path("name").asString("").isBlank()) {
            throw Refusal.invalid("name", "BlankValue", "Name: cannot be blank");
        }
    }

    /** Without regard to case, among the living. */
    private static void unique(Desk desk, String type, ObjectNode body, String field) {
        String value = body.path(field).asString("");
        if (value.isEmpty()) {
            return;
        }
        for (StoredObject other : desk.store().newest(type)) {
            if (!other.isDeleted()
                    && !other.id().equals(body.path("id").asString(""))
                    && other.body().path(field).asString("").equalsIgnoreCase(value)) {
                String label = field.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + field.substring(1);
                throw Refusal.invalid(
                        field,
                        "DuplicateValue",
                        label + ": " + value + " is already being used by another "
                                + type.substring(0, type.length() - 1));
            }
        }
    }

    private static void refersTo(Desk desk, ObjectNode body, String field, String type) {
        JsonNode id = body.path(field);
        if (!id.isNull()
                && !id.isMissingNode()
                && desk.living(type, id.asString("")).isEmpty()) {
            throw Refusal.invalid(field, "InvalidValue", field + ": is invalid");
        }
    }
}
