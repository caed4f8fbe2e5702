package dev.tidemark.connectors.zendesk;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Amount;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.Size;
import dev.tidemark.connectors.rest.Troubled;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Asks for counts where Zendesk has them (API reference, the operations named "Count"). */
final class Sizes {

    /** What has an operation that counts it, and is a stream. */
    private static final Set<String> COUNTED = Set.of(
            Feeds.TICKETS,
            Feeds.USERS,
            Feeds.ORGANIZATIONS,
            "groups",
            "deleted_users",
            "satisfaction_ratings",
            "tags",
            "ticket_fields",
            "views");

    /** What comes with tickets, or at least once for each. */
    private static final Set<String> OF_TICKETS = Set.of("ticket_metrics", "ticket_events", "ticket_metric_events");

    private static final String COARSE = "Zendesk leaves deleted ones out, and counts more than 100,000 once a day";

    private Sizes() {}

    static Size of(Access access, Feed feed) throws HttpFailed, Troubled {
        String name = feed.stream().name();
        return switch (feed.way()) {
            case WHOLE -> new Size(Amount.unknown("they come in one answer"), Amount.exactly(1), "all in one request");
            case LIST -> Size.paged(count(access, name), Pages.LIST_PAGE);
            case CURSOR, TIME -> Size.paged(exported(access, name), Pages.EXPORT_PAGE);
        };
    }

    private static Amount exported(Access access, String name) throws HttpFailed, Troubled {
        if (!OF_TICKETS.contains(name)) {
            return count(access, name);
        }
        Amount tickets = count(access, Feeds.TICKETS);
        return name.equals("ticket_metrics")
                ? tickets
                : Amount.atLeast(tickets.number(), "each ticket has one or more, and Zendesk counts tickets only");
    }

    private static Amount count(Access access, String name) throws HttpFailed, Troubled {
        if (!COUNTED.contains(name)) {
            return Amount.unknown("Zendesk does not say how many there are");
        }
        JsonNode count = Login.API
                .tree(
                        access,
                        Login.API.request(access, "GET", Pages.API + "/" + name + "/count"),
                        "the count of " + name)
                .path("count")
                .path("value");
        return count.canConvertToLong()
                ? Amount.about(count.asLong(), COARSE)
                : Amount.unknown("Zendesk did not say how many there are");
    }
}
