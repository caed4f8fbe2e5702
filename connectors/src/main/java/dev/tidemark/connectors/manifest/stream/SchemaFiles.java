package dev.tidemark.connectors.manifest.stream;

import java.util.Optional;

/** The schema files that come with a manifest. */
@FunctionalInterface
public interface SchemaFiles {

    /** None at all. */
    SchemaFiles NONE = path -> Optional.empty();

    /** The text of a file by the path that the manifest gives it, such as {@code ./source_x/schemas/orders.json}. */
    Optional<String> find(String path);
}
