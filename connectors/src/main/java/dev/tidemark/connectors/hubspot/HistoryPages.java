package dev.tidemark.connectors.hubspot;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.Reading;
import dev.tidemark.connectors.hubspot.Position.Phase;
import dev.tidemark.connectors.json.Envelope;
import dev.tidemark.connectors.json.Json;
import dev.tidemark.connectors.rest.Params;
import dev.tidemark.connectors.rest.Troubled;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What properties held before. HubSpot tells it in lists, by which everything is read, but in no search: of records that changed
 * a search tells the ids, and then they are asked for. Either way 50 records at once.
 */
final class HistoryPages {

    static final int AT_ONCE = 50;
    private static final List<String> ID_ONLY = List.of("hs_object_id");

    private final Access access;
    private final PageRequest request;
    private final String type;
    private final Position position;
    private final String what;

    private HistoryPages(Access access, PageRequest request, String type) {
        this.access = access;
        this.request = request;
        this.type = type;
        Phase first = request.reading() instanceof Reading.Since ? Phase.SEARCH : Phase.LIST;
        this.position = request.after().map(Position::of).orElse(Position.start(first));
        this.what = position.phase() == Phase.SEARCH ? "the search of " + type : "the histories of " + type;
    }

    static Answer read(Access access, PageRequest request, Kind.Histories kind) {
        var pages = new HistoryPages(access, request, kind.type());
        return Hub.API.page(pages.what, () -> switch (pages.position.phase()) {
            case SEARCH -> pages.search();
            case LINKS -> pages.changed();
            default -> pages.list();
        });
    }

    private Answer list() throws HttpFailed, Troubled, BadPage {
        var params = new Params().and("limit", AT_ONCE);
        if (!position.after().isEmpty()) {
            params.and("after", position.after());
        }
        params.and("archived", "false")
                .and("properties", String.join(",", ID_ONLY))
                .and("propertiesWithHistory", String.join(",", Hub.histories(access)));
        HttpAnswer answer =
                Hub.API.ask(access, Hub.API.request(access, "GET", params.after(Kind.Records.path(type))), what);
        Envelope envelope = Envelope.of(answer.body(), RecordPages.RECORDS, Streams.ID);
        if (!envelope.hasRecords()) {
            return Hub.API.refusals().strange(answer, what, "no results").asAnswer();
        }
        Next next = envelope.find("paging.next.after")
                .<Next>map(after ->
                        new Next.More(position.on(envelope.count(), after).token()))
                .orElseGet(Next.Done::of);
        return Hub.page(Flat.HISTORIES, answer, answer.body(), next);
    }

    /** The ids of what changed: their histories follow on the next pages. */
    private Answer search() throws HttpFailed, Troubled, BadPage {
        HttpAnswer answer =
                Hub.API.ask(access, Searches.request(access, type, position, request.reading(), ID_ONLY), what);
        Envelope envelope = Envelope.of(answer.body(), RecordPages.RECORDS, Streams.ID);
        if (!envelope.hasRecords()) {
            return Hub.API.refusals().strange(answer, what, "no results").asAnswer();
        }
        List<String> ids = new ArrayList<>();
        for (JsonNode record : Json.tree(answer.body()).path(RecordPages.RECORDS)) {
            ids.add(record.path(Streams.ID).asString(""));
        }
        String after = Searches.next(envelope, position).orElse("");
        return Hub.page(Flat.NONE, answer, answer.body(), then(ids, after));
    }

    private Answer changed() throws HttpFailed, Troubled, BadPage {
        List<String> pending = position.pending();
        List<String> now = pending.subList(0, Math.min(AT_ONCE, pending.size()));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("inputs", now.stream().map(id -> Map.of("id", id)).toList());
        body.put("properties", ID_ONLY);
        body.put("propertiesWithHistory", Hub.histories(access));
        HttpAnswer answer = Hub.API.ask(
                access,
                Hub.API
                        .request(access, "POST", Kind.Records.path(type) + "/batch/read")
                        .json(Json.text(body)),
                what);
        if (!Envelope.of(answer.body(), RecordPages.RECORDS, "").hasRecords()) {
            return Hub.API.refusals().strange(answer, what, "no results").asAnswer();
        }
        return Hub.page(
                Flat.HISTORIES,
                answer,
                answer.body(),
                then(pending.subList(now.size(), pending.size()), position.after()));
    }

    /** @param after the id after which the search goes on; empty where it told all */
    private Next then(List<String> ids, String after) {
        if (!ids.isEmpty()) {
            return new Next.More(new Position(Phase.LINKS, position.seen(), after, ids).token());
        }
        return after.isEmpty()
                ? Next.Done.of()
                : new Next.More(new Position(Phase.SEARCH, position.seen(), after, List.of()).token());
    }
}
