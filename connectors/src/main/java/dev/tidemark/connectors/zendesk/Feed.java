package dev.tidemark.connectors.zendesk;

import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.StreamSpec.CursorKind;
import dev.tidemark.connectors.json.Conversions;
import dev.tidemark.connectors.json.Shape;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A stream, and where it comes from.
 *
 * @param way how its pages are asked for
 * @param path below {@code /api/v2}
 * @param query what is asked besides; empty for nothing
 * @param records the name of the array of records
 * @param nested whether the records are comments inside of ticket events
 */
record Feed(StreamSpec stream, Way way, String path, String query, Shape shape, String records, boolean nested) {

    /** How pages are asked for. */
    enum Way {
        /** An export from a cursor of Zendesk's own. */
        CURSOR,
        /** An export from a time, in seconds. */
        TIME,
        /** A list whose pages have cursors. */
        LIST,
        /** A list of one page, or of pages with numbers. */
        WHOLE;

        CursorKind cursor() {
            return switch (this) {
                case CURSOR -> CursorKind.OPAQUE;
                case TIME -> CursorKind.TIME;
                case LIST, WHOLE -> CursorKind.NONE;
            };
        }
    }

    static Feed of(String name, Way way, String path, String version, String fields) {
        StreamSpec stream = new StreamSpec(
                name,
                Fields.of(fields),
                List.of(name.equals("tags") ? "name" : "id"),
                way.cursor(),
                version.isEmpty() ? Optional.empty() : Optional.of(version),
                false,
                Set.of());
        return new Feed(stream, way, path, "", shape(name), name, false);
    }

    private static Shape shape(String records) {
        // Times are ISO 8601, but for those of exports, which are seconds.
        return Shape.at(records).spelt(Conversions.EPOCH_SECONDS);
    }

    /** Asked with this besides. */
    Feed with(String more) {
        return new Feed(stream, way, path, more, shape, records, nested);
    }

    /** The records have another name than the stream. */
    Feed in(String array) {
        return new Feed(stream, way, path, query, shape(array), array, nested);
    }

    /** Some deleted records come marked in this way; others are known by their absence. */
    Feed marked(UnaryOperator<Shape> where) {
        return new Feed(stream, way, path, query, where.apply(shape), records, nested);
    }

    /** Deleted records come too, marked in this way. */
    Feed deleted(UnaryOperator<Shape> where) {
        return new Feed(
                new StreamSpec(
                        stream.name(),
                        stream.fields(),
                        stream.key(),
                        stream.cursor(),
                        stream.versionField(),
                        true,
                        stream.notVouched()),
                way,
                path,
                query,
                where.apply(shape),
                records,
                nested);
    }

    /** The records are comments in {@code ticket_events}, and these of their fields change without an event of their own. */
    Feed comments(Set<String> changing) {
        return new Feed(
                new StreamSpec(
                        stream.name(),
                        stream.fields(),
                        stream.key(),
                        stream.cursor(),
                        stream.versionField(),
                        stream.seesDeletes(),
                        changing),
                way,
                path,
                query,
                shape,
                "ticket_events",
                true);
    }
}
