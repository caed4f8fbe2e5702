package dev.tidemark.bench.queue;

import dev.tidemark.bench.Benchmark;
import dev.tidemark.bench.Child;
import dev.tidemark.bench.Database;
import dev.tidemark.bench.Options;
import dev.tidemark.bench.Report;
import dev.tidemark.bench.Spread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Jobs a second that are leased, fenced and ended, every change committed and synced to disk. */
public final class QueueBench implements Benchmark {

    record Cost(double perSecond, double cpuMicros) {}

    @Override
    public String name() {
        return "queue";
    }

    @Override
    public String about() {
        return "jobs that do nothing, a second [--jobs=20000] [--contenders=" + String.join(",", Drain.ALL.keySet())
                + "]";
    }

    @Override
    public Report run(Options options) throws Exception {
        int jobs = options.number("jobs", 20_000);
        int repeats = options.number("repeats", 3);
        Map<String, List<Cost>> costs = new LinkedHashMap<>();
        try (Database database = Database.open(options.folder().resolve("postgres"))) {
            for (int i = 0; i < repeats; i++) {
                for (String name : options.list("contenders", List.copyOf(Drain.ALL.keySet()))) {
                    database.empty();
                    Database.Place store = database.store();
                    try (Child child = Child.start(
                            options.folder().resolve("queue.log"),
                            List.of("-XX:+UseSerialGC", "-Xmx256m"),
                            Drain.class,
                            List.of(name, "" + jobs, store.url(), store.user(), store.password()))) {
                        child.line();
                        double cpu = child.cpu() + database.cpu();
                        child.say("go");
                        double wall = Double.parseDouble(child.line());
                        double spent = child.cpu() + database.cpu() - cpu;
                        costs.computeIfAbsent(name, _ -> new ArrayList<>())
                                .add(new Cost(jobs / wall, spent / jobs * 1e6));
                    }
                }
            }
        }
        List<List<String>> rows = new ArrayList<>();
        costs.forEach((name, found) -> rows.add(List.of(
                name,
                Spread.of(found.stream().map(Cost::perSecond).toList()).toString(),
                Spread.of(found.stream().map(Cost::cpuMicros).toList()).toString())));
        return new Report(
                "Jobs through the queue",
                options.command(),
                ("%,d jobs that do nothing, by one worker process, from its start until the end of the last one is committed;"
                                + " %d interleaved repeats.")
                        .formatted(jobs, repeats),
                List.of("", "jobs/s", "CPU µs a job, with PostgreSQL"),
                rows,
                List.of(
                        "tidemark: as it works on real jobs: a lease with a fencing number for each, a virtual thread and a"
                                + " transaction of its own to end each. In batches: 1,000 leased, and 1,000 ended, in a"
                                + " statement, by two threads.",
                        "db-scheduler: version 16.12.0, one-time tasks, lock-and-fetch polling, 16 threads."),
                Map.of("costs", costs));
    }
}
