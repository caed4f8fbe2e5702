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
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connectors.json.Json;
import dev.tidemark.connectors.rest.Params;
import dev.tidemark.connectors.rest.Trouble;
import dev.tidemark.connectors.rest.Troubled;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Reads everything by a query job of the Bulk API 2.0, a request at a time: make the job, look whether it is done, and take its
 * rows page by page. What it cannot do goes by REST instead.
 */
final class BulkPages {

    /** From so many records on a job takes fewer requests, and less time, than pages of 2,000 do. */
    static final long MANY = 50_000;

    /** About so many values make a page, whatever the number of fields. */
    private static final int VALUES = 1_000_000;

    private static final int LEAST_ROWS = 2_000;
    private static final int MOST_ROWS = 50_000;

    private static final Duration FIRST_LOOK = Duration.ofSeconds(2);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(60);

    /** After so many jobs that came to nothing it is not chance. */
    private static final int MOST_FAILED = 3;

    /** What a job or a locator is answered with that is no more, or is of another version of the API. */
    private static final Set<Integer> LOST = Set.of(400, 404, 409, 410);

    private static final String NO_MORE = "null";

    private final Access access;
    private final PageRequest request;
    private final BulkPosition position;

    private BulkPages(Access access, PageRequest request) {
        this.access = access;
        this.request = request;
        this.position = request.after().map(BulkPosition::of).orElse(BulkPosition.after("", 0));
    }

    /** Whether the next page of a pass is one of a query job. */
    static boolean reads(Access access, PageRequest request) {
        return request.after()
                .map(BulkPosition::isOne)
                .orElseGet(() -> Login.bulk(access.settings()) == Login.Bulk.ALWAYS && could(request));
    }

    /** Whether a pass that has begun by REST is better gone on with by a job. */
    static boolean isBetter(Access access, PageRequest request, long total) {
        return total >= MANY
                && request.after().isEmpty()
                && Login.bulk(access.settings()) == Login.Bulk.AUTO
                && could(request);
    }

    /** What changed since a moment is little; it is asked for by REST. */
    private static boolean could(PageRequest request) {
        return request.reading() instanceof Reading.Everything && BulkQuery.canRead(request.stream());
    }

    static Answer read(Access access, PageRequest request) {
        try {
            return new BulkPages(access, request).read();
        } catch (Troubled e) {
            return e.trouble().asAnswer();
        } catch (HttpFailed e) {
            return new Answer.Retry(
                    "no answer to a query job of " + request.stream().name() + ": " + e.getMessage());
        } catch (ConnectorException e) {
            return new Answer.Stop(e.code(), String.valueOf(e.getMessage()), e.whatToDo());
        }
    }

    private Answer read() throws HttpFailed, Troubled {
        return position.job().isEmpty() ? make() : position.isDone() ? rows() : look();
    }

    private Answer make() throws HttpFailed, Troubled {
        boolean deletedToo = Soql.marksDeletes(request.stream());
        String body = Json.text(Map.of(
                "operation",
                deletedToo ? "queryAll" : "query",
                "query",
                BulkQuery.soql(request.stream(), position.lastId()),
                "contentType",
                "CSV",
                "columnDelimiter",
                "COMMA",
                "lineEnding",
                "LF"));
        HttpAnswer answer =
                send(session -> HttpRequest.of("POST", Calls.uri(session, Calls.path(access, "/jobs/query")))
                        .json(body));
        String what = "a query job of " + request.stream().name();
        if (!answer.isSuccess()) {
            Trouble trouble = Errors.of(answer, what);
            // An object, a field or an org that such jobs are not for; if it is something else, REST says so.
            return trouble instanceof Trouble.Stop stop ? byRest(stop.why()) : trouble.asAnswer();
        }
        String id = job(answer, what).path("id").asString("");
        if (!id.matches("[A-Za-z0-9]{15,18}")) {
            throw new Troubled(Errors.strange(answer, what, "no id"));
        }
        return new Answer.Later(
                position.made(id).token(), FIRST_LOOK, "Salesforce works on " + what, answer.serverTimeBefore());
    }

