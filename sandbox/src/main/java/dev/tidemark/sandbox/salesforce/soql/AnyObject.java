package dev.tidemark.sandbox.salesforce.soql;

import dev.tidemark.sandbox.salesforce.org.Org;
import dev.tidemark.sandbox.salesforce.org.Row;
import dev.tidemark.sandbox.salesforce.schema.Field;
import dev.tidemark.sandbox.salesforce.schema.FieldDraft;
import dev.tidemark.sandbox.salesforce.schema.SObject;
import org.jspecify.annotations.Nullable;

/** {@code Name}: what a query can ask of a parent that may be of several objects. */
final class AnyObject {
    static final SObject NAME = SObject.define(
            "Name",
            "0Nm",
            FieldDraft.string("Name", 255),
            FieldDraft.string("Type", 40),
            FieldDraft.string("FirstName", 40),
            FieldDraft.string("LastName", 80),
            FieldDraft.string("Title", 128),
            FieldDraft.string("Alias", 8),
            FieldDraft.string("Username", 80),
            FieldDraft.email("Email"),
            FieldDraft.phone("Phone"),
            FieldDraft.bool("IsActive"));

    private static final Field TYPE = NAME.the("Type");

    private AnyObject() {}

    /** The value of a field of {@link #NAME} in a row of whatever object. */
    static @Nullable Object value(Org org, Row row, Field field) {
        if (field.equals(TYPE)) {
            return row.object().name();
        }
        Field there = row.object().field(field.name());
        return there == null ? null : org.value(row, there);
    }
}
