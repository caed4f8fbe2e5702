package dev.tidemark.connectors.salesforce;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connectors.json.Envelope;
import dev.tidemark.connectors.rest.Troubled;
import dev.tidemark.connectors.salesforce.Calls.Exchange;
import dev.tidemark.connectors.salesforce.Queries.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/** One page of a query, by the locator of the page before while that is good, and else by a new query after the last id. */
final class Pages {

    static final String RECORDS = "records";

    private final Access access;
    private final PageRequest request;
    private final String what;

    /** As it was asked last. */
    private Position position;

    private Pages(Access access, PageRequest request) {
        this.access = access;
        this.request = request;
        this.what = "the query of " + request.stream().name();
        this.position = DeleteLog.isFirst(request)
                ? Position.START
                : request.after().map(Position::of).orElse(Position.START);
    }

    /** The addresses that are asked for at the beginning of a pass: of a query, and of the deletes that it does not tell. */
    static List<String> first(Access access, PageRequest request) {
        List<String> paths = new ArrayList<>(List.of(Queries.path(access, scope(request), Soql.query(request, ""))));
        DeleteLog.path(access, request).ifPresent(paths::add);
        return paths;
    }

    /** What the answers to {@link #first} say. */
    static Answer of(Access access, PageRequest request, List<HttpAnswer> answers, Session session) {
        Answer changes = new Pages(access, request).taken(answers.getFirst(), session);
        return changes instanceof Answer.Page page && answers.size() > 1
                ? DeleteLog.with(request, page, answers.getLast())
                : changes;
    }

    static Answer read(Access access, PageRequest request) {
        try {
            return DeleteLog.path(access, request).isPresent()
                    ? Objects.requireNonNull(Together.read(access, List.of(request))
                            .get(request.stream().name()))
                    : new Pages(access, request).read();
        } catch (Troubled e) {
            return e.trouble().asAnswer();
        } catch (HttpFailed e) {
            return new Answer.Retry(
                    "no answer to the query of " + request.stream().name() + ": " + e.getMessage());
        } catch (ConnectorException e) {
            return new Answer.Stop(e.code(), String.valueOf(e.getMessage()), e.whatToDo());
        }
    }

    private Answer read() throws HttpFailed, Troubled {
        Exchange exchange = Calls.send(access, this::ask);
        if (!position.locator().isEmpty() && isForgotten(exchange.answer())) {
            // Not asked at once: a quota that spaces requests would refuse the second each time.
            return new Answer.Resume(position.anew().token(), "the query locator has expired");
        }
        return taken(Queries.answer(exchange), exchange.session());
    }

    private Answer taken(HttpAnswer answer, Session session) {
        if (answer.status() != 200) {
            return Errors.of(answer, what).asAnswer();
        }
        try {
            return page(answer, session);
        } catch (BadPage e) {
            return Errors.strange(answer, what, e).asAnswer();
        }
    }

    private HttpRequest ask(Session session) {
        if (!position.hasLocatorOf(session)) {
            position = position.anew();
        }
        if (!position.locator().isEmpty()) {
            return HttpRequest.get(Calls.uri(session, position.locator()));
        }
        return Queries.request(access, session, scope(request), Soql.query(request, position.lastId()));
    }

    private static Scope scope(PageRequest request) {
        return scope(request.stream());
    }

    static Scope scope(StreamSpec stream) {
        return Soql.marksDeletes(stream) ? Scope.WITH_DELETED : Scope.LIVE;
    }

    /** What the first page tells of the number of records decides by which way the others come. */
    private String next(Position after, long total) {
        return BulkPages.isBetter(access, request, total)
                ? BulkPosition.after(after.lastId(), after.before() + after.within())
                        .token()
                : after.token();
    }

    private static boolean isForgotten(HttpAnswer answer) {
        return answer.status() == 404
                || Errors.said(answer)
                        .filter(error -> error.code().startsWith("INVALID_QUERY_LOCATOR"))
                        .isPresent();
    }

    private Answer page(HttpAnswer answer, Session session) throws BadPage {
        Envelope envelope = Envelope.of(answer.body(), RECORDS, Soql.ID);
        boolean done = envelope.isTrue("done");
        String locator = envelope.find("nextRecordsUrl").orElse("");
        String lastId = envelope.lastKey().orElse(position.lastId());
        boolean goesOn = locator.startsWith("/services/data/") || (locator.isEmpty() && envelope.count() > 0);
        if (!envelope.hasRecords() || envelope.find("done").isEmpty() || (!done && !goesOn)) {
            return Errors.strange(answer, what, "no page of records").asAnswer();
        }
        var after = new Position(
                lastId, position.before(), position.within() + envelope.count(), session.fingerprint(), locator);
        long total = envelope.number("totalSize");
        return new Answer.Page(
                new RawPage("json;" + Login.version(access.settings()), answer.body()),
                done ? Next.Done.of() : new Next.More(next(after, total)),
                answer.serverTimeBefore(),
                Calls.limits(answer),
                total < 0 ? OptionalLong.empty() : OptionalLong.of(position.before() + total));
    }
}
