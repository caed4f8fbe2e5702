package dev.tidemark.connectors.sql.tables;

import dev.tidemark.connector.Column;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.RowSink;
import dev.tidemark.connector.TableSpec;
import dev.tidemark.connector.TableSpec.Deletes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A small table that many tests keep, and its rows. */
public final class People {

    /** When pages of slices are said to be retrieved, in microseconds. */
    static final long RETRIEVED_AT = 100_000_000L;

    private static final byte[] NO_PAGE = {};

    private People() {}

    public static TableSpec table(Deletes deletes) {
        return new TableSpec(
                "sync-1",
                "crm",
                "People",
                List.of(
                        new Column("Id", FieldType.TEXT),
                        new Column("Name", FieldType.TEXT),
                        new Column("Size", FieldType.INTEGER),
                        new Column("Extra", FieldType.JSON)),
                List.of("Id"),
                deletes);
    }

    /**
     * A record of {@link #table}.
     *
     * @param version in seconds since 1970; null for none
     * @param name null for a tombstone that brings only its key
     */
    public record Person(
            @Nullable String id,
            @Nullable Long version,
            boolean deleted,
            @Nullable String name,
            long size) {

        public static Person of(String id, long version, String name) {
            return new Person(id, version, false, name, name.length());
        }

        public static Person gone(String id, long version) {
            return new Person(id, version, true, null, 0);
        }

        public @Nullable String sendTo(RowSink sink) {
            sink.begin();
            if (name != null) {
                sink.json(3, "{\"size\": " + size + "}");
                sink.integer(2, size);
                sink.text(1, name);
            }
            if (id != null) {
                sink.text(0, id);
            }
            if (version != null) {
                sink.version(version * 1_000_000);
            }
            if (deleted) {
                sink.deleted();
            }
            sink.end(NO_PAGE, 0, 0);
            return sink.refusal();
        }
    }

    /** A third of the seeds has versions always, a third never, a third now and then. */
    static List<Person> slice(Random random, long seed) {
        List<Person> slice = new ArrayList<>();
        int count = random.nextInt(12);
        for (int i = 0; i < count; i++) {
            boolean versioned = seed % 3 == 0 || (seed % 3 == 1 && random.nextInt(4) > 0);
            boolean deleted = random.nextInt(4) == 0;
            String name = deleted && random.nextBoolean() ? null : "n" + random.nextInt(3);
            slice.add(new Person(
                    "k" + random.nextInt(7),
                    versioned ? 1000L + random.nextInt(8) : null,
                    deleted,
                    name,
                    name == null ? 0 : random.nextInt(2)));
        }
        return slice;
    }
}
