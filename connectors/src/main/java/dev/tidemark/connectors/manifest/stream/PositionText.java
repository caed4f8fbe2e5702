package dev.tidemark.connectors.manifest.stream;

import dev.tidemark.connectors.manifest.slice.CursorState;
import dev.tidemark.connectors.manifest.slice.Interval;
import dev.tidemark.connectors.manifest.slice.Segment;
import dev.tidemark.connectors.manifest.slice.Window;
import dev.tidemark.connectors.manifest.template.None;
import dev.tidemark.connectors.manifest.tree.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;

/** Places as JSON text and back. What is empty is left out. */
final class PositionText {

    private static final long VERSION = 1;

    private PositionText() {}

    static String write(Position position) {
        Map<Object, Object> map = new LinkedHashMap<>();
        map.put("v", VERSION);
        if (position.isPart()) {
            map.put("part", position.part().name());
        }
        map.putAll(place(position.place()));
        if (position.isAbreast()) {
            Map<Object, Object> lanes = new LinkedHashMap<>();
            position.lanes().forEach((number, lane) -> lanes.put(number.toString(), place(lane)));
            map.put("lanes", lanes);
        }
        return Json.write(map);
    }

    /** @throws IllegalArgumentException where it is none of ours */
    static Position read(String text) {
        try {
            if (Json.read(text) instanceof Map<?, ?> map
                    && Long.valueOf(VERSION).equals(map.get("v"))) {
                Optional<Object> part = find(map, "part");
                if (part.isPresent()) {
                    return new Position(place(map), Position.Part.valueOf((String) part.get()));
                }
                SortedMap<Integer, Place> lanes = new TreeMap<>();
                sub(map, "lanes")
                        .forEach(
                                (number, lane) -> lanes.put(Integer.valueOf((String) number), place((Map<?, ?>) lane)));
                return new Position(place(map), lanes);
            }
        } catch (JacksonException | ClassCastException e) {
            throw new IllegalArgumentException("not a position of a manifest's stream", e);
        }
        throw new IllegalArgumentException("not a position of a manifest's stream");
    }

    private static Map<Object, Object> place(Place place) {
        Map<Object, Object> map = new LinkedHashMap<>();
        map.put("way", way(place.way()));
        place.partition().ifPresent(p -> map.put("partition", partition(p)));
        if (!place.segments().isEmpty()) {
            map.put(
                    "ahead",
                    place.segments().stream().map(PositionText::segment).toList());
        }
        place.window().ifPresent(w -> map.put("window", w.fields()));
        paging(map, place.paging());
        place.newest().ifPresent(n -> map.put("newest", n.toString()));
        flag(map, "counts", place.counts());
        place.job().ifPresent(j -> map.put("job", job(j)));
        place.properties().ifPresent(p -> map.put("properties", properties(p)));
        map.put("state", state(place.state()));
        flag(map, "done", place.isDone());
        return map;
    }

    private static Place place(Map<?, ?> map) {
        List<Segment> ahead = new ArrayList<>();
        list(map, "ahead").forEach(s -> ahead.add(segment((List<?>) s)));
        return new Place(
                way(sub(map, "way")),
                find(map, "partition").map(p -> partition((List<?>) p)),
                ahead,
                find(map, "window").map(w -> new Window(cast(w))),
                paging(map),
                find(map, "newest").map(n -> Instant.parse((String) n)),
                map.containsKey("counts"),
                find(map, "job").map(j -> job((Map<?, ?>) j)),
                find(map, "properties").map(p -> properties((Map<?, ?>) p)),
                state(sub(map, "state")),
                map.containsKey("done"));
    }

    private static void paging(Map<Object, Object> map, Paging paging) {
        paging.token().ifPresent(t -> map.put("token", t));
        if (paging.records() > 0) {
            map.put("records", paging.records());
        }
        if (paging.again() > 0) {
            map.put("again", (long) paging.again());
        }
        paging.narrowed().ifPresent(w -> map.put("narrowed", w.fields()));
        if (!paging.chunks().isEmpty()) {
            map.put("chunks", chunks(paging.chunks()));
        }
    }

    private static Paging paging(Map<?, ?> map) {
        return new Paging(
                find(map, "token"),
                number(map, "records"),
                (int) number(map, "again"),
                find(map, "narrowed").map(w -> new Window(cast(w))),
                readChunks(list(map, "chunks")));
    }

    static List<Object> chunks(List<PropertyChunk> chunks) {
        List<Object> all = new ArrayList<>();
        chunks.forEach(c -> all.add(List.of(c.properties(), c.answer())));
        return all;
    }

