package dev.tidemark.sync;

import java.util.Objects;
import java.util.UUID;

/** The permanent id of a sync: it stays when the file that names the sync changes. */
public record SyncId(UUID value) {
    public SyncId {
        Objects.requireNonNull(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
