package dev.tidemark.workspace;

import java.util.List;

/** A part of a YAML text, with its place. Every value is text as it was written: the reader of a key knows its type. */
sealed interface Yaml {

    Place at();

    /**
     * From the first character to behind the last.
     *
     * @param line counted from 0, like the rest
     */
    record Place(int line, int column, int endLine, int endColumn) {}

    /** @param plain whether it stands without quotes, so that nothing can mean nothing */
    record Scalar(String text, boolean plain, Place at) implements Yaml {
        boolean isNothing() {
            return plain && (text.isEmpty() || text.equals("~") || text.equals("null"));
        }
    }

    record Items(List<Yaml> items, Place at) implements Yaml {
        public Items {
            items = List.copyOf(items);
        }
    }

    /** No key is there twice. */
    record Entries(List<Entry> entries, Place at) implements Yaml {
        public Entries {
            entries = List.copyOf(entries);
        }
    }

    record Entry(Scalar key, Yaml value) {}
}
