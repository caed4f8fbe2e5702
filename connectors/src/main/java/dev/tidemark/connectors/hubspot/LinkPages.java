package dev.tidemark.connectors.hubspot;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connectors.hubspot.Position.Phase;
import dev.tidemark.connectors.json.Envelope;
import dev.tidemark.connectors.json.Json;
import dev.tidemark.connectors.rest.Params;
import dev.tidemark.connectors.rest.Troubled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Associations: a page of a list, for its ids, and then what these records are associated with, by turns. A record with more
 * than one answer tells is asked for again from where that ended.
 */
final class LinkPages {

    static final String IDS = "ids";
    static final String LINKS = "links";
    static final String GONE = "gone";

    private static final int LISTED = 100;

    private final Access access;
    private final PageRequest request;
    private final Kind.Links kind;
    private final Position position;
    private final String what;

    private LinkPages(Access access, PageRequest request, Kind.Links kind) {
        this.access = access;
        this.request = request;
        this.kind = kind;
        this.position = request.after().map(Position::of).orElse(Position.start(Phase.LIST));
        this.what = position.phase() == Phase.LINKS
                ? "the associations of " + kind.from() + " with " + kind.to()
                : "the list of " + kind.from();
    }

    static Answer read(Access access, PageRequest request, Kind.Links kind) {
        var pages = new LinkPages(access, request, kind);
        return Hub.API.page(pages.what, () -> pages.position.phase() == Phase.LINKS ? pages.links() : pages.list());
    }

    private Answer list() throws HttpFailed, Troubled, BadPage {
        boolean archived = position.phase() == Phase.ARCHIVED;
        var params = new Params()
                .and("limit", LISTED)
                .and("archived", String.valueOf(archived))
                .and("properties", "hs_object_id");
        if (!position.after().isEmpty()) {
            params.and("after", position.after());
        }
        HttpAnswer answer =
                Hub.API.ask(access, Hub.API.request(access, "GET", params.after(Kind.Records.path(kind.from()))), what);
        Envelope envelope = Envelope.of(answer.body(), RecordPages.RECORDS, Streams.ID);
        if (!envelope.hasRecords()) {
            return Hub.API.refusals().strange(answer, what, "no results").asAnswer();
        }
        String after = envelope.find("paging.next.after").orElse("");
        if (archived) {
            Next next = after.isEmpty() ? Next.Done.of() : more(position.on(envelope.count(), after));
            return Hub.page(GONE, answer, answer.body(), next);
        }
        List<String> ids = new ArrayList<>();
        for (JsonNode record : Json.tree(answer.body()).path(RecordPages.RECORDS)) {
            ids.add(record.path(Streams.ID).asString(""));
        }
        Next next = ids.isEmpty() ? end() : more(new Position(Phase.LINKS, position.seen(), after, ids));
        return Hub.page(IDS, answer, answer.body(), next);
    }

    private Answer links() throws HttpFailed, Troubled, BadPage {
        List<Object> inputs = new ArrayList<>();
        for (String one : position.pending()) {
            int colon = one.indexOf(':');
            inputs.add(
                    colon < 0
                            ? Map.of("id", one)
                            : Map.of("id", one.substring(0, colon), "after", one.substring(colon + 1)));
        }
        String path = "/crm/v4/associations/" + Params.step(kind.from()) + "/" + Params.step(kind.to()) + "/batch/read";
        HttpAnswer answer = Hub.API.ask(
                access, Hub.API.request(access, "POST", path).json(Json.text(Map.of("inputs", inputs))), what);
        JsonNode body = Json.tree(answer.body());
        if (!body.path(RecordPages.RECORDS).isArray()) {
            return Hub.API.refusals().strange(answer, what, "no results").asAnswer();
        }
        List<String> rest = new ArrayList<>();
        for (JsonNode one : body.path(RecordPages.RECORDS)) {
            String cursor = one.path("paging").path("next").path("after").asString("");
            if (!cursor.isEmpty()) {
                rest.add(one.path("from").path("id").asString("") + ":" + cursor);
            }
        }
        boolean lists = request.stream().indexOf(Streams.ASSOCIATED) >= 0;
        return Hub.page(LINKS, answer, withAsked(answer.body()), afterLinks(lists ? List.of() : rest));
    }

    private Next afterLinks(List<String> rest) {
        if (!rest.isEmpty()) {
            return more(new Position(Phase.LINKS, position.seen(), position.after(), rest));
        }
        long asked = position.pending().size();
        return position.after().isEmpty()
                ? end()
                : more(new Position(Phase.LIST, position.seen() + asked, position.after(), List.of()));
    }

    private Next end() {
        return request.stream().seesDeletes() ? more(position.then(Phase.ARCHIVED, 0)) : Next.Done.of();
    }

    /** HubSpot leaves out records that are associated with nothing: whom we asked for is archived too. */
    private byte[] withAsked(byte[] answer) {
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put(
                "asked",
                position.pending().stream()
                        .map(one -> one.replaceFirst(":.*", ""))
                        .toList());
        String start = Json.text(asked);
        var whole = new ByteArrayOutputStream(start.length() + answer.length + 16);
        whole.writeBytes(start.substring(0, start.length() - 1).getBytes(StandardCharsets.UTF_8));
        whole.writeBytes(",\"answer\":".getBytes(StandardCharsets.UTF_8));
        whole.writeBytes(answer);
        whole.writeBytes("}".getBytes(StandardCharsets.UTF_8));
        return whole.toByteArray();
    }

    private static Next more(Position next) {
        return new Next.More(next.token());
    }
}