    static List<PropertyChunk> readChunks(List<?> written) {
        List<PropertyChunk> all = new ArrayList<>();
        for (Object item : written) {
            List<?> chunk = (List<?>) item;
            List<?> names = (List<?>) chunk.get(0);
            all.add(new PropertyChunk(names.stream().map(String.class::cast).toList(), (String) chunk.get(1)));
        }
        return all;
    }

    private static Map<Object, Object> properties(Properties properties) {
        Map<Object, Object> map = new LinkedHashMap<>();
        properties.asking().ifPresent(p -> map.put("at", place(p)));
        map.put("names", properties.names());
        return map;
    }

    private static Properties properties(Map<?, ?> map) {
        return new Properties(find(map, "at").map(p -> place((Map<?, ?>) p)), texts(map, "names"));
    }

    private static Map<Object, Object> job(Job job) {
        Map<Object, Object> map = new LinkedHashMap<>();
        map.put("stage", job.stage().name());
        job.creation().ifPresent(answer -> map.put("creation", answer));
        job.polling().ifPresent(answer -> map.put("polling", answer));
        map.put("targets", job.targets());
        map.put("tries", (long) job.tries());
        map.put("created", job.created().toString());
        return map;
    }

    private static Job job(Map<?, ?> map) {
        return new Job(
                Job.Stage.valueOf((String) find(map, "stage").orElseThrow()),
                find(map, "creation"),
                find(map, "polling"),
                List.copyOf(list(map, "targets")),
                (int) number(map, "tries"),
                Instant.parse((String) find(map, "created").orElseThrow()));
    }

    // ---- ways

    private static Map<Object, Object> way(Way way) {
        Map<Object, Object> map = new LinkedHashMap<>();
        switch (way) {
            case Way.Whole whole -> flag(map, "begun", whole.isBegun());
            case Way.Listed list -> map.put("item", (long) list.next());
            case Way.Children children -> {
                map.put("parent", (long) children.index());
                children.parent().ifPresent(p -> map.put("at", place(p)));
                // Those that were read are of no more use.
                List<Partition> waiting = children.waiting()
                        .subList(children.next(), children.waiting().size());
                if (!waiting.isEmpty()) {
                    map.put(
                            "waiting",
                            waiting.stream().map(PositionText::partition).toList());
                }
                map.put("given", children.given());
                map.put("states", children.states());
            }
            case Way.Grouped grouped -> {
                map.put("batch", partitions(grouped.batch()));
                map.put("inner", way(grouped.inner()));
                map.put("seen", grouped.seen());
            }
            case Way.Union union -> {
                map.put("union", (long) union.index());
                union.inner().ifPresent(inner -> map.put("inner", way(inner)));
                map.put("seen", union.seen());
                map.put("given", union.given());
                map.put("states", union.states());
            }
            case Way.Product product -> {
                map.put(
                        "combined",
                        product.found().stream().map(PositionText::partitions).toList());
                map.put("gathered", partitions(product.gathered()));
                map.put("current", way(product.current()));
                product.outer().ifPresent(p -> map.put("outer", partition(p)));
                map.put("next", product.next());
                map.put("given", product.given());
            }
        }
        return map;
    }

    private static Way way(Map<?, ?> map) {
        if (map.containsKey("batch")) {
            return new Way.Grouped(way(sub(map, "inner")), readPartitions(list(map, "batch")), texts(map, "seen"));
        }
        if (map.containsKey("union")) {
            return new Way.Union(
                    (int) number(map, "union"),
                    find(map, "inner").map(w -> way((Map<?, ?>) w)),
                    texts(map, "seen"),
                    sub(map, "given"),
                    sub(map, "states"));
        }
        if (map.containsKey("item")) {
            return new Way.Listed((int) number(map, "item"));
        }
        if (map.containsKey("parent")) {
            return new Way.Children(
                    (int) number(map, "parent"),
                    find(map, "at").map(p -> place((Map<?, ?>) p)),
                    readPartitions(list(map, "waiting")),
                    0,
                    sub(map, "given"),
                    sub(map, "states"));
        }
        if (map.containsKey("combined")) {
            List<List<Partition>> found = new ArrayList<>();
            list(map, "combined").forEach(each -> found.add(readPartitions((List<?>) each)));
            return new Way.Product(
                    found,
                    readPartitions(list(map, "gathered")),
                    way(sub(map, "current")),
                    find(map, "outer").map(p -> partition((List<?>) p)),
                    number(map, "next"),
                    sub(map, "given"));
        }
        if (map.containsKey("found")) {
            throw new IllegalArgumentException("a position of an earlier version");
        }
        return new Way.Whole(map.containsKey("begun"));
    }

    private static List<Object> partition(Partition partition) {
        return partition.extra().isEmpty()
                ? List.of(partition.fields())
                : List.of(partition.fields(), partition.extra());
    }

    private static Partition partition(List<?> parts) {
        return new Partition(cast(parts.getFirst()), parts.size() > 1 ? cast(parts.get(1)) : Map.of());
    }

