package dev.tidemark.connectors.salesforce;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.Limits;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.NotNow;
import dev.tidemark.connector.Outcome;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connectors.json.Json;
import dev.tidemark.connectors.rest.Matched;
import dev.tidemark.connectors.rest.Rows;
import dev.tidemark.connectors.rest.Troubled;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Finds the records that rows belong to, by the match field. */
final class LookUp {

    /** What Salesforce says when a number is asked for as text. */
    private static final String UNQUOTED = "must not be enclosed in quotes";

    private static final String NUMBER = "-?\\d+(\\.\\d+)?";

    private static final Duration UNTIL_JOBS_END = Duration.ofSeconds(20);

    private LookUp() {}

    /**
     * What became of rows that may have been created. A query sees what was committed; a request that is still at work when
     * its answer was given up is not seen yet, so the caller lets some minutes pass; and nothing is said while a job is at work
     * on the object, for the rows may be in it.
     */
    static Optional<List<Outcome>> outcomes(Access access, WriteSpec spec, List<ModelRow> rows)
            throws HttpFailed, Troubled {
        if (spec.match().isEmpty()) {
            return Optional.empty();
        }
        if (BulkWriting.could(access, spec) && BulkJobs.areAtWork(access, spec.stream())) {
            throw new NotNow(UNTIL_JOBS_END);
        }
        List<Outcome> outcomes = new ArrayList<>(rows.size());
        for (int from = 0; from < rows.size(); from += Collections.MOST_ROWS) {
            List<ModelRow> part = rows.subList(from, Math.min(rows.size(), from + Collections.MOST_ROWS));
            Found found = find(access, spec, part);
            part.forEach(row -> outcomes.add(outcome(spec, found, row)));
        }
        return Optional.of(outcomes);
    }

    private static Outcome outcome(WriteSpec spec, Found found, ModelRow row) {
        List<String> ids = found.ids(row);
        List<String> alike = ids.isEmpty() ? found.alike(row) : List.of();
        // Salesforce itself changes letters: of an e-mail address, for one.
        return alike.isEmpty()
                ? new Matched(spec, row, ids).outcome(found.whole())
                : new Outcome.Uncertain("a record has this value but for upper and lower case: " + alike.getFirst());
    }

    /** One request for all rows, at most as many as a collection holds. */
    static Found find(Access access, WriteSpec spec, List<ModelRow> rows) throws HttpFailed, Troubled {
        String match = spec.match().orElseThrow();
        String column = spec.mapping().getOrDefault(match, match);
        List<String> values = rows.stream()
                .map(row -> Rows.value(row, column))
                .filter(Objects::nonNull)
                .map(Rows::text)
                .distinct()
                .toList();
        if (values.isEmpty()) {
            return new Found(match, column, List.of(), true, Limits.UNKNOWN);
        }
        String start = "SELECT Id," + match + " FROM " + spec.stream() + " WHERE " + match + " IN (";
        String quoted = values.stream().map(Soql::quoted).collect(Collectors.joining(",", start, ")"));
        HttpAnswer answer = Queries.ask(access, Queries.Scope.LIVE, quoted);
        boolean number =
                Errors.said(answer).filter(e -> e.message().contains(UNQUOTED)).isPresent();
        if (number && values.stream().allMatch(v -> v.matches(NUMBER))) {
            answer = Queries.ask(access, Queries.Scope.LIVE, start + String.join(",", values) + ")");
        }
        return found(answer, match, column, spec);
    }

    private static Found found(HttpAnswer answer, String match, String column, WriteSpec spec) throws Troubled {
        String what = "the look-up in " + spec.stream();
        if (answer.status() != 200) {
            throw new Troubled(Errors.of(answer, what));
        }
        try {
            JsonNode page = Json.tree(answer.body());
            if (!page.path("records").isArray() || !page.has("done")) {
                throw new Troubled(Errors.strange(answer, what, "no records"));
            }
            List<JsonNode> records = new ArrayList<>();
            page.path("records").forEach(records::add);
            return new Found(match, column, records, Describe.is(page, "done"), Calls.limits(answer));
        } catch (BadPage e) {
            throw new Troubled(Errors.strange(answer, what, e));
        }
    }

    /**
     * The records found.
     *
     * @param whole whether these are all that there are
     */
    record Found(String match, String column, List<JsonNode> records, boolean whole, Limits seen) {

        @Nullable
        String key(ModelRow row) {
            Object value = Rows.value(row, column);
            return value == null ? null : canonical(Rows.text(value));
        }

        /** SOQL compares text without regard to case, and we do not. */
        List<String> ids(ModelRow row) {
            String key = key(row);
            return ids(value -> value.equals(key));
        }

        /** The records whose value is the row's but for upper and lower case. */
        List<String> alike(ModelRow row) {
            String key = key(row);
            return ids(value -> value.equalsIgnoreCase(key));
        }

        private List<String> ids(Predicate<String> wanted) {
            return records.stream()
                    .filter(record -> wanted.test(canonical(record.path(match).asString(""))))
                    .map(record -> record.path(Soql.ID).asString(""))
                    .toList();
        }

        /** Salesforce strips what surrounds text, and writes 7 as 7.0. */
        private static String canonical(String text) {
            String stripped = text.strip();
            return stripped.matches("-?\\d+\\.\\d*0") || stripped.matches("-?\\d+\\.0*")
                    ? new BigDecimal(stripped).stripTrailingZeros().toPlainString()
                    : stripped;
        }
    }
}
