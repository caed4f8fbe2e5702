package dev.tidemark.connectors.hubspot;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.Limits;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.Outcome;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.WriteAnswer;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connector.WriteSpec.Mode;
import dev.tidemark.connectors.json.Json;
import dev.tidemark.connectors.rest.Matched;
import dev.tidemark.connectors.rest.Mistakes;
import dev.tidemark.connectors.rest.Params;
import dev.tidemark.connectors.rest.Rows;
import dev.tidemark.connectors.rest.Troubled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Writes rows by the batch: 100 in a request. Each carries a mark of its own ({@code objectWriteTraceId}), so that HubSpot
 * writes the good ones beside the bad and tells of each, in whatever order.
 */
final class Batches {

    static final int MOST_ROWS = 100;

    /** Two names of the id, which HubSpot gives: a write by it can only change a record. */
    private static final Set<String> IDS = Set.of(Streams.ID, "hs_object_id");

    /** Rows refused for a reason that passes by itself. */
    private static final Set<String> PASSING = Set.of("RATE_LIMITS", "RATE_LIMIT", "TIMEOUT");

    private final Access access;
    private final WriteSpec spec;
    private final String what;

    private Batches(Access access, WriteSpec spec) {
        this.access = access;
        this.spec = spec;
        this.what = "a batch of " + spec.stream();
    }

    private static boolean byId(WriteSpec spec) {
        return spec.match().filter(IDS::contains).isPresent();
    }

    /** Tells every mistake of a mapping. */
    static void check(Access access, WriteSpec spec) throws HttpFailed, Troubled {
        Optional<List<Property>> properties =
                Kind.of(spec.stream()).orElse(new Kind.Owners()) instanceof Kind.Records(String type)
                        ? Streams.properties(access, type)
                        : Optional.empty();
        if (properties.isEmpty()) {
            throw new ConnectorException(
                    "destination.unknown_stream",
                    "HubSpot has no records of '" + spec.stream() + "' to write, or does not show them to this app",
                    "Check the name (a custom object's is p123_name), and the app's scopes");
        }
        StreamSpec stream = Streams.records(access, spec.stream(), properties.get());
        List<String> matching = new ArrayList<>();
        if (spec.mode() != Mode.INSERT) {
            matching.addAll(IDS);
        }
        properties.get().stream().filter(Property::unique).map(Property::name).forEach(matching::add);
        new Mistakes("HubSpot", spec).fields(stream).match(matching).tell();
    }

    static WriteAnswer write(Access access, WriteSpec spec, List<ModelRow> rows) {
        try {
            return new Batches(access, spec).write(rows);
        } catch (ConnectorException e) {
            return new WriteAnswer.Stop(e.code(), String.valueOf(e.getMessage()), e.whatToDo());
        }
    }