    private static List<Object> partitions(List<Partition> partitions) {
        List<Object> all = new ArrayList<>();
        partitions.forEach(p -> all.add(partition(p)));
        return all;
    }

    private static List<Partition> readPartitions(List<?> written) {
        List<Partition> all = new ArrayList<>();
        written.forEach(p -> all.add(partition((List<?>) p)));
        return all;
    }

    // ---- windows

    private static List<Object> segment(Segment segment) {
        return List.of(segment.from().toString(), segment.to().toString(), segment.isLast());
    }

    private static Segment segment(List<?> parts) {
        return new Segment(
                Instant.parse((String) parts.get(0)), Instant.parse((String) parts.get(1)), (Boolean) parts.get(2));
    }

    // ---- states

    private static Map<Object, Object> state(State state) {
        Map<Object, Object> map = new LinkedHashMap<>();
        switch (state) {
            case State.Nothing nothing -> {}
            case State.One one -> map.put("cursor", cursor(one.cursor()));
            case State.Many many -> {
                flag(map, "all", many.isGlobal());
                List<Object> parts = new ArrayList<>();
                many.parts().forEach((key, part) -> parts.add(List.of(key, part.cursor(), part.isRead())));
                map.put("parts", parts);
                many.global().ifPresent(g -> map.put("global", g));
                many.nextGlobal().ifPresent(g -> map.put("next", g));
                map.put("lookback", many.lookback());
                many.parents().ifPresent(p -> map.put("parents", p));
                map.put("began", many.began().toString());
                many.current().ifPresent(c -> map.put("current", cursor(c)));
            }
        }
        return map;
    }

    private static State state(Map<?, ?> map) {
        if (map.containsKey("cursor")) {
            return new State.One(cursor(sub(map, "cursor")));
        }
        if (!map.containsKey("parts")) {
            return new State.Nothing();
        }
        Map<String, State.Many.Part> parts = new LinkedHashMap<>();
        for (Object item : list(map, "parts")) {
            List<?> part = (List<?>) item;
            parts.put((String) part.get(0), new State.Many.Part(cast(part.get(1)), (Boolean) part.get(2)));
        }
        return new State.Many(
                map.containsKey("all"),
                parts,
                find(map, "global").map(String.class::cast),
                find(map, "next").map(String.class::cast),
                number(map, "lookback"),
                find(map, "parents").map(PositionText::cast),
                Instant.parse((String) find(map, "began").orElseThrow()),
                find(map, "current").map(c -> cursor((Map<?, ?>) c)));
    }

    private static Map<Object, Object> cursor(CursorState state) {
        Map<Object, Object> map = new LinkedHashMap<>();
        map.put("floor", state.floor().toString());
        map.put("start", state.start().toString());
        List<Object> read = new ArrayList<>();
        for (Interval interval : state.read()) {
            List<Object> parts = new ArrayList<>(
                    List.of(interval.from().toString(), interval.to().toString()));
            interval.newest().ifPresent(n -> parts.add(n.toString()));
            read.add(parts);
        }
        map.put("read", read);
        map.put("given", state.given());
        return map;
    }

    private static CursorState cursor(Map<?, ?> map) {
        List<Interval> read = new ArrayList<>();
        for (Object item : list(map, "read")) {
            List<?> parts = (List<?>) item;
            read.add(new Interval(
                    Instant.parse((String) parts.get(0)),
                    Instant.parse((String) parts.get(1)),
                    parts.size() > 2 ? Optional.of(Instant.parse((String) parts.get(2))) : Optional.empty()));
        }
        return new CursorState(
                Instant.parse((String) find(map, "floor").orElseThrow()),
                Instant.parse((String) find(map, "start").orElseThrow()),
                read,
                sub(map, "given"));
    }

    // ---- maps

    private static void flag(Map<Object, Object> map, String name, boolean value) {
        if (value) {
            map.put(name, true);
        }
    }

    private static Optional<Object> find(Map<?, ?> map, String name) {
        return Optional.<Object>ofNullable(map.get(name)).filter(v -> v != None.NONE);
    }

    private static List<?> list(Map<?, ?> map, String name) {
        return map.get(name) instanceof List<?> list ? list : List.of();
    }

    private static List<String> texts(Map<?, ?> map, String name) {
        return list(map, name).stream().map(String.class::cast).toList();
    }

    private static long number(Map<?, ?> map, String name) {
        return (Long) find(map, name).orElse(0L);
    }

    private static Map<Object, Object> sub(Map<?, ?> map, String name) {
        return find(map, name).map(PositionText::cast).orElse(Map.of());
    }

    @SuppressWarnings("unchecked")
    private static Map<Object, Object> cast(Object map) {
        return (Map<Object, Object>) map;
    }
}
