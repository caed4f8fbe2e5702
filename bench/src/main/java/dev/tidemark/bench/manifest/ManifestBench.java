package dev.tidemark.bench.manifest;

import com.sun.management.OperatingSystemMXBean;
import dev.tidemark.bench.Benchmark;
import dev.tidemark.bench.Options;
import dev.tidemark.bench.Report;
import dev.tidemark.bench.Spread;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connectors.manifest.source.ManifestSource;
import dev.tidemark.connectors.manifest.template.Template;
import dev.tidemark.connectors.manifest.tree.Json;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Records a second of one stream of a manifest, over answers that were made beforehand, on one core. */
public final class ManifestBench implements Benchmark {

    private static final String LIMIT = "limit: tokens";
    private static final String TREE = "limit: a tree";

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private long sum;

    @Override
    public String name() {
        return "manifest";
    }

    @Override
    public String about() {
        return "records of one stream of a manifest, a second on one core [--pages=100]";
    }

    /** @param cpu seconds of all threads of this program */
    private record Cost(double wall, double cpu) {}

    private interface Work {
        void run() throws BadPage;
    }

    @Override
    public Report run(Options options) throws Exception {
        int repeats = options.number("repeats", 5);
        Orders orders = new Orders(options.number("pages", 100), new Random(1));
        Map<String, Work> work = new LinkedHashMap<>();
        work.put(LIMIT, () -> tokens(orders));
        work.put(TREE, () -> trees(orders));
        for (Way way : Way.values()) {
            ManifestSource source = way.source();
            work.put(way.title, () -> read(source, orders));
            if (!way.templates().isEmpty()) {
                Work templates = templates(way, orders);
                work.put(expressions(way), templates);
            }
        }
        Map<String, List<Cost>> costs = new LinkedHashMap<>();
        for (int i = -3; i < repeats; i++) { // the first rounds warm up
            for (Map.Entry<String, Work> one : work.entrySet()) {
                Cost cost = cost(one.getValue());
                if (i >= 0) {
                    costs.computeIfAbsent(one.getKey(), _ -> new ArrayList<>()).add(cost);
                }
            }
        }
        return report(options, repeats, orders.records(), costs);
    }

    private static String expressions(Way way) {
        return "expressions of " + way.title;
    }

    private Cost cost(Work work) throws BadPage {
        System.gc(); // what others left behind is not charged to this one
        long cpu = system.getProcessCpuTime();
        long wall = System.nanoTime();
        work.run();
        return new Cost((System.nanoTime() - wall) / 1e9, (system.getProcessCpuTime() - cpu) / 1e9);
    }

    /** A whole pass: request, answer, next token, records. */
    private void read(ManifestSource source, Orders orders) throws BadPage {
        StreamSpec stream = source.streams().getFirst();
        CountingSink sink = new CountingSink();
        PageRequest request = PageRequest.first(stream, new Reading.Everything());
        while (true) {
            if (!(source.read(orders, request) instanceof Answer.Page page)) {
                throw new IllegalStateException("no page");
            }
            source.records(stream, page.raw(), sink);
            if (!(page.next() instanceof Next.More(String token))) {
                break;
            }
            request = request.next(token);
        }
        if (sink.records < orders.records() / 2) {
            throw new IllegalStateException("only " + sink.records + " of " + orders.records() + " records came");
        }
        sum += sink.sum;
    }

    /** No reader of JSON can do with less: every token, and the characters of every text. */
    private void tokens(Orders orders) {
        JsonFactory factory = new JsonFactory();
        for (byte[] body : orders.bodies()) {
            try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), body)) {
                for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                    sum += token == JsonToken.VALUE_STRING ? parser.getStringLength() : 1;
                }
            }
        }
    }

    private void trees(Orders orders) {
        for (byte[] body : orders.bodies()) {
            sum += ((Map<?, ?>) Json.read(body)).size();
        }
    }

    /** The templates alone, over the same records. */
    private Work templates(Way way, Orders orders) {
        List<Template> templates = way.templates().stream()
                .map(text -> Template.compile(text, InstantSource.system()))
                .toList();
        List<?> records = (List<?>)
                Objects.requireNonNull(((Map<?, ?>) Json.read(orders.bodies().getFirst())).get("orders"));
        int times = orders.bodies().size();
        Map<String, Object> names = new HashMap<>();
        names.put("config", orders.settings().values());
        names.put("parameters", Map.of());
        return () -> {
            for (int i = 0; i < times; i++) {
                for (Object record : records) {
                    names.put("record", record);
                    for (Template template : templates) {
                        sum += template.eval(names).hashCode();
                    }
                }
            }
        };
    }

    private Report report(Options options, int repeats, int records, Map<String, List<Cost>> costs) {
        double limit = cpu(costs, LIMIT).median();
        List<List<String>> rows = new ArrayList<>();
        for (String title : List.of(LIMIT, TREE)) {
            rows.add(row(title, records, costs, limit, "", "", ""));
        }
        for (Way way : Way.values()) {
            Spread own = cpu(costs, way.title);
            double share =
                    way.templates().isEmpty() ? 0 : cpu(costs, expressions(way)).median() / own.median();
            rows.add(row(
                    way.title,
                    records,
                    costs,
                    limit,
                    Math.round(share * 100) + " %",
                    Spread.number(way.reference),
                    Spread.number(records / own.median() / way.reference)));
        }
        return new Report(
                "Records of a manifest's stream",
                options.command(),
                ("%,d records of 420 bytes, 1,000 a page, answered from memory: from each request to the last value handed to"
                                + " the sink, the next page's token with it; %d interleaved repeats in a running program.")
                        .formatted(records, repeats),
                List.of(
                        "",
                        "records/s of CPU",
                        "records/s of wall",
                        "× limit",
                        "in expressions",
                        "reference, as given",
                        "× reference"),
                rows,
                List.of(
                        "CPU counts all threads of the program, its collector and compilers too, so that it is what one core"
                                + " can do.",
                        "limit: tokens: Jackson goes through every token of the pages once. limit: a tree: as maps and lists.",
                        "in expressions: what the same templates cost alone over records that are parsed already, as a share.",
                        "reference, as given: the figures that were given of the format's reference interpreter, on a loaded"
                                + " machine of this kind. They were not measured here, so the last column is no ratio of one"
                                + " run."),
                Map.of("costs", costs, "sum", sum));
    }

    private static Spread cpu(Map<String, List<Cost>> costs, String title) {
        return Spread.of(
                Objects.requireNonNull(costs.get(title)).stream().map(Cost::cpu).toList());
    }

    private static List<String> row(
            String title,
            int records,
            Map<String, List<Cost>> costs,
            double limit,
            String share,
            String reference,
            String times) {
        List<Cost> found = Objects.requireNonNull(costs.get(title));
        return List.of(
                title,
                Spread.of(found.stream().map(c -> records / c.cpu()).toList()).toString(),
                Spread.of(found.stream().map(c -> records / c.wall()).toList()).toString(),
                Spread.number(cpu(costs, title).median() / limit),
                share,
                reference,
                times);
    }
}
