package dev.tidemark.connectors.salesforce;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.Outcome;
import dev.tidemark.connector.WriteAnswer;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connector.WriteSpec.Mode;
import dev.tidemark.connectors.json.Json;
import dev.tidemark.connectors.rest.ApiError;
import dev.tidemark.connectors.rest.Matched;
import dev.tidemark.connectors.rest.Refusals;
import dev.tidemark.connectors.rest.Rows;
import dev.tidemark.connectors.rest.Trouble;
import dev.tidemark.connectors.rest.Troubled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Writes a batch through sObject Collections: up to 200 rows in one request that counts as one call, each with an outcome of
 * its own, in the order sent.
 */
final class Collections {

    static final int MOST_ROWS = 200;

    /** Rows refused for a reason that passes by itself. */
    static final Set<String> PASSING =
            Set.of("UNABLE_TO_LOCK_ROW", "SERVER_UNAVAILABLE", "REQUEST_LIMIT_EXCEEDED", "QUERY_TIMEOUT");

    private final Access access;
    private final WriteSpec spec;

    private Collections(Access access, WriteSpec spec) {
        this.access = access;
        this.spec = spec;
    }

    /** An id is Salesforce's to give, so an upsert by it can only ever change a record. */
    static boolean byId(WriteSpec spec) {
        return spec.match().filter(Soql.ID::equals).isPresent();
    }

    /** Whether the ids of the records must be asked for before they can be changed. */
    static boolean asksFirst(WriteSpec spec) {
        return spec.mode() == Mode.UPDATE && !byId(spec);
    }

    static WriteAnswer write(Access access, WriteSpec spec, List<ModelRow> rows) {
        var collections = new Collections(access, spec);
        try {
            if (asksFirst(spec)) {
                return collections.updateFound(rows);
            }
            return collections.send(rows);
        } catch (Troubled e) {
            return e.trouble().asWriteAnswer();
        } catch (ConnectorException e) {
            return new WriteAnswer.Stop(e.code(), String.valueOf(e.getMessage()), e.whatToDo());
        }
    }

    private WriteAnswer send(List<ModelRow> rows) throws Troubled {
        List<Object> records = new ArrayList<>();
        for (ModelRow row : rows) {
            records.add(RowJson.of(spec, row, byId(spec) && spec.mode() != Mode.INSERT ? id(row) : null));
        }
        return send(
                spec.mode() == Mode.INSERT ? "POST" : "PATCH",
                spec.mode() == Mode.UPSERT && !byId(spec)
                        ? "/composite/sobjects/" + spec.stream() + "/"
                                + spec.match().orElseThrow()
                        : "/composite/sobjects",
                records);
    }

    /** There is no collection that updates by an external id and creates nothing: ids are asked for first. */
    private WriteAnswer updateFound(List<ModelRow> rows) throws Troubled {
        LookUp.Found found;
        try {
            found = LookUp.find(access, spec, rows);
        } catch (HttpFailed e) {
            return new WriteAnswer.Retry("no answer when asked for the ids: " + e.getMessage());
        }
        List<Matched> matched =
                rows.stream().map(row -> new Matched(spec, row, found.ids(row))).toList();
        return Matched.change(
                matched,
                found.seen(),
                one -> send(
                        "PATCH",
                        "/composite/sobjects",
                        one.stream()
                                .<Object>map(row ->
                                        RowJson.of(spec, row.row(), row.ids().getFirst()))
                                .toList()));
    }

    private String id(ModelRow row) {
        Object id = Rows.value(row, spec.mapping().getOrDefault(Soql.ID, Soql.ID));
        return id == null ? "" : Rows.text(id);
    }

    private WriteAnswer send(String method, String below, List<Object> records) throws Troubled {
        byte[] body = Json.bytes(Map.of("allOrNone", false, "records", records));
        String path = Calls.path(access, below);
        HttpAnswer answer;
        try {
            answer = Calls.send(
                            access,
                            session -> HttpRequest.of(method, Calls.uri(session, path))
                                    .body("application/json", body))
                    .answer();
        } catch (HttpFailed e) {
            return e.maybeDone()
                    ? new WriteAnswer.Unknown("no whole answer to a batch of " + spec.stream() + ": " + e.getMessage())
                    : new WriteAnswer.Retry("the batch of " + spec.stream() + " was not sent: " + e.getMessage());
        }
        if (Refusals.maybeDone(answer)) {
            return new WriteAnswer.Unknown(
                    "a batch of " + spec.stream() + " was answered with HTTP " + answer.status());
        }
        return answer.isSuccess() ? done(answer, records.size()) : refused(answer);
    }

    /** A value that Salesforce cannot even parse, a date that is none or a broken id, takes the whole request down. */
    private WriteAnswer refused(HttpAnswer answer) {
        String what = "the batch of " + spec.stream();
        Trouble trouble = Errors.of(answer, what);
        return trouble instanceof Trouble.Stop stop && stop.code().equals(Errors.REFUSED)
                ? new WriteAnswer.Refused(
                        Errors.said(answer).map(ApiError::code).orElse(Errors.REFUSED), stop.why(), answer.text())
                : trouble.asWriteAnswer();
    }

    private WriteAnswer done(HttpAnswer answer, int rows) {
        JsonNode results;
        try {
            results = Json.tree(answer.body());
        } catch (BadPage e) {
            return new WriteAnswer.Unknown("a batch was answered with what is not JSON: " + e.getMessage());
        }
        if (!results.isArray() || results.size() != rows) {
            return new WriteAnswer.Unknown(
                    "a batch of " + rows + " rows was answered with " + results.size() + " outcomes");
        }
        List<Outcome> outcomes = new ArrayList<>();
        results.forEach(result -> outcomes.add(outcome(result)));
        return new WriteAnswer.Done(outcomes, Calls.limits(answer));
    }

    private Outcome outcome(JsonNode result) {
        if (result.path("success").asBoolean(false)) {
            boolean created = result.path("created").asBoolean(spec.mode() == Mode.INSERT);
            return new Outcome.Accepted(result.path("id").asString(""), created);
        }
        JsonNode error = result.path("errors").path(0);
        String code = error.path("statusCode").asString("UNKNOWN");
        String message = error.path("message").asString("refused without a reason");
        return PASSING.contains(code)
                ? new Outcome.Again(code + ": " + message)
                : new Outcome.Rejected(code, message, Json.text(result));
    }
}
