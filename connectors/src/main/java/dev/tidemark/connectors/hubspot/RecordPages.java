package dev.tidemark.connectors.hubspot;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connectors.hubspot.Position.Phase;
import dev.tidemark.connectors.json.Envelope;
import dev.tidemark.connectors.json.Json;
import dev.tidemark.connectors.rest.Params;
import dev.tidemark.connectors.rest.Troubled;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Pages of records and of owners. Everything is read by the list, which knows at once of every change; what has changed is
 * found by the search, and so is everything of a type with so many properties that their names do not fit into an address.
 */
final class RecordPages {

    static final String RECORDS = "results";

    /** A longer one may be refused on its way; servers differ, 8 kB is what most take. */
    private static final int LONGEST_ADDRESS = 6_000;

    static final int LISTED = 100;

    private final Access access;
    private final PageRequest request;
    private final String path;
    private final Position position;
    private final String what;

    private RecordPages(Access access, PageRequest request, String path) {
        this.access = access;
        this.request = request;
        this.path = path;
        this.position = request.after().map(Position::of).orElseGet(this::start);
        this.what = switch (position.phase()) {
            case SEARCH -> "the search of " + request.stream().name();
            case ARCHIVED -> "the list of archived " + request.stream().name();
            default -> "the list of " + request.stream().name();
        };
    }

    /** Of records of a type. */
    static Answer records(Access access, PageRequest request, Kind.Records kind) {
        return read(access, request, Kind.Records.path(kind.type()));
    }

    /**
     * These records as they stand now. Archived ones only where an event said so: their entry in the archive is the tombstone.
     *
     * @param gone whether the archive is asked
     */
    static Answer byId(Access access, StreamSpec stream, Kind.Records kind, List<String> ids, boolean gone) {
        String what = "the records of " + stream.name() + " that a webhook named";
        return Hub.API.page(what, () -> {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("inputs", ids.stream().map(id -> Map.of("id", id)).toList());
            body.put("properties", gone ? List.of("hs_object_id") : properties(stream));
            String path = Kind.Records.path(kind.type()) + "/batch/read?archived=" + gone;
            HttpAnswer answer =
                    Hub.API.ask(access, Hub.API.request(access, "POST", path).json(Json.text(body)), what);
            Envelope envelope = Envelope.of(answer.body(), RECORDS, Streams.ID);
            if (!envelope.hasRecords()) {
                return Hub.API.refusals().strange(answer, what, "no results").asAnswer();
            }
            return new Answer.Page(
                    new RawPage("json", answer.body()),
                    Next.Done.of(),
                    answer.serverTimeBefore(),
                    Hub.limits(answer),
                    OptionalLong.of(envelope.count()));
        });
    }

    static Answer owners(Access access, PageRequest request) {
        return read(access, request, "/crm/v3/owners");
    }

    private static Answer read(Access access, PageRequest request, String path) {
        var pages = new RecordPages(access, request, path);
        return Hub.API.page(pages.what, pages::read);
    }

    private boolean isOwners() {
        return path.equals("/crm/v3/owners");
    }

    /** Whether all records of a type are read by the list: the names of its properties fit into an address. */
    static boolean lists(Access access, StreamSpec stream, String type) {
        PageRequest first = new PageRequest(
                stream,
                new Reading.Everything(),
                Optional.of(Position.start(Phase.LIST).token()));
        return new RecordPages(access, first, Kind.Records.path(type)).fits();
    }

    private boolean fits() {
        return listAddress(Phase.LIST, "").length() <= LONGEST_ADDRESS;
    }

    private Position start() {
        boolean everything = request.reading() instanceof Reading.Everything || isOwners();
        boolean fits = fits();
        return Position.start(everything && fits ? Phase.LIST : Phase.SEARCH);
    }

    private Answer read() throws HttpFailed, Troubled, BadPage {
        boolean search = position.phase() == Phase.SEARCH;
        HttpAnswer answer = Hub.API.ask(access, search ? search() : list(), what);
        Envelope envelope = Envelope.of(answer.body(), RECORDS, Streams.ID);
        if (!envelope.hasRecords()) {
            return Hub.API.refusals().strange(answer, what, "no results").asAnswer();
        }
        Next next = search ? afterSearch(envelope) : afterList(envelope);
        long total = envelope.number("total");
        return new Answer.Page(
                new RawPage("json", answer.body()),
                next,
                answer.serverTimeBefore(),
                Hub.limits(answer),
                total < 0 ? OptionalLong.empty() : OptionalLong.of(position.seen() + total));
    }

    private HttpRequest list() {
        return Hub.API.request(access, "GET", listAddress(position.phase(), position.after()));
    }

    private String listAddress(Phase phase, String after) {
        var params = new Params().and("limit", LISTED);
        if (!after.isEmpty()) {
            params.and("after", after);
        }
        params.and("archived", String.valueOf(phase == Phase.ARCHIVED));
        if (!isOwners()) {
            // Of an archived record only that it is: its values stand in the row.
            params.and(
                    "properties",
                    phase == Phase.ARCHIVED ? "hs_object_id" : String.join(",", properties(request.stream())));
        }
        return params.after(path);
    }

    /** The properties wanted, and the ids that a merge has taken in. */
    private static List<String> properties(StreamSpec stream) {
        List<String> names = new ArrayList<>();
        for (Field field : stream.fields()) {
            if (!Records.isBeside(field.name())) {
                names.add(field.name());
            }
        }
        if (!names.contains(Records.MERGED)) {
            names.add(Records.MERGED);
        }
        return names;
    }

    private HttpRequest search() {
        return Searches.request(
                access, request.stream().name(), position, request.reading(), properties(request.stream()));
    }

    private Next afterList(Envelope envelope) {
        return envelope.find("paging.next.after")
                .<Next>map(after -> more(position.on(envelope.count(), after)))
                .orElseGet(() -> end(envelope.count()));
    }

    private Next afterSearch(Envelope envelope) throws BadPage {
        return Searches.next(envelope, position)
                .<Next>map(last -> more(position.on(envelope.count(), last)))
                .orElseGet(() -> end(envelope.count()));
    }

    private Next end(long count) {
        return position.phase() != Phase.ARCHIVED && request.stream().seesDeletes()
                ? more(position.then(Phase.ARCHIVED, count))
                : Next.Done.of();
    }

    private static Next more(Position next) {
        return new Next.More(next.token());
    }
}
