package dev.tidemark.connectors.zendesk;

import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.testkit.Step;
import dev.tidemark.connectors.json.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** As much of Zendesk as the connector's tests need: records in memory, exports, lists, jobs. */
final class MiniZendesk implements Step {

    static final Map<String, String> SETTINGS = Map.of("url", "https://acme.zendesk.com", "email", "ada@acme.example");
    static final Map<String, String> SECRETS = Map.of("api_token", "hush-hush-token");

    /** When the first record changed, in seconds; each next one a second later. */
    static final long FIRST = 1_777_600_000L;

    final Map<String, List<Thing>> records = new HashMap<>();
    final List<Map<String, Object>> jobs = new ArrayList<>();
    int pageSize = 3;
    int looksUntilDone;
    boolean startsEmpty;
    private int tokens;

    /** So many of each; the second is deleted where deleted ones are told. */
    static MiniZendesk holding(int count) {
        var api = new MiniZendesk();
        for (String kind : List.of("tickets", "users", "organizations", "groups", "ticket_events")) {
            for (int i = 1; i <= count; i++) {
                api.add(kind, i, FIRST + i);
            }
        }
        return api;
    }

    /** A record. */
    static final class Thing extends LinkedHashMap<String, @Nullable Object> {
        private static final long serialVersionUID = 1L;
    }

    Thing add(String kind, long id, long changed) {
        Thing record = new Thing();
        record.put("id", id);
        record.put("external_id", "E" + id);
        record.put("updated_at", java.time.Instant.ofEpochSecond(changed).toString());
        record.put("created_at", "2026-05-01T07:25:37Z");
        switch (kind) {
            case "tickets" -> {
                record.put("generated_timestamp", changed);
                record.put("subject", "The \"printer\" " + id);
                record.put("status", id == 2 ? "deleted" : "open");
                record.put("custom_fields", List.of(Map.of("id", 7)));
            }
            case "users" -> {
                record.put("name", "User " + id);
                record.put("active", id != 2);
            }
            case "groups" -> record.put("deleted", id == 2);
            case "ticket_events" -> {
                record.put("ticket_id", 100 + id);
                record.put("timestamp", changed);
                record.put(
                        "child_events",
                        List.of(
                                Map.of("id", 5000 + id, "event_type", "Change", "status", "open"),
                                Map.of(
                                        "id",
                                        9000 + id,
                                        "event_type",
                                        "Comment",
                                        "type",
                                        "Comment",
                                        "body",
                                        "Hello " + id,
                                        "public",
                                        true,
                                        "author_id",
                                        4,
                                        "created_at",
                                        "2026-05-01T07:25:37Z")));
            }
            default -> record.put("name", kind + " " + id);
        }
        of(kind).add(record);
        return record;
    }

    List<Thing> of(String kind) {
        return records.computeIfAbsent(kind, k -> new ArrayList<>());
    }

    /** Tokens granted so far are refused from now on. */
    void endSessions() {
        tokens++;
    }

    @Override
    public HttpAnswer answer(HttpRequest request) throws HttpFailed {
        String path = request.uri().getPath();
        if (path.equals("/oauth/tokens")) {
            return Step.json(200, "{\"access_token\": \"granted-" + tokens + "\", \"token_type\": \"bearer\"}")
                    .answer(request);
        }
        String proof = String.valueOf(request.headers().get("Authorization"));
        if (!proof.startsWith("Basic ") && !proof.equals("Bearer granted-" + tokens)) {
            return refused().answer(request);
        }
        try {
            return below(request, path.replaceFirst("^/api/v2", ""), query(request))
                    .header("x-rate-limit", "400")
                    .header("x-rate-limit-remaining", "390")
                    .answer(request);
        } catch (BadPage e) {
            return error(400, "InvalidJSON", String.valueOf(e.getMessage())).answer(request);
        }
    }

    private Step below(HttpRequest request, String path, Map<String, String> query) throws BadPage {
        String[] parts = path.substring(1).split("/", -1);
        if (path.equals("/users/me")) {
            return json(Map.of("user", Map.of("id", 1, "role", "admin")));
        }
        if (parts[0].equals("incremental")) {
            return path.endsWith("/cursor") ? byCursor(parts[1], query) : byTime(parts[1], query);
        }
        if (path.equals("/job_statuses")) {
            return json(Map.of("job_statuses", jobs));
        }
        if (path.equals("/job_statuses/show_many")) {
            return states(String.valueOf(query.get("ids")));
        }
        if (parts.length == 2 && parts[1].equals("show_many")) {
            return found(
                    parts[0], List.of(String.valueOf(query.get("external_ids")).split(",", -1)));
        }
        if (path.equals("/tickets") && query.containsKey("external_id")) {
            return found("tickets", List.of(String.valueOf(query.get("external_id"))));
        }
        if (parts.length == 2 && parts[1].endsWith("_many")) {
            return queue(parts[0], parts[1], Json.tree(request.body()).path(parts[0]));
        }
        return parts.length == 1 && records.containsKey(parts[0])
                ? list(parts[0], query)
                : error(404, "InvalidEndpoint", "Not found");
    }

    private Step byCursor(String kind, Map<String, String> query) {
        String cursor = query.getOrDefault("cursor", "c" + query.get("start_time") + "x");
        if (!cursor.matches("c\\d+x\\d*")) {
            return error(422, "InvalidValue", "The cursor is invalid");
        }
        String[] place = cursor.substring(1).split("x", -1);
        boolean first = query.containsKey("start_time");
        List<Thing> later = of(kind).stream()
                .filter(r -> changed(r) > Long.parseLong(place[0])
                        || (changed(r) == Long.parseLong(place[0])
                                && id(r) > (place[1].isEmpty() ? 0 : Long.parseLong(place[1]))))
                .toList();
        List<Thing> page = later.subList(0, Math.min(first && startsEmpty ? 0 : pageSize, later.size()));
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put(kind, page);
        answer.put("metric_sets", List.of());
        answer.put(
                "after_cursor",
                page.isEmpty()
                        ? (later.isEmpty() ? null : cursor)
                        : "c" + changed(page.getLast()) + "x" + id(page.getLast()));
        answer.put("end_of_stream", page.size() == later.size());
        return json(answer);
    }

