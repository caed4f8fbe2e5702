package dev.tidemark.sandbox.salesforce.schema;

import static dev.tidemark.sandbox.salesforce.schema.Trait.DEFAULTED_ON_CREATE;

import java.util.List;

/** The fields that the system keeps on every row. */
final class SystemFields {
    private SystemFields() {}

    static List<FieldDraft> audit() {
        return List.of(
                FieldDraft.datetime("CreatedDate").system().with(DEFAULTED_ON_CREATE),
                FieldDraft.reference("CreatedById", "", "User").system().with(DEFAULTED_ON_CREATE),
                FieldDraft.datetime("LastModifiedDate").system().with(DEFAULTED_ON_CREATE),
                FieldDraft.reference("LastModifiedById", "", "User").system().with(DEFAULTED_ON_CREATE),
                FieldDraft.datetime("SystemModstamp")
                        .label("System Modstamp")
                        .system()
                        .with(DEFAULTED_ON_CREATE));
    }
}
