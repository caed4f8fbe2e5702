package dev.tidemark.connectors.zendesk;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.NotNow;
import dev.tidemark.connector.Outcome;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connectors.rest.Matched;
import dev.tidemark.connectors.rest.Params;
import dev.tidemark.connectors.rest.Rows;
import dev.tidemark.connectors.rest.Troubled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Finds records by their external ids. */
final class LookUp {

    private static final Duration UNTIL_JOBS_END = Duration.ofSeconds(10);

    private LookUp() {}

    /** Tickets are found one by one; of all others one request shows a hundred. */
    static int requests(WriteSpec spec, int rows) {
        return 1 + (spec.stream().equals(Feeds.TICKETS) ? rows : 1);
    }

    /**
     * What became of rows that may have been created. Their job may still be queued, and its name was in the answer that is
     * lost: so nothing is said while any job of the account is at work.
     */
    static Optional<List<Outcome>> outcomes(Access access, WriteSpec spec, List<ModelRow> rows)
            throws HttpFailed, Troubled {
        if (spec.match().isEmpty()) {
            return Optional.empty();
        }
        if (jobsAtWork(access)) {
            throw new NotNow(UNTIL_JOBS_END);
        }
        Map<String, String> ids =
                spec.stream().equals(Feeds.TICKETS) ? tickets(access, spec, rows) : shown(access, spec, rows);
        return Optional.of(rows.stream().map(row -> outcome(spec, row, ids)).toList());
    }

    private static Outcome outcome(WriteSpec spec, ModelRow row, Map<String, String> ids) {
        String id = ids.get(key(spec, row));
        return new Matched(spec, row, id == null ? List.of() : List.of(id)).outcome(true);
    }

    /** Zendesk tells external ids apart without regard to case. */
    static String key(WriteSpec spec, ModelRow row) {
        return Rows.match(spec, row).orElse("").toLowerCase(Locale.ROOT);
    }

    private static boolean jobsAtWork(Access access) throws HttpFailed, Troubled {
        JsonNode jobs = list(access, "/job_statuses", new Params(), "job_statuses");
        for (JsonNode job : jobs) {
            if (Outcomes.isAtWork(job)) {
                return true;
            }
        }
        return false;
    }

    /** The ids of users or organizations by external id. */
    static Map<String, String> shown(Access access, WriteSpec spec, List<ModelRow> rows) throws HttpFailed, Troubled {
        String wanted = rows.stream()
                .flatMap(row -> Rows.match(spec, row).stream())
                .distinct()
                .collect(Collectors.joining(","));
        return wanted.isEmpty()
                ? Map.of()
                : ids(list(
                        access,
                        "/" + spec.stream() + "/show_many",
                        new Params().and("external_ids", wanted),
                        spec.stream()));
    }

    /** The list of tickets with an external id is read from the database, as the search is not: it lags by minutes. */
    private static Map<String, String> tickets(Access access, WriteSpec spec, List<ModelRow> rows)
            throws HttpFailed, Troubled {
        List<JsonNode> found = new ArrayList<>();
        for (ModelRow row : rows) {
            Optional<String> wanted = Rows.match(spec, row);
            if (wanted.isPresent()) {
                list(access, "/tickets", new Params().and(Target.EXTERNAL_ID, wanted.get()), Feeds.TICKETS)
                        .forEach(found::add);
            }
        }
        return ids(found);
    }

    private static Map<String, String> ids(Iterable<JsonNode> records) {
        Map<String, String> ids = new HashMap<>();
        for (JsonNode record : records) {
            String external = record.path(Target.EXTERNAL_ID).asString("");
            if (!external.isEmpty()) {
                ids.put(
                        external.toLowerCase(Locale.ROOT),
                        record.path(Target.ID).asString(""));
            }
        }
        return ids;
    }

    private static JsonNode list(Access access, String path, Params params, String name) throws HttpFailed, Troubled {
        String what = "the list of " + name;
        HttpRequest request = Login.API.request(access, "GET", params.after(Pages.API + path));
        return Login.API.list(Login.API.send(access, request), what, name);
    }
}
