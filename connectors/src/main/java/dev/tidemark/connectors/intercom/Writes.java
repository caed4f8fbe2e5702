package dev.tidemark.connectors.intercom;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.ConnectorException;
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
import dev.tidemark.connectors.rest.Mistakes;
import dev.tidemark.connectors.rest.Params;
import dev.tidemark.connectors.rest.Rows;
import dev.tidemark.connectors.rest.Troubled;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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

    private static final String COMPANY_ID = "company_id";

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
        List<String> matching = kind == Kind.CONTACTS ? List.of("external_id", "email") : List.of(COMPANY_ID);
        List<String> all = new ArrayList<>(matching);
        if (spec.mode() == Mode.UPDATE) {
            all.add("id");
        }
        var mistakes = new Mistakes("Intercom", spec).fields(kind.spec()).match(all);
        if (byId(spec) && spec.mapping().containsKey(COMPANY_ID)) {
            mistakes.add("'" + COMPANY_ID + "' is set once, when a company is created");
        }
        mistakes.tell();
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
        Matched matched;
        try {
            matched = matched(row);
        } catch (HttpFailed e) {
            return new WriteAnswer.Retry("no answer when asked for the id: " + e.getMessage());
        } catch (Troubled e) {
            return e.trouble().asWriteAnswer();
        }
        if (matched.ids().isEmpty() && spec.mode() == Mode.UPSERT) {
            return create(row, true);
        }
        return matched.ids().size() == 1 ? change(row, matched.ids().getFirst()) : done(matched.rejected());
    }

    private static WriteAnswer done(Outcome outcome) {
        return new WriteAnswer.Done(List.of(outcome), Limits.UNKNOWN);
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

    private WriteAnswer send(String method, String path, ModelRow row, Function<HttpAnswer, WriteAnswer> refused) {
        HttpRequest request = Login.request(access, method, path).json(Json.text(body(row, method.equals("PUT"))));
        String what = "one of " + kind.stream;
        return Login.API.write(
                access,
                request,
                what,
                answer -> {
                    String id = Json.tree(answer.body()).path("id").asString("");
                    if (id.isEmpty()) {
                        throw new BadPage("no id");
                    }
                    boolean created = method.equals("POST") && kind == Kind.CONTACTS;
                    return new WriteAnswer.Done(List.of(new Outcome.Accepted(id, created)), Login.limits(answer));
                },
                refused);
    }

    /** A refusal of one row is its outcome, unless it speaks of the account. */
    private WriteAnswer refused(HttpAnswer answer) {
        Optional<ApiError> error = Login.REFUSALS.error(answer);
        return error.isPresent() && List.of(400, 404, 409, 422).contains(answer.status())
                ? done(new Outcome.Rejected(error.get().code(), error.get().message(), answer.text()))
                : Login.REFUSALS.of(answer, "one of " + kind.stream).asWriteAnswer();
    }

    /** @param there whether the record is there already: a company keeps the {@code company_id} that it was created with */
    private Map<String, @Nullable Object> body(ModelRow row, boolean there) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        spec.mapping().forEach((field, column) -> {
            boolean names = field.equals("id") || (there && field.equals(COMPANY_ID));
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
            outcomes.add(writes.matched(row).outcome(true));
        }
        return Optional.of(outcomes);
    }

    private Matched matched(ModelRow row) throws HttpFailed, Troubled {
        return new Matched(spec, row, ids(row));
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
        JsonNode body = Login.API.tree(answer, what);
        List<String> ids = new ArrayList<>();
        if (kind == Kind.COMPANIES && body.path("type").asString("").equals("company")) {
            ids.add(body.path("id").asString(""));
        } else if (body.path("data").isArray()) {
            // A company, too, by the reference's schema; and a search is no exact comparison.
            body.path("data").forEach(one -> {
                String has = one.path(match).asString("");
                if (kind == Kind.COMPANIES ? has.equals(value.get()) : has.equalsIgnoreCase(value.get())) {
                    ids.add(one.path("id").asString(""));
                }
            });
        } else {
            throw new Troubled(Login.REFUSALS.strange(answer, what, "no records"));
        }
        ids.removeIf(String::isEmpty);
        return ids;
    }
}
