package dev.tidemark.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Whom the server runs as: PostgreSQL refuses to run as root. */
sealed interface ServerUser {

    /** What to put before a program so that it runs as this user. */
    List<String> prefix();

    /** Gives a file or folder to this user. */
    void own(Path file) throws IOException;

    /** The user of this process, which is not root. */
    record Same() implements ServerUser {
        @Override
        public List<String> prefix() {
            return List.of();
        }

        @Override
        public void own(Path file) {}
    }

    /** Root lends its server to an unprivileged user. */
    record Other(int uid, int gid) implements ServerUser {
        @Override
        public List<String> prefix() {
            return List.of("setpriv", "--reuid=" + uid, "--regid=" + gid, "--clear-groups");
        }

        @Override
        public void own(Path file) throws IOException {
            Files.setAttribute(file, "unix:uid", uid);
            Files.setAttribute(file, "unix:gid", gid);
        }
    }

    /** Root in a user namespace of its own, where it is nobody; its files stay root's. */
    record Namespace() implements ServerUser {
        @Override
        public List<String> prefix() {
            return List.of("unshare", "--user");
        }

        @Override
        public void own(Path file) {}
    }

    /** Whoever owns the cluster already; at the first start whoever can reach the folder and the programs. */
    static ServerUser of(DataFolder folder, Binaries binaries) {
        try {
            if (!Command.run(List.of("id", "-u")).output().equals("0")) {
                return new Same();
            }
            List<ServerUser> candidates = Files.exists(folder.cluster())
                    ? List.of(ownerOf(folder.cluster()))
                    : List.of(named("postgres"), named("nobody"), new Namespace());
            for (ServerUser candidate : candidates) {
                if (reaches(candidate, folder, binaries)) {
                    return candidate;
                }
            }
        } catch (IOException e) {
            throw DataFolder.unusable(folder.path(), e);
        }
        throw new EmbeddedPostgresException(
                "postgres.no_user_to_run_as",
                "PostgreSQL does not run as root, and no other user can reach " + folder.path(),
                "Start Tidemark as an ordinary user; or install setpriv (Debian: util-linux), create a user named"
                        + " postgres, and put the data folder where that user may enter, such as /var/lib/tidemark.");
    }

    private static int uidOf(Path file) throws IOException {
        return (int) Files.getAttribute(file, "unix:uid");
    }

    private static ServerUser ownerOf(Path cluster) throws IOException {
        int uid = uidOf(cluster);
        return uid == 0 ? new Namespace() : new Other(uid, (int) Files.getAttribute(cluster, "unix:gid"));
    }

    /** Root itself, which reaches nothing here, if there is no such user. */
    private static ServerUser named(String name) {
        var uid = Command.run(List.of("id", "-u", name));
        var gid = Command.run(List.of("id", "-g", name));
        return uid.ok() && gid.ok()
                ? new Other(Integer.parseInt(uid.output()), Integer.parseInt(gid.output()))
                : new Other(0, 0);
    }

    private static boolean reaches(ServerUser user, DataFolder folder, Binaries binaries) throws IOException {
        if (user instanceof Other(int uid, int gid)) {
            if (uid == 0) {
                return false;
            }
            Files.setAttribute(folder.path(), "unix:gid", gid);
            Files.setPosixFilePermissions(folder.path(), PosixFilePermissions.fromString("rwx--x---"));
        }
        var probe = new ArrayList<>(user.prefix());
        probe.addAll(List.of("sh", "-c", "test -x \"$1\" && \"$2\" --version", "probe"));
        probe.addAll(List.of(folder.path().toString(), binaries.program("postgres")));
        return Command.run(probe).ok();
    }
}
