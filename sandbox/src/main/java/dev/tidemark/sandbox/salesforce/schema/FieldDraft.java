package dev.tidemark.sandbox.salesforce.schema;

import static dev.tidemark.sandbox.salesforce.schema.Trait.AGGREGATABLE;
import static dev.tidemark.sandbox.salesforce.schema.Trait.CREATEABLE;
import static dev.tidemark.sandbox.salesforce.schema.Trait.CUSTOM;
import static dev.tidemark.sandbox.salesforce.schema.Trait.DEFAULTED_ON_CREATE;
import static dev.tidemark.sandbox.salesforce.schema.Trait.EXTERNAL_ID;
import static dev.tidemark.sandbox.salesforce.schema.Trait.FILTERABLE;
import static dev.tidemark.sandbox.salesforce.schema.Trait.GROUPABLE;
import static dev.tidemark.sandbox.salesforce.schema.Trait.ID_LOOKUP;
import static dev.tidemark.sandbox.salesforce.schema.Trait.MASTER_DETAIL;
import static dev.tidemark.sandbox.salesforce.schema.Trait.NAME_FIELD;
import static dev.tidemark.sandbox.salesforce.schema.Trait.NILLABLE;
import static dev.tidemark.sandbox.salesforce.schema.Trait.RESTRICTED_PICKLIST;
import static dev.tidemark.sandbox.salesforce.schema.Trait.SORTABLE;
import static dev.tidemark.sandbox.salesforce.schema.Trait.UNIQUE;
import static dev.tidemark.sandbox.salesforce.schema.Trait.UPDATEABLE;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A field being defined: {@code FieldDraft.string("Name", 255).required()}. */
public final class FieldDraft {
    private static final int LONGEST_SHORT_TEXT = 255;

    private final String name;
    private final FieldType type;
    private final EnumSet<Trait> traits = EnumSet.of(NILLABLE, CREATEABLE, UPDATEABLE, FILTERABLE, SORTABLE);
    private String label;
    private int length;
    private int precision;
    private int scale;
    private int digits;
    private List<String> picklist = List.of();
    private @Nullable String compound;
    private @Nullable Reference reference;
    private @Nullable Object defaultValue;
    private @Nullable Formula formula;
    private @Nullable String formulaText;
    private @Nullable String extraTypeInfo;

    private FieldDraft(String name, FieldType type) {
        this.name = name;
        this.type = type;
        this.label = Labels.of(name);
        if (name.endsWith("__c")) {
            traits.add(CUSTOM);
        }
    }

    private static FieldDraft text(FieldType type, String name, int length) {
        var draft = new FieldDraft(name, type);
        draft.length = length;
        draft.traits.addAll(Set.of(GROUPABLE, AGGREGATABLE));
        return draft;
    }

    public static FieldDraft id(String label) {
        return text(FieldType.ID, "Id", 18).label(label).system().with(DEFAULTED_ON_CREATE, ID_LOOKUP);
    }

    public static FieldDraft string(String name, int length) {
        return text(FieldType.STRING, name, length);
    }

    public static FieldDraft email(String name) {
        return text(FieldType.EMAIL, name, 80).with(ID_LOOKUP);
    }

    public static FieldDraft phone(String name) {
        return text(FieldType.PHONE, name, 40);
    }

    public static FieldDraft url(String name) {
        return text(FieldType.URL, name, 255);
    }

    public static FieldDraft picklist(String name, String... values) {
        FieldDraft draft = text(FieldType.PICKLIST, name, 255);
        draft.picklist = List.of(values);
        return draft;
    }

    public static FieldDraft multipicklist(String name, String... values) {
        FieldDraft draft = text(FieldType.MULTIPICKLIST, name, 4099).without(SORTABLE, GROUPABLE, AGGREGATABLE);
        draft.picklist = List.of(values);
        return draft;
    }

    /** Text that is shown masked but for its last four characters; no query can ask by it. */
    public static FieldDraft encrypted(String name, int length) {
        return text(FieldType.ENCRYPTEDSTRING, name, length).without(FILTERABLE, SORTABLE, GROUPABLE, AGGREGATABLE);
    }

    /** Text of several lines; longer than 255 it can no longer be filtered, sorted or grouped. */
    public static FieldDraft textarea(String name, int length) {
        FieldDraft draft = text(FieldType.TEXTAREA, name, length);
        draft.extraTypeInfo = "plaintextarea";
        return length > LONGEST_SHORT_TEXT ? draft.without(FILTERABLE, SORTABLE, GROUPABLE, AGGREGATABLE) : draft;
    }

    private static FieldDraft number(FieldType type, String name, int precision, int scale) {
        var draft = new FieldDraft(name, type);
        draft.precision = precision;
        draft.scale = scale;
        draft.traits.add(AGGREGATABLE);
        return draft;
    }

