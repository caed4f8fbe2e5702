package dev.tidemark.connectors.sql.tables;

import dev.tidemark.connectors.sql.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings a staged slice into its table, in a few statements over the whole slice. Versions order rows and deletes alike: an
 * older one changes nothing, of equal ones the later counts. A row without a version takes that of the row before it, so
 * that there the order of arrival decides.
 */
final class Merge {

    private static final String FRESH = "tidemark_fresh";

    /** Needed only where a slice has rows with and without versions: each of the latter takes over what it follows. */
    private static final String WITH_VERSIONS = """
        SELECT {s.columns}, CASE WHEN s._tidemark_version IS NOT NULL THEN s._tidemark_version
                 WHEN t._tidemark_version IS NULL OR s._tidemark_before > t._tidemark_version THEN s._tidemark_before
                 ELSE t._tidemark_version END AS _tidemark_version,
               s._tidemark_synced_at, s._tidemark_page, s._tidemark_deleted_at, s._tidemark_seq
          FROM (SELECT e.*, max(e._tidemark_version) OVER (PARTITION BY {key} ORDER BY e._tidemark_seq) AS _tidemark_before
                  FROM {stage} e) s
          LEFT JOIN {table} t ON {match}
        """;

    /** One row a key stays; where that is a tombstone, also the newest row with values. */
    private static final String NEWEST = """
        SELECT {all} FROM (
          SELECT e.*,
                 row_number() OVER (PARTITION BY {key}
                   ORDER BY _tidemark_version DESC, _tidemark_seq DESC) AS _tidemark_among_all,
                 row_number() OVER (PARTITION BY {key}, CASE WHEN _tidemark_deleted_at IS NULL THEN 1 ELSE 0 END
                   ORDER BY _tidemark_version DESC, _tidemark_seq DESC) AS _tidemark_among_its_kind
            FROM ({of}) e) f
         WHERE _tidemark_among_all = 1 OR (_tidemark_deleted_at IS NULL AND _tidemark_among_its_kind = 1)
        """;

    private static final String NO_OLDER_VERSION = """
        (s._tidemark_version IS NULL OR t._tidemark_version IS NULL
          OR s._tidemark_version >= t._tidemark_version)\
        """;

    private static final String LIVE = "s._tidemark_deleted_at IS NULL AND ";
    private static final String GONE = "s._tidemark_deleted_at IS NOT NULL AND ";

    /** A page that was applied before changes only what no later page has changed since. */
    private static final String NOT_LATER = " AND t._tidemark_page <= s._tidemark_page";

    /** An equal row is not written again. */
    private static final String NEWS = """
         AND (t._tidemark_deleted_at IS NOT NULL
          OR (s._tidemark_version IS NOT NULL
              AND (t._tidemark_version IS NULL OR s._tidemark_version <> t._tidemark_version))
          OR {differ})\
        """;

    private static final String INSERT = """
        INSERT INTO {table} ({all}) SELECT {s.all} FROM {from} s LEFT JOIN {table} t ON {match}
         WHERE t._tidemark_page IS NULL AND s._tidemark_deleted_at IS {deleted}
        """;

    private static final String TAKE_VERSION =
            "_tidemark_version = CASE WHEN s._tidemark_version IS NULL THEN t._tidemark_version"
                    + " ELSE s._tidemark_version END";
    private static final String TAKE_SYNCED_AT = "_tidemark_synced_at = s._tidemark_synced_at";
    private static final String TAKE_PAGE = "_tidemark_page = s._tidemark_page";

    private static final String DIG_GRAVES = """
        INSERT INTO tidemark.grave (sync, row_key, version)
        SELECT ?, g.row_key, g.version FROM (
          SELECT {s.keytext} AS row_key,
                 CASE WHEN t._tidemark_version IS NULL OR s._tidemark_version > t._tidemark_version
                      THEN s._tidemark_version ELSE t._tidemark_version END AS version
            FROM {from} s LEFT JOIN {table} t ON {match}
           WHERE s._tidemark_deleted_at IS NOT NULL) g
         WHERE g.version IS NOT NULL
        {bury}\
        """;

    private static final String TO_DIG = "WHERE s._tidemark_deleted_at IS NOT NULL";
    private static final String TO_DIG_AGAIN =
            TO_DIG + " AND (t._tidemark_page IS NULL OR t._tidemark_page <= s._tidemark_page)";

    /** What was deleted for good is not brought back by the very version that was deleted, nor by one that is unknown. */
    private static final String COMES_BACK = """
        t._tidemark_deleted_at IS NULL AND NOT EXISTS (SELECT 1 FROM {table} s WHERE {match})
          AND (t._tidemark_version IS NULL
            OR EXISTS (SELECT 1 FROM tidemark.grave g
                        WHERE g.sync = ? AND g.row_key = {t.keytext} AND t._tidemark_version <= g.version))\
        """;

    private final Connection connection;
    private final Shape shape;
    private final TableDialect dialect;
    private final String table;
    private final String match;
    private final boolean hard;
    private final boolean again;
    private final String notOlder;

