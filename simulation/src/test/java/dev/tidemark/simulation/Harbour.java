package dev.tidemark.simulation;

import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An app with the awkward habits of all of them: stamps in whole seconds, commits that become visible late, a clock of its
 * own, pages that shift while they are read. Lines of text over HTTP, no more.
 */
final class Harbour {

    /** How much later than its stamp a change may become visible. */
    static final Duration LATEST = Duration.ofSeconds(30);

    /**
     * One version of a record.
     *
     * @param changed in seconds since 1970 by this app's clock
     * @param sequence its place in the log of changes
     * @param code by which a writer may find it; null where it has none
     */
    record Version(
            String id,
            @Nullable String code,
            String name,
            long size,
            String note,
            long changed,
            boolean deleted,
            long sequence,
            Instant visibleFrom) {}

    private final Tides tides;
    private final int pageSize;
    private final Map<String, Map<String, List<Version>>> streams = new TreeMap<>();
    private Duration skew = Duration.ZERO;
    private long sequence;
    private int numbers;

    Harbour(Tides tides, int pageSize) {
        this.tides = tides;
        this.pageSize = pageSize;
    }

    void skew(Duration ahead) {
        skew = ahead;
    }

    /** By this app's clock. */
    Instant now() {
        return tides.now().plus(skew);
    }

    private Map<String, List<Version>> stream(String name) {
        return streams.computeIfAbsent(name, n -> new TreeMap<>());
    }

    /** All versions of each record in the order of their commits, by id. */
    Map<String, List<Version>> history(String stream) {
        return Map.copyOf(stream(stream));
    }

    /** The newest version of each record that a reader can see now, by id. */
    Map<String, Version> visible(String stream) {
        Map<String, Version> seen = new TreeMap<>();
        stream(stream).forEach((id, versions) -> {
            for (Version v : versions) {
                if (!v.visibleFrom.isAfter(tides.now())) {
                    seen.put(id, v);
                }
            }
        });
        return seen;
    }

    /** A create, a change, a delete or an undelete, as the seed wills. */
    Version change(String stream, RandomGenerator random, boolean late) {
        Map<String, List<Version>> records = stream(stream);
        List<List<Version>> all = List.copyOf(records.values());
        int choice = random.nextInt(10);
        if (all.isEmpty() || choice < 3) {
            return put(stream, id(random), null, word(random), random.nextInt(1000), word(random), false, late, random);
        }
        Version newest = all.get(random.nextInt(all.size())).getLast();
        if (choice < 8) {
            return put(
                    stream,
                    newest.id,
                    newest.code,
                    word(random),
                    random.nextInt(1000),
                    word(random),
                    newest.deleted && random.nextBoolean(),
                    late,
                    random);
        }
        return put(
                stream, newest.id, newest.code, newest.name, newest.size, newest.note, !newest.deleted, late, random);
    }

    private String id(RandomGenerator random) {
        // Ids do not follow the order of creation, so that new records appear among those already read.
        return "%04d-%04d".formatted(random.nextInt(10_000), ++numbers);
    }

    private static String word(RandomGenerator random) {
        return "w" + random.nextInt(100_000);
    }

    Version put(
            String stream,
            String id,
            @Nullable String code,
            String name,
            long size,
            String note,
            boolean deleted,
            boolean late,
            RandomGenerator random) {
        Duration later = late ? Duration.ofMillis(random.nextLong(LATEST.toMillis() - 2_000)) : Duration.ZERO;
        return put(stream, id, code, name, size, note, deleted, later);
    }

    /** @param later how much later than its stamp it becomes visible */
    Version put(
            String stream,
            String id,
            @Nullable String code,
            String name,
            long size,
            String note,
            boolean deleted,
            Duration later) {
        List<Version> versions = stream(stream).computeIfAbsent(id, i -> new ArrayList<>());
        Instant visible = tides.now().plus(later);
        if (!versions.isEmpty() && versions.getLast().visibleFrom.isAfter(visible)) {
            visible = versions.getLast().visibleFrom; // one row is committed by one writer after the other
        }
        var version = new Version(id, code, name, size, note, now().getEpochSecond(), deleted, ++sequence, visible);
        versions.add(version);
        return version;
    }

    /** Serves one request as a reader or writer sees it now. */
    HttpAnswer serve(HttpRequest request) {
        Map<String, String> query = query(request);
        String stream = request.uri().getPath().substring(1);
        String body = request.method().equals("GET") ? page(stream, query) : write(stream, query, text(request));
        return answer(200, body);
    }

    HttpAnswer answer(int status, String body) {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(now().atOffset(ZoneOffset.UTC));
        return new HttpAnswer(
                status, Map.of("Date", date), body.getBytes(StandardCharsets.UTF_8), Duration.ofMillis(40));
    }

    private static String text(HttpRequest request) {
        return new String(request.body(), StandardCharsets.UTF_8);
    }

