package dev.tidemark.archive;

import dev.tidemark.checkpoint.Reached;
import dev.tidemark.store.Direct;
import dev.tidemark.store.Tx;
import dev.tidemark.sync.SyncId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table that names the archived pages. */
public final class JdbcPages {

    public void add(Tx tx, SyncId sync, ArchivedPage page, long storedBytes) {
        Direct.updateLater(
                tx,
                """
                INSERT INTO page (sync_id, n, run_id, ref, format, bytes, stored_bytes, retrieved_at, listing, ends,
                    reached)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
                """,
                sync.value(),
                page.n(),
                page.run(),
                page.ref(),
                page.format(),
                page.bytes(),
                storedBytes,
                page.retrievedAt(),
                page.listing(),
                page.ends(),
                page.reached().map(Reached::toJson).orElse(null));
    }

    /** The pages after this one, in their order. */
    public List<ArchivedPage> after(Tx tx, SyncId sync, long n, int most) {
        return Direct.list(
                tx,
                "SELECT * FROM page WHERE sync_id = ? AND n > ? ORDER BY n LIMIT ?",
                JdbcPages::row,
                sync.value(),
                n,
                most);
    }

    /** The first page that was retrieved then or later. */
    public Optional<ArchivedPage> firstSince(Tx tx, SyncId sync, Instant time) {
        return Direct.first(
                tx,
                "SELECT * FROM page WHERE sync_id = ? AND retrieved_at >= ? ORDER BY n LIMIT 1",
                JdbcPages::row,
                sync.value(),
                time);
    }

    /** The pages before this one, the newest first. */
    public List<ArchivedPage> before(Tx tx, SyncId sync, long n, int most) {
        return Direct.list(
                tx,
                "SELECT * FROM page WHERE sync_id = ? AND n < ? ORDER BY n DESC LIMIT ?",
                JdbcPages::row,
                sync.value(),
                n,
                most);
    }

    /** The last page of the line that is still there, or 0. Numbers may leap, so it says more than a checkpoint's last. */
    public long newest(Tx tx, SyncId sync) {
        return tx.handle()
                .createQuery("SELECT coalesce(max(n), 0) FROM page WHERE sync_id = :sync")
                .bind("sync", sync.value())
                .mapTo(Long.class)
                .one();
    }

    /** How many pages after this one there are, counted no further than {@code most}. */
    public int waiting(Tx tx, SyncId sync, long applied, int most) {
        return tx.handle()
                .createQuery("""
                    SELECT count(*) FROM (SELECT FROM page WHERE sync_id = :sync AND n > :applied LIMIT :most) waiting\
                    """)
                .bind("sync", sync.value())
                .bind("applied", applied)
                .bind("most", most)
                .mapTo(Integer.class)
                .one();
    }

    /** Takes applied pages older than this out of the line; answers where they are. */
    public List<String> retire(Tx tx, Instant retrievedBefore, int most) {
        return tx.handle()
                .createQuery("""
                    DELETE FROM page USING (
                        SELECT page.sync_id, page.n FROM page JOIN checkpoint USING (sync_id)
                        WHERE page.retrieved_at < :before AND page.n <= checkpoint.applied_page
                        ORDER BY page.retrieved_at LIMIT :most) AS old
                    WHERE page.sync_id = old.sync_id AND page.n = old.n
                    RETURNING page.ref\
                    """)
                .bind("before", retrievedBefore)
                .bind("most", most)
                .mapTo(String.class)
                .list();
    }

    /** Drops every page of a sync that is not applied; answers where they are. */
    public List<String> dropUnapplied(Tx tx, SyncId sync, long applied) {
        return tx.handle()
                .createQuery("DELETE FROM page WHERE sync_id = :sync AND n > :applied RETURNING ref")
                .bind("sync", sync.value())
                .bind("applied", applied)
                .mapTo(String.class)
                .list();
    }

    /** Where all pages of a sync are. */
    public List<String> refs(Tx tx, SyncId sync) {
        return tx.handle()
                .createQuery("SELECT ref FROM page WHERE sync_id = :sync")
                .bind("sync", sync.value())
                .mapTo(String.class)
                .list();
    }

    /** What the pages that are left lack, or end, tells nothing: some are missing among them. */
    public void tellNothing(Tx tx, SyncId sync) {
        tx.handle().createUpdate("""
            UPDATE page SET listing = 0, ends = ends AND listing = 0, reached = NULL
            WHERE sync_id = :sync AND (listing > 0 OR reached IS NOT NULL)\
            """).bind("sync", sync.value()).execute();
    }

    /** Takes one page out of the line. Its file stays for a person to look at, until it is collected. */
    public void drop(Tx tx, SyncId sync, long n) {
        tx.handle()
                .createUpdate("DELETE FROM page WHERE sync_id = :sync AND n = :n")
                .bind("sync", sync.value())
                .bind("n", n)
                .execute();
    }

    private static ArchivedPage row(ResultSet rs) throws SQLException {
        return new ArchivedPage(
                rs.getLong("n"),
                rs.getObject("run_id", UUID.class),
                rs.getString("ref"),
                rs.getString("format"),
                rs.getLong("bytes"),
                rs.getObject("retrieved_at", OffsetDateTime.class).toInstant(),
                rs.getLong("listing"),
                rs.getBoolean("ends"),
                Optional.ofNullable(rs.getString("reached")).map(Reached::ofJson));
    }
}
