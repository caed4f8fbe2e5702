package dev.tidemark.run;

/** What a run does. */
public enum RunKind {
    /** Reads everything. */
    BACKFILL,
    /** Reads what changed. */
    INCREMENTAL,
    /** Sends what changed in a model. */
    OUTBOUND
}
