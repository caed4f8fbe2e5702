package dev.tidemark.connectors.manifest.stream;

import dev.tidemark.connectors.manifest.slice.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far the pages of one window have come.
 *
 * @param token of the page that is asked next
 * @param records how many its pages gave, since they began or began anew
 * @param again how often they began anew without coming further
 * @param narrowed what of the window is asked for since they began anew behind its start; empty for all of it
 * @param chunks answers to the page's request with some of the properties, where all are too many for one
 */
record Paging(Optional<Object> token, long records, int again, Optional<Window> narrowed, List<PropertyChunk> chunks) {

    static final Paging NONE = new Paging(Optional.empty(), 0, 0, Optional.empty(), List.of());

    Paging {
        chunks = List.copyOf(chunks);
    }

    static Paging first(Optional<Object> token) {
        return new Paging(token, 0, 0, Optional.empty(), List.of());
    }

    Paging next(Object nextToken) {
        return new Paging(Optional.of(nextToken), records, again, narrowed, List.of());
    }

    Paging read(long more) {
        return new Paging(token, records + more, again, narrowed, chunks);
    }

    Paging with(PropertyChunk chunk) {
        List<PropertyChunk> more = new ArrayList<>(chunks);
        more.add(chunk);
        return new Paging(token, records, again, narrowed, more);
    }

    /** The pages begin anew, for the same window. */
    Paging again(Optional<Object> firstToken) {
        return new Paging(firstToken, 0, again + 1, narrowed, List.of());
    }

    /** The pages begin anew, for what is left of the window. */
    Paging narrowed(Optional<Object> firstToken, Window left) {
        return new Paging(firstToken, 0, 0, Optional.of(left), List.of());
    }
}
