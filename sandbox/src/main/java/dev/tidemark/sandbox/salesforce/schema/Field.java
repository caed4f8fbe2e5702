package dev.tidemark.sandbox.salesforce.schema;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One field of an object.
 *
 * @param ordinal where its value lies in a row
 * @param length in characters, for text; 0 otherwise
 * @param precision digits in all, for decimals; 0 otherwise
 * @param scale digits behind the point, for decimals
 * @param digits in all, for ints; 0 otherwise
 * @param compound the compound field it is part of, {@code BillingAddress} for {@code BillingCity}; null when of none
 * @param picklist the active values, in order; empty for other types
 * @param defaultValue what a new row gets when nothing is given; null for none
 * @param formula null unless calculated
 * @param formulaText as shown in describe; null unless calculated
 * @param extraTypeInfo as in describe
 */
public record Field(
        int ordinal,
        String name,
        String label,
        FieldType type,
        int length,
        int precision,
        int scale,
        int digits,
        Set<Trait> traits,
        @Nullable String compound,
        @Nullable Reference reference,
        List<String> picklist,
        @Nullable Object defaultValue,
        @Nullable Formula formula,
        @Nullable String formulaText,
        @Nullable String extraTypeInfo) {

    public Field {
        traits = Set.copyOf(traits);
        picklist = List.copyOf(picklist);
    }

    /** Fields are keys of many small maps: the name alone spreads them well enough, and quickly. */
    @Override
    public int hashCode() {
        return name.hashCode();
    }

    public boolean is(Trait trait) {
        return traits.contains(trait);
    }

    public boolean isCalculated() {
        return formula != null;
    }

    /** The same, shown to nobody. */
    Field internal() {
        Set<Trait> more = EnumSet.of(Trait.INTERNAL);
        more.addAll(traits);
        return new Field(
                ordinal,
                name,
                label,
                type,
                length,
                precision,
                scale,
                digits,
                more,
                compound,
                reference,
                picklist,
                defaultValue,
                formula,
                formulaText,
                extraTypeInfo);
    }

    /** Long text can be selected but neither filtered, sorted nor grouped. */
    public boolean isLongText() {
        return type == FieldType.TEXTAREA && length > 255;
    }

    /** Must be given when a row is created. */
    public boolean isRequired() {
        return is(Trait.CREATEABLE)
                && !is(Trait.NILLABLE)
                && !is(Trait.DEFAULTED_ON_CREATE)
                && type != FieldType.BOOLEAN;
    }
}
