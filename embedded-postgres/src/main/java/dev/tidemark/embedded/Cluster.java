package dev.tidemark.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** The files of the server: made once, of one major version, with settings written anew at each start. */
record Cluster(DataFolder folder, Binaries binaries, ServerUser user) {

    /** Creates it if it is missing; refuses one of another major version. */
    void ensure(String adminPassword, EmbeddedPostgres.Options options) {
        if (!Files.exists(folder.cluster())) {
            create(adminPassword, options);
            return;
        }
        String made = folder.read("postgres/PG_VERSION").trim();
        if (!made.equals(Integer.toString(binaries.major()))) {
            throw new EmbeddedPostgresException(
                    "postgres.other_version",
                    "The data in " + folder.cluster() + " was made by PostgreSQL "
                            + (made.isEmpty() ? "of an unknown version" : made)
                            + ", and this Tidemark holds PostgreSQL "
                            + binaries.major(),
                    "Use the release of Tidemark that made it, or choose another data folder; the old one is untouched.");
        }
    }

    void configure(int port, EmbeddedPostgres.Options options) {
        folder.write(
                "postgres/tidemark.conf",
                Binaries.text("tidemark.conf")
                        .replace("{port}", Integer.toString(port))
                        .replace("{fsync}", options.fsync() ? "on" : "off"));
        try {
            user.own(folder.cluster().resolve("tidemark.conf"));
            if (Files.exists(folder.log()) && Files.size(folder.log()) > 10_000_000) {
                Files.move(
                        folder.log(),
                        folder.path().resolve("postgres.log.1"),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            }
            if (!Files.exists(folder.log())) {
                folder.write("postgres.log", "");
            }
            user.own(folder.log());
        } catch (IOException e) {
            throw DataFolder.unusable(folder.path(), e);
        }
    }

    /** Under another name first, so that a start that is cut off leaves no half cluster. */
    private void create(String adminPassword, EmbeddedPostgres.Options options) {
        Path half = folder.path().resolve("postgres.half");
        Path password = folder.path().resolve("postgres.password");
        try {
            Binaries.delete(half);
            Files.createDirectory(
                    half, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            user.own(half);
            folder.write("postgres.password", adminPassword);
            user.own(password);
            initialise(half, password, options);
            Path settings = half.resolve("postgresql.conf");
            Files.writeString(settings, "\ninclude_if_exists = 'tidemark.conf'\n", StandardOpenOption.APPEND);
            Files.move(half, folder.cluster(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw DataFolder.unusable(folder.path(), e);
        } finally {
            folder.delete(password);
        }
    }

    private void initialise(Path into, Path password, EmbeddedPostgres.Options options) {
        var initdb = Command.run(Command.line(
                user.prefix(),
                binaries.program("initdb"),
                "--pgdata=" + into,
                "--username=" + Roles.ADMIN,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--data-checksums",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                options.fsync() ? "--sync-method=fsync" : "--no-sync",
                "--no-instructions"));
        if (!initdb.ok()) {
            throw new EmbeddedPostgresException(
                    "postgres.not_created",
                    "PostgreSQL could not create its files in " + folder.path() + ": " + lastLines(initdb.output()),
                    "Mend what it says (a full disk and missing rights are the usual reasons) and start again.");
        }
    }

    static String lastLines(String text) {
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
    }
}
