package dev.tidemark.connectors.airtable;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.HttpAnswer;
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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Writes up to ten rows in one request, all of them or none. */
final class Writes {

    static final int MOST_ROWS = 10;

    private final Access access;
    private final WriteSpec spec;
    private final String what;

    private Writes(Access access, WriteSpec spec) {
        this.access = access;
        this.spec = spec;
        this.what = "a batch of " + spec.stream();
    }

    /** Tells every mistake of the mapping. */
    static void check(Access access, WriteSpec spec) throws HttpFailed, Troubled {
        StreamSpec table = Base.table(access, spec.stream())
                .orElseThrow(() -> new ConnectorException(
                        "destination.unknown_stream",
                        "the base has no table '" + spec.stream() + "', or does not show it to this token",
                        "Check the table's name; 'tidemark discover' lists the tables"));
        // Airtable merges by fields of these types, and finds by what a formula can compare.
        List<String> matching = table.fields().stream()
                .filter(field -> field.name().equals(Base.ID) || (field.writable() && matches(field.detail())))
                .map(field -> field.name())
                .filter(name -> spec.mode() != Mode.INSERT || !name.equals(Base.ID))
                .toList();
        new Mistakes("Airtable", spec).fields(table).match(matching).tell();
    }

    private static boolean matches(String type) {
        return Set.of("singleLineText", "multilineText", "email", "url", "phoneNumber", "number", "singleSelect")
                .contains(type);
    }

    private static boolean byId(WriteSpec spec) {
        return spec.match().filter(Base.ID::equals).isPresent();
    }

    /** Airtable has no way to change only what is there by a field: the ids are asked for first. */
    static boolean asksFirst(WriteSpec spec) {
        return spec.mode() == Mode.UPDATE && !byId(spec);
    }

    static WriteAnswer write(Access access, WriteSpec spec, List<ModelRow> rows) {
        try {
            var writes = new Writes(access, spec);
            return asksFirst(spec) ? writes.updateFound(rows) : writes.send(rows);
        } catch (ConnectorException e) {
            return new WriteAnswer.Stop(e.code(), String.valueOf(e.getMessage()), e.whatToDo());
        }
    }

    private WriteAnswer send(List<ModelRow> rows) {
        Set<String> seen = new HashSet<>();
        boolean twice = spec.mode() != Mode.INSERT
                && rows.stream().flatMap(row -> Rows.match(spec, row).stream()).anyMatch(value -> !seen.add(value));
        if (twice) {
            // Of a record that is named twice Airtable keeps one, and says not which.
            return new WriteAnswer.Refused("DUPLICATE_IN_BATCH", what + " names one record twice", "{}");
        }
        List<Object> records = new ArrayList<>();
        for (ModelRow row : rows) {
            String id = byId(spec) ? Rows.match(spec, row).orElse("") : null;
            if (id != null && !id.matches("rec[A-Za-z0-9]+")) {
                return new WriteAnswer.Refused("INVALID_RECORD_ID", "'" + id + "' is no record's id", "{}");
            }
            records.add(record(row, id));
        }
        return send(records, spec.mode() == Mode.INSERT ? "POST" : "PATCH", spec.mode() == Mode.UPSERT && !byId(spec));
    }

    private WriteAnswer updateFound(List<ModelRow> rows) {
        try {
            return Matched.change(LookUp.find(access, spec, rows).rows(), Limits.UNKNOWN, found -> {
                List<Object> records = new ArrayList<>();
                found.forEach(row -> records.add(record(row.row(), row.ids().getFirst())));
                return send(records, "PATCH", false);
            });
        } catch (HttpFailed e) {
            return new WriteAnswer.Retry("no answer when asked for the ids: " + e.getMessage());
        } catch (Troubled e) {
            return e.trouble().asWriteAnswer();
        }
    }

    private Map<String, @Nullable Object> record(ModelRow row, @Nullable String id) {
        Map<String, @Nullable Object> cells = new LinkedHashMap<>();
        spec.mapping().forEach((field, column) -> {
            if (!field.equals(Base.ID)) {
                cells.put(Base.cell(field), Rows.json(Rows.value(row, column)));
            }
        });
        Map<String, @Nullable Object> record = new LinkedHashMap<>();
        if (id != null) {
            record.put(Base.ID, id);
        }
        record.put("fields", cells);
        return record;
    }

    private WriteAnswer send(List<Object> records, String method, boolean merge) {
        Map<String, Object> body = new LinkedHashMap<>();
        if (merge) {
            body.put(
                    "performUpsert",
                    Map.of("fieldsToMergeOn", List.of(Base.cell(spec.match().orElseThrow()))));
        }
        body.put(
                "typecast",
                Boolean.parseBoolean(access.settings().find(Login.TYPECAST).orElse("false")));
        body.put("records", records);
        HttpRequest request = Login.API
                .request(access, method, "/v0/" + Login.base(access) + "/" + Params.step(spec.stream()))
                .json(Json.text(body));
        return Login.API.write(access, request, what, whole -> done(whole, records.size()));
    }

    private WriteAnswer done(HttpAnswer answer, int rows) throws BadPage {
        JsonNode body = Json.tree(answer.body());
        JsonNode records = body.path("records");
        if (!records.isArray() || records.size() != rows) {
            return new WriteAnswer.Unknown(what + " of " + rows + " rows was answered with " + records.size());
        }
        Set<String> created = new HashSet<>();
        body.path("createdRecords").forEach(id -> created.add(id.asString("")));
        List<Outcome> outcomes = new ArrayList<>();
        records.forEach(record -> {
            String id = record.path(Base.ID).asString("");
            outcomes.add(new Outcome.Accepted(id, spec.mode() == Mode.INSERT || created.contains(id)));
        });
        return new WriteAnswer.Done(outcomes, Limits.UNKNOWN);
    }
}
