package dev.tidemark.workspace;

/** A table of a database destination, in names that need no quotes. */
public record TableName(String schema, String name) {

    public TableName {
        if (!Names.IDENTIFIER.matcher(schema).matches()
                || !Names.IDENTIFIER.matcher(name).matches()) {
            throw new IllegalArgumentException("not the name of a table: " + schema + "." + name);
        }
    }

    @Override
    public String toString() {
        return schema + "." + name;
    }
}
