package dev.tidemark.connector;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How rows are written to an app.
 *
 * @param stream the app's type of data, such as {@code Account}
 * @param mode what a write does
 * @param match the app's field by which a row is matched to a record; for insert the field by which a record that may have
 *     been created is looked up, empty where there is none
 * @param mapping from the app's fields to the model's columns, with the match field
 */
public record WriteSpec(String stream, Mode mode, Optional<String> match, Map<String, String> mapping) {

    /** What a write does. */
    public enum Mode {
        /** Creates a record for each row. */
        INSERT,
        /** Changes the record that the match field names; a row without one is rejected. */
        UPDATE,
        /** Changes the record that the match field names, or creates it. */
        UPSERT
    }

    public WriteSpec {
        Objects.requireNonNull(stream);
        mapping = Map.copyOf(mapping);
        if (mode != Mode.INSERT && match.isEmpty()) {
            throw new IllegalArgumentException(mode + " needs a match field");
        }
    }

    /** Whether the same write sent twice leaves the app as sent once. */
    public boolean repeatable() {
        return mode != Mode.INSERT;
    }
}
