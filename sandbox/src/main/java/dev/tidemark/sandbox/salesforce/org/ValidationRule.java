package dev.tidemark.sandbox.salesforce.org;

import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A customer's own rule. Where it is broken the write is refused with FIELD_CUSTOM_VALIDATION_EXCEPTION.
 *
 * @param broken given the row before (null for a create) and the row as it would become
 */
public record ValidationRule(String object, String message, BiPredicate<@Nullable Row, Row> broken) {
    /** Rows of this object whose Name matches refuse any change of one field. */
    public static ValidationRule refusing(String object, String nameRegex, String field, String message) {
        return new ValidationRule(object, message, (before, after) -> {
            boolean changed = before == null
                    ? after.get(field) != null
                    : !java.util.Objects.equals(before.get(field), after.get(field));
            return changed && String.valueOf(after.get("Name")).matches(nameRegex);
        });
    }
}
