package dev.tidemark.connectors.json;

import dev.tidemark.connector.StreamSpec;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * How the records of a page are laid out.
 *
 * @param path where the array of records is, such as {@code data.items}; empty where the page is that array
 * @param conversions how values are spelt
 * @param place where in a record the value of a field is, as the names that lead there; a field's own name where nothing else
 *     is said. No place may lie inside of another
 * @param tombstone what a deleted record says of itself
 */
public record Shape(
        String path, Conversions conversions, Function<String, List<String>> place, Optional<Tombstone> tombstone) {

    /**
     * A member by which a deleted record is known, whether the stream has it as a field or not.
     *
     * @param field its name in the record
     * @param value what it then holds, spelt without quotes, such as {@code true} or {@code deleted}; empty for anything but null
     */
    public record Tombstone(String field, Optional<String> value) {}

    public Shape {
        Objects.requireNonNull(path);
        Objects.requireNonNull(conversions);
        Objects.requireNonNull(place);
        Objects.requireNonNull(tombstone);
    }

    /** Fields as members of the record, by their names, with values spelt as in ISO 8601. */
    public static Shape at(String path) {
        return new Shape(path, Conversions.ISO, List::of, Optional.empty());
    }

    public Shape spelt(Conversions other) {
        return new Shape(path, other, place, tombstone);
    }

    /** Fields are found at other places than by their names alone. */
    public Shape placed(Function<String, List<String>> other) {
        return new Shape(path, conversions, other, tombstone);
    }

    /** A record is deleted where this member holds this value. */
    public Shape deletedWhere(String field, String value) {
        return new Shape(path, conversions, place, Optional.of(new Tombstone(field, Optional.of(value))));
    }

    /** A record is deleted where this member is not null: the moment of its deletion, say. */
    public Shape deletedWhereSet(String field) {
        return new Shape(path, conversions, place, Optional.of(new Tombstone(field, Optional.empty())));
    }

    /** A reader of such records into this stream's fields; made once a page. */
    public JsonRecords of(StreamSpec stream) {
        return new JsonRecords(stream, this);
    }
}
