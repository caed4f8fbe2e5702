package dev.tidemark.archive;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.tidemark.connector.RawPage;
import dev.tidemark.sync.SyncId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/**
 * The archive as a folder, readable by its owner only: a folder a sync, a file a page, compressed with Zstandard. The name
 * holds page and fence, so a page is written once and needs no renaming; the folder is synced after the file.
 */
public final class FolderArchive implements Archive {

    /** The quickest level that still halves JSON several times over. */
    private static final int LEVEL = 1;

    /** Linux asks for memory in blocks as large as a write; those above this cost it several times as much. */
    private static final int MOST_AT_ONCE = 64 * 1024;

    private final Path root;
    private final Queue<ZstdCompressCtx> compressors = new ConcurrentLinkedQueue<>();
    private final Set<Path> made = ConcurrentHashMap.newKeySet();

    /** @throws ArchiveUnavailable where the folder cannot be made or written */
    public FolderArchive(Path root) {
        this.root = root;
        makeFolder(root);
    }

    @Override
    public Stored put(SyncId sync, long n, long fence, RawPage page) {
        Path folder = root.resolve(sync.toString());
        makeFolder(folder);
        String name = "%012d-%d.zst".formatted(n, fence);
        long bytes = write(folder.resolve(name), page);
        sync(folder);
        return new Stored(sync + "/" + name, bytes);
    }

    /** A compressor has tables that cost more to make than a small page to compress; there are as many as were in use at once. */
    private byte[] compress(byte[] body) {
        ZstdCompressCtx free = compressors.poll();
        ZstdCompressCtx compressor = free != null ? free : new ZstdCompressCtx().setLevel(LEVEL);
        byte[] packed = compressor.compress(body);
        compressors.add(compressor);
        return packed;
    }

    private long write(Path file, RawPage page) {
        byte[] packed = compress(page.body());
        // A page repeated by the same lease after a failed commit may write the same name again.
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer buffer = ByteBuffer.wrap(packed);
            while (buffer.hasRemaining()) {
                int most = Math.min(buffer.remaining(), MOST_AT_ONCE);
                buffer.position(buffer.position() + channel.write(buffer.slice(buffer.position(), most)));
            }
            channel.force(true);
            return packed.length;
        } catch (IOException e) {
            throw unavailable("write", file, e);
        }
    }

    @Override
    public RawPage get(String ref, String format) {
        Path file = root.resolve(ref);
        try {
            byte[] packed = Files.readAllBytes(file);
            long size = Zstd.getFrameContentSize(packed);
            if (size < 0 || size > Integer.MAX_VALUE - 8) {
                throw new ArchiveUnavailable(
                        "the archived page " + file + " is broken", true, new IOException("no size"));
            }
            return new RawPage(format, Zstd.decompress(packed, (int) size));
        } catch (ZstdException e) {
            throw new ArchiveUnavailable("the archived page " + file + " is broken", true, e);
        } catch (NoSuchFileException e) {
            throw new ArchiveUnavailable("the archived page " + file + " is gone", true, e);
        } catch (IOException e) {
            throw unavailable("read", file, e);
        }
    }

    @Override
    public Stored replace(String ref, RawPage page) {
        Path file = root.resolve(ref);
        Path fresh = root.resolve(ref + ".new");
        long bytes = write(fresh, page);
        try {
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            throw new ArchiveUnavailable("the archive's file system cannot replace a file at once", false, e);
        } catch (IOException e) {
            throw unavailable("replace", file, e);
        }
        sync(root.resolve(ref.substring(0, ref.indexOf('/'))));
        return new Stored(ref, bytes);
    }

    @Override
    public void delete(List<String> refs) {
        for (String ref : refs) {
            try {
                Files.deleteIfExists(root.resolve(ref));
            } catch (IOException e) {
                throw unavailable("delete", root.resolve(ref), e);
            }
        }
    }

    @Override
    public List<String> writtenBefore(SyncId sync, Instant time) {
        Path folder = root.resolve(sync.toString());
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(time)) {
                    found.add(sync + "/" + file.getFileName());
                }
            }
        } catch (IOException e) {
            throw unavailable("list", folder, e);
        }
        return found;
    }

    private void makeFolder(Path folder) {
        if (made.contains(folder)) {
            return;
        }
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            if (!Files.isWritable(folder)) {
                throw new FileSystemException(folder.toString(), null, "it is read-only");
            }
            if (!folder.equals(root)) {
                sync(root);
            }
            made.add(folder);
        } catch (IOException e) {
            throw unavailable("make", folder, e);
        }
    }

    private static void sync(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            throw unavailable("sync", folder, e);
        }
    }

    private static ArchiveUnavailable unavailable(String act, Path path, IOException e) {
        return new ArchiveUnavailable(
                "cannot " + act + " " + path + " in the archive ("
                        + e.getClass().getSimpleName() + ": " + e.getMessage()
                        + "); see that the folder exists, belongs to this user and has room",
                false,
                e);
    }
}
