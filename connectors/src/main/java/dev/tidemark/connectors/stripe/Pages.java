package dev.tidemark.connectors.stripe;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.Limits;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.Reading;
import dev.tidemark.connectors.json.Json;
import dev.tidemark.connectors.rest.Params;
import dev.tidemark.connectors.rest.Troubled;
import dev.tidemark.connectors.stripe.Position.Phase;
import dev.tidemark.connectors.stripe.Position.Todo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/**
 * Asks for pages. A whole pass goes through a list, newest first; a pass for changes goes through the feed of events, fetches
 * each record that an event names, and lists those that came into being since.
 *
 * <p>An event only says which record to look at: it shows the record as it was, in the version of the API that the account
 * had then, and its time is in whole seconds, so that two events of a second cannot be told apart. What is fetched is never
 * older than what was fetched before it, in whatever order events are told.
 */
final class Pages {

    static final int MOST = 100;

    /** For how long events are kept, less an hour in which a pass can reach its end. */
    private static final Duration EVENTS_KEPT = Duration.ofDays(30).minusHours(1);

    private final Access access;
    private final PageRequest request;
    private final Kind kind;
    private final Optional<Instant> since;

    private Pages(Access access, PageRequest request, Kind kind) {
        this.access = access;
        this.request = request;
        this.kind = kind;
        this.since = request.reading() instanceof Reading.Since(Instant from) ? Optional.of(from) : Optional.empty();
    }

    static Answer read(Access access, PageRequest request) {
        String name = request.stream().name();
        Optional<Kind> kind = Kinds.find(name);
        if (kind.isEmpty()) {
            return new Answer.Stop(
                    "source.unknown_stream",
                    "Stripe has no stream '" + name + "'",
                    "Correct 'from:' of the sync; 'tidemark discover' lists the streams");
        }
        var pages = new Pages(access, request, kind.get());
        return Stripe.API.page("the list of " + name, pages::ask);
    }

    private Answer ask() throws HttpFailed, Troubled, BadPage {
        Position position =
                request.after().isPresent() ? Position.of(request.after().get()) : first();
        if (!position.todo().isEmpty()) {
            return fetch(position);
        }
        return position.phase() == Phase.EVENTS ? events(position) : list(position);
    }

    private Position first() {
        return Position.begin(since.isPresent() && kind.hasEvents() ? Phase.EVENTS : Phase.LIST);
    }

    private Answer list(Position position) throws HttpFailed, Troubled, BadPage {
        var params = new Params().and("limit", MOST);
        if (!kind.query().isEmpty()) {
            String[] more = kind.query().split("=", 2);
            params.and(more[0], more[1]);
        }
        for (int i = 0; i < kind.expand().size(); i++) {
            params.and("expand[" + i + "]", "data." + kind.expand().get(i));
        }
        if (kind.filters()) {
            since.ifPresent(from -> params.and("created[gte]", from.getEpochSecond()));
            if (position.upTo() > 0) {
                params.and("created[lte]", position.upTo());
            }
        }
        HttpAnswer answer = walk(position, kind.path(), params);
        if (!position.after().isEmpty() && Stripe.missing(answer)) {
            return anchorGone(position);
        }
        Listing page = Listing.of(good(answer), kind.sortedBy());
        boolean older = since.isPresent()
                && !kind.filters()
                && page.count() > 0
                && page.lastAt() < since.get().getEpochSecond();
        boolean ends = !page.more() || page.count() == 0 || older;
        List<Todo> todo = kind.nest().isPresent() ? todo(kind.nest().get(), answer) : List.of();
        var next =
                new Position(ends ? Phase.END : Phase.LIST, page.lastId(), page.lastAt(), position.upTo(), false, todo);
        String format = kind.nest().isEmpty()
                ? Records.LIST
                : kind.nest().get().comesWithParent() ? Records.INLINE : Records.NOTHING;
        return page(new RawPage(format, answer.body()), answer, next, false);
    }

    /** The object that the next page was to follow has been deleted since. */
    private Answer anchorGone(Position position) {
        boolean timed = kind.filters() && position.at() > 0;
        Position again = timed ? position.byTime() : Position.begin(Phase.LIST);
        return new Answer.Resume(again.token(), "the last object of the page before has been deleted");
    }

    /** The parents whose children did not all come with them. */
    private static List<Todo> todo(Nest nest, HttpAnswer answer) throws BadPage {
        List<Todo> todo = new ArrayList<>();
        for (JsonNode parent : Json.tree(answer.body()).path("data")) {
            String id = parent.path("id").asString("");
            if (nest.comesWithParent()) {
                JsonNode children = parent.path(nest.member());
                if (children.path("has_more").asBoolean(false)) {
                    JsonNode data = children.path("data");
                    todo.add(new Todo(id, data.path(data.size() - 1).path("id").asString("")));
                }
            } else if (has(nest, parent)) {
                todo.add(new Todo(id, ""));
            }
        }
        return todo;
    }

    private static boolean has(Nest nest, JsonNode parent) {
        return nest.only().isEmpty() || parent.path(nest.only()).asBoolean(false);
    }

