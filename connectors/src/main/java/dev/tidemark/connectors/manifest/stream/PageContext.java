package dev.tidemark.connectors.manifest.stream;

import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.slice.Due;
import dev.tidemark.connectors.manifest.slice.Window;
import dev.tidemark.connectors.manifest.template.None;
import dev.tidemark.connectors.manifest.tree.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * For which part of a stream, and when, a page was asked: all that its records hang on besides its bytes.
 *
 * @param due which records are of the pass, where that is judged here
 * @param chunks the answers with the properties that the last one does not have
 */
record PageContext(
        Partition partition,
        Window window,
        Optional<Object> token,
        Instant now,
        Optional<Due> due,
        List<PropertyChunk> chunks) {

    PageContext {
        chunks = List.copyOf(chunks);
    }

    static PageContext of(StreamModel stream, Place place, Instant now, Optional<Due> due) {
        Partition partition = place.partition().orElse(Partition.WHOLE);
        Optional<List<String>> asked = stream.properties(place);
        return new PageContext(
                asked.map(names -> partition.with(QueryModel.NAME, List.copyOf(names)))
                        .orElse(partition),
                place.paging().narrowed().or(place::window).orElse(Window.WHOLE),
                place.token(),
                now,
                due,
                place.paging().chunks());
    }

    /** The same for an answer with other properties. */
    PageContext of(PropertyChunk chunk) {
        return new PageContext(
                partition.with(QueryModel.NAME, List.copyOf(chunk.properties())), window, token, now, due, List.of());
    }

    Slice slice() {
        return new Slice(partition, window);
    }

    Context names(Context base) {
        return base.with(Slice.names(partition))
                .with("stream_slice", slice())
                .with(
                        "next_page_token",
                        token.<Object>map(t -> Map.of("next_page_token", t)).orElse(None.NONE));
    }

    String text() {
        Map<Object, Object> map = new LinkedHashMap<>();
        map.put("partition", partition.fields());
        map.put("extra", partition.extra());
        map.put("window", window.fields());
        token.ifPresent(t -> map.put("token", t));
        map.put("now", now.toString());
        due.ifPresent(d -> map.put("due", List.of(d.from().toString(), d.to().toString())));
        if (!chunks.isEmpty()) {
            map.put("chunks", PositionText.chunks(chunks));
        }
        return Json.write(map);
    }

    /** @throws IllegalArgumentException where it is none */
    static PageContext of(Map<?, ?> map) {
        if (!(map.get("now") instanceof String now)) {
            throw new IllegalArgumentException("no context of a page");
        }
        Optional<Due> due = map.get("due") instanceof List<?> bounds
                ? Optional.of(new Due(
                        Instant.parse(String.valueOf(bounds.get(0))), Instant.parse(String.valueOf(bounds.get(1)))))
                : Optional.empty();
        return new PageContext(
                new Partition(States.map(map, "partition"), States.map(map, "extra")),
                new Window(States.map(map, "window")),
                Optional.ofNullable(map.get("token")),
                Instant.parse(now),
                due,
                map.get("chunks") instanceof List<?> chunks ? PositionText.readChunks(chunks) : List.of());
    }
}
