package dev.tidemark.connectors.manifest.stream;

import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.slice.Window;
import dev.tidemark.connectors.manifest.template.None;
import java.util.Map;
import java.util.Optional;

/** For which part of a stream a page was asked: what request and records hang on. */
record PageContext(Partition partition, Window window, Optional<Object> token) {

    static PageContext of(Place place) {
        return new PageContext(
                place.partition().orElse(Partition.WHOLE), place.window().orElse(Window.WHOLE), place.token());
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
}
