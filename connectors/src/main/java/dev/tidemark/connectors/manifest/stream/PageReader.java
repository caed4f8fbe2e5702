package dev.tidemark.connectors.manifest.stream;

import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Now;
import dev.tidemark.connectors.manifest.record.Selector;
import dev.tidemark.connectors.manifest.slice.TimeCursor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private static Page at(StreamModel stream, Context base, PageContext page, byte[] answer, int from) {
        Predicate<Map<Object, Object>> isDue = record -> true;
        Optional<TimeCursor> cursor = stream.cursor();
        if (cursor.isPresent() && page.due().isPresent()) {
            isDue = record -> cursor.get().isDue(page.due().get(), record, base);
        }
        Context context = page.names(base);
        if (cursor.filter(TimeCursor::isFeed).isEmpty()) {
            Selector.Selected selected = stream.selector().select(answer, from, context, isDue);
            return new Page(selected, selected.records(), false);
        }
        // A feed's end is judged by what the API answered, before any of it is left out.
        Selector.Selected selected = stream.selector().select(answer, from, context, record -> true);
        Predicate<Map<Object, Object>> isNew = isDue;
        List<Object> records =
                selected.records().stream().filter(r -> isDue(r, isNew)).toList();
        boolean isPast =
                !selected.records().isEmpty() && !isDue(selected.records().getLast(), isNew);
        return new Page(selected, records, isPast);
    }

    @SuppressWarnings("unchecked")
    private static boolean isDue(Object record, Predicate<Map<Object, Object>> isDue) {
        return !(record instanceof Map<?, ?> map) || isDue.test((Map<Object, Object>) map);
    }
}
