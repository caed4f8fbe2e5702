package dev.tidemark.connectors.manifest.stream;

import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Now;
import dev.tidemark.connectors.manifest.record.Selector;
import dev.tidemark.connectors.manifest.slice.Cursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The records of a page: pure, so that a page reads the same when it comes and years later. */
final class PageReader {

    private PageReader() {}

    /**
     * A page, read.
     *
     * @param records those of the stream
     * @param isPast whether a feed, newest first, has come to what was read before: then no further page is of use
     */
    record Page(Selector.Selected selected, List<Object> records, boolean isPast) {}

    static Page read(StreamModel stream, Context base, PageContext page, byte[] answer, int from) {
        return Now.at(page.now(), () -> at(stream, base, page, answer, from));
    }

    /**
     * Hands a page's records on one by one.
     *
     * @return whether it could be decoded
     */
    static boolean each(
            StreamModel stream, Context base, PageContext page, byte[] answer, int from, Consumer<Object> records) {
        if (stream.cursor().filter(Cursor::isFeed).isPresent() || stream.merges()) {
            Page read = read(stream, base, page, answer, from);
            read.records().forEach(records);
            return read.selected().isReadable();
        }
        return Now.at(
                page.now(),
                () -> stream.selector().each(answer, from, page.names(base), due(stream, base, page), records));
    }

    private static Predicate<Map<Object, Object>> due(StreamModel stream, Context base, PageContext page) {
        if (stream.cursor().isEmpty() || page.due().isEmpty()) {
            return record -> true;
        }
        return record -> stream.cursor().get().isDue(page.due().get(), record, base);
    }

    private static Page at(StreamModel stream, Context base, PageContext page, byte[] answer, int from) {
        Predicate<Map<Object, Object>> isDue = due(stream, base, page);
        if (stream.cursor().filter(Cursor::isFeed).isEmpty()) {
            Selector.Selected selected = select(stream, base, page, answer, from, isDue);
            return new Page(selected, selected.records(), false);
        }
        // A feed's end is judged by what the API answered, before any of it is left out.
        Selector.Selected selected = select(stream, base, page, answer, from, record -> true);
        List<Object> records =
                selected.records().stream().filter(r -> isDue(r, isDue)).toList();
        boolean isPast =
                !selected.records().isEmpty() && !isDue(selected.records().getLast(), isDue);
        return new Page(selected, records, isPast);
    }

    /** Records of which one answer has some properties, and others the rest, are put together. */
    private static Selector.Selected select(
            StreamModel stream,
            Context base,
            PageContext page,
            byte[] answer,
            int from,
            Predicate<Map<Object, Object>> isDue) {
        Selector.Selected last = stream.selector().select(answer, from, page.names(base), isDue);
        if (!stream.merges()) {
            return last;
        }
        List<Object> all = new ArrayList<>();
        boolean isReadable = last.isReadable();
        for (PropertyChunk chunk : page.chunks()) {
            byte[] open = chunk.open();
            if (open.length > 0) {
                Selector.Selected some =
                        stream.selector().select(open, 0, page.of(chunk).names(base), isDue);
                all.addAll(some.records());
                isReadable &= some.isReadable();
            }
        }
        all.addAll(last.records());
        return new Selector.Selected(
                isReadable,
                last.bodies(),
                last.extracted(),
                stream.query().orElseThrow().merged(all));
    }

    @SuppressWarnings("unchecked")
    private static boolean isDue(Object record, Predicate<Map<Object, Object>> isDue) {
        return !(record instanceof Map<?, ?> map) || isDue.test((Map<Object, Object>) map);
    }
}
