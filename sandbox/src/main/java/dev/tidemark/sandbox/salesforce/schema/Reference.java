package dev.tidemark.sandbox.salesforce.schema;

import java.util.List;

/**
 * Where a reference field points.
 *
 * @param to the names of the objects; more than one makes it polymorphic
 * @param name the way to the parent in SOQL ({@code Account} for {@code AccountId}); empty when there is none
 * @param children the way from the parent to the rows ({@code Contacts}); empty when there is none
 * @param cascade whether a deleted parent takes the row with it; otherwise the field is cleared
 */
public record Reference(List<String> to, String name, String children, boolean cascade) {
    public Reference {
        to = List.copyOf(to);
        if (to.isEmpty()) {
            throw new IllegalArgumentException("a reference points somewhere");
        }
    }

    public boolean isPolymorphic() {
        return to.size() > 1;
    }
}
