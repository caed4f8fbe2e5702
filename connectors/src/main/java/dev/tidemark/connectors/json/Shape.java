package dev.tidemark.connectors.json;

import dev.tidemark.connector.StreamSpec;
import java.util.List;
import java.util.Map;
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
 * @param lenient whether an object where a number, a truth or a time should be stands for no value, as where a formula
 *     has no result
 * @param given fields of text that are the same for all records of the page, such as the key of what they belong to
 */
public record Shape(
        String path,
        Conversions conversions,
        Function<String, List<String>> place,
        Optional<Tombstone> tombstone,
        boolean lenient,
        Map<String, String> given) {

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
        given = Map.copyOf(given);
    }

    /** Fields as members of the record, by their names, with values spelt as in ISO 8601. */
    public static Shape at(String path) {
        return new Shape(path, Conversions.ISO, List::of, Optional.empty(), false, Map.of());
    }

    /** The same, inside of a member of the page. */
    public Shape in(String member) {
        return new Shape(path.isEmpty() ? member : member + "." + path, conversions, place, tombstone, lenient, given);
    }

    public Shape spelt(Conversions other) {
        return new Shape(path, other, place, tombstone, lenient, given);
    }

    /** Fields are found at other places than by their names alone. */
    public Shape placed(Function<String, List<String>> other) {
        return new Shape(path, conversions, other, tombstone, lenient, given);
    }

    /** A record is deleted where this member holds this value. */
    public Shape deletedWhere(String field, String value) {
        return tombstone(new Tombstone(field, Optional.of(value)));
    }

    /** A record is deleted where this member is not null: the moment of its deletion, say. */
    public Shape deletedWhereSet(String field) {
        return tombstone(new Tombstone(field, Optional.empty()));
    }

    private Shape tombstone(Tombstone one) {
        return new Shape(path, conversions, place, Optional.of(one), lenient, given);
    }

    /** An object where a number, a truth or a time should be stands for no value. */
    public Shape objectsAreNone() {
        return new Shape(path, conversions, place, tombstone, true, given);
    }

    /** Every record of the page has this value in this field of text. */
    public Shape given(String field, String value) {
        return new Shape(path, conversions, place, tombstone, lenient, Map.of(field, value));
    }

    /** A reader of such records into this stream's fields; made once a page. */
    public JsonRecords of(StreamSpec stream) {
        return new JsonRecords(stream, this);
    }
}
