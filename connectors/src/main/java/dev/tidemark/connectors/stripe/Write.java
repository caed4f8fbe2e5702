package dev.tidemark.connectors.stripe;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.Limits;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.Outcome;
import dev.tidemark.connector.WriteAnswer;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connector.WriteSpec.Mode;
import dev.tidemark.connectors.json.Json;
import dev.tidemark.connectors.rest.ApiError;
import dev.tidemark.connectors.rest.Matched;
import dev.tidemark.connectors.rest.Params;
import dev.tidemark.connectors.rest.Refusals;
import dev.tidemark.connectors.rest.Rows;
import dev.tidemark.connectors.rest.Troubled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Writes one row.
 *
 * <p>Only what creates a record carries an idempotency key. A change of a record that is there is as good twice as once, and
 * with a key a change back to earlier values would within a day be answered from memory and never made.
 */
final class Write {

    /** An answer that Stripe gave to an earlier request of the same key. */
    private static final String REPLAYED = "Idempotent-Replayed";

    /** Refusals for a reason that passes: another request works on the object, or one of the same key is on its way. */
    private static final List<String> PASSING = List.of("lock_timeout", "idempotency_key_in_use");

    private final Access access;
    private final WriteSpec spec;
    private final ModelRow row;
    private final String path;

    private Write(Access access, WriteSpec spec, ModelRow row) {
        this.access = access;
        this.spec = spec;
        this.row = row;
        this.path = Kinds.find(spec.stream()).orElseThrow().path();
    }

    static WriteAnswer of(Access access, WriteSpec spec, ModelRow row) {
        var write = new Write(access, spec, row);
        try {
            return write.write();
        } catch (Unanswered e) {
            return e.known;
        } catch (Troubled e) {
            return e.trouble().asWriteAnswer();
        } catch (HttpFailed e) {
            // Only requests that look throw this; those that write answer for themselves.
            return new WriteAnswer.Retry("no answer when asked for the record: " + e.getMessage());
        } catch (ConnectorException e) {
            return new WriteAnswer.Stop(e.code(), String.valueOf(e.getMessage()), e.whatToDo());
        }
    }

    private WriteAnswer write() throws Troubled, HttpFailed, Unanswered {
        if (spec.mode() == Mode.INSERT) {
            return create(IdempotencyKey.ofInsert(spec, row));
        }
        Optional<String> match = Rows.match(spec, row).filter(value -> !value.isEmpty());
        if (match.isEmpty()) {
            return done(new Outcome.Rejected("no_match_value", "the row has no value to match by", "{}"));
        }
        if (spec.mode() == Mode.UPDATE && Writing.byId(spec)) {
            return change(match.get(), null);
        }
        List<JsonNode> found = Found.by(access, spec, match.get());
        if (found.size() > 1) {
            List<String> ids =
                    found.stream().map(each -> each.path("id").asString("")).toList();
            return done(new Outcome.Rejected(
                    "several_match",
                    "several records have the " + spec.match().orElseThrow() + " '" + match.get() + "'",
                    Json.text(ids)));
        }
        if (found.size() == 1) {
            return change(found.getFirst().path("id").asString(""), found.getFirst());
        }
        return spec.mode() == Mode.UPSERT
                ? create(Writing.byId(spec) ? "" : IdempotencyKey.ofUpsert(spec, match.get(), row.attempts()))
                : done(new Outcome.Rejected(
                        "not_found",
                        "no record has the " + spec.match().orElseThrow() + " '" + match.get() + "'",
                        "{}"));
    }

    private WriteAnswer change(String id, @Nullable JsonNode now) throws Troubled, Unanswered {
        var form = new Form();
        for (Map.Entry<String, String> each : sorted()) {
            String name = each.getKey();
            Object value = Rows.value(row, each.getValue());
            if (name.equals("id")) {
                continue;
            }
            FieldType type = Writing.type(spec.stream(), name);
            if (Writing.changes(spec.stream(), name)) {
                form.and(name, type, value);
            } else if (now != null && !same(Found.at(now, name), type, value)) {
                return done(new Outcome.Rejected(
                        "cannot_be_changed", "'" + name + "' of " + id + " is another, and cannot be changed", "{}"));
            }
        }
        HttpRequest request = Stripe.post(access, path + "/" + Params.step(id), form.encoded());
        return outcome(post(request), false);
    }

    private static boolean same(JsonNode now, FieldType type, @Nullable Object value) {
        if (value == null || now.isMissingNode() || now.isContainer()) {
            return true; // nothing is said of it, or nothing can be compared
        }
        return now.asString("").equals(Form.text(type, value));
    }