    private static Map<String, String> query(HttpRequest request) {
        Map<String, String> query = new HashMap<>();
        String raw = request.uri().getQuery();
        if (raw != null) {
            for (String pair : raw.split("&", -1)) {
                int equals = pair.indexOf('=');
                query.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return query;
    }

    private String page(String stream, Map<String, String> query) {
        String code = query.get("code");
        if (code != null) {
            return visible(stream).values().stream()
                            .filter(v -> !v.deleted && List.of(code.split(",")).contains(v.code))
                            .map(v -> v.code + "\t" + v.id)
                            .reduce("", (a, b) -> a + b + "\n")
                    + "end";
        }
        String ids = query.get("ids");
        if (ids != null) {
            StringBuilder body = new StringBuilder("log 0\n");
            List<Version> named = List.of(ids.split(",")).stream()
                    .flatMap(id -> Stream.ofNullable(visible(stream).get(id)))
                    .toList();
            named.forEach(v -> line(body, v, v.id));
            return body.append("done ").append(named.size()).toString();
        }
        String order = query.getOrDefault("order", "id");
        String after = query.getOrDefault("after", "");
        String from = query.getOrDefault("from", "");
        Comparator<Version> by = switch (order) {
            case "changed" -> Comparator.comparing(Harbour::timePlace);
            case "sequence" -> Comparator.comparing(Harbour::logPlace);
            default -> Comparator.comparing(Version::id);
        };
        java.util.function.Function<Version, String> place = switch (order) {
            case "changed" -> Harbour::timePlace;
            case "sequence" -> Harbour::logPlace;
            default -> Version::id;
        };
        String number = query.get("number");
        List<Version> found = visible(stream).values().stream()
                .filter(v -> number == null || !v.deleted)
                .filter(v ->
                        place.apply(v).compareTo(from) >= 0 && place.apply(v).compareTo(after) > 0)
                .sorted(by)
                .skip(number == null ? 0 : Long.parseLong(number) * pageSize)
                .toList();
        StringBuilder body = new StringBuilder();
        body.append("log ").append(newestSequence(stream)).append('\n');
        found.stream().limit(pageSize).forEach(v -> line(body, v, place.apply(v)));
        body.append(found.size() > pageSize ? "more" : "done").append(" ").append(found.size());
        return body.toString();
    }

    private String newestSequence(String stream) {
        return "%012d"
                .formatted(visible(stream).values().stream()
                        .mapToLong(Version::sequence)
                        .max()
                        .orElse(0));
    }

    private static String timePlace(Version v) {
        return "%012d~%s".formatted(v.changed, v.id);
    }

    private static String logPlace(Version v) {
        return "%012d".formatted(v.sequence);
    }

    private static void line(StringBuilder body, Version v, String place) {
        body.append(place)
                .append('\t')
                .append(v.id)
                .append('\t')
                .append(v.changed)
                .append('\t')
                .append(v.deleted)
                .append('\t')
                .append(v.name)
                .append('\t')
                .append(v.size)
                .append('\t')
                .append(v.note)
                .append('\n');
    }

    /** A line a row: code, name, size. Answers a line a row. */
    private String write(String stream, Map<String, String> query, String body) {
        StringBuilder answer = new StringBuilder();
        for (String row : body.lines().toList()) {
            String[] values = row.split("\t", -1);
            List<Version> matching = visible(stream).values().stream()
                    .filter(v -> !v.deleted && values[0].equals(v.code))
                    .toList();
            String mode = query.getOrDefault("mode", "INSERT");
            if (values[1].startsWith("bad")) {
                answer.append("rejected\tBAD_NAME\n");
            } else if (mode.equals("INSERT") || (mode.equals("UPSERT") && matching.isEmpty())) {
                String id = "%04d-%04d".formatted(0, ++numbers);
                set(stream, id, values);
                answer.append("created\t").append(id).append('\n');
            } else if (matching.isEmpty()) {
                answer.append("rejected\tNOT_FOUND\n");
            } else {
                set(stream, matching.getFirst().id, values);
                answer.append("changed\t").append(matching.getFirst().id).append('\n');
            }
        }
        return answer + "end";
    }

    private void set(String stream, String id, String[] values) {
        stream(stream)
                .computeIfAbsent(id, i -> new ArrayList<>())
                .add(new Version(
                        id,
                        values[0],
                        values[1],
                        Long.parseLong(values[2]),
                        "",
                        now().getEpochSecond(),
                        false,
                        ++sequence,
                        tides.now()));
    }

    /** How often each code was created. */
    Map<String, Long> createdByCode(String stream) {
        Map<String, Long> counts = new LinkedHashMap<>();
        Stream<Version> first = stream(stream).values().stream().map(List::getFirst);
        first.filter(v -> v.code != null).forEach(v -> counts.merge(String.valueOf(v.code), 1L, Long::sum));
        return counts;
    }
}
