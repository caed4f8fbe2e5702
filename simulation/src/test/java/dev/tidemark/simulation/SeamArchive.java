package dev.tidemark.simulation;

import dev.tidemark.archive.Archive;
import dev.tidemark.archive.ArchiveUnavailable;
import dev.tidemark.archive.FolderArchive;
import dev.tidemark.connector.RawPage;
import dev.tidemark.sync.SyncId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The archive in its folder, with a seam before, within and after the writing of each page, and a disk that fails. Its clock
 * is the true one. It does not let a page go that a transaction names.
 */
final class SeamArchive implements Archive {

    private final Sea sea;
    private final Tides tides;
    private final Path root;
    private final FolderArchive archive;

    SeamArchive(Path root, Sea sea, Tides tides) {
        this.sea = sea;
        this.tides = tides;
        this.root = root;
        this.archive = new FolderArchive(root);
    }

    @Override
    public Stored put(SyncId sync, long n, long fence, RawPage page) {
        sea.pass("archive put");
        if (sea.archiveFails()) {
            throw new ArchiveUnavailable("the disk is full", false, new IOException("no space"));
        }
        Stored stored = archive.put(sync, n, fence, page);
        Path file = root.resolve(stored.ref());
        try {
            Files.setLastModifiedTime(file, FileTime.from(tides.now()));
            dieWithin(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sea.pass("archive kept");
        return stored;
    }

    /** A process that dies as it writes leaves half a page. */
    private void dieWithin(Path file) throws IOException {
        try {
            sea.mayDie("archive writes");
        } catch (SimulatedCrash crash) {
            byte[] whole = Files.readAllBytes(file);
            Files.write(file, java.util.Arrays.copyOf(whole, whole.length / 2));
            Files.setLastModifiedTime(file, FileTime.from(tides.now()));
            throw crash;
        }
    }

    @Override
    public RawPage get(String ref, String format) {
        sea.pass("archive get");
        if (sea.archiveFails()) {
            throw new ArchiveUnavailable("the disk does not answer", false, new IOException("i/o error"));
        }
        return archive.get(ref, format);
    }

    @Override
    public Stored replace(String ref, RawPage page) {
        return archive.replace(ref, page);
    }

    @Override
    public void delete(List<String> refs) {
        sea.pass("archive delete");
        if (!refs.isEmpty()) {
            String these = refs.stream().collect(Collectors.joining("', '", "'", "'"));
            long named = World.count("SELECT count(*) FROM page WHERE ref IN (" + these + ")");
            if (named > 0) {
                throw new AssertionError("of " + refs + " " + named + " are pages that a transaction names");
            }
            sea.log("   " + refs.size() + " pages are cleared away");
        }
        archive.delete(refs);
    }

    @Override
    public List<String> writtenBefore(SyncId sync, Instant time) {
        return archive.writtenBefore(sync, time).stream().sorted().toList();
    }
}
