package dev.tidemark.cli;

import dev.tidemark.sandbox.http.HttpFront;
import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response;
import dev.tidemark.sandbox.http.Response.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A small API over HTTP, of the kind that the manifest of {@code tidemark connector new} describes. */
final class ShopApi implements AutoCloseable {

    static final String KEY = "hush-hush-shop-key";

    final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<Integer, ObjectNode> customers = new LinkedHashMap<>();
    private final Map<Integer, ObjectNode> orders = new LinkedHashMap<>();
    private final HttpFront front;
    private int reports;
    private int looks;
    private volatile Predicate<Request> isLimited = request -> false;

    ShopApi(int manyCustomers, int manyOrders) throws IOException {
        for (int id = 1; id <= manyCustomers; id++) {
            customers.put(
                    id,
                    Json.object().put("id", id).put("name", "Customer " + id).put("email", id + "@example.com"));
        }
        for (int id = 1; id <= manyOrders; id++) {
            order(id, id * 10, "2025-03-01T00:00:%02dZ".formatted(id % 60));
        }
        front = HttpFront.start(this::handle, 0);
    }

    /** Puts an order there, or another in its place. */
    synchronized void order(int id, double total, String updatedAt) {
        orders.put(
                id,
                Json.object()
                        .put("id", id)
                        .put("customer_id", 1 + id % 7)
                        .put("total", total)
                        .put("updated_at", updatedAt));
    }

    /** Tells of an order as deleted from now on. */
    synchronized void delete(int id, String updatedAt) {
        order(id, 0, updatedAt);
        Objects.requireNonNull(orders.get(id)).put("deleted", true);
    }

    /** Takes a customer away without a word. */
    synchronized void remove(int id) {
        customers.remove(id);
    }

    synchronized String customer(int id) {
        return String.valueOf(customers.get(id));
    }

    synchronized int customers() {
        return customers.size();
    }

    /** Changes customers by their ids, or makes them; one without a name is refused alone. */
    private Response upsert(Request request) {
        ArrayNode results = Json.array();
        for (tools.jackson.databind.JsonNode item :
                Json.parse(new String(request.body(), StandardCharsets.UTF_8)).path("customers")) {
            int id = item.path("id").asInt();
            if (item.path("name").asString("").isBlank()) {
                results.addObject().put("status", "refused").put("why", "a customer has a name");
                continue;
            }
            results.addObject()
                    .put("status", customers.containsKey(id) ? "changed" : "created")
                    .put("id", id);
            customers.put(id, (ObjectNode) item);
        }
        return json(200, Json.object().set("results", results));
    }

    /** The next request that fits is answered with 429, once. */
    void limitOnce(Predicate<Request> which) {
        isLimited = request -> {
            boolean fits = which.test(request);
            if (fits) {
                isLimited = other -> false;
            }
            return fits;
        };
    }

    String url() {
        return front.url() + "/v1";
    }

    private synchronized Response handle(Request request) {
        asked.add(request.line());
        if (!("Bearer " + KEY).equals(request.header("Authorization"))) {
            return json(
                    401, Json.object().put("message", "the key " + request.header("Authorization") + " is unknown"));
        }
        if (isLimited.test(request)) {
            return json(429, Json.object().put("message", "slow down")).with("Retry-After", "0");
        }
        String path = request.path();
        if (path.equals("/v1/reports")) {
            return json(201, Json.object().put("id", ++reports));
        }
        if (path.equals("/v1/reports/" + reports)) {
            return json(200, Json.object().put("status", ++looks > 1 ? "ready" : "working"));
        }
        if (path.equals("/v1/reports/" + reports + "/rows")) {
            return Answer.json(200, "id,name\n1,Ann\n2,Bob\n".getBytes(StandardCharsets.UTF_8));
        }
        if (path.equals("/v1/customers/batch")) {
            return upsert(request);
        }
        if (path.equals("/v1/customers")) {
            return page(request, List.copyOf(customers.values()));
        }
        if (path.equals("/v1/orders")) {
            String since = request.params().getOrDefault("updated_since", "");
            return page(
                    request,
                    orders.values().stream()
                            .filter(o -> o.path("updated_at").asString().compareTo(since) >= 0)
                            .toList());
        }
        if (path.matches("/v1/orders/\\d+/items")) {
            List<ObjectNode> items = new ArrayList<>();
            for (int position = 1; position <= 2; position++) {
                items.add(Json.object()
                        .put("position", position)
                        .put("article", "A" + position)
                        .put("quantity", position * 3));
            }
            return page(request, items);
        }
        return json(404, Json.object().put("message", "there is no " + path));
    }

    private static Response page(Request request, List<ObjectNode> all) {
        int size = Integer.parseInt(request.params().getOrDefault("per_page", "100"));
        int page = Integer.parseInt(request.params().getOrDefault("page", "1"));
        ArrayNode data = Json.array();
        all.stream().skip((page - 1L) * size).limit(size).forEach(data::add);
        return json(200, Json.object().set("data", data));
    }

    private static Answer json(int status, tools.jackson.databind.JsonNode body) {
        return Answer.json(status, body.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        front.close();
    }
}