    /** @param again whether slices are of pages that were applied before */
    Merge(Connection connection, Shape shape, boolean hard, boolean again) {
        this.connection = connection;
        this.shape = shape;
        this.dialect = shape.dialect();
        this.table = shape.fill("{table}");
        this.match = shape.fill("{match}");
        this.hard = hard;
        this.again = again;
        this.notOlder = again ? NO_OLDER_VERSION + NOT_LATER : NO_OLDER_VERSION;
    }

    /** @return the fates of all rows of the slice; what neither loaded nor deleted anything was there already */
    Fates run(Slice slice) throws SQLException {
        if (slice.rows() == 0) {
            return Fates.NONE;
        }
        boolean choose = slice.twice() || (slice.mixed() && slice.rows() > 1);
        String from = choose ? choose(slice) : Shape.STAGE;
        if (hard) {
            letTheDeadRest(from);
            if (again) {
                letTheDeadRestAgain(from);
            }
        }
        long loaded = slice.tombstones() < slice.rows() ? bringIn(from) : 0;
        long deleted = 0;
        if (slice.tombstones() > 0) {
            deleted = hard ? remove(from) : mark(from);
        }
        if (choose) {
            Jdbc.execute(connection, drop(FRESH));
        }
        return new Fates(loaded, slice.rows() - loaded - deleted, deleted);
    }

    private String choose(Slice slice) throws SQLException {
        String all = slice.mixed() ? WITH_VERSIONS : "SELECT * FROM {stage}";
        Jdbc.execute(connection, drop(FRESH));
        Jdbc.execute(connection, shape.fill("CREATE TEMPORARY TABLE " + FRESH + " AS " + NEWEST.replace("{of}", all)));
        return FRESH;
    }

    private String drop(String temporary) {
        return dialect.dropTemporary(temporary);
    }

    private void letTheDeadRest(String from) throws SQLException {
        Jdbc.update(
                connection,
                dialect.delete(
                        from,
                        "tidemark.grave",
                        // The other way round: the staged row is t here.
                        shape.fill("s.sync = ? AND s.row_key = {t.keytext}"),
                        "t._tidemark_version < s.version"),
                shape.table().sync());
    }

    private void letTheDeadRestAgain(String from) throws SQLException {
        // The other way round, too; and every one of them is looked at.
        Jdbc.update(
                connection,
                dialect.delete(from, "(SELECT 1 AS one)", "1 = 1", shape.fill(COMES_BACK)),
                shape.table().sync());
    }

    private long bringIn(String from) throws SQLException {
        List<String> all = new ArrayList<>(shape.takeValues());
        all.addAll(List.of(TAKE_VERSION, TAKE_SYNCED_AT, TAKE_PAGE, "_tidemark_deleted_at = NULL"));
        return Jdbc.update(connection, dialect.update(table, from, match, all, shape.fill(LIVE + notOlder + NEWS)))
                + insert(from, "NULL");
    }

    private long insert(String from, String deletedAt) throws SQLException {
        return Jdbc.update(connection, shape.fill(INSERT.replace("{from}", from).replace("{deleted}", deletedAt)));
    }

    /** A row that is marked already stays marked since then; what a later tombstone brings is better known. */
    private long mark(String from) throws SQLException {
        List<String> renew = new ArrayList<>(shape.takeValues());
        renew.addAll(List.of(TAKE_VERSION, TAKE_SYNCED_AT, TAKE_PAGE));
        String marked = GONE + "t._tidemark_deleted_at IS NOT NULL AND ";
        change(from, renew, marked + "{s.whole} AND {differ} AND " + notOlder);
        change(
                from,
                List.of("_tidemark_version = s._tidemark_version"),
                marked + "s._tidemark_version IS NOT NULL"
                        + " AND (t._tidemark_version IS NULL OR s._tidemark_version > t._tidemark_version)");

        // The last known values: those that the tombstone brings, else those that stand there.
        List<String> mark =
                List.of(TAKE_VERSION, TAKE_SYNCED_AT, TAKE_PAGE, "_tidemark_deleted_at = s._tidemark_deleted_at");
        List<String> markWhole = new ArrayList<>(shape.takeValues());
        markWhole.addAll(mark);
        String unmarked = GONE + "t._tidemark_deleted_at IS NULL AND ";
        return change(from, markWhole, unmarked + "{s.whole} AND " + notOlder)
                + change(from, mark, unmarked + notOlder)
                + insert(from, "NOT NULL");
    }

    private long change(String from, List<String> assignments, String where) throws SQLException {
        return Jdbc.update(connection, dialect.update(table, from, match, assignments, shape.fill(where)));
    }

    private long remove(String from) throws SQLException {
        Jdbc.update(
                connection,
                shape.fill(DIG_GRAVES.replace("{from}", from).replace(TO_DIG, again ? TO_DIG_AGAIN : TO_DIG)),
                shape.table().sync());
        return Jdbc.update(connection, dialect.delete(table, from, match, GONE + notOlder));
    }
}
