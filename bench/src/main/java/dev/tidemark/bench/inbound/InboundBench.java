package dev.tidemark.bench.inbound;

import dev.tidemark.bench.Benchmark;
import dev.tidemark.bench.Child;
import dev.tidemark.bench.Database;
import dev.tidemark.bench.Options;
import dev.tidemark.bench.Processes;
import dev.tidemark.bench.Report;
import dev.tidemark.bench.Spread;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** A first pass over a stream, and then a pass over what changed, by each contender. */
public final class InboundBench implements Benchmark {

    private static final String LIMIT = "limit";

    /** As the launcher starts Tidemark; all contenders alike. */
    static final List<String> JVM = List.of(
            "-XX:+UseSerialGC",
            "-XX:Tier4InvocationThreshold=50000",
            "-XX:Tier4MinInvocationThreshold=6000",
            "-XX:Tier4CompileThreshold=150000",
            "-XX:Tier4BackEdgeThreshold=400000",
            "--enable-native-access=ALL-UNNAMED");

    /** What one pass cost. */
    record Cost(double wall, double program, double database, double memory) {
        double cpu() {
            return program + database;
        }
    }

    /** What is in the table: how many rows, and two sums over them. */
    record Contents(long rows, long visits, String revenue) {}

    private final boolean incremental;

    /** @param incremental whether the passes over what changed are the question, or the first ones */
    public InboundBench(boolean incremental) {
        this.incremental = incremental;
    }

    @Override
    public String name() {
        return incremental ? "incremental" : "inbound";
    }

    @Override
    public String about() {
        return (incremental ? "1 % of the records changed" : "records of an API into a typed table")
                + " [--records=1000000] [--sizes=1000,100] [--contenders=" + names() + "] [--heap=256m]";
    }

    private static String names() {
        return String.join(",", Contenders.ALL.stream().map(Contender::name).toList());
    }

    @Override
    public Report run(Options options) throws Exception {
        int records = options.number("records", 1_000_000);
        int repeats = options.number("repeats", 3);
        List<String> sizes = options.list("sizes", List.of("1000"));
        Map<String, List<Cost>> costs = new LinkedHashMap<>();
        Path folder = options.folder();
        try (Database database = Database.open(folder.resolve("postgres"));
                Child server = Child.start(
                        folder.resolve("contacts.log"),
                        List.of("-XX:+UseSerialGC", "-Xmx256m"),
                        ContactServer.class,
                        List.of(folder.toString(), "" + records))) {
            URI api = URI.create("http://127.0.0.1:" + server.line());
            Contents expected = null;
            for (int i = 0; i < repeats; i++) {
                for (String size : sizes) {
                    for (String contender : options.list(
                            "contenders",
                            Contenders.ALL.stream().map(Contender::name).toList())) {
                        List<Cost> both = new ArrayList<>();
                        Contents found = one(options, database, api, contender, Integer.parseInt(size), records, both);
                        if (expected != null && !expected.equals(found)) {
                            throw new IllegalStateException(contender + " left " + found + ", not " + expected);
                        }
                        expected = found;
                        costs.computeIfAbsent(contender + " @" + size, _ -> new ArrayList<>())
                                .add(both.getLast());
                    }
                }
            }
        }
        return report(options, records, repeats, costs);
    }

    private Contents one(
            Options options, Database database, URI api, String contender, int size, int records, List<Cost> costs)
            throws IOException, SQLException {
        Path files = emptied(options.folder().resolve("files"));
        database.empty();
        Setup setup = new Setup(api, size, database.store(), database.warehouse(), files);
        List<String> args = new ArrayList<>(List.of(contender));
        args.addAll(setup.words());
        List<String> jvm = new ArrayList<>(JVM);
        jvm.add("-Xmx" + options.values().getOrDefault("heap", "256m"));
        try (Child child = Child.start(options.folder().resolve(contender + ".log"), jvm, ContenderRun.class, args)) {
            expect(child, "ready");
            costs.add(pass(child, database, "everything"));
            Contents contents = contents(database);
            if (contents.rows != records) {
                throw new IllegalStateException(contender + " left " + contents.rows + " rows of " + records);
            }
            if (!incremental) {
                return contents;
            }
            costs.add(pass(child, database, "changes"));
            Contents after = contents(database);
            if (after.rows != records || after.equals(contents)) {
                throw new IllegalStateException(contender + " did not bring the changes: " + after);
            }
            return after;
        }
    }

