package dev.tidemark.sandbox.salesforce.soql;

import tools.jackson.core.JsonGenerator;

/** {@code SELECT COUNT()}: a number and no records. */
record CountOnly(int totalSize) implements ResultSet {
    @Override
    public int size() {
        return 0;
    }

    @Override
    public int width() {
        return 0;
    }

    @Override
    public void write(int index, JsonGenerator json, String version) {
        throw new IndexOutOfBoundsException(index);
    }
}
