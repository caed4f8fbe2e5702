package dev.tidemark.connectors.postgres;

import dev.tidemark.connector.Listing;
import dev.tidemark.connector.Tide;
import dev.tidemark.connectors.sql.Jdbc;
import dev.tidemark.connectors.sql.tables.Tidemarks;
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
 * <p>Keys are kept as hashes of 64 bits while a reading goes on. Two keys with one hash can hide a delete, and never make one
 * up.
 */
final class Absences {

    static final String REJECTED = "it brought records that were rejected, and their keys are not known";

    /** So few rows may vanish whatever their share is, unless they are all. */
    private static final long FEW = 10;

    private static final String LIST = """
        INSERT INTO tidemark.listed (sync, hash) SELECT ?, hash_record_extended(ROW({s.key}), 0) FROM %s s
        """;

    private static final String OTHERS = "pg_temp.tidemark_others";

    private static final String FIND_ABSENT = """
        CREATE TEMP TABLE tidemark_absent ON COMMIT DROP AS
        SELECT {t.keytext} AS key, t."_tidemark_page" AS page FROM {table} t
         WHERE t."_tidemark_deleted_at" IS NULL AND t."_tidemark_page" < ?
           AND NOT EXISTS (SELECT FROM tidemark.listed l
                            WHERE l.sync = ? AND l.hash = hash_record_extended(ROW({t.key}), 0))
        """;

    private static final String FIND_GONE = """
        CREATE TEMP TABLE tidemark_gone ON COMMIT DROP AS
        SELECT n.key FROM tidemark_absent n JOIN tidemark.absent b ON b.sync = ? AND b.key = n.key
         WHERE b.first_page < ? AND n.page < b.first_page
        """;

    private static final String ARE_BACK = """
        DELETE FROM tidemark.absent b
         WHERE b.sync = ? AND NOT EXISTS (SELECT FROM tidemark_absent n WHERE n.key = b.key)
        """;

    private static final String ARE_ABSENT = """
        INSERT INTO tidemark.absent (sync, key, first_page) SELECT ?, key, ? FROM tidemark_absent
        ON CONFLICT (sync, key) DO NOTHING
        """;

    /** It was seen since it was noted, by a look for changes, say: this reading is the first that lacks it. */
    private static final String ARE_ABSENT_ANEW = """
        UPDATE tidemark.absent b SET first_page = ? FROM tidemark_absent n
         WHERE b.sync = ? AND b.key = n.key AND n.page >= b.first_page
        """;

    private static final String MARK_GONE = """
        UPDATE {table} t SET "_tidemark_deleted_at" = ?, "_tidemark_synced_at" = ?, "_tidemark_page" = ?
          FROM tidemark_gone g WHERE {t.keytext} = g.key
        """;

    private static final String DIG_GRAVES = """
        INSERT INTO tidemark.grave (sync, key, version)
        SELECT ?, g.key, t."_tidemark_version" FROM {table} t JOIN tidemark_gone g ON {t.keytext} = g.key
         WHERE t."_tidemark_version" IS NOT NULL
        ON CONFLICT (sync, key) DO UPDATE SET version = greatest(grave.version, excluded.version)
        """;

    private static final String DELETE_GONE = """
        DELETE FROM {table} t USING tidemark_gone g WHERE {t.keytext} = g.key
        """;

