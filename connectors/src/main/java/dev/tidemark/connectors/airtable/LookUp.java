package dev.tidemark.connectors.airtable;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.Outcome;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connectors.rest.Matched;
import dev.tidemark.connectors.rest.Params;
import dev.tidemark.connectors.rest.Rows;
import dev.tidemark.connectors.rest.Troubled;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Finds the records that rows belong to by the match field: one request for all of them, by a formula. */
final class LookUp {

    private LookUp() {}

    /**
     * The records of each row, in the rows' order.
     *
     * @param whole whether these are all that there are
     */
    record Found(List<Matched> rows, boolean whole) {}

    static Optional<List<Outcome>> outcomes(Access access, WriteSpec spec, List<ModelRow> rows)
            throws HttpFailed, Troubled {
        if (spec.match().isEmpty()) {
            return Optional.empty();
        }
        Found found = find(access, spec, rows);
        return Optional.of(
                found.rows().stream().map(row -> row.outcome(found.whole())).toList());
    }

    static Found find(Access access, WriteSpec spec, List<ModelRow> rows) throws HttpFailed, Troubled {
        String match = spec.match().orElseThrow();
        List<String> values = rows.stream()
                .flatMap(row -> Rows.match(spec, row).stream())
                .distinct()
                .toList();
        if (values.isEmpty()) {
            return new Found(
                    rows.stream().map(row -> new Matched(spec, row, List.of())).toList(), true);
        }
        String what = "the look-up in " + spec.stream();
        String path = "/v0/" + Login.base(access) + "/" + Params.step(spec.stream());
        HttpRequest request = Login.API.request(
                access,
                "GET",
                new Params()
                        .and("pageSize", 100)
                        .and("fields[]", Base.cell(match))
                        .and("filterByFormula", formula(match, values))
                        .after(path));
        HttpAnswer answer = Login.ask(access, request, what);
        JsonNode body = Login.API.tree(answer, what);
        if (!body.path("records").isArray()) {
            throw new Troubled(Login.API.refusals().strange(answer, what, "no records"));
        }
        List<Matched> matched = new ArrayList<>();
        for (ModelRow row : rows) {
            Optional<String> value = Rows.match(spec, row);
            List<String> ids = new ArrayList<>();
            body.path("records").forEach(record -> {
                if (value.filter(text -> text.equals(spelled(record, match))).isPresent()) {
                    ids.add(record.path(Base.ID).asString(""));
                }
            });
            matched.add(new Matched(spec, row, ids));
        }
        return new Found(matched, !body.has("offset"));
    }

    /** The value that a record has, as a row's is spelt. */
    private static String spelled(JsonNode record, String match) {
        if (match.equals(Base.ID)) {
            return record.path(Base.ID).asString("");
        }
        JsonNode cell = record.path("fields").path(Base.cell(match));
        return cell.isNumber() ? cell.decimalValue().toPlainString() : cell.asString("");
    }

    private static String formula(String match, List<String> values) {
        String cell = match.equals(Base.ID)
                ? "RECORD_ID()"
                : "{" + Base.cell(match).replace("\\", "\\\\").replace("}", "\\}") + "}&''";
        return values.stream()
                .map(value -> cell + "='" + value.replace("\\", "\\\\").replace("'", "\\'") + "'")
                .collect(Collectors.joining(",", "OR(", ")"));
    }
}