    private static Cost pass(Child child, Database database, String what) throws IOException {
        double program = child.cpu();
        double postgres = database.cpu();
        child.say(what);
        String said = child.line();
        if (!said.startsWith("took ")) {
            throw new IllegalStateException("not what was expected of a contender: " + said);
        }
        return new Cost(
                Double.parseDouble(said.substring(5)),
                child.cpu() - program,
                database.cpu() - postgres,
                Processes.peakMemory(child.pid()));
    }

    private static void expect(Child child, String what) throws IOException {
        String said = child.line();
        if (!said.equals(what)) {
            throw new IllegalStateException("not what was expected of a contender: " + said);
        }
    }

    private static Contents contents(Database database) throws SQLException {
        return database.query(
                "SELECT count(*), sum(visits), sum(revenue)::text FROM bench.contacts",
                row -> new Contents(row.getLong(1), row.getLong(2), row.getString(3)));
    }

    private static Path emptied(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> old = Files.walk(folder)) {
                for (Path path : old.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        return Files.createDirectories(folder);
    }

    private Report report(Options options, int records, int repeats, Map<String, List<Cost>> costs) {
        int moved = incremental ? records / 100 : records;
        List<List<String>> rows = new ArrayList<>();
        costs.forEach((name, found) -> {
            List<Cost> limit = costs.getOrDefault(LIMIT + name.substring(name.indexOf(" @")), List.of());
            rows.add(List.of(
                    name,
                    Spread.number(moved / of(found, Cost::wall).median()),
                    of(found, Cost::wall).toString(),
                    of(found, Cost::cpu).toString(),
                    of(found, Cost::program) + " + " + of(found, Cost::database),
                    ratio(found, limit, Cost::wall),
                    ratio(found, limit, Cost::cpu),
                    Spread.number(of(found, Cost::memory).highest())));
        });
        String what = incremental
                ? "%,d of %,d records changed, %d pages, in a program that has just filled the table: from the first request"
                        .formatted(moved, records, (moved + 999) / 1000)
                : ("%,d records of 30 fields over HTTP from another process, a thousandth of them twice on different pages:"
                                + " from the first request")
                        .formatted(records);
        return new Report(
                incremental ? "What changed, into a table of a million" : "The first pass into a typed table",
                options.command(),
                what
                        + (" until all are committed in a typed table with its primary key; %d interleaved repeats, a fresh"
                                        + " JVM for each. CPU counts the program and PostgreSQL; the API's own is left out."
                                        + " @ is the number of records a page.")
                                .formatted(repeats),
                List.of("", "records/s", "wall s", "CPU s", "program + PostgreSQL", "× wall", "× CPU", "peak MiB"),
                rows,
                List.of(
                        "limit: written by hand for this one stream, does what Tidemark must do (pages compressed and synced"
                                + " to disk before the next is asked for, rows with the four metadata columns by COPY BINARY"
                                + " in slices of 50,000, one row a key, primary key at the end), and nothing else."
                                + " limit-sync-behind stores the pages behind the requests.",
                        "spring-batch: version 6.0.4, chunks of 1,000, multi-row upserts; no archive, no metadata columns."),
                Map.of("costs", costs));
    }

    private static Spread of(List<Cost> costs, ToDoubleFunction<Cost> figure) {
        return Spread.of(costs.stream().mapToDouble(figure).boxed().toList());
    }

    private static String ratio(List<Cost> costs, List<Cost> limit, ToDoubleFunction<Cost> figure) {
        return limit.isEmpty()
                ? ""
                : Spread.number(of(costs, figure).median() / of(limit, figure).median());
    }
}