    private final Connection connection;
    private final Shape shape;
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
        this.sync = shape.table().sync();
        this.hard = hard;
    }

    /**
     * Takes down the keys of a slice that has been sent and not merged: what merging leaves out was there all the same.
     *
     * @param others of the slice, which are not in the stage
     */
    void list(long first, Keys others) throws SQLException {
        open(first);
        Jdbc.update(connection, shape.fill(LIST.formatted(Shape.STAGE)), sync);
        if (!others.isEmpty() && !(others.isWhole() && isListed(others))) {
            cannotTell(first, REJECTED);
        }
    }

    /** A row may have been rejected for a key that the database cannot even read. */
    private boolean isListed(Keys others) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            Jdbc.execute(
                    connection,
                    shape.fill(
                            "CREATE TEMP TABLE tidemark_others ON COMMIT DROP AS SELECT {key} FROM {stage} LIMIT 0"));
            others.copyTo(connection, OTHERS);
            Jdbc.update(connection, shape.fill(LIST.formatted(OTHERS)), sync);
            connection.releaseSavepoint(before);
            return true;
        } catch (SQLException e) {
            if (!Faults.refusesRow(e)) {
                throw e;
            }
            connection.rollback(before);
            connection.releaseSavepoint(before);
            return false;
        }
    }

    /** Absence from this reading means nothing. */
    void cannotTell(long first, String why) throws SQLException {
        open(first);
        Jdbc.update(connection, "UPDATE tidemark.listing SET void = ? WHERE sync = ?", why, sync);
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
        }
        Jdbc.update(connection, """
            INSERT INTO tidemark.listing (sync, first_page) VALUES (?, ?)
            ON CONFLICT (sync) DO UPDATE SET first_page = excluded.first_page, void = NULL
            """, sync, first);
    }

    /**
     * The reading is complete: decides on what the one before it lacked too.
     *
     * @param tide what the reading tells of moments
     */
    Found end(Listing listing, Optional<Tide> tide, long page, Instant now) throws SQLException {
        Optional<String> unfit = Jdbc.first(
                connection,
                "SELECT coalesce(void, '') FROM tidemark.listing WHERE sync = ?",
                row -> row.getString(1),
                sync);
        Found found = unfit.orElse("").isEmpty() ? decidable(listing, page, now) : voided(unfit.get());
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
        Savepoint before = connection.setSavepoint();
        try {
            Found found = decide(listing, page, now);
            connection.releaseSavepoint(before);
            return found;
        } catch (SQLException e) {
            if (!Faults.refusesRow(e)) {
                throw e;
            }
            connection.rollback(before);
            connection.releaseSavepoint(before);
            return Found.nothing(Fate.REFUSED, "the database refused to delete them: " + Faults.refusal(e));
        }
    }

    /** What an earlier reading lacked may have been in this one, which cannot tell: two must follow one another. */
    private void forgetAbsent() throws SQLException {
        Jdbc.update(connection, "DELETE FROM tidemark.absent WHERE sync = ?", sync);
        Tidemarks.forgetListed(connection, sync);
    }

    private Found decide(Listing listing, long page, Instant now) throws SQLException {
        // Of keys that were listed just now the planner knows nothing, and takes them for few.
        Jdbc.execute(connection, "SET LOCAL enable_nestloop = off");
        Jdbc.update(connection, shape.fill(FIND_ABSENT), listing.first(), sync);
        Jdbc.execute(connection, "SET LOCAL enable_nestloop = on");
        Jdbc.update(connection, FIND_GONE, sync, listing.first());
        Jdbc.update(connection, ARE_BACK, sync);
        long gone = count("SELECT count(*) FROM tidemark_gone");
        long live = gone == 0
                ? 0
                : count(shape.fill("SELECT count(*) FROM {table} WHERE \"_tidemark_deleted_at\" IS NULL"));
        List<String> notes = new ArrayList<>();
        boolean braked = gone > 0 && brakes(listing, gone, live);
        if (braked) {
            notes.add("brake: " + gone + " of " + live + " rows are no longer at the source, by two complete readings"
                    + " of it, and were not deleted; if they are truly gone, set 'brake: 100%' on the sync until its"
                    + " next run is through");
        } else if (gone > 0) {
            delete(page, now);
        }
        Jdbc.update(connection, ARE_ABSENT_ANEW, listing.first(), sync);
        Jdbc.update(connection, ARE_ABSENT, sync, listing.first());
        if (!braked && gone > 0) {
            Jdbc.update(
                    connection,
                    "DELETE FROM tidemark.absent b USING tidemark_gone g WHERE b.sync = ? AND b.key = g.key",
                    sync);
        }
        return new Found(braked ? 0 : gone, notes, braked ? Fate.BRAKED : Fate.DONE);
    }

    /** An answer without a single row is a fault far more often than the truth, however few rows there were. */
    private boolean brakes(Listing listing, long gone, long live) {
        if (listing.brake() >= 1) {
            return false;
        }
        return gone == live || (gone > FEW && gone > listing.brake() * live);
    }

    private void delete(long page, Instant now) throws SQLException {
        if (hard) {
            Jdbc.update(connection, shape.fill(DIG_GRAVES), sync);
            Jdbc.update(connection, shape.fill(DELETE_GONE));
        } else {
            Jdbc.update(connection, shape.fill(MARK_GONE), now, now, page);
        }
    }

    private long count(String sql) throws SQLException {
        return Jdbc.first(connection, sql, row -> row.getLong(1)).orElseThrow();
    }
}
