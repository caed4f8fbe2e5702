package dev.tidemark.connectors.hubspot;

import dev.tidemark.connector.Field;
import dev.tidemark.connector.FieldType;
import tools.jackson.databind.JsonNode;

/**
 * A property as HubSpot defines it.
 *
 * @param calculated changes without moving the record's time of change
 * @param writable takes a value from outside
 * @param unique belongs to one record only, so that records can be matched by it
 */
record Property(String name, String type, boolean calculated, boolean writable, boolean unique) {

    static Property of(JsonNode json, boolean contact) {
        String name = json.path("name").asString("");
        boolean calculated = json.path("calculated").asBoolean(false);
        boolean readOnly =
                json.path("modificationMetadata").path("readOnlyValue").asBoolean(false);
        // A contact's e-mail address is unique, though its definition does not always say so.
        boolean unique = json.path("hasUniqueValue").asBoolean(false) || (contact && name.equals("email"));
        return new Property(name, json.path("type").asString("string"), calculated, !calculated && !readOnly, unique);
    }

    Field asField() {
        FieldType kind = switch (type) {
            case "number" -> FieldType.DECIMAL;
            case "bool" -> FieldType.BOOLEAN;
            case "date" -> FieldType.DATE;
            case "datetime" -> FieldType.INSTANT;
            default -> FieldType.TEXT;
        };
        return new Field(name, kind, type, writable);
    }
}
