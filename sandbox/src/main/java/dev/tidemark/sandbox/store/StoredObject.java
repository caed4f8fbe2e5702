package dev.tidemark.sandbox.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One object at one moment.
 *
 * @param body what the API knows of it beside these; never changed in place, {@link ObjectStore#update} makes another
 * @param created when it was made
 * @param updated when it was last changed, as the API tells it
 * @param deleted when it was deleted (archived, put into the bin); null while it lives
 */
public record StoredObject(
        String id,
        ObjectNode body,
        Instant created,
        Instant updated,
        @Nullable Instant deleted) {
    public boolean isDeleted() {
        return deleted != null;
    }

    public StoredObject withBody(ObjectNode other) {
        return new StoredObject(id, other, created, updated, deleted);
    }

    public StoredObject withUpdated(Instant at) {
        return new StoredObject(id, body, created, at, deleted);
    }

    public StoredObject withDeleted(@Nullable Instant at) {
        return new StoredObject(id, body, created, updated, at);
    }
}
