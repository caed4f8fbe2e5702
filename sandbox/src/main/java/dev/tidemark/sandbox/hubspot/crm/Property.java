package dev.tidemark.sandbox.hubspot.crm;

import java.util.List;

/**
 * A property's definition.
 *
 * @param type {@code string}, {@code number}, {@code bool}, {@code date}, {@code datetime} or {@code enumeration}
 * @param fieldType how a form shows it
 * @param options the values that an enumeration takes; empty for others
 * @param calculated changes by itself, without moving the record's time of change
 * @param readOnly takes no value from outside
 * @param unique whether a value belongs to one record only
 * @param custom made by the account's owner
 */
public record Property(
        String name,
        String label,
        String type,
        String fieldType,
        List<String> options,
        boolean calculated,
        boolean readOnly,
        boolean unique,
        boolean custom) {

    public Property {
        options = List.copyOf(options);
    }

    static Property of(String name, String label, String type) {
        String shown = switch (type) {
            case "number" -> "number";
            case "bool" -> "booleancheckbox";
            case "date", "datetime" -> "date";
            case "enumeration" -> "select";
            default -> "text";
        };
        return new Property(name, label, type, shown, List.of(), false, false, false, false);
    }

    static Property choice(String name, String label, String... options) {
        return new Property(name, label, "enumeration", "select", List.of(options), false, false, false, false);
    }

    Property isReadOnly() {
        return new Property(name, label, type, fieldType, options, calculated, true, unique, custom);
    }

    Property isCalculated() {
        return new Property(name, label, type, "calculation_equation", options, true, true, unique, custom);
    }

    Property isUnique() {
        return new Property(name, label, type, fieldType, options, calculated, readOnly, true, custom);
    }

    Property isCustom() {
        return new Property(name, label, type, fieldType, options, calculated, readOnly, unique, true);
    }

    /** The same with other values to choose from. */
    Property offering(List<String> values) {
        return new Property(name, label, type, fieldType, values, calculated, readOnly, unique, custom);
    }
}