    private Answer look() throws HttpFailed, Troubled {
        String what = "the query job " + position.job();
        HttpAnswer answer = get("");
        if (!answer.isSuccess()) {
            return lost(answer, what);
        }
        JsonNode job = job(answer, what);
        String state = job.path("state").asString("");
        return switch (state) {
            case "UploadComplete", "InProgress" ->
                new Answer.Later(position.token(), untilNextLook(answer, job), what + " is in state " + state);
            case "JobComplete" ->
                new Answer.Later(
                        position.done(job.path("numberRecordsProcessed").asLong(0))
                                .token(),
                        Duration.ZERO,
                        what + " is done");
            case "Failed", "Aborted" ->
                anew(what + " is in state " + state + ": "
                        + job.path("errorMessage").asString("no reason given"));
            default -> Errors.strange(answer, what, "no state").asAnswer();
        };
    }

    /** Looks are the rarer the longer the job takes, by Salesforce's own clock. */
    private static Duration untilNextLook(HttpAnswer answer, JsonNode job) {
        Duration soFar = answer.serverTimeBefore()
                .flatMap(now ->
                        Moments.of(job.path("createdDate").asString("")).map(made -> Duration.between(made, now)))
                .orElse(Duration.ZERO)
                .dividedBy(2);
        return soFar.compareTo(FIRST_LOOK) < 0 ? FIRST_LOOK : soFar.compareTo(LONGEST_LOOK) > 0 ? LONGEST_LOOK : soFar;
    }

    private Answer rows() throws HttpFailed, Troubled {
        String what = "the rows of the query job " + position.job();
        Params params = new Params().and("maxRecords", String.valueOf(most()));
        if (!position.locator().isEmpty()) {
            params.and("locator", position.locator());
        }
        HttpAnswer answer = get(params.after("/results"));
        if (!answer.isSuccess()) {
            return lost(answer, what);
        }
        String locator = answer.header("Sforce-Locator").orElse("");
        String told = answer.header("Sforce-NumberOfRecords").orElse("");
        if (answer.status() != 200 || locator.isEmpty() || locator.contains(" ") || !told.matches("\\d{1,9}")) {
            return Errors.strange(answer, what, "no page of rows").asAnswer();
        }
        try {
            long rows = BulkRecords.count(answer.body());
            if (rows != Long.parseLong(told)) {
                return Errors.strange(answer, what, rows + " of " + told + " rows")
                        .asAnswer();
            }
            return new Answer.Page(
                    BulkRecords.page(Login.version(access.settings()), rows, answer.body()),
                    locator.equals(NO_MORE)
                            ? Next.Done.of()
                            : new Next.More(position.at(locator).token()),
                    answer.serverTimeBefore(),
                    Calls.limits(answer),
                    OptionalLong.of(position.before() + position.total()));
        } catch (BadPage e) {
            return Errors.strange(answer, what, e).asAnswer();
        }
    }

    /** A job, a locator or rows that Salesforce has let go of, or does not show to this user any more. */
    private Answer lost(HttpAnswer answer, String what) {
        Trouble trouble = Errors.of(answer, what);
        boolean isLost = LOST.contains(answer.status()) || trouble instanceof Trouble.Stop;
        return isLost ? anew(what + " was answered with HTTP " + answer.status()) : trouble.asAnswer();
    }

    private Answer anew(String why) {
        BulkPosition next = position.anew();
        return next.failed() < MOST_FAILED ? new Answer.Later(next.token(), Duration.ZERO, why) : byRest(why);
    }

    private Answer byRest(String why) {
        return new Answer.Later(position.byRest().token(), Duration.ZERO, "by REST instead: " + why);
    }

    private int most() {
        return most(request.stream());
    }

    /** How many rows are asked for at once. */
    static int most(StreamSpec stream) {
        return Math.clamp(VALUES / (stream.fields().size() + 1), LEAST_ROWS, MOST_ROWS);
    }

    private HttpAnswer get(String below) throws HttpFailed, Troubled {
        String path = Calls.path(access, "/jobs/query/" + position.job() + below);
        return send(session -> {
            HttpRequest asked = HttpRequest.get(Calls.uri(session, path));
            return below.isEmpty() ? asked : asked.header(Calls.ACCEPT, "text/csv");
        });
    }

    private HttpAnswer send(Calls.Ask ask) throws HttpFailed, Troubled {
        return Calls.send(access, ask).answer();
    }

    private static JsonNode job(HttpAnswer answer, String what) throws Troubled {
        try {
            return Json.tree(answer.body());
        } catch (BadPage e) {
            throw new Troubled(Errors.strange(answer, what, e));
        }
    }
}
