package dev.tidemark.sandbox.salesforce.schema;

/** The yes-or-no attributes of a field that differ between fields; named as in describe. */
public enum Trait {
    NILLABLE,
    CREATEABLE,
    UPDATEABLE,
    FILTERABLE,
    SORTABLE,
    GROUPABLE,
    AGGREGATABLE,
    DEFAULTED_ON_CREATE,
    ID_LOOKUP,
    EXTERNAL_ID,
    UNIQUE,
    NAME_FIELD,
    RESTRICTED_PICKLIST,
    CUSTOM,
    MASTER_DETAIL,
    /** Kept, and shown to nobody. */
    INTERNAL
}