    private Step byTime(String kind, Map<String, String> query) {
        long start = Long.parseLong(String.valueOf(query.get("start_time")));
        List<Thing> later = of(kind).stream().filter(r -> changed(r) >= start).toList();
        List<Thing> page = later.subList(0, Math.min(pageSize, later.size()));
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put(kind, page);
        answer.put("count", page.size());
        answer.put("end_time", page.isEmpty() ? null : changed(page.getLast()));
        answer.put("end_of_stream", page.size() == later.size());
        answer.put("next_page", "https://acme.zendesk.com/api/v2/incremental/" + kind);
        return json(answer);
    }

    private Step list(String kind, Map<String, String> query) {
        long after = Long.parseLong(query.getOrDefault("page[after]", "0"));
        List<Thing> later = of(kind).stream().filter(r -> id(r) > after).toList();
        List<Thing> page = later.subList(0, Math.min(after == 0 && startsEmpty ? 0 : pageSize, later.size()));
        boolean more = page.size() < later.size();
        String next = page.isEmpty() ? "0" + after : String.valueOf(id(page.getLast()));
        startsEmpty = false;
        return json(Map.of(kind, page, "meta", Map.of("has_more", more, "after_cursor", next)));
    }

    private Step found(String kind, List<String> wanted) {
        return json(Map.of(
                kind,
                of(kind).stream()
                        .filter(r -> wanted.stream().anyMatch(String.valueOf(r.get("external_id"))::equalsIgnoreCase))
                        .toList()));
    }

    private Step queue(String kind, String verb, JsonNode rows) {
        List<Object> results = new ArrayList<>();
        int index = 0;
        for (JsonNode row : rows) {
            results.add(result(kind, verb, row, index++));
        }
        Map<String, Object> job = new LinkedHashMap<>();
        job.put("id", "V3-job" + jobs.size());
        job.put("status", "queued");
        Step answer = json(Map.of("job_status", Map.copyOf(job)));
        job.put("status", looksUntilDone > 0 ? "working" : "completed");
        job.put("results", results);
        jobs.add(job);
        return answer;
    }

    private Map<String, Object> result(String kind, String verb, JsonNode row, int index) {
        var known = of(kind).stream()
                .filter(r -> row.has("id")
                        ? id(r) == row.path("id").asLong(-1)
                        : !verb.equals("create_many")
                                && String.valueOf(r.get("external_id"))
                                        .equals(row.path("external_id").asString("")))
                .findFirst();
        if (row.path("name").asString(row.path("subject").asString("x")).isEmpty()) {
            return Map.of("index", index, "error", "RecordInvalid", "details", "Name: cannot be blank");
        }
        if (known.isEmpty() && verb.equals("update_many")) {
            return Map.of("index", index, "error", "RecordNotFound", "details", "no such record");
        }
        boolean made = known.isEmpty();
        Thing record = known.orElseGet(() -> add(kind, 1_000 + of(kind).size(), FIRST + 10_000 + of(kind).size()));
        row.properties().stream()
                .filter(e -> !e.getKey().equals("id"))
                .forEach(e -> record.put(
                        e.getKey(), e.getValue().isString() ? e.getValue().asString() : e.getValue()));
        return Map.of("index", index, "id", id(record), "success", true, "status", made ? "Created" : "Updated");
    }

    private Step states(String ids) {
        looksUntilDone--;
        List<String> wanted = List.of(ids.split(",", -1));
        List<Map<String, Object>> told =
                jobs.stream().filter(job -> wanted.contains(job.get("id"))).toList();
        told.forEach(job -> job.put("status", looksUntilDone > 0 ? "working" : "completed"));
        return json(Map.of("job_statuses", told));
    }

    private static long id(Thing record) {
        return ((Number) Objects.requireNonNull(record.get("id"))).longValue();
    }

    private static long changed(Thing record) {
        return java.time.Instant.parse(String.valueOf(record.get("updated_at"))).getEpochSecond();
    }

    private static Map<String, String> query(HttpRequest request) {
        Map<String, String> query = new HashMap<>();
        String raw = request.uri().getRawQuery();
        if (raw != null) {
            for (String pair : raw.split("&", -1)) {
                String[] parts = pair.split("=", 2);
                query.put(
                        URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                        URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    private static Step json(Object body) {
        return Step.json(200, Json.text(body));
    }

    static Step error(int status, String code, String description) {
        return Step.json(status, Json.text(Map.of("error", code, "description", description)));
    }

    static Step refused() {
        return Step.json(401, "{\"error\": \"Couldn't authenticate you\"}");
    }

    /** Refusals in Zendesk's own words that repeat the request. */
    static List<Step> echoes() {
        return List.of(
                request -> error(
                                422,
                                "InvalidValue",
                                "sent " + request.headers() + new String(request.body(), StandardCharsets.UTF_8))
                        .answer(request),
                request ->
                        error(401, "invalid_token", "sent " + request.headers()).answer(request),
                request -> Step.json(
                                403,
                                Json.text(Map.of(
                                        "error", Map.of("title", "Forbidden", "message", "sent " + request.headers()))))
                        .answer(request));
    }
}
