package dev.tidemark.connectors.intercom;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.Reading;
import dev.tidemark.connectors.json.Json;
import dev.tidemark.connectors.rest.Params;
import dev.tidemark.connectors.rest.Troubled;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/** One page of a stream, in the way that Intercom has for it. */
final class Pages {

    /** The format of a page that names conversations and has no parts. */
    static final String NAMES = "names";

    /** The format of a page of one conversation's parts, with its id behind it. */
    static final String PARTS = "parts ";

    static final String RECORDS = "json";

    /**
     * Search compares days and not moments, by the workspace's own zone, and "greater than" begins with the next day (API
     * reference, "Searching for Timestamp Fields"). A day that loses daylight saving time has 25 hours.
     */
    private static final Duration A_DAY_BEFORE = Duration.ofHours(26);

    /** A scroll that nobody goes on with ends after a minute. */
    private static final Duration SCROLL_LASTS = Duration.ofSeconds(61);

    private final Access access;
    private final PageRequest request;
    private final Kind kind;
    private final String what;

    private Pages(Access access, PageRequest request, Kind kind) {
        this.access = access;
        this.request = request;
        this.kind = kind;
        this.what = "the list of " + kind.stream;
    }

    static Answer read(Access access, PageRequest request) {
        Kind kind = Kind.of(request.stream().name()).orElseThrow();
        var pages = new Pages(access, request, kind);
        return Login.API.page(pages.what, pages::page);
    }

    private Answer page() throws HttpFailed, Troubled, BadPage {
        return switch (kind.way) {
            case AT_ONCE -> only();
            case SCROLL -> scroll();
            case SEARCH -> list(kind, request.after());
            case PARTS -> parts();
        };
    }

    private HttpAnswer send(HttpRequest ask) throws HttpFailed, Troubled {
        return Login.API.ask(access, ask, what);
    }

    /** The records of a page, which is whole JSON; Intercom says with 200 that it failed, at times. */
    private JsonNode records(HttpAnswer answer, JsonNode body, String path) throws Troubled {
        JsonNode records = body;
        for (String step : path.split("\\.", -1)) {
            records = records.path(step);
        }
        if (!records.isArray()) {
            throw new Troubled(Login.REFUSALS.strange(answer, what, "no records"));
        }
        return records;
    }

    private Answer.Page answer(HttpAnswer answer, String format, Next next, OptionalLong total) {
        return new Answer.Page(
                new RawPage(format, answer.body()), next, answer.serverTimeBefore(), Login.limits(answer), total);
    }

    private Answer only() throws HttpFailed, Troubled, BadPage {
        HttpAnswer answer = send(Login.request(access, "GET", "/" + kind.stream));
        records(answer, Json.tree(answer.body()), kind.records);
        return answer(answer, RECORDS, Next.Done.of(), OptionalLong.empty());
    }

    private Answer scroll() throws HttpFailed, Troubled, BadPage {
        var params = new Params();
        request.after().ifPresent(token -> params.and("scroll_param", token));
        HttpAnswer answer = Login.API.send(access, Login.request(access, "GET", params.after("/companies/scroll")));
        if (!answer.isSuccess()) {
            return scrollRefused(answer);
        }
        JsonNode body = Json.tree(answer.body());
        boolean empty = records(answer, body, kind.records).isEmpty();
        String token = body.path("scroll_param").asString("");
        Next next = empty || token.isEmpty() ? Next.Done.of() : new Next.More(token);
        return answer(answer, RECORDS, next, OptionalLong.empty());
    }

    private Answer scrollRefused(HttpAnswer answer) {
        String said = Login.REFUSALS.error(answer).map(Object::toString).orElse("");
        if (said.contains("scroll already exists")) {
            return new Answer.Wait(SCROLL_LASTS, "another scroll over companies is open: " + said);
        }
        boolean forgotten = request.after().isPresent()
                && (answer.status() == 404
                        || said.contains("scroll parameter not found")
                        || said.contains("restart the scroll operation"));
        return forgotten
                ? new Answer.StartOver("Intercom has let go of the scroll: " + said)
                : Login.REFUSALS.of(answer, what).asAnswer();
    }

