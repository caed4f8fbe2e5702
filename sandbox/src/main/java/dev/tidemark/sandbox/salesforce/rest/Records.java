package dev.tidemark.sandbox.salesforce.rest;

import dev.tidemark.sandbox.salesforce.org.Coerce;
import dev.tidemark.sandbox.salesforce.org.Ids;
import dev.tidemark.sandbox.salesforce.org.Row;
import dev.tidemark.sandbox.salesforce.org.RowRefused;
import dev.tidemark.sandbox.salesforce.schema.Field;
import dev.tidemark.sandbox.salesforce.schema.FieldType;
import dev.tidemark.sandbox.salesforce.schema.SObject;
import dev.tidemark.sandbox.salesforce.schema.Trait;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Creates, updates, upserts and deletes single records for one call; throws {@link RowRefused}. */
final class Records {
    private final Call call;
    private int written;

    Records(Call call) {
        this.call = call;
    }

    Saved create(SObject object, ObjectNode node) {
        mayLock();
        return Saved.ok(call.writer()
                .insert(real(object), inputs(object, Trait.CREATEABLE).read(node)));
    }

    Saved update(SObject object, String id, ObjectNode node) {
        String full = id(id);
        mayLock();
        Map<Field, @Nullable Object> values = inputs(object, Trait.UPDATEABLE).read(node);
        if (call.org().schema().ofId(full) != call.org().schema().the(object.name())) {
            throw RowRefused.because("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id");
        }
        call.writer().update(full, values);
        return Saved.ok(full);
    }

    /** Upsert by the value of an external id, or of Id. */
    Saved upsert(SObject object, Field key, String value, ObjectNode node) {
        if (value.isBlank()) {
            throw RowRefused.because("MISSING_ARGUMENT", key.name() + " not specified");
        }
        ObjectNode rest = node.deepCopy();
        rest.properties().stream()
                .map(Map.Entry::getKey)
                .filter(key.name()::equalsIgnoreCase)
                .toList()
                .forEach(rest::remove);
        if (key.type() == FieldType.ID) {
            Saved saved = update(object, value, rest);
            return new Saved(saved.id(), false, null);
        }
        List<Row> found = matching(object, key, value);
        if (found.size() > 1) {
            throw RowRefused.because(
                    "DUPLICATE_EXTERNAL_ID",
                    key.name() + ": more than one record found for external id field: "
                            + found.stream().map(Row::id).toList(),
                    key.name());
        }
        mayLock();
        if (found.isEmpty()) {
            rest.put(key.name(), value);
            String id = call.writer()
                    .insert(real(object), inputs(object, Trait.CREATEABLE).read(rest));
            return new Saved(id, true, null);
        }
        String id = found.getFirst().id();
        call.writer().update(id, inputs(object, Trait.UPDATEABLE).read(rest));
        return new Saved(id, false, null);
    }

    Saved delete(String id) {
        String full = id(id);
        mayLock();
        call.writer().delete(full);
        return Saved.ok(full);
    }

    /** The rows with this value in an external id, however the text of it was written. */
    List<Row> matching(SObject object, Field key, String value) {
        Object kept = Coerce.text(key, value);
        return kept == null ? List.of() : call.org().having(real(object), key, kept);
    }

    static Field externalId(SObject object, String name) {
        Field field = object.field(name);
        if (field == null || !(field.is(Trait.EXTERNAL_ID) || field.type() == FieldType.ID)) {
            throw new ApiException(
                    404, "NOT_FOUND", "Provided external ID field does not exist or is not accessible: " + name);
        }
        return field;
    }

    private static String id(String id) {
        String full = Ids.full(id);
        if (full == null) {
            throw RowRefused.because("MALFORMED_ID", "bad id " + id);
        }
        return full;
    }

    private void mayLock() {
        int every = call.mischief().lockEvery();
        written++;
        if (every > 0 && written % every == 0) {
            throw RowRefused.because(
                    "UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record or 1 records");
        }
    }

    /** The whole definition behind what the caller sees: hidden fields get their defaults too. */
    private SObject real(SObject seen) {
        return call.org().schema().the(seen.name());
    }

    private Inputs inputs(SObject object, Trait needed) {
        return new Inputs(call.org(), call.view(), object, needed);
    }
}
