package dev.tidemark.run;

/** What a run does. */
public enum RunKind {
    /** Reads everything. */
    BACKFILL,
    /** Reads what changed. */
    INCREMENTAL,
    /** Reads the records that webhooks named, and no more: it moves no cursor. */
    HINTED,
    /** Sends what changed in a model. */
    OUTBOUND,
    /** Processes archived pages again; asks the API for nothing. */
    REPROCESS
}
