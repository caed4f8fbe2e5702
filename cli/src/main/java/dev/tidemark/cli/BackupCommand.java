package dev.tidemark.cli;

import dev.tidemark.backup.Backup;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidemark backup}. */
@Command(
        name = "backup",
        description = {
            "Writes the store to a file, as it is at one moment, while engines work on: syncs, checkpoints, runs,"
                    + " rejections, encrypted secrets, and pages that are not loaded yet.",
            "The key that opens the secrets is not in it: keep a copy of the key file apart."
        },
        footer = {"", "Examples:", "  tidemark backup tidemark.zip", "  tidemark backup --archive everything.zip"})
final class BackupCommand extends StoreCommand {

    @Parameters(paramLabel = "FILE", description = "The file to write; one that is there is replaced")
    Path file = Path.of("");

    @Option(names = "--archive", description = "With the pages that are loaded already")
    boolean archive;

    BackupCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(Home home) throws IOException {
        Path target = terminal.folder().resolve(file);
        Path fresh = target.resolveSibling(target.getFileName() + ".part");
        Files.deleteIfExists(fresh);
        Backup.Written written;
        try (FileChannel channel = FileChannel.open(
                        fresh,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                OutputStream out = new BufferedOutputStream(new Durable(channel))) {
            written = new Backup(home.store(), home.archive())
                    .write(
                            out,
                            Version.number(),
                            home.id(),
                            archive,
                            home.clock().instant());
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(fresh);
            throw e;
        }
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        long bytes = Files.size(target);
        if (common.json) {
            Json.print(
                    terminal,
                    Json.object()
                            .put("file", target.toString())
                            .put("bytes", bytes)
                            .put("pages", written.pages())
                            .put("key_file", home.keyFile().path().toString()));
        } else {
            terminal.say("Wrote " + file + ": " + Words.count(bytes) + " bytes, " + Words.count(written.pages())
                    + " pages. Keep a copy of the key apart: " + home.keyFile().path());
        }
        return Exit.OK;
    }

    /** Is on disk when it is closed. */
    private static final class Durable extends OutputStream {
        private final FileChannel channel;
        private final OutputStream out;

        Durable(FileChannel channel) {
            this.channel = channel;
            this.out = Channels.newOutputStream(channel);
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
            if (channel.isOpen()) {
                channel.force(true);
                out.close();
            }
        }
    }
}
