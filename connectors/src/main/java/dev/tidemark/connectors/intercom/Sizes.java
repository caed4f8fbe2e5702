package dev.tidemark.connectors.intercom;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Amount;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.Size;
import dev.tidemark.connectors.rest.Params;
import dev.tidemark.connectors.rest.Troubled;
import tools.jackson.databind.JsonNode;

/** Asks a list for one of its records: with it comes how many there are. */
final class Sizes {

    /** What a scroll answers at once. */
    private static final int SCROLL_PAGE = 100;

    private Sizes() {}

    static Size of(Access access, Kind kind) throws HttpFailed, Troubled {
        return switch (kind.way) {
            case AT_ONCE ->
                new Size(Amount.unknown("they come in one answer"), Amount.exactly(1), "all in one request");
            case SEARCH -> Size.paged(count(access, "GET", "/" + kind.stream, kind.stream), kind.pageSize);
            case SCROLL -> {
                Size pages = Size.paged(count(access, "POST", "/companies/list", kind.stream), SCROLL_PAGE);
                // A scroll ends with an empty page.
                yield new Size(pages.records(), pages.requests().plus(Amount.exactly(1)), pages.how());
            }
            case PARTS -> {
                Amount conversations = count(access, "GET", "/conversations", "conversations");
                yield new Size(
                        Amount.unknown("how many parts a conversation has is known when it is read"),
                        conversations.plus(conversations.pagesOf(kind.pageSize)),
                        "a request for each conversation, and one that names " + kind.pageSize);
            }
        };
    }

    private static Amount count(Access access, String method, String path, String what) throws HttpFailed, Troubled {
        String address = new Params().and("per_page", 1).after(path);
        JsonNode list = Login.API.tree(access, Login.request(access, method, address), "the count of " + what);
        return list.path("total_count").canConvertToLong()
                ? Amount.exactly(list.path("total_count").asLong())
                : Amount.unknown("Intercom did not say how many " + what + " there are");
    }
}
