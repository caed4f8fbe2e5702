package dev.tidemark.workspace;

import java.util.Optional;

/**
 * In which other layout a source's tables are shown besides.
 *
 * @param name as the source's connector calls it, such as {@code dbt}
 * @param schema where its views are; empty for the rule of {@link #schema}
 */
public record LayoutChoice(String name, Optional<String> schema) {

    /** The schema of the views beside tables in this schema: its own, or that schema's name and the source's. */
    public String schema(String tables, String source) {
        return schema.orElseGet(() -> Names.snakeCase(tables + "_" + source));
    }
}
