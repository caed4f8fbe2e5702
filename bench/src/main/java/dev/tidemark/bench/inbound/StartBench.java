package dev.tidemark.bench.inbound;

import dev.tidemark.bench.Benchmark;
import dev.tidemark.bench.Child;
import dev.tidemark.bench.Options;
import dev.tidemark.bench.Report;
import dev.tidemark.bench.Spread;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** From the start of the program to the first request to an API, and what passes on the way. */
public final class StartBench implements Benchmark {

    private static final List<String> PARTS = List.of(
            "Java, to the program's first line",
            "the embedded PostgreSQL takes connections",
            "the store's tables are looked at",
            "the engine knows its sync",
            "the first request leaves");

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String about() {
        return "from the program's start to the first request, with an existing database";
    }

    @Override
    public Report run(Options options) throws Exception {
        int repeats = options.number("repeats", 5);
        Path folder = Files.createDirectories(options.folder().resolve("start"));
        List<List<Double>> parts = new ArrayList<>();
        List<Double> whole = new ArrayList<>();
        PARTS.forEach(_ -> parts.add(new ArrayList<>()));
        try (Child server = Child.start(
                options.folder().resolve("contacts.log"),
                List.of("-XX:+UseSerialGC", "-Xmx256m"),
                ContactServer.class,
                List.of(options.folder().toString(), "1000"))) {
            String api = "http://127.0.0.1:" + server.line();
            Path cache = folder.resolve("start.aot");
            Files.deleteIfExists(cache);
            for (int i = -2; i < repeats; i++) { // the first makes the database, the second what the launcher makes
                List<String> jvm = new ArrayList<>(InboundBench.JVM);
                jvm.add("-Xlog:disable");
                if (i >= -1) {
                    jvm.add((i == -1 ? "-XX:AOTCacheOutput=" : "-XX:AOTCache=") + cache);
                }
                try (Child child = Child.start(
                        options.folder().resolve("start.log"), jvm, StartRun.class, List.of(folder.toString(), api))) {
                    String[] times = child.line().split(" ", -1);
                    double before = 0;
                    for (int part = 0; i >= 0 && part < times.length; part++) {
                        double at = Double.parseDouble(times[part]);
                        parts.get(part).add(at - before);
                        before = at;
                    }
                    if (i >= 0) {
                        whole.add(before);
                    }
                }
            }
        }
        List<List<String>> rows = new ArrayList<>();
        for (int part = 0; part < PARTS.size(); part++) {
            rows.add(List.of(PARTS.get(part), Spread.of(parts.get(part)).toString()));
        }
        rows.add(List.of("all", Spread.of(whole).toString()));
        return new Report(
                "From the start to the first request",
                options.command(),
                "The engine with one sync and the embedded PostgreSQL of an earlier run, %d starts, with the cache of classes that the launcher makes after a build; without the command line's own work."
                        .formatted(repeats),
                List.of("until", "ms"),
                rows,
                List.of(),
                Map.of("parts", parts, "all", whole));
    }
}
