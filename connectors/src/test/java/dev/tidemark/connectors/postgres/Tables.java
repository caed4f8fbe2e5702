package dev.tidemark.connectors.postgres;

import dev.tidemark.connector.Column;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.RowSink;
import dev.tidemark.connector.TableSpec;
import dev.tidemark.connector.TableSpec.Deletes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A small table that many tests keep, and its rows. */
final class Tables {

    private static final byte[] NO_PAGE = {};

    private Tables() {}

    static TableSpec people(Deletes deletes) {
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
     * A record of {@link #people}.
     *
     * @param version in seconds since 1970; null for none
     * @param name null for a tombstone that brings only its key
     */
    record Person(
            @Nullable String id,
            @Nullable Long version,
            boolean deleted,
            @Nullable String name,
            long size) {

        static Person of(String id, long version, String name) {
            return new Person(id, version, false, name, name.length());
        }

        static Person gone(String id, long version) {
            return new Person(id, version, true, null, 0);
        }

        @Nullable
        String sendTo(RowSink sink) {
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
}
