package dev.tidemark.connectors.sql.tables;

import dev.tidemark.connector.Listing;
import dev.tidemark.connector.Tide;
import dev.tidemark.connectors.sql.Faults;
import dev.tidemark.connectors.sql.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds rows that are gone at the source where it tells of no deletes: they are in neither of two complete readings of
 * everything, one after the other (invariant 5). Two, because a row may slip from one page to another while pages are read.
 * All pages of a sync come in one line, so a row that a reading lacks was last seen before that reading began.
 *
 * <p>Keys are kept as hashes while a reading goes on. Two keys with one hash can hide a delete, and never make one up.
 */
final class Absences {

    static final String REJECTED = "it brought records that were rejected, and their keys are not known";

    /** So few rows may vanish whatever their share is, unless they are all. */
    private static final long FEW = 10;

    private static final String ABSENT = "tidemark_absent";
    private static final String GONE = "tidemark_gone";

    private static final String LIST = """
        INSERT INTO tidemark.listed (sync, hash) SELECT ?, {s.keyhash} FROM {stage} s
        """;

    private static final String FIND_ABSENT = "CREATE TEMPORARY TABLE " + ABSENT + """
         AS SELECT {t.keytext} AS row_key, t._tidemark_page AS page FROM {table} t
         WHERE t._tidemark_deleted_at IS NULL AND t._tidemark_page < ?
           AND NOT EXISTS (SELECT 1 FROM tidemark.listed l WHERE l.sync = ? AND l.hash = {t.keyhash})
        """;

    private static final String FIND_GONE = "CREATE TEMPORARY TABLE " + GONE + """
         AS SELECT n.row_key FROM tidemark_absent n JOIN tidemark.absent b ON b.sync = ? AND b.row_key = n.row_key
         WHERE b.first_page < ? AND n.page < b.first_page
        """;

    private static final String ARE_BACK = """
        DELETE FROM tidemark.absent
         WHERE sync = ? AND row_key NOT IN (SELECT n.row_key FROM tidemark_absent n)
        """;

    private static final String ARE_ABSENT = """
        INSERT INTO tidemark.absent (sync, row_key, first_page)
        SELECT ?, n.row_key, ? FROM tidemark_absent n
          LEFT JOIN tidemark.absent b ON b.sync = ? AND b.row_key = n.row_key
         WHERE b.row_key IS NULL
        """;

    private static final String DIG_GRAVES = """
        INSERT INTO tidemark.grave (sync, row_key, version)
        SELECT ?, g.row_key, g.version FROM (
          SELECT n.row_key AS row_key, t._tidemark_version AS version
            FROM tidemark_gone n JOIN {table} t ON {t.keytext} = n.row_key
           WHERE t._tidemark_version IS NOT NULL) g
         WHERE g.version IS NOT NULL
        {bury}\
        """;

    private final Connection connection;
    private final Shape shape;
    private final TableDialect dialect;
    private final String sync;
    private final boolean hard;

    /** Whether a reading told which rows are gone, and they went. */
    enum Fate {
        VOID,
        REFUSED,
        BRAKED,
        DONE
    }

    /**
     * What the end of a reading came to.
     *
     * @param deleted rows that are marked deleted, or gone
     * @param notes what a person should know
     * @param fate of the reading
     */
    record Found(long deleted, List<String> notes, Fate fate) {
        private static Found nothing(Fate fate, String why) {
            return new Found(0, List.of("rows that are gone were not deleted: " + why), fate);
        }
    }

    Absences(Connection connection, Shape shape, boolean hard) {
        this.connection = connection;
        this.shape = shape;
        this.dialect = shape.dialect();
        this.sync = shape.table().sync();
        this.hard = hard;
    }

    /** Takes down the keys of a slice that has been staged and not merged: what merging leaves out was there all the same. */
    void list(long first) throws SQLException {
        open(first);
        Jdbc.update(connection, shape.fill(LIST), sync);
    }

    /** Absence from this reading means nothing. */
    void cannotTell(long first, String why) throws SQLException {
        open(first);
        Jdbc.update(connection, "UPDATE tidemark.listing SET unfit = ? WHERE sync = ?", why, sync);
    }

    /** What an earlier reading has listed, which was never completed, is forgotten. */
    private void open(long first) throws SQLException {
        Optional<Long> open = Jdbc.first(
                connection, "SELECT first_page FROM tidemark.listing WHERE sync = ?", row -> row.getLong(1), sync);
        if (open.isPresent() && open.get() == first) {
            return;
        }
        Jdbc.update(connection, "DELETE FROM tidemark.listed WHERE sync = ?", sync);
        if (open.isPresent()) {
            forgetAbsent();
            Jdbc.update(
                    connection, "UPDATE tidemark.listing SET first_page = ?, unfit = NULL WHERE sync = ?", first, sync);
        } else {
            Jdbc.update(connection, "INSERT INTO tidemark.listing (sync, first_page) VALUES (?, ?)", sync, first);
        }
    }