    private Answer list(Kind of, Optional<String> after) throws HttpFailed, Troubled, BadPage {
        HttpAnswer answer = send(ask(of, of.pageSize, after));
        JsonNode body = Json.tree(answer.body());
        JsonNode records = records(answer, body, of.records);
        Optional<String> cursor = cursor(body);
        boolean done = cursor.isEmpty()
                || (request.reading() instanceof Reading.Since(Instant from) && isBefore(records, from));
        return answer(
                answer,
                RECORDS,
                done ? Next.Done.of() : new Next.More(cursor.orElseThrow()),
                request.reading() instanceof Reading.Everything ? total(body) : OptionalLong.empty());
    }

    private HttpRequest ask(Kind of, int size, Optional<String> after) {
        if (!(request.reading() instanceof Reading.Since(Instant from))) {
            var params = new Params().and("per_page", size);
            after.ifPresent(cursor -> params.and("starting_after", cursor));
            return Login.request(access, "GET", params.after("/" + of.stream));
        }
        Map<String, Object> pagination = new LinkedHashMap<>();
        pagination.put("per_page", size);
        after.ifPresent(cursor -> pagination.put("starting_after", cursor));
        Map<String, Object> changed = Map.of(
                "field",
                "updated_at",
                "operator",
                ">",
                "value",
                from.minus(A_DAY_BEFORE).getEpochSecond());
        return Login.request(access, "POST", "/" + of.stream + "/search")
                .json(Json.text(Map.of(
                        "query", changed,
                        "pagination", pagination,
                        "sort", Map.of("field", "updated_at", "order", "descending"))));
    }

    private static Optional<String> cursor(JsonNode body) {
        String cursor = body.path("pages").path("next").path("starting_after").asString("");
        return cursor.isEmpty() ? Optional.empty() : Optional.of(cursor);
    }

    private static OptionalLong total(JsonNode body) {
        long total = body.path("total_count").asLong(-1);
        return total < 0 ? OptionalLong.empty() : OptionalLong.of(total);
    }

    /** The newest come first, so that a day's changes are not read again and again: but only where they truly do. */
    private static boolean isBefore(JsonNode records, Instant from) {
        long last = Long.MAX_VALUE;
        for (JsonNode record : records) {
            long changed = record.path("updated_at").asLong(Long.MAX_VALUE);
            if (changed > last) {
                return false;
            }
            last = changed;
        }
        return last < from.getEpochSecond();
    }

    /** Conversations are named by one page, and the parts of each come with the next ones. */
    private Answer parts() throws HttpFailed, Troubled, BadPage {
        Optional<Place> place = request.after().map(Place::of);
        if (place.isPresent() && !place.get().open().isEmpty()) {
            return partsOf(place.get());
        }
        HttpAnswer answer = send(ask(Kind.CONVERSATIONS, kind.pageSize, place.map(Place::after)));
        JsonNode body = Json.tree(answer.body());
        List<String> ids = new ArrayList<>();
        JsonNode records = records(answer, body, Kind.CONVERSATIONS.records);
        records.forEach(conversation -> ids.add(conversation.path("id").asString("")));
        boolean old = request.reading() instanceof Reading.Since(Instant from) && isBefore(records, from);
        var next = new Place(old ? Place.NONE : cursor(body).orElse(Place.NONE), ids);
        return answer(answer, NAMES, next(next), OptionalLong.empty());
    }

    private static Next next(Place place) {
        return place.ends() ? Next.Done.of() : new Next.More(place.token());
    }

    private Answer partsOf(Place place) throws HttpFailed, Troubled, BadPage {
        String id = place.open().getFirst();
        HttpAnswer answer = Login.API.send(access, Login.request(access, "GET", "/conversations/" + Params.step(id)));
        Next next = next(place.withoutFirst());
        if (answer.status() == 404 && !Login.code(answer).isEmpty()) {
            // Gone since it was named.
            return answer(answer, NAMES, next, OptionalLong.empty());
        }
        Login.API.good(answer, what);
        records(answer, Json.tree(answer.body()), kind.records);
        return answer(answer, PARTS + id, next, OptionalLong.empty());
    }
}
