package dev.tidemark.sandbox.salesforce.rest;

import dev.tidemark.sandbox.salesforce.org.RowError;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What became of one record.
 *
 * @param id null when refused
 * @param created null unless it was an upsert, for only then is it told
 * @param error null when saved
 */
record Saved(
        @Nullable String id,
        @Nullable Boolean created,
        @Nullable RowError error) {
    static Saved ok(String id) {
        return new Saved(id, null, null);
    }

    static Saved refused(RowError error, boolean upsert) {
        return new Saved(null, upsert ? Boolean.FALSE : null, error);
    }

    /** What a good record becomes when a bad one takes the whole request back. */
    Saved rolledBack() {
        return error != null
                ? this
                : refused(
                        RowError.of(
                                "ALL_OR_NONE_OPERATION_ROLLED_BACK",
                                "Record rolled back because not all records were valid and the request was using AllOrNone"
                                        + " header"),
                        created != null);
    }

    ObjectNode json() {
        ObjectNode node = Json.object();
        if (id != null) {
            node.put("id", id);
        }
        node.put("success", error == null);
        ArrayNode errors = node.putArray("errors");
        if (error != null) {
            ObjectNode one = errors.addObject();
            one.put("statusCode", error.statusCode());
            one.put("message", error.message());
            ArrayNode fields = one.putArray("fields");
            error.fields().forEach(fields::add);
        }
        if (created != null) {
            node.put("created", created);
        }
        return node;
    }
}
