package dev.tidemark.connectors.manifest.stream;

import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.slice.Cursor;
import dev.tidemark.connectors.manifest.template.Python;
import java.util.Optional;

/**
 * A PaginationReset: what is done where an API pages no further.
 *
 * @param narrows whether the pages begin behind the last record that came, by the cursor; else at the start of the window
 * @param most after how many records of a window they begin anew; 0 for any number
 */
record PagesAnew(boolean narrows, long most) {

    /** Without a word of the manifest: once more from the start. */
    static final PagesAnew FROM_START = new PagesAnew(false, 0);

    /** How often the same pages may begin anew. */
    static final int MOST_AGAIN = 1;

    static Optional<PagesAnew> of(Node retriever, Optional<Cursor> cursor) {
        return retriever.child("pagination_reset").map(node -> read(node, cursor));
    }

    private static PagesAnew read(Node node, Optional<Cursor> cursor) {
        String action = node.need("action");
        if (!action.equals("SPLIT_USING_CURSOR") && !action.equals("RESET") && !action.isEmpty()) {
            node.problem("'action' is SPLIT_USING_CURSOR or RESET, not " + action);
        }
        boolean narrows = action.equals("SPLIT_USING_CURSOR");
        if (narrows && cursor.filter(Cursor::isNarrowed).isEmpty()) {
            node.problem("SPLIT_USING_CURSOR needs a stream with a DatetimeBasedCursor");
        }
        long most = node.child("limits")
                .filter(limits -> limits.has("number_of_records"))
                .map(limits -> number(limits))
                .orElse(0L);
        return new PagesAnew(narrows, most);
    }

    private static long number(Node limits) {
        Optional<Object> number = limits.text("number_of_records").flatMap(Python::integer);
        if (number.filter(n -> n instanceof Long most && most > 0).isEmpty()) {
            limits.problem("'number_of_records' is a number of records");
            return 0;
        }
        return ((Number) number.get()).longValue();
    }
}