    /**
     * The reading is complete: decides on what the one before it lacked too.
     *
     * @param tide what the reading tells of moments
     */
    Found end(Listing listing, Optional<Tide> tide, long page, Instant now) throws SQLException {
        String unfit = Jdbc.first(
                        connection,
                        "SELECT coalesce(unfit, '') FROM tidemark.listing WHERE sync = ?",
                        row -> row.getString(1),
                        sync)
                .orElse("");
        Found found = unfit.isEmpty() ? decidable(listing, page, now) : voided(unfit);
        Jdbc.update(connection, "DELETE FROM tidemark.listed WHERE sync = ?", sync);
        Jdbc.update(connection, "DELETE FROM tidemark.listing WHERE sync = ?", sync);
        if (found.fate == Fate.DONE || found.fate == Fate.BRAKED) {
            Tidemarks.listed(connection, sync, tide, found.fate == Fate.BRAKED);
        }
        return found;
    }

    /** Of a table's first filling nothing need be said: what it lacks was never there. */
    private Found voided(String why) throws SQLException {
        forgetAbsent();
        return why.equals(REJECTED) ? Found.nothing(Fate.VOID, why) : new Found(0, List.of(), Fate.VOID);
    }

    /** A row that must not go, because another table refers to it, keeps the others that are gone too, and not the slice. */
    private Found decidable(Listing listing, long page, Instant now) throws SQLException {
        if (!dialect.hasSavepoints()) {
            return decide(listing, page, now);
        }
        Savepoint before = connection.setSavepoint();
        try {
            Found found = decide(listing, page, now);
            connection.releaseSavepoint(before);
            return found;
        } catch (SQLException e) {
            if (!dialect.sql().refusesRow(e)) {
                throw e;
            }
            connection.rollback(before);
            connection.releaseSavepoint(before);
            return Found.nothing(Fate.REFUSED, "the database refused to delete them: " + Faults.text(e));
        }
    }

    /** What an earlier reading lacked may have been in this one, which cannot tell: two must follow one another. */
    private void forgetAbsent() throws SQLException {
        Jdbc.update(connection, "DELETE FROM tidemark.absent WHERE sync = ?", sync);
        Tidemarks.forgetListed(connection, sync);
    }

    private Found decide(Listing listing, long page, Instant now) throws SQLException {
        drop();
        Jdbc.update(connection, shape.fill(FIND_ABSENT), listing.first(), sync);
        Jdbc.update(connection, FIND_GONE, sync, listing.first());
        Jdbc.update(connection, ARE_BACK, sync);
        long gone = count("SELECT count(*) FROM " + GONE);
        long live = gone == 0
                ? 0
                : count(shape.fill("SELECT count(*) FROM {table} t WHERE t._tidemark_deleted_at IS NULL"));
        List<String> notes = new ArrayList<>();
        boolean braked = gone > 0 && brakes(listing, gone, live);
        if (braked) {
            notes.add("brake: " + gone + " of " + live + " rows are no longer at the source, by two complete readings"
                    + " of it, and were not deleted; if they are truly gone, set 'brake: 100%' on the sync until its"
                    + " next run is through");
        } else if (gone > 0) {
            delete(page, now);
        }
        absentAnew(listing.first());
        Jdbc.update(connection, ARE_ABSENT, sync, listing.first(), sync);
        if (!braked && gone > 0) {
            Jdbc.update(
                    connection,
                    "DELETE FROM tidemark.absent WHERE sync = ? AND row_key IN (SELECT g.row_key FROM " + GONE + " g)",
                    sync);
        }
        drop();
        return new Found(braked ? 0 : gone, notes, braked ? Fate.BRAKED : Fate.DONE);
    }

    /** It was seen since it was noted, by a look for changes, say: this reading is the first that lacks it. */
    private void absentAnew(long first) throws SQLException {
        Jdbc.update(
                connection,
                dialect.update(
                        "tidemark.absent",
                        ABSENT,
                        "t.row_key = s.row_key",
                        List.of("first_page = " + first),
                        "t.sync = ? AND s.page >= t.first_page"),
                sync);
    }

    /** An answer without a single row is a fault far more often than the truth, however few rows there were. */
    private boolean brakes(Listing listing, long gone, long live) {
        if (listing.brake() >= 1) {
            return false;
        }
        return gone == live || (gone > FEW && gone > listing.brake() * live);
    }

    private void delete(long page, Instant now) throws SQLException {
        String table = shape.fill("{table}");
        String same = shape.fill("{t.keytext} = s.row_key");
        if (hard) {
            Jdbc.update(connection, shape.fill(DIG_GRAVES), sync);
            Jdbc.update(connection, dialect.delete(table, GONE, same, "1 = 1"));
        } else {
            Jdbc.update(
                    connection,
                    dialect.update(
                            table,
                            GONE,
                            same,
                            List.of("_tidemark_deleted_at = ?", "_tidemark_synced_at = ?", "_tidemark_page = " + page),
                            "1 = 1"),
                    dialect.moment(now),
                    dialect.moment(now));
        }
    }

    private void drop() throws SQLException {
        Jdbc.execute(connection, dialect.dropTemporary(ABSENT));
        Jdbc.execute(connection, dialect.dropTemporary(GONE));
    }

    private long count(String sql) throws SQLException {
        return Jdbc.first(connection, sql, row -> row.getLong(1)).orElseThrow();
    }
}
