package dev.tidemark.connectors.manifest.stream;

import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Now;
import dev.tidemark.connectors.manifest.record.Selector;
import dev.tidemark.connectors.manifest.slice.TimeCursor;
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
        if (stream.cursor().filter(TimeCursor::isFeed).isPresent()) {
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
        Context context = page.names(base);
        if (stream.cursor().filter(TimeCursor::isFeed).isEmpty()) {
            Selector.Selected selected = stream.selector().select(answer, from, context, isDue);
            return new Page(selected, selected.records(), false);
        }
        // A feed's end is judged by what the API answered, before any of it is left out.
        Selector.Selected selected = stream.selector().select(answer, from, context, record -> true);
        List<Object> records =
                selected.records().stream().filter(r -> isDue(r, isDue)).toList();
        boolean isPast =
                !selected.records().isEmpty() && !isDue(selected.records().getLast(), isDue);
        return new Page(selected, records, isPast);
    }

    @SuppressWarnings("unchecked")
    private static boolean isDue(Object record, Predicate<Map<Object, Object>> isDue) {
        return !(record instanceof Map<?, ?> map) || isDue.test((Map<Object, Object>) map);
    }
}
