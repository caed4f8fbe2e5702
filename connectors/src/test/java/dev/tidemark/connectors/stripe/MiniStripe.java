package dev.tidemark.connectors.stripe;

import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.testkit.Step;
import dev.tidemark.connectors.json.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** As much of Stripe as the connector's tests need: lists, events, a search that can lag, idempotency, in memory. */
final class MiniStripe implements Step {

    static final String KEY = "sk_test_hush";

    /** The second of {@link Step#DATE}. */
    static final long NOW = Instant.parse("2026-11-21T10:00:00Z").getEpochSecond();

    private record Stored(String params, Step answer) {}

    /** By path of their list, by id. */
    final Map<String, Map<String, ObjectNode>> objects = new LinkedHashMap<>();

    final List<ObjectNode> events = new ArrayList<>();
    final Set<String> hiddenFromSearch = new java.util.HashSet<>();
    private final Map<String, Stored> stored = new HashMap<>();
    int pageSize = 3;
    int created;
    private int numbers;

    static MiniStripe holding(int customers) {
        var api = new MiniStripe();
        for (int i = 1; i <= customers; i++) {
            api.put(
                    "/v1/customers",
                    "cus_" + i,
                    NOW - 1000 + i,
                    "{\"name\": \"Ship \\\"" + i + "\\\"\", \"balance\": -" + i + ", \"metadata\": {\"code\": \"C" + i
                            + "\"}}");
        }
        return api;
    }

    ObjectNode put(String path, String id, long created, String more) {
        ObjectNode object = object(more);
        object.put("id", id);
        object.put(path.equals("/v1/invoiceitems") ? "date" : "created", created);
        all(path).put(id, object);
        return object;
    }

    ObjectNode get(String path, String id) {
        return Objects.requireNonNull(all(path).get(id));
    }

    Map<String, ObjectNode> all(String path) {
        return objects.computeIfAbsent(path, p -> new LinkedHashMap<>());
    }

    static ObjectNode object(String json) {
        try {
            return (ObjectNode) Json.tree(json.getBytes(StandardCharsets.UTF_8));
        } catch (BadPage e) {
            throw new AssertionError(e);
        }
    }

    /** Something happened to an object, which the event shows as it is now. */
    ObjectNode event(String type, long at, ObjectNode object) {
        return event(type, at, object, "{}");
    }

    ObjectNode event(String type, long at, ObjectNode object, String previous) {
        numbers++;
        ObjectNode event = object("{\"object\": \"event\", \"data\": {\"previous_attributes\": " + previous + "}}");
        event.put("id", "evt_" + numbers);
        event.put("type", type);
        event.put("created", at);
        ((ObjectNode) event.path("data")).set("object", object.deepCopy());
        events.add(event);
        return event;
    }

    void delete(String path, String id, String type, long at) {
        ObjectNode gone = Objects.requireNonNull(all(path).remove(id));
        event(type, at, gone);
    }

    @Override
    public HttpAnswer answer(HttpRequest request) throws HttpFailed {
        if (!("Bearer " + KEY).equals(request.headers().get("Authorization"))) {
            return error(401, "", "Invalid API Key provided").answer(request);
        }
        if (!"2023-08-16".equals(request.headers().get("Stripe-Version"))) {
            throw new AssertionError("a request without its version");
        }
        String path = request.uri().getPath();
        if (request.method().equals("POST")) {
            return post(request, path, new String(request.body(), StandardCharsets.UTF_8))
                    .answer(request);
        }
        return get(path, params(request.uri().getRawQuery())).answer(request);
    }

    static Map<String, String> params(String encoded) {
        Map<String, String> params = new LinkedHashMap<>();
        if (encoded != null && !encoded.isEmpty()) {
            for (String pair : encoded.split("&", -1)) {
                String[] part = pair.split("=", 2);
                params.put(
                        URLDecoder.decode(part[0], StandardCharsets.UTF_8),
                        URLDecoder.decode(part[1], StandardCharsets.UTF_8));
            }
        }
        return params;
    }

    private Step get(String path, Map<String, String> params) {
        if (path.equals("/v1/events")) {
            List<String> types = params.entrySet().stream()
                    .filter(each -> each.getKey().startsWith("types["))
                    .map(Map.Entry::getValue)
                    .toList();
            return list(
                    events.stream()
                            .filter(event -> types.isEmpty()
                                    || types.contains(event.path("type").asString("")))
                            .toList(),
                    params,
                    "created");
        }
        if (path.endsWith("/search")) {
            return search(path.substring(0, path.length() - "/search".length()), params.getOrDefault("query", ""));
        }
        if (path.endsWith("/lines")) {
            return lines(path, params);
        }
        String parent = path.substring(0, path.lastIndexOf('/'));
        if (objects.containsKey(parent) && !objects.containsKey(path)) {
            return one(parent, path.substring(parent.length() + 1));
        }
        return list(shown(path, params), params, path.equals("/v1/invoiceitems") ? "date" : "created");
    }

    private List<ObjectNode> shown(String path, Map<String, String> params) {
        return all(path).values().stream()
                .filter(object -> Stream.of("payout", "subscription", "customer")
                        .allMatch(name -> !params.containsKey(name)
                                || object.path(name).asString("").equals(params.get(name))))
                .toList();
    }

    private Step lines(String path, Map<String, String> params) {
        String id = path.split("/", -1)[3];
        ObjectNode invoice = all("/v1/invoices").get(id);
        if (invoice == null) {
            return missing("invoice", id);
        }
        List<ObjectNode> lines = new ArrayList<>();
        invoice.path("all").forEach(line -> lines.add((ObjectNode) line));
        return list(lines, params, "none");
    }

