package dev.tidemark.connectors.manifest.source;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.Limits;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.Outcome;
import dev.tidemark.connector.WriteAnswer;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connectors.manifest.auth.Login;
import dev.tidemark.connectors.manifest.error.ErrorHandler;
import dev.tidemark.connectors.manifest.error.Resolution;
import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.ours.Action;
import dev.tidemark.connectors.manifest.ours.WriteRules;
import dev.tidemark.connectors.manifest.request.Call;
import dev.tidemark.connectors.manifest.request.Impossible;
import dev.tidemark.connectors.manifest.request.Into;
import dev.tidemark.connectors.manifest.request.Options;
import dev.tidemark.connectors.manifest.template.None;
import dev.tidemark.connectors.manifest.template.Python;
import dev.tidemark.connectors.manifest.template.TemplateError;
import dev.tidemark.connectors.manifest.tree.Json;
import dev.tidemark.connectors.manifest.tree.Paths;
import dev.tidemark.connectors.rest.Matched;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/** Sends rows by the actions of a manifest, one request a batch. */
final class Writing {

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int TIMED_OUT = 408;
    private static final int TOO_MANY = 429;
    private static final int NO_CONTENT = 204;

    private final Access access;
    private final WriteSpec spec;
    private final WriteRules rules;
    private final Context base;
    private final Discreet tokens;

    Writing(Access access, WriteSpec spec, WriteRules rules, ManifestConfig config) {
        this.access = access;
        this.spec = spec;
        this.rules = rules;
        this.base = Context.of(config.of(access));
        this.tokens = new Discreet(new KeptTokens(access.secrets()), config.secrets(access));
    }

    // ---- write

    WriteAnswer write(WriteRules.Change change, List<ModelRow> rows) {
        List<RowValues> values =
                rows.stream().map(row -> RowValues.of(row, spec)).toList();
        if (spec.mode() != WriteSpec.Mode.INSERT && values.stream().anyMatch(v -> !isMatchable(v))) {
            return withoutUnmatchable(change, rows, values);
        }
        boolean[] sent = {false};
        try {
            return write(change, values, true, sent);
        } catch (HttpFailed e) {
            String why = "no answer to the request: " + tokens.text(String.valueOf(e.getMessage()));
            return sent[0] && e.maybeDone() ? new WriteAnswer.Unknown(why) : new WriteAnswer.Retry(why);
        } catch (Impossible | TemplateError e) {
            return stop("destination.manifest_failed", String.valueOf(e.getMessage()));
        }
    }

    /** Dots alone mean another folder in an address, however they are quoted. */
    private static boolean isMatchable(RowValues row) {
        return row.matchText().filter(text -> !text.matches("\\.+")).isPresent();
    }

