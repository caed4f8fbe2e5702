package dev.tidemark.bench;

import dev.tidemark.bench.http.HttpBench;
import dev.tidemark.bench.inbound.InboundBench;
import dev.tidemark.bench.inbound.StartBench;
import dev.tidemark.bench.manifest.ManifestBench;
import dev.tidemark.bench.queue.QueueBench;
import dev.tidemark.bench.schedule.SchedulerBench;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code ./tidemark bench NAME}: measures, prints a table and JSON, and keeps the tables in the documentation current. */
public final class Bench {

    static final List<Benchmark> ALL = List.of(
            new HttpBench(),
            new InboundBench(false),
            new InboundBench(true),
            new SchedulerBench(),
            new QueueBench(),
            new ManifestBench(),
            new StartBench());

    private Bench() {}

    /** @param args the benchmark's name and its options; without any, says what there is */
    public static void main(String[] args) throws Exception {
        Benchmark chosen = ALL.stream()
                .filter(b -> args.length > 0 && b.name().equals(args[0]))
                .findFirst()
                .orElse(null);
        if (chosen == null) {
            help();
            System.exit(args.length == 0 ? 0 : 2);
            return;
        }
        Options options = Options.parse(args);
        Report report = chosen.run(options);
        IO.println(report.text());
        IO.println(report.json());
        Path json = options.folder().resolve(chosen.name() + ".json");
        Files.writeString(json, report.json() + "\n");
        if (options.is("write")) {
            ResultsPage.write(Path.of("docs/benchmarks.md"), chosen.name(), report);
        }
        System.exit(0);
    }

    private static void help() {
        IO.println("tidemark bench NAME [--write] [--repeats=N] [--folder=PATH] [options of the benchmark]\n");
        for (Benchmark one : ALL) {
            IO.println("  %-12s %s".formatted(one.name(), one.about()));
        }
    }
}