    private Step one(String path, String id) {
        ObjectNode found = all(path).get(id);
        if (found != null) {
            return Step.json(200, Json.text(found));
        }
        return path.equals("/v1/customers") && events.stream().anyMatch(e -> ofDeleted(e, id))
                ? Step.json(200, "{\"id\": \"" + id + "\", \"object\": \"customer\", \"deleted\": true}")
                : missing("id", id);
    }

    private static boolean ofDeleted(ObjectNode event, String id) {
        return event.path("type").asString("").endsWith(".deleted")
                && event.path("data").path("object").path("id").asString("").equals(id);
    }

    private Step list(List<ObjectNode> all, Map<String, String> params, String time) {
        List<ObjectNode> sorted = new ArrayList<>(all);
        sorted.sort(Comparator.comparingLong((ObjectNode o) -> o.path(time).asLong(0))
                .thenComparingInt(o -> number(o.path("id").asString("")))
                .reversed());
        long from = Long.parseLong(params.getOrDefault("created[gte]", "0"));
        long to = Long.parseLong(params.getOrDefault("created[lte]", Long.toString(Long.MAX_VALUE)));
        sorted.removeIf(o ->
                o.has(time) && (o.path(time).asLong() < from || o.path(time).asLong() > to));
        String after = params.getOrDefault("starting_after", "");
        int start = 0;
        if (!after.isEmpty()) {
            start = 1
                    + sorted.stream()
                            .map(o -> o.path("id").asString(""))
                            .toList()
                            .indexOf(after);
            if (start == 0) {
                return missing("starting_after", after);
            }
        }
        int end = Math.min(sorted.size(), start + pageSize);
        return Step.json(
                200,
                Json.text(
                        Map.of("object", "list", "data", sorted.subList(start, end), "has_more", end < sorted.size())));
    }

    private static int number(String id) {
        return Integer.parseInt("0" + id.replaceAll("\\D", ""));
    }

    private Step search(String path, String query) {
        String[] parts =
                query.replaceFirst("^metadata\\['", "").replaceFirst("'$", "").split("'\\]:'", 2);
        List<ObjectNode> found = all(path).values().stream()
                .filter(o -> !hiddenFromSearch.contains(o.path("id").asString("")))
                .filter(o -> o.path("metadata").path(parts[0]).asString("").equalsIgnoreCase(parts[1]))
                .toList();
        return Step.json(200, Json.text(Map.of("object", "search_result", "data", found, "has_more", false)));
    }

    private Step post(HttpRequest request, String path, String body) {
        String key = request.headers().getOrDefault("Idempotency-Key", "");
        Stored before = stored.get(key);
        if (before != null) {
            return before.params().equals(body)
                    ? before.answer().header("Idempotent-Replayed", "true")
                    : typed(
                            400,
                            "idempotency_error",
                            "Keys for idempotent requests can only be used with the same"
                                    + " parameters they were first used with");
        }
        Map<String, String> params = params(body);
        if (params.getOrDefault("email", "").equals("broken")) {
            return error(400, "email_invalid", "Invalid email address: broken");
        }
        Step answer = save(path, params);
        if (!key.isEmpty()) {
            stored.put(key, new Stored(body, answer));
        }
        return answer;
    }

    private Step save(String path, Map<String, String> params) {
        boolean creates =
                objects.containsKey(path) || path.chars().filter(c -> c == '/').count() == 2;
        String list = creates ? path : path.substring(0, path.lastIndexOf('/'));
        ObjectNode object;
        if (creates) {
            created++;
            String id = params.getOrDefault("id", "new_" + created);
            object = put(list, id, NOW, "{\"metadata\": {}}");
        } else {
            String id = path.substring(list.length() + 1);
            ObjectNode found = all(list).get(id);
            if (found == null) {
                return missing("id", id);
            }
            object = found;
        }
        params.forEach((name, value) -> {
            if (name.startsWith("metadata[")) {
                ((ObjectNode) object.path("metadata")).put(name.substring(9, name.length() - 1), value);
            } else {
                object.put(name, value);
            }
        });
        String shown = Json.text(object);
        return Step.json(200, shown);
    }

    Optional<ObjectNode> byCode(String code) {
        return all("/v1/customers").values().stream()
                .filter(o -> o.path("metadata").path("code").asString("").equals(code))
                .findFirst();
    }

    private static Step missing(String param, String id) {
        return Step.json(
                param.equals("starting_after") ? 400 : 404,
                Json.text(Map.of(
                        "error",
                        Map.of(
                                "type",
                                "invalid_request_error",
                                "code",
                                "resource_missing",
                                "message",
                                "No such object: '" + id + "'",
                                "param",
                                param))));
    }

    static Step error(int status, String code, String message) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("type", "invalid_request_error");
        if (!code.isEmpty()) {
            error.put("code", code);
        }
        error.put("message", message);
        return Step.json(status, Json.text(Map.of("error", error)));
    }

    static Step typed(int status, String type, String message) {
        return Step.json(status, Json.text(Map.of("error", Map.of("type", type, "message", message))));
    }

    /** Refusals in Stripe's own words that repeat the request. */
    static List<Step> echoes() {
        return List.of(
                request -> error(401, "", "Invalid API Key provided: " + request.headers())
                        .answer(request),
                request -> error(400, "parameter_unknown", "sent " + request.headers())
                        .answer(request),
                request -> error(403, "", "sent " + request.headers()).answer(request));
    }
}