    /** Rows that cannot be matched are rejected, and the others sent. */
    private WriteAnswer withoutUnmatchable(WriteRules.Change change, List<ModelRow> rows, List<RowValues> values) {
        List<ModelRow> good = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            if (isMatchable(values.get(i))) {
                good.add(rows.get(i));
            }
        }
        WriteAnswer answer = good.isEmpty() ? new WriteAnswer.Done(List.of(), Limits.UNKNOWN) : write(change, good);
        if (!(answer instanceof WriteAnswer.Done done)) {
            return answer;
        }
        List<Outcome> outcomes = new ArrayList<>();
        int next = 0;
        for (RowValues row : values) {
            outcomes.add(
                    isMatchable(row)
                            ? done.outcomes().get(next++)
                            : new Outcome.Rejected(
                                    "no_match_value",
                                    "the row has no value in '" + spec.match().orElse("")
                                            + "' that it could be matched by",
                                    "{}"));
        }
        return new WriteAnswer.Done(outcomes, done.seen());
    }

    private WriteAnswer write(WriteRules.Change change, List<RowValues> rows, boolean mayRenew, boolean[] sent)
            throws HttpFailed {
        Optional<Answer> refusal = signIn(change.action());
        if (refusal.isPresent()) {
            return toldOf(refusal.get());
        }
        Call call = call(change.action(), rows);
        sent[0] = true;
        HttpAnswer answer = access.http().send(call.request());
        Optional<Resolution> said =
                change.action().errors().said(answer, base, access.clock().instant());
        boolean isRefused = said.isEmpty()
                ? answer.status() == UNAUTHORIZED
                : said.get().action() == Resolution.Action.REFRESH_TOKEN_THEN_RETRY;
        if (isRefused && mayRenew && change.action().authenticator().forget(base, tokens)) {
            sent[0] = false;
            return write(change, rows, false, sent);
        }
        return said.isPresent() ? said(change, rows, answer, said.get()) : byStatus(change, rows, answer);
    }

    private WriteAnswer said(WriteRules.Change change, List<RowValues> rows, HttpAnswer answer, Resolution said) {
        String why = tokens.text(said.message());
        return switch (said.action()) {
            case SUCCESS -> done(change, rows, answer);
            case IGNORE ->
                new WriteAnswer.Done(
                        rows.stream()
                                .<Outcome>map(r -> new Outcome.Accepted("", false))
                                .toList(),
                        Limits.UNKNOWN);
            case RATE_LIMITED -> new WriteAnswer.Wait(said.pause().orElse(SignIn.PATIENCE), why);
            case RETRY -> isOpen(answer) ? new WriteAnswer.Unknown(why) : new WriteAnswer.Retry(why);
            case FAIL, RESET_PAGINATION -> refused(answer, why);
            case REFRESH_TOKEN_THEN_RETRY -> stop("destination.login_refused", why);
        };
    }

    /** Whether what was asked may have been done, whatever a filter says of it. */
    private static boolean isOpen(HttpAnswer answer) {
        return answer.status() >= 500 || answer.status() == TIMED_OUT;
    }

    private WriteAnswer byStatus(WriteRules.Change change, List<RowValues> rows, HttpAnswer answer) {
        if (answer.isSuccess()) {
            return done(change, rows, answer);
        }
        String why = tokens.text(ErrorHandler.message(answer));
        if (isOpen(answer)) {
            return new WriteAnswer.Unknown(why);
        }
        return answer.status() == TOO_MANY
                ? new WriteAnswer.Wait(answer.retryAfter().orElse(SignIn.PATIENCE), why)
                : refused(answer, why);
    }

    private WriteAnswer refused(HttpAnswer answer, String why) {
        if (answer.status() == UNAUTHORIZED || answer.status() == FORBIDDEN || answer.status() < 400) {
            return answer.status() < 400 && answer.isSuccess()
                    ? new WriteAnswer.Refused("refused", why, json(answer))
                    : stop("destination.login_refused", why);
        }
        return new WriteAnswer.Refused("HTTP " + answer.status(), why, json(answer));
    }

    private String json(HttpAnswer answer) {
        try {
            return tokens.text(Json.write(Json.read(answer.body())));
        } catch (JacksonException e) {
            return tokens.text(Json.write(answer.text()));
        }
    }

    private WriteAnswer done(WriteRules.Change change, List<RowValues> rows, HttpAnswer answer) {
        Object body = new LinkedHashMap<>();
        if (answer.status() != NO_CONTENT) {
            try {
                body = Json.read(answer.body());
            } catch (JacksonException e) {
                return new WriteAnswer.Unknown("the answer is not whole, valid JSON");
            }
        } else if (change.action().results().isPresent()) {
            return new WriteAnswer.Unknown("the answer is empty, where the results of the rows were expected");
        }
        Object response = body;
        Optional<List<Object>> results = change.action().results().isEmpty()
                ? Optional.of(List.of(response))
                : list(response, change.action().results().get());
        if (results.isEmpty() || results.get().size() != rows.size()) {
            return new WriteAnswer.Unknown("the answer has "
                    + results.map(r -> r.size() + " results").orElse("no list of results") + " for " + rows.size()
                    + " rows");
        }
        return new WriteAnswer.Done(
                results.get().stream()
                        .map(result ->
                                outcome(change, base.with("response", response).with("result", result), result))
                        .toList(),
                Limits.UNKNOWN);
    }

    private static Optional<List<Object>> list(Object response, List<String> path) {
        Optional<Object> found = path.isEmpty() ? Optional.of(response) : Paths.get(response, path);
        return found.filter(List.class::isInstance).map(list -> List.copyOf((List<?>) list));
    }

    private Outcome outcome(WriteRules.Change change, Context context, Object result) {
        if (change.failed().filter(f -> f.test(context)).isPresent()) {
            String whole = tokens.text(Json.write(result));
            return new Outcome.Rejected(
                    change.code()
                            .map(c -> c.text(context))
                            .filter(c -> !c.isBlank())
                            .map(tokens::text)
                            .orElse("refused"),
                    change.message()
                            .map(m -> m.text(context))
                            .filter(m -> !m.isBlank())
                            .map(tokens::text)
                            .orElse(whole),
                    whole);
        }
        boolean isCreated = change.created().map(c -> c.test(context)).orElse(spec.mode() == WriteSpec.Mode.INSERT);
        return new Outcome.Accepted(id(result), isCreated);
    }

    private String id(Object result) {
        return Paths.get(result, rules.id())
                .filter(id -> id != None.NONE)
                .map(Python::str)
                .orElse("");
    }

    // ---- look-up

    /** @throws HttpFailed where there was no whole answer, or the API asks for patience */
    Optional<List<Outcome>> lookUp(List<ModelRow> rows) throws HttpFailed {
        Optional<WriteRules.Find> find = rules.find()
                .filter(f -> spec.match().filter(f.match()::contains).isPresent());
        if (find.isEmpty()) {
            return Optional.empty();
        }
        List<RowValues> known = rows.stream()
                .map(row -> RowValues.of(row, spec))
                .filter(v -> v.matchText().isPresent())
                .toList();
        if (known.isEmpty()) {
            return Optional.of(
                    rows.stream().map(row -> outcome(List.of(), row, false)).toList());
        }
        Object response = found(find.get(), known);
        List<Object> records = list(response, find.get().action().results().orElse(List.of()))
                .orElseThrow(() -> new HttpFailed("the answer to the look-up has no list of records", true));
        boolean isMore = find.get()
                .more()
                .filter(m -> m.test(base.with("response", response)))
                .isPresent();
        return Optional.of(
                rows.stream().map(row -> outcome(records, row, isMore)).toList());
    }

    private Outcome outcome(List<Object> records, ModelRow row, boolean isMore) {
        String match = spec.match().orElseThrow();
        String value = RowValues.of(row, spec).matchText().orElse("");
        List<Object> alike = value.isEmpty()
                ? List.of()
                : records.stream()
                        .filter(r -> Paths.get(r, List.of(match))
                                .filter(v -> RowValues.text(v).equalsIgnoreCase(value))
                                .isPresent())
                        .toList();
        List<String> ids = alike.stream()
                .filter(r -> Paths.get(r, List.of(match))
                        .filter(v -> RowValues.text(v).equals(value))
                        .isPresent())
                .map(this::id)
                .toList();
        return ids.isEmpty() && !alike.isEmpty()
                ? new Outcome.Uncertain("a record has this value but for upper and lower case")
                : new Matched(spec, row, ids).outcome(!isMore);
    }

    private Object found(WriteRules.Find find, List<RowValues> rows) throws HttpFailed {
        for (boolean mayRenew = true; ; mayRenew = false) {
            if (signIn(find.action()).isPresent()) {
                throw new HttpFailed("the look-up could not sign in", false);
            }
            HttpAnswer answer = access.http().send(call(find.action(), rows).request());
            if (answer.isSuccess()) {
                try {
                    return Json.read(answer.body());
                } catch (JacksonException e) {
                    throw new HttpFailed("the answer to the look-up is not whole, valid JSON", true);
                }
            }
            boolean isRenewed = answer.status() == UNAUTHORIZED
                    && mayRenew
                    && find.action().authenticator().forget(base, tokens);
            if (!isRenewed) {
                throw new HttpFailed("the look-up: " + tokens.text(ErrorHandler.message(answer)), true);
            }
        }
    }

    // ---- requests

    /** Signs in, where the action needs a token; why not, where that fails. */
    Optional<Answer> signIn(Action action) {
        try {
            Optional<Login> login =
                    action.authenticator().login(base, tokens, access.clock().instant());
            while (login.isPresent()) {
                Optional<Answer> refusal = SignIn.refusal(access, tokens, login.get());
                if (refusal.isPresent()) {
                    return refusal;
                }
                login = action.authenticator()
                        .login(base, tokens, access.clock().instant());
            }
            return Optional.empty();
        } catch (HttpFailed e) {
            return Optional.of(new Answer.Retry("no answer to the sign-in: " + e.getMessage()));
        }
    }

    private static WriteAnswer toldOf(Answer refusal) {
        return switch (refusal) {
            case Answer.Wait wait -> new WriteAnswer.Wait(wait.atLeast(), wait.why());
            case Answer.Retry retry -> new WriteAnswer.Retry(retry.why());
            case Answer.Stop stop -> new WriteAnswer.Stop("destination.login_refused", stop.why(), stop.whatToDo());
            default -> throw new IllegalStateException("no answer to a sign-in: " + refusal);
        };
    }

    private WriteAnswer stop(String code, String why) {
        return new WriteAnswer.Stop(
                code,
                tokens.text(why),
                "Check the destination's settings and secrets, and what the manifest says under 'write'");
    }

    private Call call(Action action, List<RowValues> rows) {
        List<Object> items = new ArrayList<>();
        for (RowValues row : rows) {
            items.add(action.item().map(item -> item.asIs(names(row))).orElse(row.all()));
        }
        Context context = names(rows.getFirst())
                .with("rows", rows.stream().map(RowValues::all).toList())
                .with("matches", rows.stream().map(RowValues::match).toList())
                .with("items", items);
        Options more = new Options();
        action.body().ifPresent(body -> {
            if (!(body.asIs(context) instanceof Map<?, ?> fields)) {
                throw new Impossible("'body' is no object");
            }
            fields.forEach((name, value) -> more.put(Into.JSON, name, value));
        });
        Map<String, String> proof = new LinkedHashMap<>();
        action.authenticator().sign(base, tokens, more, proof);
        return action.requester().call(context, inPath(context, rows.getFirst()), Optional.empty(), more, proof);
    }

    private Context names(RowValues row) {
        return base.with("row", row.all())
                .with("values", row.values())
                .with("match", row.match())
                .with("match_field", spec.match().map(m -> (Object) m).orElse(None.NONE));
    }

    /** What stands in a path is quoted, so that a value with a slash in it asks for no other thing. */
    private static Context inPath(Context context, RowValues row) {
        Map<Object, Object> quoted = new LinkedHashMap<>();
        row.all().forEach((name, value) -> quoted.put(name, quoted(value)));
        return context.with("match", quoted(row.match())).with("row", quoted).with("values", quoted);
    }

    private static Object quoted(Object value) {
        String text = value == None.NONE ? "" : RowValues.text(value);
        String plain = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
        return plain.matches("\\.+") ? "" : plain;
    }
}
