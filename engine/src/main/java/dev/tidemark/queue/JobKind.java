package dev.tidemark.queue;

/** What a worker does with a job. */
public enum JobKind {
    RETRIEVE,
    PROCESS,
    ACTIVATE
}
