package dev.tidemark.connectors.salesforce;

import dev.tidemark.connector.ConnectorException;
import java.util.Optional;
import java.util.Set;

/** Objects of which no table can be kept, although they have a name and a description, and why. */
final class Unreadable {

    /** "Implementation restriction: … requires a filter by a single Id" (SOQL reference, "Object limits"). */
    private static final Set<String> ONLY_BY_PARENT = Set.of(
            "ContentDocumentLink", "ContentFolderItem", "ContentFolderMember", "ContentHubItem", "IdeaComment", "Vote");

    private Unreadable() {}

    /** @throws ConnectorException where the object cannot be read as a whole */
    static void refuse(SObject object) {
        why(object).ifPresent(why -> {
            throw new ConnectorException(
                    "source.unreadable_object",
                    object.name() + " cannot be kept in a table: " + why,
                    "Leave it out; './tidemark discover' lists objects that can be read");
        });
    }

    private static Optional<String> why(SObject object) {
        String name = object.name();
        if (name.endsWith("__e") || name.endsWith("ChangeEvent")) {
            return Optional.of("an event passes by, and nothing keeps it to be asked for");
        }
        if (name.endsWith("__b")) {
            return Optional.of("a query of a big object can only ask by its index, so it cannot be read through");
        }
        if (name.endsWith("__x")) {
            return Optional.of("its records are in another system, which Salesforce asks each time: connect that one");
        }
        if (ONLY_BY_PARENT.contains(name)) {
            return Optional.of("Salesforce answers its records only for a parent that the query names");
        }
        return object.queryable() ? Optional.empty() : Optional.of("Salesforce lets nobody query it");
    }
}
