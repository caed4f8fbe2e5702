package dev.tidemark.simulation;

import dev.tidemark.archive.Archive;
import dev.tidemark.archive.ArchiveUnavailable;
import dev.tidemark.connector.RawPage;
import dev.tidemark.sync.SyncId;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An archive in memory that outlives its processes, with a seam before and after each page. */
final class SeamArchive implements Archive {

    private final Sea sea;
    private final Map<String, byte[]> pages = new HashMap<>();

    SeamArchive(Sea sea) {
        this.sea = sea;
    }

    @Override
    public Stored put(SyncId sync, long n, long fence, RawPage page) {
        sea.pass("archive put");
        if (sea.archiveFails()) {
            throw new ArchiveUnavailable("the disk is full", false, new IOException("no space"));
        }
        String ref = sync + "/" + n + "-" + fence;
        pages.put(ref, page.body().clone());
        sea.pass("archive kept");
        return new Stored(ref, page.body().length);
    }

    @Override
    public RawPage get(String ref, String format) {
        sea.pass("archive get");
        byte[] body = pages.get(ref);
        if (body == null) {
            throw new ArchiveUnavailable("gone: " + ref, true, new IOException("no such page"));
        }
        if (sea.archiveFails()) {
            throw new ArchiveUnavailable("the disk does not answer", false, new IOException("i/o error"));
        }
        return new RawPage(format, body.clone());
    }

    @Override
    public Stored replace(String ref, RawPage page) {
        pages.put(ref, page.body().clone());
        return new Stored(ref, page.body().length);
    }

    @Override
    public void delete(List<String> refs) {
        refs.forEach(pages::remove);
    }

    @Override
    public List<String> writtenBefore(SyncId sync, Instant time) {
        return List.of();
    }
}
