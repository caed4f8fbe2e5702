package dev.tidemark.connectors.postgres;

import dev.tidemark.connector.Mark;
import dev.tidemark.connectors.sql.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.jspecify.annotations.Nullable;

/**
 * Turns a table that was filled by plain COPY into one with a row a key and a primary key, in the transaction that holds
 * its mark. Readers read on: the index is built under a lock that stops only writers, and the last step takes an instant.
 */
final class FinishFill {

    /**
     * The rows of keys that are there more than once, newest first; one without a version has that of the row before it. Of
     * two rows of one page the later lies behind the earlier, because a fill only appends.
     */
    private static final String FIND_TWICE = """
            CREATE TEMP TABLE tidemark_twice ON COMMIT DROP AS
            SELECT {key}, place, live, version,
                   row_number() OVER (PARTITION BY {key}
                     ORDER BY version DESC NULLS LAST, page DESC, place DESC) AS among_all,
                   row_number() OVER (PARTITION BY {key}, live
                     ORDER BY version DESC NULLS LAST, page DESC, place DESC) AS among_its_kind
              FROM (SELECT {t.key}, t.ctid AS place, t."_tidemark_page" AS page,
                           t."_tidemark_deleted_at" IS NULL AS live,
                           coalesce(t."_tidemark_version",
                                    max(t."_tidemark_version")
                                      OVER (PARTITION BY {t.key} ORDER BY t."_tidemark_page", t.ctid)) AS version
                      FROM {table} t
                      JOIN (%s) s ON {match}) e
            """;

    private static final String COUNT_ALL = "SELECT {key} FROM {table} GROUP BY {key} HAVING count(*) > 1";
    private static final String COUNT_MARKED = "SELECT DISTINCT {key} FROM pg_temp.tidemark_again";

    private static final String DROP_OLDER = """
            DELETE FROM {table} t USING pg_temp.tidemark_twice e
             WHERE t.ctid = e.place AND e.live = ? AND e.among_all > 1 AND NOT (e.live AND e.among_its_kind = 1)
            """;

    private static final String TAKE_OVER_VERSIONS = """
            UPDATE {table} t SET "_tidemark_version" = e.version
              FROM pg_temp.tidemark_twice e
             WHERE t.ctid = e.place AND t."_tidemark_version" IS NULL AND e.version IS NOT NULL
            """;

    /** What a tombstone brings is better known than what came before it. */
    private static final String DROP_VALUES = """
            DELETE FROM {table} t USING pg_temp.tidemark_twice s, pg_temp.tidemark_twice e, {table} w
             WHERE t.ctid = s.place AND s.live AND s.among_its_kind = 1 AND s.among_all > 1
               AND ({s.key}) = ({e.key}) AND NOT e.live AND e.among_all = 1
               AND w.ctid = e.place AND {w.whole}
            """;

    /** Where it brings none, the deleted row keeps its last known values: the tombstone's mark moves onto them. */
    private static final String MARK_VALUES = """
            UPDATE {table} t SET
                   "_tidemark_version" = coalesce(e.version, s.version),
                   "_tidemark_synced_at" = w."_tidemark_synced_at",
                   "_tidemark_page" = w."_tidemark_page",
                   "_tidemark_deleted_at" = w."_tidemark_deleted_at"
              FROM pg_temp.tidemark_twice s
              JOIN pg_temp.tidemark_twice e USING ({key})
              JOIN {table} w ON w.ctid = e.place
             WHERE t.ctid = s.place AND s.live AND s.among_its_kind = 1 AND s.among_all > 1
               AND NOT e.live AND e.among_all = 1 AND NOT {w.whole}
            """;

    private static final String DROP_TOMBSTONES = """
            DELETE FROM {table} t USING pg_temp.tidemark_twice e
             WHERE t.ctid = e.place AND NOT e.live AND e.among_all = 1 AND NOT {t.whole}
               AND EXISTS (SELECT FROM pg_temp.tidemark_twice s
                            WHERE ({s.key}) = ({e.key}) AND s.live AND s.among_its_kind = 1)
            """;