    public static FieldDraft decimal(String name, int precision, int scale) {
        return number(FieldType.DOUBLE, name, precision, scale);
    }

    public static FieldDraft currency(String name, int precision, int scale) {
        return number(FieldType.CURRENCY, name, precision, scale);
    }

    public static FieldDraft percent(String name, int precision, int scale) {
        return number(FieldType.PERCENT, name, precision, scale);
    }

    public static FieldDraft integer(String name, int digits) {
        FieldDraft draft = number(FieldType.INT, name, 0, 0);
        draft.digits = digits;
        return draft.with(GROUPABLE);
    }

    public static FieldDraft bool(String name) {
        var draft = new FieldDraft(name, FieldType.BOOLEAN);
        draft.defaultValue = false;
        return draft.with(DEFAULTED_ON_CREATE, GROUPABLE).without(NILLABLE);
    }

    public static FieldDraft date(String name) {
        return new FieldDraft(name, FieldType.DATE).with(GROUPABLE, AGGREGATABLE);
    }

    public static FieldDraft datetime(String name) {
        return new FieldDraft(name, FieldType.DATETIME).with(AGGREGATABLE);
    }

    public static FieldDraft time(String name) {
        return new FieldDraft(name, FieldType.TIME).with(GROUPABLE, AGGREGATABLE);
    }

    /** A compound of {@code X__Latitude__s} and {@code X__Longitude__s}; only read. */
    public static FieldDraft location(String name) {
        return new FieldDraft(name, FieldType.LOCATION).without(CREATEABLE, UPDATEABLE, SORTABLE);
    }

    public static FieldDraft base64(String name) {
        return new FieldDraft(name, FieldType.BASE64).without(FILTERABLE, SORTABLE);
    }

    /** A compound of its parts; only read. */
    public static FieldDraft address(String name) {
        return new FieldDraft(name, FieldType.ADDRESS).without(CREATEABLE, UPDATEABLE, SORTABLE);
    }

    /** A lookup whose path to the parent is the name without {@code Id}, or with {@code __r} for {@code __c}. */
    public static FieldDraft reference(String name, String children, String... to) {
        FieldDraft draft = text(FieldType.REFERENCE, name, 18);
        String path = name.endsWith("__c")
                ? name.substring(0, name.length() - 1) + "r"
                : name.endsWith("Id") ? name.substring(0, name.length() - 2) : "";
        draft.reference = new Reference(List.of(to), path, children, false);
        return draft;
    }

    public FieldDraft cascade() {
        Reference old = reference;
        if (old == null) {
            throw new IllegalStateException(name + " is no reference");
        }
        reference = new Reference(old.to(), old.name(), old.children(), true);
        return this;
    }

    /** The row belongs to its parent: it must name one, keeps it, and is deleted with it. */
    public FieldDraft master() {
        return cascade().required().without(UPDATEABLE).with(MASTER_DETAIL);
    }

    public FieldDraft label(String text) {
        label = text;
        return this;
    }

    /** The most characters, where they differ from what is usual for the type. */
    public FieldDraft length(int characters) {
        length = characters;
        return this;
    }

    public FieldDraft with(Trait... more) {
        traits.addAll(List.of(more));
        return this;
    }

    public FieldDraft without(Trait... fewer) {
        List.of(fewer).forEach(traits::remove);
        return this;
    }

    public FieldDraft required() {
        return without(NILLABLE);
    }

    /** Set by the system alone. */
    public FieldDraft system() {
        return without(NILLABLE, CREATEABLE, UPDATEABLE);
    }

    public FieldDraft readOnly() {
        return without(CREATEABLE, UPDATEABLE);
    }

    public FieldDraft nameField() {
        return with(NAME_FIELD);
    }

    public FieldDraft externalId() {
        return with(EXTERNAL_ID, ID_LOOKUP, UNIQUE);
    }

    /** Two rows may share the value, so that an upsert can meet several. */
    public FieldDraft externalIdNotUnique() {
        return with(EXTERNAL_ID, ID_LOOKUP);
    }

    public FieldDraft restricted() {
        return with(RESTRICTED_PICKLIST);
    }

    public FieldDraft partOf(String compoundName) {
        compound = compoundName;
        return this;
    }

    public FieldDraft extra(String info) {
        extraTypeInfo = info;
        return this;
    }

    public FieldDraft defaults(Object value) {
        defaultValue = value;
        return with(DEFAULTED_ON_CREATE);
    }

    public FieldDraft calculated(String text, Formula how) {
        formula = how;
        formulaText = text;
        return readOnly().with(NILLABLE);
    }

    public String name() {
        return name;
    }

    Field at(int ordinal) {
        return new Field(
                ordinal,
                name,
                label,
                type,
                length,
                precision,
                scale,
                digits,
                traits,
                compound,
                reference,
                picklist,
                defaultValue,
                formula,
                formulaText,
                extraTypeInfo);
    }
}
