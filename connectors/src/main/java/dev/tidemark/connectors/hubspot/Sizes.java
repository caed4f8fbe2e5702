package dev.tidemark.connectors.hubspot;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Amount;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.Size;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connectors.json.Json;
import dev.tidemark.connectors.rest.Troubled;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Counts records by a search that answers one of them: a list does not tell its length. */
final class Sizes {

    private static final String LATE = "a search knows of a change after a few moments";
    private static final String ARCHIVED = "HubSpot does not say how many archived records there are";

    private Sizes() {}

    static Size of(Access access, StreamSpec stream, Kind kind) throws HttpFailed, Troubled {
        return switch (kind) {
            case Kind.Records(String type) -> {
                Amount records = count(access, type);
                int page = RecordPages.lists(access, stream, type) ? RecordPages.LISTED : Searches.FOUND;
                Size live = Size.paged(records, page);
                yield new Size(records, withArchived(stream, live.requests()), live.how());
            }
            case Kind.Links(String from, String to) -> {
                Amount pages = count(access, from).pagesOf(RecordPages.LISTED);
                yield new Size(
                        Amount.unknown("how many " + to + " each record is associated with is known when it is read"),
                        withArchived(
                                stream,
                                Amount.atLeast(
                                        2 * pages.number(), "a record with many associations is asked for again")),
                        "2 requests for " + RecordPages.LISTED + " " + from);
            }
            case Kind.Owners owners -> {
                Size live = Size.paged(Amount.unknown("HubSpot does not say how many owners there are"), 100);
                yield new Size(live.records(), withArchived(stream, live.requests()), live.how());
            }
            case Kind.Histories(String type) ->
                new Size(
                        Amount.unknown("how many values each property had is known when it is read"),
                        count(access, type).pagesOf(HistoryPages.AT_ONCE),
                        HistoryPages.AT_ONCE + " " + type + " a request");
            case Kind.Definitions definitions ->
                new Size(
                        Amount.unknown("HubSpot does not say how many " + stream.name() + " there are"),
                        Amount.atLeast(
                                1 + 2L * definitions.standard().size(),
                                "custom objects and pipelines have requests of their own"),
                        "2 requests for each type");
            case Kind.Lists lists -> Size.paged(Amount.exactly(lists(access)), ListPages.FOUND);
            case Kind.Members members -> {
                long lists = lists(access);
                Amount pages = Amount.exactly(lists).pagesOf(ListPages.WHOSE_MEMBERS);
                yield new Size(
                        Amount.unknown("how many members each list has is known when it is read"),
                        pages.plus(Amount.atLeast(lists, "a list of many members is asked for again")),
                        "a request for each list, and for each " + ListPages.MEMBERS + " members");
            }
        };
    }

    private static Amount withArchived(StreamSpec stream, Amount requests) {
        return stream.seesDeletes() ? requests.plus(Amount.atLeast(1, ARCHIVED)) : requests;
    }

    private static long lists(Access access) throws HttpFailed, Troubled {
        return Hub.API
                .tree(access, ListPages.search(access, 0, 1), "the count of lists")
                .path("total")
                .asLong(0);
    }

    private static Amount count(Access access, String type) throws HttpFailed, Troubled {
        String what = "the count of " + type;
        JsonNode found = Hub.API.tree(
                access,
                Hub.API
                        .request(access, "POST", Kind.Records.path(type) + "/search")
                        .json(Json.text(Map.of("limit", 1, "properties", List.of("hs_object_id")))),
                what);
        return found.path("total").canConvertToLong()
                ? Amount.about(found.path("total").asLong(), LATE)
                : Amount.unknown("HubSpot's search does not say how many " + type + " there are");
    }
}