    private static final String DIG_GRAVES = """
            INSERT INTO tidemark.grave (sync, key, version)
            SELECT ?, {t.keytext}, max(t."_tidemark_version") FROM {table} t
             WHERE t."_tidemark_deleted_at" IS NOT NULL AND t."_tidemark_version" IS NOT NULL
             GROUP BY 2
            ON CONFLICT (sync, key) DO UPDATE SET version = greatest(grave.version, excluded.version)
            """;

    private static final String DELETE_MARKED = "DELETE FROM {table} t WHERE t.\"_tidemark_deleted_at\" IS NOT NULL";

    /** Readers queue behind whoever waits for this lock, so it waits briefly, and more than once. */
    private static final int ATTEMPTS = 3;

    private final Connection connection;
    private final Shape shape;
    private final boolean hard;
    private final @Nullable KeysTwice twice;

    /** @param twice the keys that may be there more than once; null where that is not known */
    FinishFill(Connection connection, Shape shape, boolean hard, @Nullable KeysTwice twice) {
        this.twice = twice != null && twice.isWhole() ? twice : null;
        this.connection = connection;
        this.shape = shape;
        this.hard = hard;
    }

    /** Does everything but commit. The caller holds the mark. */
    Mark run() throws SQLException {
        long rowsTwice = 0;
        long tombstonesTwice = 0;
        long marked = 0;
        if (findTwice() > 0) {
            rowsTwice = Jdbc.update(connection, shape.fill(DROP_OLDER), true);
            tombstonesTwice = Jdbc.update(connection, shape.fill(DROP_OLDER), false);
            marked = Jdbc.update(connection, shape.fill(DROP_VALUES));
            marked += Jdbc.update(connection, shape.fill(MARK_VALUES));
            Jdbc.update(connection, shape.fill(DROP_TOMBSTONES));
            Jdbc.update(connection, shape.fill(TAKE_OVER_VERSIONS));
        }
        if (hard) {
            Jdbc.update(connection, shape.fill(DIG_GRAVES), shape.table().sync());
            // A tombstone whose row never came deleted nothing.
            tombstonesTwice += Jdbc.update(connection, shape.fill(DELETE_MARKED)) - marked;
        }
        addPrimaryKey();
        return Marks.filled(connection, shape.table().sync(), rowsTwice, tombstonesTwice);
    }

    private long findTwice() throws SQLException {
        if (twice == null) {
            // Enough for some hundred thousand groups at once; others go through files.
            Jdbc.execute(connection, "SET LOCAL work_mem = '64MB'");
            return Jdbc.update(connection, shape.fill(FIND_TWICE.formatted(COUNT_ALL)));
        }
        Jdbc.execute(
                connection,
                shape.fill("CREATE TEMP TABLE tidemark_again ON COMMIT DROP AS SELECT {key} FROM {table} LIMIT 0"));
        twice.copyTo(connection, "pg_temp.tidemark_again");
        return Jdbc.update(connection, shape.fill(FIND_TWICE.formatted(COUNT_MARKED)));
    }

    private void addPrimaryKey() throws SQLException {
        String index = "_tidemark_key_"
                + Catalog.oid(connection, shape.table().schema(), shape.table().name());
        Jdbc.execute(connection, "SET LOCAL maintenance_work_mem = '256MB'");
        Jdbc.execute(connection, shape.fill("CREATE UNIQUE INDEX " + Names.quote(index) + " ON {table} ({key})"));
        String useIndex = shape.fill("ALTER TABLE {table} ADD PRIMARY KEY USING INDEX " + Names.quote(index));
        Jdbc.execute(connection, "SET LOCAL lock_timeout = '2s'");
        for (int attempt = 1; ; attempt++) {
            Savepoint before = connection.setSavepoint();
            try {
                Jdbc.execute(connection, useIndex);
                return;
            } catch (SQLException e) {
                if (attempt == ATTEMPTS || !Faults.state(e).equals("55P03")) {
                    throw e;
                }
                connection.rollback(before);
            }
        }
    }
}
