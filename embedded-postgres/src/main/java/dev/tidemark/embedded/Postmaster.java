package dev.tidemark.embedded;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The server process, as {@code postmaster.pid} tells.
 *
 * @param port 0 while it has not said yet
 * @param status starting, ready, stopping or standby; empty while it has not said yet
 */
record Postmaster(long pid, int port, String status) {

    private static final String FILE = "postgres/postmaster.pid";

    /** Nothing if no file tells of one. */
    static Optional<Postmaster> of(DataFolder folder) {
        List<String> lines = folder.read(FILE).lines().toList();
        try {
            return Optional.of(new Postmaster(
                    Long.parseLong(lines.getFirst().trim()),
                    lines.size() > 3 ? Integer.parseInt(lines.get(3).trim()) : 0,
                    lines.size() > 7 ? lines.get(7).trim() : ""));
        } catch (NumberFormatException | NoSuchElementException e) { // It is being written.
            return Optional.empty();
        }
    }

    boolean ready() {
        return status.equals("ready");
    }

    /**
     * Whether the process is there and no stranger that was given the number of a server that died. In doubt it is
     * ours: taking a live server for a dead one would start a second one on the same files.
     */
    boolean livesIn(DataFolder folder) {
        return LiveProcess.runsWith(pid, "-D " + folder.cluster() + " ");
    }

    /**
     * Makes the file name a process that cannot be, because PostgreSQL would take a stranger with the number in it for
     * a server. Not deleted: the rest of it is how PostgreSQL finds children that outlived a killed server.
     */
    static void disown(DataFolder folder, ServerUser user) {
        List<String> lines = new ArrayList<>(folder.read(FILE).lines().toList());
        lines.set(0, Integer.toString(Integer.MAX_VALUE - 1));
        folder.write(FILE, String.join("\n", lines) + "\n");
        try {
            user.own(folder.path().resolve(FILE));
        } catch (IOException e) {
            throw DataFolder.unusable(folder.path(), e);
        }
    }
}
