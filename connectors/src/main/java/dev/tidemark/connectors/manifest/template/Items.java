package dev.tidemark.connectors.manifest.template;

import java.util.List;

/**
 * What Python goes through but is no list: it has no places, is equal to nothing else, and writes itself in a way that no
 * list is read from.
 */
record Items(Kind kind, List<Object> all) {

    /** What it is in Python. */
    enum Kind {
        /** What a filter answers: has no length, and is true even where it is empty. */
        GENERATOR("generator"),
        KEYS("dict_keys"),
        VALUES("dict_values"),
        ITEMS("dict_items");

        private final String typeName;

        Kind(String typeName) {
            this.typeName = typeName;
        }

        String typeName() {
            return typeName;
        }
    }

    static Items generated(List<Object> all) {
        return new Items(Kind.GENERATOR, all);
    }

    boolean hasLength() {
        return kind != Kind.GENERATOR;
    }

    String repr() {
        return hasLength() ? kind.typeName + "(" + Text.repr(all) + ")" : "<generator object>";
    }
}
