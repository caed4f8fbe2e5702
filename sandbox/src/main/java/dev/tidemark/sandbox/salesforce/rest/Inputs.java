package dev.tidemark.sandbox.salesforce.rest;

import dev.tidemark.sandbox.salesforce.org.Coerce;
import dev.tidemark.sandbox.salesforce.org.Org;
import dev.tidemark.sandbox.salesforce.org.Row;
import dev.tidemark.sandbox.salesforce.org.RowRefused;
import dev.tidemark.sandbox.salesforce.schema.Field;
import dev.tidemark.sandbox.salesforce.schema.Reference;
import dev.tidemark.sandbox.salesforce.schema.SObject;
import dev.tidemark.sandbox.salesforce.schema.Schema;
import dev.tidemark.sandbox.salesforce.schema.Trait;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a record out of a body: field names to fields, JSON to values, parents by external id to ids. */
final class Inputs {
    private final Org org;
    private final Schema view;
    private final SObject object;
    private final Trait needed;

    /**
     * Reads records of one object.
     *
     * @param needed what a field must be to be written: CREATEABLE or UPDATEABLE
     */
    Inputs(Org org, Schema view, SObject object, Trait needed) {
        this.org = org;
        this.view = view;
        this.object = object;
        this.needed = needed;
    }

    /** The values to write; {@code attributes} and {@code Id} are not among them. */
    Map<Field, @Nullable Object> read(ObjectNode node) {
        var values = new LinkedHashMap<Field, @Nullable Object>();
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            String name = property.getKey();
            if (name.equals("attributes") || name.equalsIgnoreCase("Id")) {
                continue;
            }
            Field relationship = object.relationship(name);
            if (relationship != null && property.getValue() instanceof ObjectNode parent) {
                values.put(writable(relationship), parentId(relationship, parent));
            } else {
                Field field = writable(field(name));
                values.put(field, Coerce.json(field, property.getValue()));
            }
        }
        return values;
    }

    private Field field(String name) {
        Field field = object.field(name);
        if (field == null) {
            throw RowRefused.because(
                    "INVALID_FIELD", "No such column '" + name + "' on sobject of type " + object.name());
        }
        return field;
    }

    private Field writable(Field field) {
        if (!field.is(needed)) {
            throw RowRefused.because(
                    "INVALID_FIELD_FOR_INSERT_UPDATE",
                    "Unable to create/update fields: " + field.name()
                            + ". Please check the security settings of this field and verify that it is read/write for"
                            + " your profile or permission set.",
                    field.name());
        }
        return field;
    }

    private String parentId(Field relationship, ObjectNode parent) {
        Reference reference = relationship.reference();
        if (reference == null) {
            throw new IllegalArgumentException(relationship.name() + " is no reference");
        }
        String type =
                parent.path("attributes").path("type").asString(reference.to().getFirst());
        SObject parentObject = view.object(type);
        var named = parent.properties().stream()
                .filter(property -> !property.getKey().equals("attributes"))
                .toList();
        Field key = parentObject == null || named.size() != 1
                ? null
                : parentObject.field(named.getFirst().getKey());
        if (parentObject == null || key == null || !key.is(Trait.ID_LOOKUP)) {
            throw RowRefused.because(
                    "INVALID_FIELD",
                    "A relationship is given as one external id of its parent: " + relationship.name());
        }
        String value = named.getFirst().getValue().asString("");
        List<Row> found = org.having(parentObject, key, value);
        if (found.size() != 1) {
            throw RowRefused.because(
                    found.isEmpty() ? "INVALID_FIELD" : "DUPLICATE_EXTERNAL_ID",
                    "Foreign key external ID: " + value + (found.isEmpty() ? " not found" : " is not unique")
                            + " for field " + key.name() + " in entity " + parentObject.name());
        }
        return found.getFirst().id();
    }
}
