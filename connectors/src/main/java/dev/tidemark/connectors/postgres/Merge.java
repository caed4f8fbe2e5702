package dev.tidemark.connectors.postgres;

import dev.tidemark.connectors.sql.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Brings a staged slice into its table, in a few statements over the whole slice. Versions order rows and deletes alike: an
 * older one changes nothing, of equal ones the later counts. A row without a version takes that of the row before it, so
 * that there the order of arrival decides.
 */
final class Merge {

    /** Needed only where a slice has rows with and without versions: each of the latter takes over what it follows. */
    private static final String TAKE_OVER_VERSIONS = """
        UPDATE {stage} s SET "_tidemark_version" = e.version
          FROM (SELECT s.ctid AS place,
                       greatest(max(s."_tidemark_version")
                                  OVER (PARTITION BY {s.key} ORDER BY s."_tidemark_seq"),
                                t."_tidemark_version") AS version
                  FROM {stage} s LEFT JOIN {table} t ON {match}) e
         WHERE s.ctid = e.place AND s."_tidemark_version" IS NULL
        """;

    /** One row a key stays; where that is a tombstone, also the newest row with values. */
    private static final String KEEP_NEWEST = """
        DELETE FROM {stage} s
         USING (SELECT ctid AS place,
                       "_tidemark_deleted_at" IS NULL AS live,
                       row_number() OVER (PARTITION BY {key}
                         ORDER BY "_tidemark_version" DESC NULLS LAST, "_tidemark_seq" DESC) AS among_all,
                       row_number() OVER (PARTITION BY {key}, "_tidemark_deleted_at" IS NULL
                         ORDER BY "_tidemark_version" DESC NULLS LAST, "_tidemark_seq" DESC) AS among_its_kind
                  FROM {stage}) e
         WHERE s.ctid = e.place AND among_all > 1 AND NOT (live AND among_its_kind = 1)
        """;

    private static final String LET_THE_DEAD_REST = """
        DELETE FROM {stage} s USING tidemark.grave g
         WHERE g.sync = ? AND g.key = {s.keytext} AND s."_tidemark_version" < g.version
        """;

    private static final String NOT_OLDER = """
        (s."_tidemark_version" IS NULL OR t."_tidemark_version" IS NULL
          OR s."_tidemark_version" >= t."_tidemark_version")
        """;

    private static final String BRING_IN = """
        MERGE INTO {table} t USING (SELECT * FROM {stage} WHERE "_tidemark_deleted_at" IS NULL) s ON {match}
        WHEN MATCHED AND
        """ + NOT_OLDER + """
           AND (t."_tidemark_deleted_at" IS NOT NULL
             OR coalesce(s."_tidemark_version", t."_tidemark_version") IS DISTINCT FROM t."_tidemark_version"
             OR ({s.values}) IS DISTINCT FROM ({t.values}))
        THEN UPDATE SET {set.values}
             "_tidemark_version" = coalesce(s."_tidemark_version", t."_tidemark_version"),
             "_tidemark_synced_at" = s."_tidemark_synced_at",
             "_tidemark_page" = s."_tidemark_page",
             "_tidemark_deleted_at" = NULL
        WHEN NOT MATCHED THEN INSERT ({all}) VALUES ({s.all})
        """;

    /** A row that is marked already stays marked since then; what a later tombstone brings is better known. */
    private static final String RENEW_MARKS = """
        MERGE INTO {table} t USING (SELECT * FROM {stage} WHERE "_tidemark_deleted_at" IS NOT NULL) s ON {match}
        WHEN MATCHED AND t."_tidemark_deleted_at" IS NOT NULL AND {s.whole} AND ({s.values}) IS DISTINCT FROM ({t.values})
           AND
        """ + NOT_OLDER + """
        THEN UPDATE SET {set.values}
             "_tidemark_version" = coalesce(s."_tidemark_version", t."_tidemark_version"),
             "_tidemark_synced_at" = s."_tidemark_synced_at",
             "_tidemark_page" = s."_tidemark_page"
        WHEN MATCHED AND t."_tidemark_deleted_at" IS NOT NULL
           AND s."_tidemark_version" > coalesce(t."_tidemark_version", '-infinity')
        THEN UPDATE SET "_tidemark_version" = s."_tidemark_version"
        """;

    private static final String MARK = """
        "_tidemark_version" = coalesce(s."_tidemark_version", t."_tidemark_version"),
        "_tidemark_synced_at" = s."_tidemark_synced_at",
        "_tidemark_page" = s."_tidemark_page",
        "_tidemark_deleted_at" = s."_tidemark_deleted_at"
        """;

