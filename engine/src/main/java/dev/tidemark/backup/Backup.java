package dev.tidemark.backup;

import dev.tidemark.archive.Archive;
import dev.tidemark.archive.ArchiveUnavailable;
import dev.tidemark.store.Store;
import dev.tidemark.store.Tx;
import dev.tidemark.sync.SyncId;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes the store to a file, as it is at one moment, while engines work on. Holds no key. */
public final class Backup {

    private static final String UNAPPLIED =
            " WHERE n > coalesce((SELECT applied_page FROM checkpoint c WHERE c.sync_id = page.sync_id), 0)";

    private final Store store;
    private final Archive archive;

    public Backup(Store store, Archive archive) {
        this.store = store;
        this.archive = archive;
    }

    /** What was written. */
    public record Written(long pages, Instant at) {}

    private record PageRow(UUID sync, long n, String ref, String format) {}

    /**
     * @param dataId by which the key file is found
     * @param wholeArchive whether pages that are loaded already go along
     */
    public Written write(OutputStream file, String version, String dataId, boolean wholeArchive, Instant now) {
        return store.inTransaction(tx -> {
            // One snapshot for all tables: said before the first question of the transaction.
            tx.handle().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            try (ZipOutputStream zip = new ZipOutputStream(file)) {
                long pages = write(tx, zip, version, dataId, wholeArchive ? "" : UNAPPLIED, now);
                return new Written(pages, now);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (SQLException e) {
                throw new IllegalStateException("the store's tables cannot be read", e);
            }
        });
    }

    private long write(Tx tx, ZipOutputStream zip, String version, String dataId, String which, Instant now)
            throws IOException, SQLException {
        Map<String, List<String>> tables = new LinkedHashMap<>();
        StoreTables.KEPT.forEach(table -> tables.put(table, StoreTables.columns(tx, table)));
        entry(zip, "manifest.json");
        zip.write(new Manifest(version, StoreTables.schema(tx), dataId, now, tables).write());
        for (Map.Entry<String, List<String>> table : tables.entrySet()) {
            entry(zip, "tables/" + table.getKey());
            String where = table.getKey().equals("page") ? which : "";
            StoreTables.copyOut(tx, table.getKey(), table.getValue(), where, new Unclosed(zip));
        }
        List<PageRow> pages = tx.handle()
                .createQuery("SELECT sync_id, n, ref, format FROM page" + which + " ORDER BY sync_id, n")
                .map((rs, ctx) -> new PageRow(
                        rs.getObject("sync_id", UUID.class),
                        rs.getLong("n"),
                        rs.getString("ref"),
                        rs.getString("format")))
                .list();
        for (PageRow page : pages) {
            page(zip, page);
        }
        return pages.size();
    }

    private void page(ZipOutputStream zip, PageRow page) throws IOException {
        byte[] body;
        try {
            body = archive.get(page.ref, page.format).body();
        } catch (ArchiveUnavailable e) {
            if (e.lost()) {
                return; // loaded and retired while the backup ran; nothing will ask for it
            }
            throw e;
        }
        entry(zip, "pages/" + new SyncId(page.sync) + "/" + page.n);
        zip.write(body);
    }

    private static void entry(ZipOutputStream zip, String name) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
    }

    /** COPY closes what it writes to; the file goes on. */
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
        }

        @Override
        public void close() {}
    }
}
