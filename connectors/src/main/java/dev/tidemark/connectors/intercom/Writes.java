package dev.tidemark.connectors.intercom;

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
import dev.tidemark.connectors.rest.Mistakes;
import dev.tidemark.connectors.rest.Params;
import dev.tidemark.connectors.rest.Rows;
import dev.tidemark.connectors.rest.Trouble;
import dev.tidemark.connectors.rest.Troubled;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Writes one row at a time: Intercom has no batches of contacts or companies. A contact is found by its external id or address
 * first; a company is created or changed by one request, which Intercom decides by the {@code company_id}.
 */
final class Writes {

    private static final Pattern THERE = Pattern.compile("already exists with id=([0-9a-f]+)");

    private final Access access;
    private final WriteSpec spec;
    private final Kind kind;

    private Writes(Access access, WriteSpec spec) {
        this.access = access;
        this.spec = spec;
        this.kind = Kind.of(spec.stream()).orElseThrow();
    }

    static void check(WriteSpec spec) {
        Kind kind = Kind.of(spec.stream())
                .filter(k -> k == Kind.CONTACTS || k == Kind.COMPANIES)
                .orElseThrow(() -> new ConnectorException(
                        "destination.unknown_stream",
                        "'" + spec.stream() + "' cannot be written to Intercom",
                        "Write to contacts or companies"));
        List<String> matching = kind == Kind.CONTACTS ? List.of("external_id", "email") : List.of("company_id");
        List<String> all = new ArrayList<>(matching);
        if (spec.mode() == Mode.UPDATE) {
            all.add("id");
        }
        new Mistakes("Intercom", spec).fields(kind.spec()).match(all).tell();
    }

    /** How many requests one row takes at most. */
    static int requests(WriteSpec spec) {
        boolean asksFirst = spec.mode() == Mode.UPDATE
                ? !byId(spec)
                : spec.mode() == Mode.UPSERT && spec.stream().equals(Kind.CONTACTS.stream);
        return !asksFirst ? 1 : spec.mode() == Mode.UPSERT ? 3 : 2;
    }

    private static boolean byId(WriteSpec spec) {
        return spec.match().filter("id"::equals).isPresent();
    }

    static WriteAnswer write(Access access, WriteSpec spec, List<ModelRow> rows) {
        try {
            return new Writes(access, spec).one(rows.getFirst());
        } catch (ConnectorException e) {
            return new WriteAnswer.Stop(e.code(), String.valueOf(e.getMessage()), e.whatToDo());
        }
    }

    private WriteAnswer one(ModelRow row) {
        if (requests(spec) == 1) {
            return byId(spec) && spec.mode() == Mode.UPDATE
                    ? change(row, Rows.match(spec, row).orElse(""))
                    : create(row, false);
        }
        List<String> ids;
        try {
            ids = ids(row);
        } catch (HttpFailed e) {
            return new WriteAnswer.Retry("no answer when asked for the id: " + e.getMessage());
        } catch (Troubled e) {
            return e.trouble().asWriteAnswer();
        }
        return switch (ids.size()) {
            case 0 ->
                spec.mode() == Mode.UPSERT
                        ? create(row, true)
                        : done(new Outcome.Rejected("NOT_FOUND", "nothing has the " + named(row), "[]"));
            case 1 -> change(row, ids.getFirst());
            default -> done(new Outcome.Rejected("DUPLICATE_VALUE", "several have the " + named(row), Json.text(ids)));
        };
    }

    private String named(ModelRow row) {
        return spec.match().orElseThrow() + " '" + Rows.match(spec, row).orElse("") + "'";
    }

    private static WriteAnswer done(Outcome outcome) {
        return new WriteAnswer.Done(List.of(outcome), dev.tidemark.connector.Limits.UNKNOWN);
    }

    /** @param orChange a contact that search does not know yet is changed all the same */
    private WriteAnswer create(ModelRow row, boolean orChange) {
        return send("POST", "/" + kind.stream, row, answer -> {
            Matcher there = THERE.matcher(answer.text());
            return orChange && answer.status() == 409 && there.find() ? change(row, there.group(1)) : refused(answer);
        });
    }

    private WriteAnswer change(ModelRow row, String id) {
        if (!id.matches("[0-9a-zA-Z_-]{1,64}")) {
            return done(new Outcome.Rejected("INVALID_ID", "'" + id + "' is no id", "{}"));
        }
        return send("PUT", "/" + kind.stream + "/" + Params.step(id), row, this::refused);
    }

