package dev.tidemark.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The programs of PostgreSQL, unpacked once a machine and release. */
record Binaries(Path home, int major) {

    /** Unpacks them into the first of the places that can be written, unless one of them holds them already. */
    static Binaries in(List<Path> places) {
        Platform platform = Platform.current();
        String release = release();
        int major = Integer.parseInt(release.substring(0, release.indexOf('.')));
        String name = "postgres-" + release + "-" + platform.os() + "-" + platform.arch();
        for (Path place : places) {
            if (trusted(place) && Files.isExecutable(place.resolve(name).resolve("bin/postgres"))) {
                return new Binaries(place.resolve(name), major);
            }
        }
        IOException trouble = new IOException("others may write where it would be kept");
        for (Path place : places) {
            try {
                Files.createDirectories(place);
                if (trusted(place)) {
                    return new Binaries(unpack(platform, place, name), major);
                }
            } catch (IOException e) {
                trouble = e;
            }
        }
        throw new EmbeddedPostgresException(
                "postgres.not_unpacked",
                "The embedded PostgreSQL could not be unpacked: " + Reason.of(trouble),
                "Make one of these folders writable, with 80 MB free and programs allowed: " + places
                        + "; on a Linux without glibc, such as Alpine, use a PostgreSQL of your own.",
                trouble);
    }

    Path bin() {
        return home.resolve("bin");
    }

    String program(String name) {
        return bin().resolve(name).toString();
    }

    static String release() {
        var properties = new Properties();
        try {
            properties.load(new StringReader(text("binaries.properties")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    /** A text that is built into this package. */
    static String text(String name) {
        try (InputStream in = Binaries.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a stranger owns or may write, a stranger may have exchanged. */
    private static boolean trusted(Path place) {
        try {
            String owner = Files.getOwner(place).getName();
            return (owner.equals("root") || owner.equals(System.getProperty("user.name")))
                    && !Files.getPosixFilePermissions(place).contains(PosixFilePermission.OTHERS_WRITE);
        } catch (IOException e) {
            return false;
        }
    }

    /** By rename, so that nobody ever meets half of them. */
    private static Path unpack(Platform platform, Path place, String name) throws IOException {
        Path home = place.resolve(name);
        Path half = Files.createTempDirectory(place, name + ".");
        try {
            try (InputStream in = archive(platform)) {
                untar(new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(in))), half);
            }
            var version = Command.run(List.of(half.resolve("bin/postgres").toString(), "--version"));
            if (!version.ok()) { // Another C library than glibc, or a file system where nothing may run.
                throw new IOException("it does not run in " + place + ": " + version.output());
            }
            Files.setPosixFilePermissions(half, PosixFilePermissions.fromString("rwxr-xr-x"));
            try {
                Files.move(half, home, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                if (!Files.isExecutable(home.resolve("bin/postgres"))) {
                    throw e;
                } // Another process was faster.
            }
            return home;
        } finally {
            delete(half);
        }
    }

    private static void untar(TarArchiveInputStream tar, Path into) throws IOException {
        for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
            Path file = entry.resolveIn(into);
            if (entry.isDirectory()) {
                Files.createDirectories(file);
                continue;
            }
            Files.createDirectories(file.getParent());
            if (entry.isSymbolicLink()) {
                Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
            } else {
                Files.copy(tar, file);
                boolean program = (entry.getMode() & 0100) != 0;
                Files.setPosixFilePermissions(
                        file, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
            }
        }
    }

    private static InputStream archive(Platform platform) {
        InputStream in = Binaries.class.getResourceAsStream("/" + platform.archive());
        if (in == null) {
            throw new EmbeddedPostgresException(
                    "postgres.binaries_missing",
                    "This installation holds no PostgreSQL for " + platform.os() + " on " + platform.arch(),
                    "Build Tidemark on this kind of machine, or use a PostgreSQL of your own.");
        }
        return in;
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
