package dev.tidemark.connectors.postgres;

import java.util.List;

/** The columns that every table of ours has beside its fields. */
final class Meta {

    /** When the source says the row was last changed. */
    static final String VERSION = "_tidemark_version";

    /** When the page that brought the row was retrieved. */
    static final String SYNCED_AT = "_tidemark_synced_at";

    /** The number of that page. */
    static final String PAGE = "_tidemark_page";

    /** Since when the row is deleted at the source; NULL for a row that is there. */
    static final String DELETED_AT = "_tidemark_deleted_at";

    static final List<String> ALL = List.of(VERSION, SYNCED_AT, PAGE, DELETED_AT);

    /** Their definitions, in the order of {@link #ALL}. */
    static final String DDL = """
            "_tidemark_version" timestamptz, "_tidemark_synced_at" timestamptz NOT NULL,
            "_tidemark_page" bigint NOT NULL, "_tidemark_deleted_at" timestamptz""";

    private Meta() {}
}
