package dev.tidemark.bench.http;

import dev.tidemark.bench.Benchmark;
import dev.tidemark.bench.Child;
import dev.tidemark.bench.Options;
import dev.tidemark.bench.Report;
import dev.tidemark.bench.Spread;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which HTTP client fetches pages at the least cost. */
public final class HttpBench implements Benchmark {

    private static final List<String> SMALL = List.of("-Xmx256m", "-XX:+UseSerialGC");

    private record Cost(double cpu, double wall) {}

    @Override
    public String name() {
        return "http";
    }

    @Override
    public String about() {
        return "CPU that HTTP clients spend on pages [--pages=1000] [--bytes=1000000] [--clients=a,b]";
    }

    @Override
    public Report run(Options options) throws IOException {
        int pages = options.number("pages", 1000);
        int bytes = options.number("bytes", 1_000_000);
        int repeats = options.number("repeats", 3);
        Map<String, List<Cost>> costs = new LinkedHashMap<>();
        try (Child server = Child.start(
                options.folder().resolve("http-server.log"), SMALL, PageServer.class, List.of("" + bytes))) {
            String uri = "http://127.0.0.1:" + server.line() + "/page";
            for (int i = 0; i < repeats; i++) {
                for (String client : options.list("clients", List.copyOf(Fetchers.ALL.keySet()))) {
                    costs.computeIfAbsent(client, _ -> new ArrayList<>()).add(one(options, client, uri, pages, bytes));
                }
            }
        }
        return new Report(
                "What a fetched page costs, by HTTP client",
                options.command(),
                ("%,d pages of %,d bytes, one after the other over one kept loopback connection from a server in another"
                                + " process; a fresh JVM for each of %d interleaved repeats, after a fifth as many pages"
                                + " to warm up.")
                        .formatted(pages, bytes, repeats),
                List.of("client", "CPU s", "wall s"),
                costs.entrySet().stream()
                        .map(e -> List.of(
                                e.getKey(),
                                spread(e.getValue(), true).toString(),
                                spread(e.getValue(), false).toString()))
                        .sorted(Comparator.comparing(row -> row.get(1)))
                        .toList(),
                List.of(),
                Map.of("cost", costs));
    }

    private static Spread spread(List<Cost> costs, boolean cpu) {
        return Spread.of(costs.stream().map(cpu ? Cost::cpu : Cost::wall).toList());
    }

    private static Cost one(Options options, String client, String uri, int pages, int bytes) throws IOException {
        try (Child child = Child.start(
                options.folder().resolve("http-client.log"), SMALL, FetchRun.class, List.of(client, uri, "" + pages))) {
            child.line();
            double before = child.cpu();
            child.say("go");
            String[] said = child.line().split(" ", -1);
            if (Long.parseLong(said[1]) != (long) pages * bytes) {
                throw new IllegalStateException(client + " fetched " + said[1] + " bytes");
            }
            return new Cost(child.cpu() - before, Double.parseDouble(said[0]));
        }
    }
}
