package dev.tidemark.workspace;

import dev.tidemark.connector.NamingRule;
import java.util.regex.Pattern;

/** How things are named. */
public final class Names {

    /** Workspaces, accounts and syncs. */
    public static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,47}");

    /** Schemas, tables and columns that a person may name: they never need quotes. */
    public static final Pattern IDENTIFIER = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

    private Names() {}

    /** The table or column for a stream or field of this name, by {@link NamingRule}. */
    public static String snakeCase(String name) {
        return NamingRule.of(name);
    }

    /** The schema of a workspace that names none: its own name, with {@code _} for {@code -}. */
    public static String schemaOf(String workspace) {
        return workspace.replace('-', '_');
    }
}
