package dev.tidemark.backup;

import dev.tidemark.archive.Archive;
import dev.tidemark.archive.Archive.Stored;
import dev.tidemark.connector.RawPage;
import dev.tidemark.store.Store;
import dev.tidemark.store.Tx;
import dev.tidemark.sync.SyncId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Puts a backup in place of what the store holds. Destinations may have gone on since: so page numbers and fencing numbers
 * jump beyond any that they can have seen, pages that were not loaded follow behind that jump, and every run in flight is
 * cancelled. What a destination has taken since stays, because newer versions win; a destination that was itself put back
 * to before the backup is noticed by its mark, and filled anew.
 */
public final class Restore {

    /** More pages and leases than any sync sees between two restores. */
    static final long JUMP = 1_000_000_000L;

    private final Store store;
    private final Archive archive;

    public Restore(Store store, Archive archive) {
        this.store = store;
        this.archive = archive;
    }

    /**
     * @param force whether a store that is not empty may be replaced
     * @param engineSeenSince an engine seen after this is alive
     * @throws BackupException where the store is in use or not empty, or the file is no backup for this Tidemark; nothing is
     *     changed then
     */
    public Manifest read(Path file, boolean force, Instant engineSeenSince, Instant now) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return store.inTransaction(tx -> {
                try {
                    return read(tx, zip, force, engineSeenSince, now);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } catch (SQLException e) {
                    throw new BackupException(
                            "backup.broken",
                            "the backup's tables cannot be read: " + e.getMessage(),
                            "Name another file; nothing has been changed");
                }
            });
        } catch (IOException | UncheckedIOException e) {
            throw new BackupException(
                    "backup.unreadable", "the file " + file + " is no backup, or is damaged", "Name another file");
        }
    }

    private Manifest read(Tx tx, ZipFile zip, boolean force, Instant engineSeenSince, Instant now)
            throws IOException, SQLException {
        ZipEntry about = zip.getEntry("manifest.json");
        if (about == null) {
            throw new IOException("no manifest");
        }
        Manifest manifest = Manifest.read(zip.getInputStream(about).readAllBytes());
        refuse(tx, manifest, force, engineSeenSince);
        tx.handle()
                .execute("TRUNCATE " + String.join(", ", StoreTables.PASSING) + ", "
                        + String.join(", ", StoreTables.KEPT));
        for (Map.Entry<String, List<String>> table : manifest.tables().entrySet()) {
            if (!StoreTables.KEPT.contains(table.getKey())) {
                throw new IOException("an unknown table");
            }
            ZipEntry entry = zip.getEntry("tables/" + table.getKey());
            if (entry == null) {
                throw new IOException("a table is missing");
            }
            StoreTables.copyIn(tx, table.getKey(), table.getValue(), zip.getInputStream(entry));
        }
        goOn(tx, now);
        pages(tx, zip);
        return manifest;
    }

    private static void refuse(Tx tx, Manifest manifest, boolean force, Instant engineSeenSince) {
        // Held to the end: no engine can begin meanwhile.
        tx.handle().execute("LOCK TABLE worker IN EXCLUSIVE MODE");
        boolean alive = tx.handle()
                .createQuery("SELECT EXISTS (SELECT 1 FROM worker WHERE seen_at > :since)")
                .bind("since", engineSeenSince)
                .mapTo(Boolean.class)
                .one();
        if (alive) {
            throw new BackupException(
                    "backup.engine_runs",
                    "an engine works on this store",
                    "Stop it first ('tidemark status' names it); one that was killed counts as alive for 30 seconds");
        }
        boolean used = tx.handle()
                .createQuery("SELECT EXISTS (SELECT 1 FROM sync) OR EXISTS (SELECT 1 FROM workspace)")
                .mapTo(Boolean.class)
                .one();
        if (used && !force) {
            throw new BackupException(
                    "backup.not_empty",
                    "this store is in use: a restore would replace what it holds",
                    "Restore into another data folder (--data), or say --force");
        }
        if (manifest.schema() > StoreTables.schema(tx)) {
            throw new BackupException(
                    "backup.newer",
                    "the backup was made by Tidemark " + manifest.version() + ", which is newer than this",
                    "Use that version");
        }
    }

    private static void goOn(Tx tx, Instant now) {
        tx.handle()
                .createUpdate(
                        "UPDATE sync SET run_id = NULL, requested_at = NULL, hinted_at = NULL, hinted_pass = false")
                .execute();
        tx.handle().createUpdate("""
                        INSERT INTO fence SELECT id, :jump FROM sync
                        ON CONFLICT (sync_id) DO UPDATE SET last = fence.last + :jump""").bind("jump", JUMP).execute();
        tx.handle().createUpdate("""
                        UPDATE run SET state = 'CANCELLED', ended_at = :now
                        WHERE state IN ('QUEUED', 'RUNNING')""").bind("now", now).execute();
        // The applied page stays: a mark below it means that the destination was put back further than this store.
        tx.handle()
                .createUpdate("UPDATE checkpoint SET last_page = last_page + :jump")
                .bind("jump", JUMP)
                .execute();
    }

    private record PageRow(UUID sync, long n, String format, boolean unapplied) {}

    private void pages(Tx tx, ZipFile zip) throws IOException {
        List<PageRow> rows = tx.handle()
                .createQuery("""
                        SELECT page.sync_id, n, format, n > coalesce(applied_page, 0) AS unapplied
                        FROM page LEFT JOIN checkpoint USING (sync_id) ORDER BY page.sync_id, n""")
                .map((rs, ctx) -> new PageRow(
                        rs.getObject("sync_id", UUID.class),
                        rs.getLong("n"),
                        rs.getString("format"),
                        rs.getBoolean("unapplied")))
                .list();
        for (PageRow row : rows) {
            ZipEntry entry = zip.getEntry("pages/" + row.sync + "/" + row.n);
            if (entry == null) {
                tx.handle()
                        .createUpdate("DELETE FROM page WHERE sync_id = :sync AND n = :n")
                        .bind("sync", row.sync)
                        .bind("n", row.n)
                        .execute();
                continue;
            }
            long n = row.unapplied ? row.n + JUMP : row.n;
            byte[] body = zip.getInputStream(entry).readAllBytes();
            // Invariant 1: durable before the transaction that names it commits.
            Stored stored = archive.put(new SyncId(row.sync), n, JUMP, new RawPage(row.format, body));
            tx.handle()
                    .createUpdate("""
                            UPDATE page SET n = :n, ref = :ref, stored_bytes = :bytes WHERE sync_id = :sync AND n = :old""")
                    .bind("n", n)
                    .bind("ref", stored.ref())
                    .bind("bytes", stored.bytes())
                    .bind("sync", row.sync)
                    .bind("old", row.n)
                    .execute();
        }
    }
}
