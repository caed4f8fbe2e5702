package dev.tidemark.sandbox.salesforce.org;

import dev.tidemark.sandbox.salesforce.schema.Field;
import dev.tidemark.sandbox.salesforce.schema.Reference;
import dev.tidemark.sandbox.salesforce.schema.SObject;
import dev.tidemark.sandbox.salesforce.schema.Schema;
import dev.tidemark.sandbox.salesforce.schema.Trait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Changes rows in the name of one user. Each method changes one record whole, or throws {@link RowRefused}. */
public final class Writer {
    private final Org org;
    private final String userId;
    private final Duration lag;

    Writer(Org org, String userId, Duration lag) {
        this.org = org;
        this.userId = userId;
        this.lag = lag;
    }

    /** Creates a row and returns its id. */
    public String insert(SObject object, Map<Field, @Nullable Object> given) {
        return org.locked(() -> {
            Row row = fresh(object, given);
            check(null, row, given);
            commit(row);
            return row.id();
        });
    }

    /** An id for a row to come. */
    public String newId(SObject object) {
        return org.locked(() -> org.nextId(object));
    }

    /** Puts a row there as if it had always been: with the id and the stamps it brings, past every rule. */
    public void load(SObject object, Map<Field, @Nullable Object> given) {
        org.locked(() -> {
            org.put(fresh(object, given));
            return object;
        });
    }

    private Row fresh(SObject object, Map<Field, @Nullable Object> given) {
        long now = seconds();
        var values = new LinkedHashMap<Field, @Nullable Object>();
        for (Field field : object.fields()) {
            Object start = field.name().equals("OwnerId") ? userId : field.defaultValue();
            if (start != null) {
                values.put(field, start);
            }
        }
        given.forEach((field, value) -> {
            if (value != null || !field.is(Trait.DEFAULTED_ON_CREATE)) {
                values.put(field, value);
            }
        });
        if (!values.containsKey(object.id())) {
            values.put(object.id(), org.nextId(object));
        }
        for (String audit : List.of("CreatedDate", "LastModifiedDate", "SystemModstamp")) {
            values.putIfAbsent(object.the(audit), now); // loads bring their own
        }
        for (String audit : List.of("CreatedById", "LastModifiedById")) {
            values.putIfAbsent(object.the(audit), userId);
        }
        Row row = Row.of(object, new Object[object.fields().size()]).with(values);
        return Derived.complete(null, row, given);
    }

    /** Changes a row. */
    public void update(String id, Map<Field, @Nullable Object> given) {
        org.locked(() -> {
            Row before = living(id);
            before = before.as(org.schema().the(before.object().name()));
            Row row = Derived.complete(before, before.with(given).with(touched(before.object(), seconds())), given);
            check(before, row, given);
            commit(row);
            return row;
        });
    }

    /** Puts a row, and those that cannot be without it, into the recycle bin. */
    public void delete(String id) {
        org.locked(() -> {
            Row row = living(id);
            if (row.object().name().equals("User")) {
                throw RowRefused.because("INVALID_TYPE_FOR_OPERATION", "entity type User does not support delete");
            }
            letGo(row, seconds());
            return row;
        });
    }

    /** Takes a row, and what was deleted with it, out of the recycle bin. */
    public void undelete(String id) {
        org.locked(() -> {
            Row row = org.newest(id);
            if (row == null || !row.isDeleted()) {
                throw RowRefused.because("UNDELETE_FAILED", "Entity is not in the recycle bin");
            }
            long deletedAt = row.stamp();
            restore(row, deletedAt, seconds());
            return row;
        });
    }

    /** Merges rows into a master: they are deleted and name it; what pointed at them points at it. */
    public void merge(String masterId, List<String> losers) {
        org.locked(() -> {
            Row master = living(masterId);
            SObject object = master.object();
            if (!object.isMergeable() || losers.contains(masterId) || losers.size() > 2) {
                throw RowRefused.because("INVALID_OPERATION", "merge takes one or two other rows of a mergeable type");
            }
            long now = seconds();
            for (String loser : losers) {
                Row row = living(loser);
                for (Schema.Children way : org.schema().children(object)) {
                    pointing(way, loser).forEach(child -> commit(system(child, way.field(), masterId, now)));
                }
                Map<Field, @Nullable Object> gone = touched(object, now);
                gone.put(object.isDeleted(), true);
                gone.put(object.the("MasterRecordId"), masterId);
                commit(row.with(gone));
            }
            commit(master.with(touched(object, now)));
            return master;
        });
    }

    /** Empties a deleted row out of the recycle bin: queryAll no longer finds it. */
    public void purge(String id, boolean fromDeletedLogToo) {
        org.locked(() -> {
            Row row = org.newest(id);
            if (row == null || !row.isDeleted()) {
                throw RowRefused.because("INVALID_CROSS_REFERENCE_KEY", "only rows in the recycle bin can be purged");
            }
            Table table = org.table(row.object());
            table.purge(id);
            if (fromDeletedLogToo) {
                table.forgetDeletion(id);
            }
            return row;
        });
    }

