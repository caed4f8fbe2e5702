package dev.tidemark.run;

import java.util.Set;

/** Where a run stands. */
public enum RunState {
    /** Dispatched; no worker has begun it. */
    QUEUED,
    RUNNING,
    /** Its last page is loaded, and every row is loaded, unchanged or deleted. */
    SUCCEEDED,
    /** Its last page is loaded, its counts balance, and some rows were rejected. */
    SUCCEEDED_WITH_REJECTIONS,
    FAILED,
    /** A person, or a change of the workspace file, ended it. */
    CANCELLED;

    public Set<RunState> next() {
        return switch (this) {
            case QUEUED -> Set.of(RUNNING, FAILED, CANCELLED);
            case RUNNING -> Set.of(SUCCEEDED, SUCCEEDED_WITH_REJECTIONS, FAILED, CANCELLED);
            case SUCCEEDED, SUCCEEDED_WITH_REJECTIONS, FAILED, CANCELLED -> Set.of();
        };
    }

    public boolean isFinal() {
        return next().isEmpty();
    }
}
