package dev.tidemark.sandbox.salesforce.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One type of object: its name, its key prefix (the first three characters of its ids) and its fields. A view for a user
 * who may not see a field simply lacks it; ordinals stay.
 */
public final class SObject {
    private final String name;
    private final String label;
    private final String labelPlural;
    private final String keyPrefix;
    private final boolean mergeable;
    private final List<Field> fields;
    private final Map<String, Field> byName;
    private final Map<String, Field> byRelationship;
    private final Field id;
    private final Field isDeleted;
    private final Field stamp;

    private SObject(SObject like, List<Field> fields) {
        this(like.name, like.label, like.labelPlural, like.keyPrefix, like.mergeable, fields, like);
    }

    /** @param whole of which this is a view; null where it is none */
    private SObject(
            String name,
            String label,
            String labelPlural,
            String keyPrefix,
            boolean mergeable,
            List<Field> fields,
            @Nullable SObject whole) {
        this.name = name;
        this.label = label;
        this.labelPlural = labelPlural;
        this.keyPrefix = keyPrefix;
        this.mergeable = mergeable;
        this.fields = List.copyOf(fields);
        var names = new LinkedHashMap<String, Field>();
        var relationships = new LinkedHashMap<String, Field>();
        for (Field field : fields) {
            if (names.put(lower(field.name()), field) != null) {
                throw new IllegalArgumentException(name + " has two fields named " + field.name());
            }
            Reference reference = field.reference();
            if (reference != null && !reference.name().isEmpty()) {
                relationships.put(lower(reference.name()), field);
            }
        }
        this.byName = names;
        this.byRelationship = relationships;
        this.id = whole == null ? the("Id") : whole.id;
        this.isDeleted = whole == null ? the("IsDeleted") : whole.isDeleted;
        this.stamp = whole == null ? the("SystemModstamp") : whole.stamp;
    }

    /** An object with the system fields every object has, then those given. */
    public static SObject define(
            String name, String label, String labelPlural, String keyPrefix, boolean mergeable, FieldDraft... own) {
        var fields = new ArrayList<Field>();
        var drafts = new ArrayList<FieldDraft>();
        drafts.add(FieldDraft.id(label + " ID"));
        drafts.add(FieldDraft.bool("IsDeleted").label("Deleted").system().with(Trait.DEFAULTED_ON_CREATE));
        if (mergeable) {
            drafts.add(FieldDraft.reference("MasterRecordId", "", name).readOnly());
        }
        drafts.addAll(List.of(own));
        drafts.addAll(SystemFields.audit());
        drafts.forEach(draft -> fields.add(draft.at(fields.size())));
        return new SObject(name, label, labelPlural, keyPrefix, mergeable, fields, null);
    }

    public static SObject define(String name, String keyPrefix, FieldDraft... own) {
        String label = Labels.of(name);
        return define(name, label, label + "s", keyPrefix, false, own);
    }

    /** The same object with one more field. */
    public SObject plus(FieldDraft draft) {
        var more = new ArrayList<>(fields);
        int ordinal = fields.stream().mapToInt(Field::ordinal).max().orElse(-1) + 1;
        more.add(draft.at(ordinal));
        return new SObject(this, more);
    }

    /** The same object without a recycle bin: what is deleted is gone, and {@code IsDeleted} is shown to nobody. */
    public SObject withoutBin() {
        return new SObject(
                name,
                label,
                labelPlural,
                keyPrefix,
                mergeable,
                fields.stream()
                        .map(field -> field.equals(isDeleted) ? field.internal() : field)
                        .toList(),
                null);
    }

    public boolean hasBin() {
        return !isDeleted.is(Trait.INTERNAL);
    }

    /** The same object without some fields. */
    public SObject without(Predicate<Field> hidden) {
        return new SObject(this, fields.stream().filter(hidden.negate()).toList());
    }

    public String name() {
        return name;
    }

    public String label() {
        return label;
    }

    public String labelPlural() {
        return labelPlural;
    }

    public String keyPrefix() {
        return keyPrefix;
    }

    public boolean isMergeable() {
        return mergeable;
    }

    public boolean isCustom() {
        return name.endsWith("__c");
    }

    public List<Field> fields() {
        return fields;
    }

    /** By API name, whatever the case; null when there is none, or none that the user may see. */
    public @Nullable Field field(String apiName) {
        return byName.get(lower(apiName));
    }

    /** The field that the definition is known to have. */
    public Field the(String apiName) {
        Field field = field(apiName);
        if (field == null) {
            throw new IllegalArgumentException(name + " has no field " + apiName);
        }
        return field;
    }

    public Field id() {
        return id;
    }

    public Field isDeleted() {
        return isDeleted;
    }

    /** SystemModstamp. */
    public Field stamp() {
        return stamp;
    }

    /** The reference field behind a path to a parent ({@code Account}, {@code Plan__r}); null when there is none. */
    public @Nullable Field relationship(String path) {
        return byRelationship.get(lower(path));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return name;
    }
}