    private void letGo(Row row, long now) {
        Map<Field, @Nullable Object> gone = touched(row.object(), now);
        gone.put(row.object().isDeleted(), true);
        commit(row.with(gone));
        if (!row.object().hasBin()) {
            org.table(row.object()).purge(row.id());
        }
        for (Schema.Children way : org.schema().children(row.object())) {
            for (Row child : pointing(way, row.id())) {
                if (way.reference().cascade()) {
                    letGo(child, now);
                } else if (way.field().is(Trait.NILLABLE) && way.field().is(Trait.CREATEABLE)) {
                    commit(system(child, way.field(), null, now));
                }
            }
        }
    }

    private void restore(Row row, long deletedAt, long now) {
        Map<Field, @Nullable Object> back = touched(row.object(), now);
        back.put(row.object().isDeleted(), false);
        commit(row.with(back));
        for (Schema.Children way : org.schema().children(row.object())) {
            if (way.reference().cascade()) {
                for (Row child : org.table(way.child()).rows().toArray(Row[]::new)) {
                    if (child.isDeleted()
                            && child.stamp() == deletedAt
                            && row.id().equals(child.get(way.field()))) {
                        restore(child, deletedAt, now);
                    }
                }
            }
        }
    }

    /** A change by the system: SystemModstamp moves, LastModifiedDate does not. */
    private static Row system(Row row, Field field, @Nullable Object value, long now) {
        var change = new LinkedHashMap<Field, @Nullable Object>();
        change.put(field, value);
        change.put(row.object().stamp(), now);
        return row.with(change);
    }

    private List<Row> pointing(Schema.Children way, String parentId) {
        var found = new ArrayList<Row>();
        for (Row row : org.table(way.child()).rows()) {
            if (!row.isDeleted() && parentId.equals(row.get(way.field()))) {
                found.add(row);
            }
        }
        return found;
    }

    private Map<Field, @Nullable Object> touched(SObject object, long now) {
        var change = new LinkedHashMap<Field, @Nullable Object>();
        change.put(object.the("LastModifiedDate"), now);
        change.put(object.the("LastModifiedById"), userId);
        change.put(object.stamp(), now);
        return change;
    }

    private Row living(String id) {
        Row row = org.newest(id);
        if (row == null) {
            throw RowRefused.because("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id");
        }
        if (row.isDeleted()) {
            throw RowRefused.because("ENTITY_IS_DELETED", "entity is deleted");
        }
        if (org.isHeld(id)) {
            throw RowRefused.because(
                    "UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record or 1 records: " + id);
        }
        return row;
    }

    private void check(@Nullable Row before, Row row, Map<Field, @Nullable Object> given) {
        SObject object = row.object();
        List<String> missing = object.fields().stream()
                .filter(field -> field.isRequired() && row.get(field) == null)
                .map(Field::name)
                .toList();
        if (!missing.isEmpty()) {
            throw new RowRefused(
                    new RowError("REQUIRED_FIELD_MISSING", "Required fields are missing: " + missing, missing));
        }
        given.forEach((field, value) -> {
            Reference reference = field.reference();
            if (reference != null && value instanceof String id) {
                checkParent(field, reference, id);
            }
            if (field.is(Trait.UNIQUE) && value != null) {
                checkUnique(row, field, value);
            }
        });
        for (ValidationRule rule : org.rules()) {
            if (rule.object().equals(object.name()) && rule.broken().test(before, row)) {
                throw RowRefused.because("FIELD_CUSTOM_VALIDATION_EXCEPTION", rule.message());
            }
        }
    }

    private void checkParent(Field field, Reference reference, String id) {
        SObject object = org.schema().ofId(id);
        if (object != null && !reference.to().contains(object.name())) {
            throw RowRefused.because(
                    "MALFORMED_ID", field.label() + ": id value of incorrect type: " + id, field.name());
        }
        Row parent = org.newest(id);
        if (parent == null) {
            throw RowRefused.because("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", field.name());
        }
        if (parent.isDeleted()) {
            throw RowRefused.because("ENTITY_IS_DELETED", "entity is deleted", field.name());
        }
    }

    private void checkUnique(Row row, Field field, Object value) {
        for (Row other : org.table(row.object()).having(field, value)) {
            if (!Objects.equals(other.id(), row.id())) {
                throw RowRefused.because(
                        "DUPLICATE_VALUE",
                        "duplicate value found: " + field.name() + " duplicates value on record with id: " + other.id(),
                        field.name());
            }
        }
    }

    private void commit(Row row) {
        if (lag.isZero()) {
            org.put(row);
        } else {
            org.put(row.hiddenUntil(org.now().plus(lag).toEpochMilli(), org.newest(row.id())));
        }
    }

    private long seconds() {
        return org.now().getEpochSecond() * 1000;
    }
}
