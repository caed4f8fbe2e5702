package dev.tidemark.connectors.hubspot;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connectors.hubspot.Position.Phase;
import dev.tidemark.connectors.json.Envelope;
import dev.tidemark.connectors.json.Json;
import dev.tidemark.connectors.rest.Params;
import dev.tidemark.connectors.rest.Troubled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Lists, and who is in them: a page of lists, for their ids, and then the members of each of these. Lists are found by an
 * offset, which moves when one is deleted meanwhile: so each page begins a little before the end of the page before.
 */
final class ListPages {

    static final String LISTS = "lists";

    static final int FOUND = 500;
    static final int WHOSE_MEMBERS = 100;
    private static final int OVERLAP = 20;
    static final int MEMBERS = 250;
    private static final byte[] NOBODY = "{\"results\":[]}".getBytes(StandardCharsets.UTF_8);

    private final Access access;
    private final Position position;
    private final boolean members;

    private ListPages(Access access, PageRequest request, boolean members) {
        this.access = access;
        this.members = members;
        this.position = request.after().map(Position::of).orElse(Position.start(Phase.LIST));
    }

    static Answer lists(Access access, PageRequest request) {
        var pages = new ListPages(access, request, false);
        return Hub.API.page("the search of lists", pages::lists);
    }

    static Answer members(Access access, PageRequest request) {
        var pages = new ListPages(access, request, true);
        return pages.position.phase() == Phase.MEMBERS
                ? Hub.API.page("the members of a list", pages::members)
                : Hub.API.page("the search of lists", pages::lists);
    }

    static HttpRequest search(Access access, long offset, int count) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("query", "");
        body.put("offset", offset);
        body.put("count", count);
        body.put("additionalProperties", List.of());
        return Hub.API.request(access, "POST", "/crm/v3/lists/search").json(Json.text(body));
    }

    private long offset() {
        return position.after().isEmpty() ? 0 : Long.parseLong(position.after());
    }

    private Answer lists() throws HttpFailed, Troubled, BadPage {
        String what = "the search of lists";
        HttpAnswer answer = Hub.API.ask(access, search(access, offset(), members ? WHOSE_MEMBERS : FOUND), what);
        Envelope envelope = Envelope.of(answer.body(), LISTS, "");
        if (!envelope.hasRecords()) {
            return Hub.API.refusals().strange(answer, what, "no lists").asAnswer();
        }
        String after = envelope.isTrue("hasMore") ? Long.toString(nextOffset(envelope)) : "";
        if (!members) {
            return Hub.page(LISTS, answer, answer.body(), then(List.of(), after));
        }
        List<String> ids = new ArrayList<>();
        for (JsonNode list : Json.tree(answer.body()).path(LISTS)) {
            ids.add(list.path("listId").asString("") + ":"
                    + list.path("objectTypeId").asString(""));
        }
        return Hub.page(Flat.NONE, answer, answer.body(), then(ids, after));
    }

    /** @throws BadPage where that is no later than the one asked for: there would be no end */
    private long nextOffset(Envelope envelope) throws BadPage {
        long told = envelope.number("offset");
        if (told <= offset()) {
            throw new BadPage("more lists at the offset " + told + ", asked for at " + offset());
        }
        return Math.max(offset() + 1, told - OVERLAP);
    }

    private Answer members() throws HttpFailed, Troubled, BadPage {
        // list:type, or list:type:cursor in the middle of it
        String[] asked = position.pending().getFirst().split(":", 3);
        var params = new Params().and("limit", MEMBERS);
        String cursor = asked.length > 2 ? "&after=" + asked[2] : "";
        String path = params.after("/crm/v3/lists/" + Params.step(asked[0]) + "/memberships") + cursor;
        String what = "the members of the list " + asked[0];
        List<String> left =
                new ArrayList<>(position.pending().subList(1, position.pending().size()));
        HttpAnswer answer = Hub.API.send(access, Hub.API.request(access, "GET", path));
        if (answer.status() == 404) { // deleted since it was found, and its memberships with it
            return Hub.page(Flat.NONE, answer, NOBODY, then(left, position.after()));
        }
        Envelope envelope = Envelope.of(Hub.API.good(answer, what).body(), RecordPages.RECORDS, "");
        if (!envelope.hasRecords()) {
            return Hub.API.refusals().strange(answer, what, "no results").asAnswer();
        }
        envelope.find("paging.next.after")
                .ifPresent(after -> left.addFirst(asked[0] + ":" + asked[1] + ":" + Params.encoded(after)));
        return Hub.page(Flat.members(asked[0], asked[1]), answer, answer.body(), then(left, position.after()));
    }

    /** @param after the offset of the next lists; empty where there are none */
    private Next then(List<String> ids, String after) {
        if (!ids.isEmpty()) {
            return new Next.More(new Position(Phase.MEMBERS, 0, after, ids).token());
        }
        return after.isEmpty() ? Next.Done.of() : new Next.More(new Position(Phase.LIST, 0, after, List.of()).token());
    }
}
