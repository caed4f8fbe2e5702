package dev.tidemark.bench.inbound;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.IntUnaryOperator;

/** Records beside each other in a file, and where each begins: what a page holds is sent without being looked at. */
final class ContactFile implements AutoCloseable {

    private final FileChannel file;
    private final LongBuffer starts;

    private ContactFile(Path path) throws IOException {
        file = FileChannel.open(path);
        starts = ByteBuffer.wrap(Files.readAllBytes(index(path))).asLongBuffer();
    }

    /** Every record once, and each thousandth once more, a page and a half later. */
    static ContactFile all(Path folder, int records) throws IOException {
        int twice = records / 1000;
        return open(folder.resolve("contacts-" + records + ".json"), records + twice, 0, place -> {
            int block = place / 1001;
            int within = place % 1001;
            return within < 1000 ? block * 1000 + within : Math.max(0, block * 1000 + 999 - 1500);
        });
    }

    /** One record of a hundred, all over the table, with other values. */
    static ContactFile changed(Path folder, int records) throws IOException {
        return open(
                folder.resolve("contacts-" + records + "-changed.json"), records / 100, 1, place -> place * 100 + 37);
    }

    private static ContactFile open(Path path, int count, int revision, IntUnaryOperator which) throws IOException {
        if (!Files.exists(path)) {
            Path half = path.resolveSibling(path.getFileName() + ".half");
            ByteBuffer starts = ByteBuffer.allocate((count + 1) * Long.BYTES);
            long at = 0;
            try (OutputStream out = Files.newOutputStream(half)) {
                StringBuilder json = new StringBuilder();
                for (int place = 0; place < count; place++) {
                    starts.putLong(at);
                    json.setLength(0);
                    Contacts.write(json, which.applyAsInt(place), revision);
                    byte[] bytes = json.append(',').toString().getBytes(StandardCharsets.UTF_8);
                    out.write(bytes);
                    at += bytes.length;
                }
            }
            Files.write(index(path), starts.putLong(at).array());
            Files.move(half, path, StandardCopyOption.ATOMIC_MOVE);
        }
        return new ContactFile(path);
    }

    private static Path index(Path path) {
        return path.resolveSibling(path.getFileName() + ".index");
    }

    int count() {
        return starts.limit() - 1;
    }

    /** How many bytes the records of these places are, with commas between them. */
    long length(int from, int to) {
        return from == to ? 0 : starts.get(to) - starts.get(from) - 1;
    }

    void send(int from, int to, WritableByteChannel out) throws IOException {
        long at = starts.get(from);
        long end = at + length(from, to);
        while (at < end) {
            at += file.transferTo(at, end - at, out);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
