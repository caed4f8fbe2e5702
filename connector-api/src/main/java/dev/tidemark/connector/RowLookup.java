package dev.tidemark.connector;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A destination that can be asked what it keeps of one key. Asking takes no lease and changes nothing. */
public interface RowLookup {

    /**
     * @param table of which only the key's columns need be there
     * @param key as text; of several columns, a JSON array
     * @return what there is; {@link Kept#NOTHING} also where there is no such table
     */
    Kept look(Access access, TableSpec table, String key) throws Unavailable;

    /**
     * All that is kept of one key.
     *
     * @param row its row, also where that is marked deleted
     * @param grave the version with which it was deleted for good
     * @param absentSince the first page of the reading of everything that lacked it, where the next one decides
     */
    record Kept(Optional<Row> row, Optional<Instant> grave, OptionalLong absentSince) {
        public static final Kept NOTHING = new Kept(Optional.empty(), Optional.empty(), OptionalLong.empty());
    }

    /**
     * A row as it stands.
     *
     * @param values by column, as the database spells them
     * @param version when the source says that it was last changed
     * @param syncedAt when the page was retrieved that brought it
     * @param page the number of that page
     * @param deletedAt since when it is deleted at the source
     */
    record Row(
            Map<String, @Nullable String> values,
            Optional<Instant> version,
            Instant syncedAt,
            long page,
            Optional<Instant> deletedAt) {

        // Not in the short form: in that, javac keeps no @Nullable of the type arguments in the class file.
        public Row(
                Map<String, @Nullable String> values,
                Optional<Instant> version,
                Instant syncedAt,
                long page,
                Optional<Instant> deletedAt) {
            this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
            this.version = Objects.requireNonNull(version);
            this.syncedAt = Objects.requireNonNull(syncedAt);
            this.page = page;
            this.deletedAt = Objects.requireNonNull(deletedAt);
        }
    }
}