    private WriteAnswer create(String key) throws Troubled, HttpFailed, Unanswered {
        var form = new Form();
        for (Map.Entry<String, String> each : sorted()) {
            Object value = Rows.value(row, each.getValue());
            boolean takes = Optional.ofNullable(Catalogue.params(spec.stream()).get(each.getKey()))
                    .map(Catalogue.Param::creates)
                    .orElse(true);
            if (value != null && takes) {
                form.and(each.getKey(), Writing.type(spec.stream(), each.getKey()), value);
            }
        }
        HttpRequest request = Stripe.post(access, path, form.encoded());
        if (key.isEmpty()) {
            return outcome(post(request), true);
        }
        HttpAnswer answer = post(request.header("Idempotency-Key", key));
        String id = answer.isSuccess() && isReplayed(answer) ? id(answer).orElse("") : "";
        if (spec.mode() == Mode.INSERT
                || id.isEmpty()
                || !Found.one(access, path, id).isEmpty()) {
            return outcome(answer, true);
        }
        // What the earlier request created has been deleted since: the row is created anew, once for each such delete.
        return outcome(post(request.header("Idempotency-Key", IdempotencyKey.after(key, id))), true);
    }

    private List<Map.Entry<String, String>> sorted() {
        return spec.mapping().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .toList();
    }

    /** Carries out of a write what is known where no whole answer came. */
    private static final class Unanswered extends Exception {
        private final transient WriteAnswer known;

        Unanswered(WriteAnswer known) {
            super(known.toString(), null, false, false);
            this.known = known;
        }
    }

    private HttpAnswer post(HttpRequest request) throws Troubled, Unanswered {
        try {
            return Stripe.API.send(access, request);
        } catch (HttpFailed e) {
            throw new Unanswered(
                    e.maybeDone()
                            ? new WriteAnswer.Unknown("no whole answer to " + what() + ": " + e.getMessage())
                            : new WriteAnswer.Retry(what() + " was not sent: " + e.getMessage()));
        }
    }

    private String what() {
        return "a row of " + spec.stream();
    }

    private WriteAnswer outcome(HttpAnswer answer, boolean creates) {
        if (answer.isSuccess()) {
            return id(answer)
                    .map(id -> done(new Outcome.Accepted(id, creates)))
                    .orElseGet(() -> new WriteAnswer.Unknown(what() + " was answered without an object"));
        }
        if (Refusals.maybeDone(answer)) {
            // Asked again, Stripe would repeat this answer for a day: what became of the row it does not know itself.
            return creates && isReplayed(answer)
                    ? done(new Outcome.Uncertain("Stripe failed at creating it, with HTTP " + answer.status()
                            + ", and cannot say whether the record is there"))
                    : new WriteAnswer.Unknown(what() + " was answered with HTTP " + answer.status());
        }
        return Stripe.API
                .refusals()
                .error(answer)
                .flatMap(error -> ofRow(answer, error))
                .map(Write::done)
                .orElseGet(() -> Stripe.API.refusals().of(answer, what()).asWriteAnswer());
    }

    /** What a refusal says of the row alone; empty where it is of the account, or of no row. */
    private Optional<Outcome> ofRow(HttpAnswer answer, ApiError error) {
        if (isType(answer, "idempotency_error") && answer.status() == 400) {
            return Optional.of(new Outcome.Again(
                    "a record was created for it with other values not long ago, which the search does not show yet"));
        }
        if (answer.status() == 409 || PASSING.contains(error.code())) {
            return Optional.of(new Outcome.Again(error.toString()));
        }
        boolean ofRow = switch (answer.status()) {
            case 400, 402, 404, 422 -> true;
            default -> false;
        };
        return ofRow
                ? Optional.of(new Outcome.Rejected(
                        error.code(), error.message().isEmpty() ? error.code() : error.message(), answer.text()))
                : Optional.empty();
    }

    private static boolean isType(HttpAnswer answer, String type) {
        return ApiError.in(
                        answer,
                        body -> ApiError.of(body.path("error").path("type").asString(""), ""))
                .filter(error -> error.code().equals(type))
                .isPresent();
    }

    private static boolean isReplayed(HttpAnswer answer) {
        return answer.header(REPLAYED).filter("true"::equalsIgnoreCase).isPresent();
    }

    private static Optional<String> id(HttpAnswer answer) {
        try {
            return Optional.of(Json.tree(answer.body()).path("id").asString("")).filter(id -> !id.isEmpty());
        } catch (BadPage e) {
            return Optional.empty();
        }
    }

    private static WriteAnswer done(Outcome outcome) {
        return new WriteAnswer.Done(List.of(outcome), Limits.UNKNOWN);
    }

    /**
     * What became of rows whose answers were lost. A row that is not found may be sent again: within a day under the same
     * idempotency key, and the search shows what is older.
     */
    static Optional<List<Outcome>> lookUp(Access access, WriteSpec spec, List<ModelRow> rows)
            throws HttpFailed, Troubled {
        if (spec.match().isEmpty()) {
            return Optional.empty();
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (ModelRow row : rows) {
            String match = Rows.match(spec, row).orElse("");
            List<JsonNode> found = match.isEmpty() ? List.of() : Found.by(access, spec, match);
            List<String> ids =
                    found.stream().map(one -> one.path("id").asString("")).toList();
            outcomes.add(new Matched(spec, row, ids).outcome(true));
        }
        return Optional.of(outcomes);
    }
}
