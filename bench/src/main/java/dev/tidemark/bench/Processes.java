package dev.tidemark.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What processes have spent, as Linux counts it. */
public final class Processes {

    private static final double TICKS_PER_SECOND = 100; // USER_HZ, the same on every Linux

    private Processes() {}

    private record Stat(long pid, long parent, long ticks) {}

    /** CPU seconds of a process and all below it, those included that have ended and were waited for. */
    public static double cpuOfTree(long root) throws IOException {
        Map<Long, List<Stat>> children = all().stream().collect(Collectors.groupingBy(Stat::parent));
        Deque<Long> open = new ArrayDeque<>(List.of(root));
        long ticks = read(root).ticks;
        while (!open.isEmpty()) {
            for (Stat child : children.getOrDefault(open.pop(), List.of())) {
                ticks += child.ticks;
                open.push(child.pid);
            }
        }
        return ticks / TICKS_PER_SECOND;
    }

    /** The most memory a process ever had in RAM, in MiB. */
    public static double peakMemory(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        throw new IOException("no peak memory of process " + pid);
    }

    private static List<Stat> all() throws IOException {
        try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
            return entries.map(p -> p.getFileName().toString())
                    .filter(name -> Character.isDigit(name.charAt(0)))
                    .map(name -> {
                        try {
                            return read(Long.parseLong(name));
                        } catch (IOException e) {
                            return new Stat(0, -1, 0); // ended meanwhile; its parent has its time
                        }
                    })
                    .toList();
        }
    }

    private static Stat read(long pid) throws IOException {
        String line = Files.readString(Path.of("/proc/" + pid + "/stat"));
        // The name in brackets may hold anything; fields are counted behind it. See proc_pid_stat(5).
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = 0;
        for (int i = 11; i <= 14; i++) { // utime, stime, cutime, cstime
            ticks += Long.parseLong(fields[i]);
        }
        return new Stat(pid, Long.parseLong(fields[1]), ticks);
    }
}
