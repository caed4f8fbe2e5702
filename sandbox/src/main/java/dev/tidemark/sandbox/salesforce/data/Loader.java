package dev.tidemark.sandbox.salesforce.data;

import dev.tidemark.sandbox.salesforce.org.Coerce;
import dev.tidemark.sandbox.salesforce.org.Ids;
import dev.tidemark.sandbox.salesforce.org.Org;
import dev.tidemark.sandbox.salesforce.org.Row;
import dev.tidemark.sandbox.salesforce.org.RowRefused;
import dev.tidemark.sandbox.salesforce.org.Writer;
import dev.tidemark.sandbox.salesforce.schema.Field;
import dev.tidemark.sandbox.salesforce.schema.FieldDraft;
import dev.tidemark.sandbox.salesforce.schema.Reference;
import dev.tidemark.sandbox.salesforce.schema.SObject;
import dev.tidemark.sandbox.salesforce.schema.Trait;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns staged tables into rows: first what they are, then their ids, then the rows with their lookups. */
final class Loader {
    /** A table of record types as CumulusCI dumps it. */
    private static final String RECORD_TYPES = "_rt_mapping";

    private static final Set<String> KEYS = Set.of("id", "record_type_id");
    private static final Set<String> PEOPLE = Set.of("OwnerId", "CreatedById", "LastModifiedById");

    private record Planned(Staged table, String object, Map<Integer, String> fields, int key) {}

    private record Ready(SObject object, Map<Field, @Nullable Object> values) {}

    private final Org org;
    private final Writer writer;
    private final List<Staged> tables;
    private final Map<String, Map<String, String>> ids = new HashMap<>();

    Loader(Org org, String userId, List<Staged> tables) {
        this.org = org;
        this.writer = org.writer(userId);
        this.tables = tables;
    }

    Map<String, Integer> load() throws BadData {
        tables.forEach(table -> define(objectName(table)));
        var plans = new ArrayList<Planned>();
        for (Staged table : tables) {
            plans.add(plan(table));
        }
        for (Planned plan : plans) {
            nameRows(plan);
        }
        var ready = new ArrayList<Ready>();
        for (Planned plan : plans) {
            for (Staged.Line line : plan.table().lines()) {
                ready.add(ready(plan, line));
            }
        }
        var counts = new LinkedHashMap<String, Integer>();
        for (Ready row : ready) {
            writer.load(row.object(), row.values());
            counts.merge(row.object().name(), 1, Integer::sum);
        }
        return counts;
    }

    private static String objectName(Staged table) {
        return table.table().endsWith(RECORD_TYPES) ? "RecordType" : table.table();
    }

    private void define(String object) {
        if (org.schema().object(object) == null) {
            org.define(SObject.define(
                    object,
                    Inference.prefix(object, org.schema()),
                    FieldDraft.string("Name", 80).nameField(),
                    FieldDraft.reference("OwnerId", "", "User")));
        }
    }

    private Planned plan(Staged table) {
        String object = org.schema().the(objectName(table)).name();
        var fields = new HashMap<Integer, String>();
        int key = -1;
        for (int i = 0; i < table.columns().size(); i++) {
            String column = table.columns().get(i);
            if (KEYS.contains(column.toLowerCase(Locale.ROOT))) {
                key = i;
            } else {
                fields.put(i, field(object, column, table.values(i)));
            }
        }
        return new Planned(table, object, fields, key);
    }

    /** The field a column goes to, added to the object if need be. */
    private String field(String object, String column, List<String> values) {
        SObject known = org.schema().the(object);
        String squeezed = column.replace("_", "");
        for (String name : List.of(column, squeezed)) {
            Field field = known.field(name);
            if (field != null) {
                return field.name();
            }
        }
        SObject target = Inference.target(column, values, org.schema());
        if (target == null) {
            String name = Inference.fieldName(column);
            org.addField(object, Inference.field(name, values));
            return name;
        }
        boolean standard = column.toLowerCase(Locale.ROOT).endsWith("_id");
        String name = standard ? target.name() + "Id" : Inference.fieldName(column);
        String children = known.name().replace("__c", "") + "s_" + name.replace("__c", "") + "__r";
        org.addField(object, FieldDraft.reference(name, children, target.name()));
        return name;
    }

    /** Gives every row its real id, before any lookup is followed. */
    private void nameRows(Planned plan) throws BadData {
        SObject object = org.schema().the(plan.object());
        Map<String, String> known = known(object.name());
        for (Staged.Line line : plan.table().lines()) {
            String key = plan.key() < 0 ? null : line.values().get(plan.key());
            String old = key == null ? plan.table().where(line) : key.strip();
            if (known.put(old, writer.newId(object)) != null) {
                throw new BadData(
                        plan.table().where(line), "a row of " + object + " with the key " + old + " came before");
            }
        }
    }

    /** The real ids of an object's rows by the keys of the files. */
    private Map<String, String> known(String object) {
        return ids.computeIfAbsent(object, name -> new HashMap<>());
    }

    private Ready ready(Planned plan, Staged.Line line) throws BadData {
        SObject object = org.schema().the(plan.object());
        String where = plan.table().where(line);
        var values = new LinkedHashMap<Field, @Nullable Object>();
        String key = plan.key() < 0 ? null : line.values().get(plan.key());
        values.put(object.id(), known(object.name()).get(key == null ? where : key.strip()));
        for (Map.Entry<Integer, String> column : plan.fields().entrySet()) {
            Field field = object.the(column.getValue());
            String text = line.values().get(column.getKey());
            boolean stored = !field.isCalculated() && !field.type().isCompound();
            if (stored && text != null && !text.isBlank()) {
                Object value = value(where, field, text.strip());
                if (value != null) {
                    values.put(field, value);
                }
            }
        }
        if (plan.table().table().endsWith(RECORD_TYPES)) {
            String of = plan.table().table();
            values.put(object.the("SobjectType"), of.substring(0, of.length() - RECORD_TYPES.length()));
            values.putIfAbsent(object.the("Name"), values.get(object.the("DeveloperName")));
        }
        Field name = object.field("Name");
        if (name != null && !name.isRequired() && name.is(Trait.CREATEABLE)) {
            values.putIfAbsent(name, values.get(object.id())); // as Salesforce names what nobody named
        }
        for (Field field : object.fields()) {
            boolean derived = field.name().equals("Name") && !field.is(Trait.CREATEABLE);
            if (field.isRequired() && !derived && values.get(field) == null) {
                throw new BadData(where, "a row of " + object + " needs " + field.name());
            }
        }
        return new Ready(object, values);
    }

    private @Nullable Object value(String where, Field field, String text) throws BadData {
        Reference reference = field.reference();
        if (reference == null) {
            try {
                return Coerce.text(field, text);
            } catch (RowRefused refused) {
                throw new BadData(where, field.name() + ": " + refused.error().message());
            }
        }
        for (String target : reference.to()) {
            String id = ids.getOrDefault(target, Map.of()).get(text);
            if (id != null) {
                return id;
            }
        }
        String full = Ids.full(text);
        Row there = full == null ? null : org.find(full);
        if (there != null) {
            return there.id();
        }
        if (PEOPLE.contains(field.name())) {
            return null; // exports seldom hold the users; the loading user stands in
        }
        throw new BadData(
                where, field.name() + ": no row of " + String.join(" or ", reference.to()) + " has the key " + text);
    }
}