    /** The last known values: those that the tombstone brings, else those that stand there. */
    private static final String MARK_DELETED = """
        MERGE INTO {table} t USING (SELECT * FROM {stage} WHERE "_tidemark_deleted_at" IS NOT NULL) s ON {match}
        WHEN MATCHED AND t."_tidemark_deleted_at" IS NULL AND {s.whole} AND
        """ + NOT_OLDER + """
        THEN UPDATE SET {set.values}
        """ + MARK + """
        WHEN MATCHED AND t."_tidemark_deleted_at" IS NULL AND
        """ + NOT_OLDER + """
        THEN UPDATE SET
        """ + MARK + """
        WHEN NOT MATCHED THEN INSERT ({all}) VALUES ({s.all})
        """;

    private static final String DIG_GRAVES = """
        INSERT INTO tidemark.grave (sync, key, version)
        SELECT ?, {s.keytext}, greatest(s."_tidemark_version", t."_tidemark_version")
          FROM {stage} s LEFT JOIN {table} t ON {match}
         WHERE s."_tidemark_deleted_at" IS NOT NULL
           AND greatest(s."_tidemark_version", t."_tidemark_version") IS NOT NULL
        ON CONFLICT (sync, key) DO UPDATE SET version = greatest(grave.version, excluded.version)
        """;

    private static final String DELETE_ROWS = """
        DELETE FROM {table} t USING {stage} s
         WHERE {match} AND s."_tidemark_deleted_at" IS NOT NULL
           AND
        """ + NOT_OLDER;

    /** A page that was applied before changes only what no later page has changed since. */
    private static final String NOT_LATER = " AND t.\"_tidemark_page\" <= s.\"_tidemark_page\"";

    /** What was deleted for good is not brought back by the very version that was deleted, nor by one that is unknown. */
    private static final String LET_THE_DEAD_REST_AGAIN = """
        DELETE FROM {stage} s
         WHERE s."_tidemark_deleted_at" IS NULL AND NOT EXISTS (SELECT FROM {table} t WHERE {match})
           AND (s."_tidemark_version" IS NULL
             OR EXISTS (SELECT FROM tidemark.grave g
                         WHERE g.sync = ? AND g.key = {s.keytext} AND s."_tidemark_version" <= g.version))
        """;

    private final Connection connection;
    private final boolean again;
    private final String restAgain;
    private final String sync;
    private final boolean hard;
    private final String takeOverVersions;
    private final String keepNewest;
    private final String letTheDeadRest;
    private final String bringIn;
    private final String renewMarks;
    private final String markDeleted;
    private final String digGraves;
    private final String deleteRows;

    /** @param again whether slices are of pages that were applied before */
    Merge(Connection connection, Shape shape, boolean hard, boolean again) {
        this.connection = connection;
        this.again = again;
        this.restAgain = shape.fill(LET_THE_DEAD_REST_AGAIN);
        this.sync = shape.table().sync();
        this.hard = hard;
        this.takeOverVersions = shape.fill(TAKE_OVER_VERSIONS);
        this.keepNewest = shape.fill(KEEP_NEWEST);
        this.letTheDeadRest = shape.fill(LET_THE_DEAD_REST);
        this.bringIn = shape.fill(guarded(BRING_IN));
        this.renewMarks = shape.fill(guarded(RENEW_MARKS));
        this.markDeleted = shape.fill(guarded(MARK_DELETED));
        this.digGraves = shape.fill(
                again
                        ? DIG_GRAVES.replace(
                                "ON CONFLICT",
                                "AND (t.\"_tidemark_page\" IS NULL OR t.\"_tidemark_page\" <= s.\"_tidemark_page\")\n"
                                        + "ON CONFLICT")
                        : DIG_GRAVES);
        this.deleteRows = shape.fill(guarded(DELETE_ROWS));
    }

    private String guarded(String template) {
        return again ? template.replace(NOT_OLDER.strip(), NOT_OLDER.strip() + NOT_LATER) : template;
    }

    /** @return the fates of all rows of the slice; what neither loaded nor deleted anything was there already */
    Fates run(Slice slice) throws SQLException {
        if (slice.mixed()) {
            Jdbc.update(connection, takeOverVersions);
        }
        if (slice.twice()) {
            Jdbc.update(connection, keepNewest);
        }
        if (hard) {
            Jdbc.update(connection, letTheDeadRest, sync);
            if (again) {
                Jdbc.update(connection, restAgain, sync);
            }
        }
        long loaded = 0;
        if (slice.tombstones() < slice.rows()) {
            loaded = Jdbc.update(connection, bringIn);
        }
        long deleted = 0;
        if (slice.tombstones() > 0) {
            deleted = hard ? remove() : mark();
        }
        return new Fates(loaded, slice.rows() - loaded - deleted, deleted);
    }

    private long mark() throws SQLException {
        Jdbc.update(connection, renewMarks);
        return Jdbc.update(connection, markDeleted);
    }

    private long remove() throws SQLException {
        Jdbc.update(connection, digGraves, sync);
        return Jdbc.update(connection, deleteRows);
    }
}