    private Answer events(Position position) throws HttpFailed, Troubled, BadPage {
        Instant from = since.orElseThrow(() -> new BadPage("events are read for changes only"));
        var params = new Params().and("limit", MOST);
        for (int i = 0; i < kind.types().size(); i++) {
            params.and("types[" + i + "]", kind.types().get(i));
        }
        params.and("created[gte]", from.getEpochSecond());
        HttpAnswer answer = walk(position, "/v1/events", params);
        if (!position.after().isEmpty() && Stripe.missing(answer)) {
            return new Answer.StartOver("events that were not read yet are gone: Stripe keeps them for 30 days");
        }
        Listing page = Listing.of(good(answer), "created");
        Instant now = answer.serverTimeBefore().orElseGet(access.clock()::instant);
        if (Duration.between(from, now).compareTo(EVENTS_KEPT) > 0) {
            return new Answer.StartOver("the last pass began at " + from + ", and Stripe keeps events for 30 days");
        }
        Feed feed = Feed.of(kind, from, Json.tree(answer.body()));
        boolean young = position.young() || feed.young();
        boolean ends = !page.more() || page.count() == 0;
        Position next = ends
                ? new Position(young || kind.lists() ? Phase.LIST : Phase.END, "", 0, 0, false, feed.todo())
                : new Position(Phase.EVENTS, page.lastId(), page.lastAt(), 0, young, feed.todo());
        boolean nothing = page.count() == 0 && position.after().isEmpty();
        return page(new RawPage(Records.EVENTS, answer.body()), answer, next, nothing);
    }

    private Answer fetch(Position position) throws HttpFailed, Troubled, BadPage {
        Todo first = position.todo().getFirst();
        List<Todo> rest = position.todo().subList(1, position.todo().size());
        boolean records = kind.nest().isEmpty() || (kind.own() && since.isPresent());
        return records
                ? record(first.id(), position.withTodo(rest))
                : children(kind.nest().get(), first, position, rest);
    }

    private Answer record(String id, Position next) throws HttpFailed, Troubled, BadPage {
        var params = new Params();
        for (int i = 0; i < kind.expand().size(); i++) {
            params.and("expand[" + i + "]", kind.expand().get(i));
        }
        HttpAnswer answer = send(params.after(kind.one() + "/" + Params.step(id)));
        if (Stripe.missing(answer)) {
            Map<String, Object> gone = Map.of("id", id, "deleted", true);
            return page(
                    new RawPage(Records.LIST, Json.bytes(Map.of("data", List.of(gone), "answer", answer.text()))),
                    answer,
                    next,
                    false);
        }
        if (!Json.tree(good(answer)).path("id").isString()) {
            throw new BadPage("no object with an id");
        }
        return page(new RawPage(Records.ONE, answer.body()), answer, next, false);
    }

    private Answer children(Nest nest, Todo parent, Position position, List<Todo> rest)
            throws HttpFailed, Troubled, BadPage {
        String path = nest.path().replace("{id}", Params.step(parent.id()));
        String start = parent.after().isEmpty() ? "" : "&starting_after=" + Params.encoded(parent.after());
        HttpAnswer answer = send(path + (path.contains("?") ? "&" : "?") + "limit=" + MOST + start);
        if (Stripe.missing(answer)) {
            if (!parent.after().isEmpty()) {
                // The child that the next page was to follow may be gone, and its parent there: from its begin.
                List<Todo> again = new ArrayList<>(rest);
                again.addFirst(new Todo(parent.id(), ""));
                return new Answer.Resume(position.withTodo(again).token(), "the last of the page before is gone");
            }
            return page(
                    new RawPage(Records.NOTHING, "{\"data\":[]}".getBytes(StandardCharsets.UTF_8)),
                    answer,
                    position.withTodo(rest),
                    false);
        }
        Listing page = Listing.of(good(answer), kind.sortedBy());
        List<Todo> left = new ArrayList<>(rest);
        if (page.more() && page.count() > 0) {
            left.addFirst(new Todo(parent.id(), page.lastId()));
        }
        return page(
                new RawPage(Records.childrenOf(parent.id()), answer.body()), answer, position.withTodo(left), false);
    }

    private HttpAnswer walk(Position position, String path, Params params) throws HttpFailed, Troubled {
        if (!position.after().isEmpty()) {
            params.and("starting_after", position.after());
        }
        return send(params.after(path));
    }

    private HttpAnswer send(String path) throws HttpFailed, Troubled {
        return Stripe.API.send(access, Stripe.get(access, path));
    }

    private byte[] good(HttpAnswer answer) throws Troubled {
        return Stripe.API.good(answer, "the list of " + kind.name()).body();
    }

    private static Answer page(RawPage raw, HttpAnswer answer, Position next, boolean nothing) {
        return new Answer.Page(
                raw,
                next.isEnd() ? Next.Done.of() : new Next.More(next.token()),
                answer.serverTimeBefore(),
                Limits.UNKNOWN,
                nothing ? OptionalLong.of(0) : OptionalLong.empty());
    }
}