    private WriteAnswer send(
            String method, String path, ModelRow row, java.util.function.Function<HttpAnswer, WriteAnswer> refused) {
        HttpRequest request = Login.request(access, method, path).json(Json.text(body(row)));
        String what = "one of " + kind.stream;
        HttpAnswer answer;
        try {
            answer = Login.API.send(access, request);
        } catch (Troubled e) {
            return e.trouble().asWriteAnswer();
        } catch (HttpFailed e) {
            return e.maybeDone()
                    ? new WriteAnswer.Unknown("no whole answer to " + what + ": " + e.getMessage())
                    : new WriteAnswer.Retry(what + " was not sent: " + e.getMessage());
        }
        if (dev.tidemark.connectors.rest.Refusals.maybeDone(answer)) {
            return new WriteAnswer.Unknown(what + " was answered with HTTP " + answer.status());
        }
        if (!answer.isSuccess()) {
            return refused.apply(answer);
        }
        try {
            JsonNode body = Json.tree(answer.body());
            String id = body.path("id").asString("");
            return id.isEmpty()
                    ? new WriteAnswer.Unknown(what + " was answered without an id")
                    : new WriteAnswer.Done(
                            List.of(new Outcome.Accepted(id, method.equals("POST") && kind == Kind.CONTACTS)),
                            Login.limits(answer));
        } catch (BadPage e) {
            return new WriteAnswer.Unknown(what + " was answered with no outcome: " + e.getMessage());
        }
    }

    /** A refusal of one row is its outcome, unless it speaks of the account. */
    private WriteAnswer refused(HttpAnswer answer) {
        Trouble trouble = Login.refusal(answer, "one of " + kind.stream);
        boolean ofTheRow = List.of(400, 404, 409, 422).contains(answer.status())
                && !Login.code(answer).isEmpty();
        if (!ofTheRow) {
            return trouble.asWriteAnswer();
        }
        String message =
                Login.REFUSALS.error(answer).map(error -> error.message()).orElse("");
        return done(new Outcome.Rejected(Login.code(answer), message, answer.text()));
    }

    private Map<String, @Nullable Object> body(ModelRow row) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        spec.mapping().forEach((field, column) -> {
            boolean names = field.equals("id");
            if (!names) {
                Object value = Rows.value(row, column);
                body.put(field, value instanceof Instant moment ? (Object) moment.getEpochSecond() : Rows.json(value));
            }
        });
        return body;
    }

    static Optional<List<Outcome>> lookUp(Access access, WriteSpec spec, List<ModelRow> rows)
            throws HttpFailed, Troubled {
        if (spec.match().isEmpty()) {
            return Optional.empty();
        }
        var writes = new Writes(access, spec);
        List<Outcome> outcomes = new ArrayList<>();
        for (ModelRow row : rows) {
            if (Rows.match(spec, row).isEmpty()) {
                outcomes.add(new Outcome.Uncertain("the row has no value in the match field to look it up by"));
                continue;
            }
            List<String> ids = writes.ids(row);
            outcomes.add(
                    switch (ids.size()) {
                        case 0 -> new Outcome.Again("it is not there");
                        case 1 -> new Outcome.Accepted(ids.getFirst(), true);
                        default -> new Outcome.Uncertain(ids.size() + " have this value: " + String.join(", ", ids));
                    });
        }
        return Optional.of(outcomes);
    }

    private List<String> ids(ModelRow row) throws HttpFailed, Troubled {
        String match = spec.match().orElseThrow();
        Optional<String> value = Rows.match(spec, row);
        if (value.isEmpty()) {
            return List.of();
        }
        String what = "the look-up in " + kind.stream;
        HttpRequest ask;
        if (kind == Kind.COMPANIES) {
            String by = match.equals("id")
                    ? "/companies/" + Params.step(value.get())
                    : new Params().and(match, value.get()).after("/companies");
            ask = Login.request(access, "GET", by);
        } else {
            ask = Login.request(access, "POST", "/contacts/search")
                    .json(Json.text(Map.of(
                            "query", Map.of("field", match, "operator", "=", "value", value.get()),
                            "pagination", Map.of("per_page", 5))));
        }
        HttpAnswer answer = Login.API.send(access, ask);
        if (answer.status() == 404 && !Login.code(answer).isEmpty()) {
            return List.of();
        }
        if (!answer.isSuccess()) {
            throw new Troubled(Login.refusal(answer, what));
        }
        JsonNode body = Login.API.tree(answer, what);
        List<String> ids = new ArrayList<>();
        if (kind == Kind.COMPANIES) {
            ids.add(body.path("id").asString(""));
        } else if (body.path("data").isArray()) {
            body.path("data").forEach(one -> {
                if (one.path(match).asString("").equalsIgnoreCase(value.get())) {
                    ids.add(one.path("id").asString(""));
                }
            });
        } else {
            throw new Troubled(Login.REFUSALS.strange(answer, what, "no contacts"));
        }
        ids.removeIf(String::isEmpty);
        return ids;
    }
}