    private WriteAnswer write(List<ModelRow> rows) {
        Map<Integer, Outcome> decided = new HashMap<>();
        List<Object> inputs = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            ModelRow row = rows.get(i);
            if (spec.mode() != Mode.INSERT && matchOf(row).isEmpty()) {
                decided.put(
                        i,
                        new Outcome.Rejected(
                                "NO_MATCH_VALUE",
                                "the row has no value in '" + spec.match().orElseThrow() + "' to match a record by",
                                "{}"));
            } else {
                inputs.add(input(row, i));
            }
        }
        if (inputs.isEmpty()) {
            return done(rows, decided, Limits.UNKNOWN);
        }
        String verb =
                spec.mode() == Mode.INSERT ? "create" : spec.mode() == Mode.UPSERT && !byId(spec) ? "upsert" : "update";
        HttpRequest request = Hub.API
                .request(access, "POST", "/crm/v3/objects/" + Params.step(spec.stream()) + "/batch/" + verb)
                .json(Json.text(Map.of("inputs", inputs)));
        return Hub.API.write(access, request, what, answer -> {
            JsonNode body = Json.tree(answer.body());
            if (!body.path("results").isArray()) {
                throw new BadPage("no results");
            }
            body.path("results").forEach(result -> accepted(result, rows, decided));
            body.path("errors").forEach(error -> refused(error, rows, decided));
            return done(rows, decided, Hub.limits(answer));
        });
    }

    private Optional<String> matchOf(ModelRow row) {
        return Rows.match(spec, row).filter(value -> !value.isBlank());
    }

    private Map<String, Object> input(ModelRow row, int number) {
        Map<String, Object> properties = new LinkedHashMap<>();
        spec.mapping().forEach((field, column) -> {
            boolean matches = spec.mode() != Mode.INSERT
                    && spec.match().filter(field::equals).isPresent();
            if (!matches) {
                properties.put(field, text(Rows.value(row, column)));
            }
        });
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("objectWriteTraceId", Integer.toString(number));
        input.put("properties", properties);
        if (spec.mode() != Mode.INSERT) {
            input.put("id", matchOf(row).orElseThrow());
            if (!byId(spec)) {
                input.put("idProperty", spec.match().orElseThrow());
            }
        }
        return input;
    }

    /** Every value is a string; the empty one clears the property. */
    private static String text(@Nullable Object value) {
        return value == null ? "" : Rows.text(value);
    }

    private void accepted(JsonNode result, List<ModelRow> rows, Map<Integer, Outcome> decided) {
        int number = traced(result.path("objectWriteTraceId"), rows.size());
        if (number < 0) {
            number = alike(result, rows);
        }
        if (number >= 0) {
            boolean created = spec.mode() == Mode.INSERT || result.path("new").asBoolean(false);
            decided.put(number, new Outcome.Accepted(result.path("id").asString(""), created));
        }
    }

    private void refused(JsonNode error, List<ModelRow> rows, Map<Integer, Outcome> decided) {
        String code = error.path("category").asString("UNKNOWN");
        String message = error.path("message").asString("refused without a reason");
        Outcome outcome = PASSING.contains(code)
                ? new Outcome.Again(code + ": " + message)
                : new Outcome.Rejected(code, message, Json.text(error));
        JsonNode context = error.path("context");
        for (JsonNode trace : context.path("objectWriteTraceId")) {
            int number = traced(trace, rows.size());
            if (number >= 0) {
                decided.putIfAbsent(number, outcome);
            }
        }
        for (String name : List.of("ids", "id")) {
            for (JsonNode id : context.path(name)) {
                for (int i = 0; i < rows.size(); i++) {
                    if (matchOf(rows.get(i)).filter(id.asString("")::equals).isPresent()) {
                        decided.putIfAbsent(i, outcome);
                    }
                }
            }
        }
    }

    private static int traced(JsonNode trace, int rows) {
        String text = trace.asString("");
        int number = text.matches("\\d{1,3}") ? Integer.parseInt(text) : -1;
        return number < rows ? number : -1;
    }

    /** The one row that matches a result which brings no mark; -1 where there is none, or several. */
    private int alike(JsonNode result, List<ModelRow> rows) {
        String match = spec.match().orElse("");
        String value = byId(spec)
                ? result.path("id").asString("")
                : result.path("properties").path(match).asString("");
        int found = -1;
        for (int i = 0; i < rows.size(); i++) {
            boolean alike = !value.isEmpty()
                    && matchOf(rows.get(i)).filter(value::equalsIgnoreCase).isPresent();
            if (alike && found >= 0) {
                return -1;
            }
            found = alike ? i : found;
        }
        return found;
    }

    private WriteAnswer done(List<ModelRow> rows, Map<Integer, Outcome> decided, Limits seen) {
        Outcome untold = new Outcome.Uncertain("HubSpot told no outcome of this row");
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            outcomes.add(decided.getOrDefault(i, untold));
        }
        return new WriteAnswer.Done(outcomes, seen);
    }

    /** What became of rows: by a batch read, which knows at once of every write, as a search does not. */
    static Optional<List<Outcome>> lookUp(Access access, WriteSpec spec, List<ModelRow> rows)
            throws HttpFailed, Troubled {
        return spec.match().isEmpty()
                ? Optional.empty()
                : Optional.of(new Batches(access, spec).lookUp(spec.match().get(), rows));
    }

    private List<Outcome> lookUp(String match, List<ModelRow> rows) throws HttpFailed, Troubled {
        List<String> values = rows.stream()
                .map(this::matchOf)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        Map<String, String> found = values.isEmpty() ? Map.of() : read(match, values);
        return rows.stream()
                .map(row -> {
                    String id = found.get(plain(matchOf(row).orElse("")));
                    return new Matched(spec, row, id == null ? List.of() : List.of(id)).outcome(true);
                })
                .toList();
    }

    private Map<String, String> read(String match, List<String> values) throws HttpFailed, Troubled {
        String asked = "the look-up in " + spec.stream();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("inputs", values.stream().map(value -> Map.of("id", value)).toList());
        body.put("properties", List.of(byId(spec) ? "hs_object_id" : match));
        if (!byId(spec)) {
            body.put("idProperty", match);
        }
        HttpRequest request = Hub.API
                .request(access, "POST", "/crm/v3/objects/" + Params.step(spec.stream()) + "/batch/read")
                .json(Json.text(body));
        Map<String, String> found = new HashMap<>();
        for (JsonNode record : Hub.API.list(Hub.API.send(access, request), asked, "results")) {
            String id = record.path("id").asString("");
            found.put(
                    byId(spec)
                            ? id
                            : plain(record.path("properties").path(match).asString("")),
                    id);
        }
        return found;
    }

    /** HubSpot compares unique values without regard to case, and strips what surrounds them. */
    private static String plain(String value) {
        return value.strip().toLowerCase(java.util.Locale.ROOT);
    }
}
