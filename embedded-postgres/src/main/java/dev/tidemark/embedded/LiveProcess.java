package dev.tidemark.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A process that cannot be mistaken for a later one with the same number.
 *
 * @param birth when it was started, in the machine's own words; {@code watchdog.sh} finds the same words
 */
record LiveProcess(long pid, String birth) {

    private static final Path PROC = Path.of("/proc");
    private static final boolean HAS_PROC = Files.isReadable(PROC.resolve("self/stat"));

    static LiveProcess self() {
        long pid = ProcessHandle.current().pid();
        return new LiveProcess(pid, birthOf(pid));
    }

    /** Reads {@code <pid>-<birth>}; anything else is a process that never lived. */
    static LiveProcess parse(String name) {
        int dash = name.indexOf('-');
        try {
            return new LiveProcess(Long.parseLong(name.substring(0, Math.max(dash, 0))), name.substring(dash + 1));
        } catch (NumberFormatException e) {
            return new LiveProcess(0, "");
        }
    }

    boolean lives() {
        return !birth.isEmpty() && birth.equals(birthOf(pid));
    }

    @Override
    public String toString() {
        return pid + "-" + birth;
    }

    /** Whether the process with this number is there and was started with these words; in doubt yes. */
    static boolean runsWith(long pid, String words) {
        if (birthOf(pid).isEmpty()) {
            return false;
        }
        if (!HAS_PROC) {
            return (Command.run(List.of("ps", "-o", "args=", "-p", Long.toString(pid)))
                                    .output() + " ")
                    .contains(words);
        }
        try {
            return Files.readString(PROC.resolve(pid + "/cmdline"), StandardCharsets.ISO_8859_1)
                    .replace('\0', ' ')
                    .contains(new String(words.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return !birthOf(pid).isEmpty();
        }
    }

    private static String birthOf(long pid) {
        return HAS_PROC ? ticksSinceBoot(pid) : wordsOfPs(pid);
    }

    /** The 22nd field of proc(5) stat, or nothing for a process that is gone or a zombie. */
    private static String ticksSinceBoot(long pid) {
        String stat;
        try {
            stat = Files.readString(PROC.resolve(pid + "/stat"));
        } catch (IOException e) {
            return "";
        }
        List<String> afterName =
                List.of(stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ", -1));
        return afterName.getFirst().equals("Z") ? "" : afterName.get(19);
    }

    private static String wordsOfPs(long pid) {
        var ps = Command.run(List.of("ps", "-o", "stat=,lstart=", "-p", Long.toString(pid)));
        String words = ps.output().trim();
        if (!ps.ok() || words.startsWith("Z") || words.indexOf(' ') < 0) {
            return "";
        }
        return words.substring(words.indexOf(' ')).replaceAll("[^0-9A-Za-z]", "");
    }
}
