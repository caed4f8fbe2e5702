package dev.tidemark.sandbox.salesforce.rest;

import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response.Answer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /composite}: up to 25 requests in one call that may use each other's answers, at most 5 of them queries. */
final class CompositeResource {
    private static final int MOST = 25;
    private static final int MOST_QUERIES = 5;
    private static final Pattern USE = Pattern.compile("@\\{(\\w+)\\.([^}]+)\\}");

    private final Call call;
    private final Map<String, JsonNode> answers = new HashMap<>();
    private final Set<String> failed = new HashSet<>();

    private CompositeResource(Call call) {
        this.call = call;
    }

    static Answer handle(Call call) {
        if (!call.method().equals("POST")) {
            throw ApiException.method(call.method(), "HEAD,GET,POST");
        }
        return new CompositeResource(call).run(Json.object(call.request().body()));
    }

    private Answer run(ObjectNode body) {
        JsonNode requests = body.path("compositeRequest");
        check(requests);
        boolean allOrNone = body.path("allOrNone").asBoolean(false);
        List<ObjectNode> results = call.org()
                .atomically(
                        () -> {
                            var done = new java.util.ArrayList<ObjectNode>();
                            for (JsonNode request : requests) {
                                done.add(one(request));
                            }
                            return done;
                        },
                        done -> !allOrNone || failed.isEmpty());
        ArrayNode list = Json.array();
        for (ObjectNode result : results) {
            boolean halted = allOrNone
                    && !failed.isEmpty()
                    && !failed.contains(result.path("referenceId").asString(""));
            list.add(halted ? halted(result.path("referenceId").asString("")) : result);
        }
        ObjectNode answer = Json.object();
        answer.set("compositeResponse", list);
        return Json.answer(200, answer);
    }

    private static void check(JsonNode requests) {
        if (!requests.isArray() || requests.isEmpty() || requests.size() > MOST) {
            throw new ApiException(
                    400, "INVALID_BATCH_REQUEST", "compositeRequest must hold between 1 and " + MOST + " subrequests");
        }
        int queries = 0;
        var names = new HashSet<String>();
        for (JsonNode request : requests) {
            String url = request.path("url").asString("");
            if (url.matches(".*/(query|queryAll)(/.*|\\?.*)?") || url.contains("/composite/sobjects")) {
                queries++;
            }
            if (!names.add(request.path("referenceId").asString(""))) {
                throw new ApiException(400, "INVALID_BATCH_REQUEST", "referenceIds must be given and differ");
            }
        }
        if (queries > MOST_QUERIES) {
            throw new ApiException(
                    400,
                    "LIMIT_EXCEEDED",
                    "a composite request may hold at most " + MOST_QUERIES + " query or collection subrequests");
        }
    }

    private ObjectNode one(JsonNode request) {
        String name = request.path("referenceId").asString("");
        Optional<String> url = filled(request.path("url").asString(""));
        Optional<String> text =
                request.has("body") ? filled(request.path("body").toString()) : Optional.of("");
        if (url.isEmpty() || text.isEmpty() || !url.get().startsWith("/")) {
            failed.add(name);
            return halted(name);
        }
        var inner = new Request(
                request.path("method").asString("GET"),
                url.get().replace(" ", "%20"),
                call.request().headers(),
                text.get().getBytes(StandardCharsets.UTF_8));
        Answer answer = Rest.inner(call, inner);
        JsonNode body = answer.body().length == 0 ? Json.MAPPER.nullNode() : Json.MAPPER.readTree(answer.body());
        if (answer.status() >= 300) {
            failed.add(name);
        }
        answers.put(name, body);
        ObjectNode result = Json.object();
        result.set("body", body);
        result.putObject("httpHeaders");
        result.put("httpStatusCode", answer.status());
        result.put("referenceId", name);
        return result;
    }

    private static ObjectNode halted(String name) {
        ObjectNode result = Json.object();
        result.putArray("body")
                .addObject()
                .put("errorCode", "PROCESSING_HALTED")
                .put(
                        "message",
                        "The transaction was rolled back since another operation in the same transaction failed.");
        result.putObject("httpHeaders");
        result.put("httpStatusCode", 400);
        result.put("referenceId", name);
        return result;
    }

    /** The text with each {@code @{name.path}} replaced; empty when one names a request that failed or is missing. */
    private Optional<String> filled(String text) {
        Matcher uses = USE.matcher(text);
        var filled = new StringBuilder();
        while (uses.find()) {
            JsonNode at = answers.get(uses.group(1));
            if (at == null || failed.contains(uses.group(1))) {
                return Optional.empty();
            }
            for (String step : uses.group(2).replace("]", "").split("[.\\[]", -1)) {
                at = at.isArray() && step.matches("\\d{1,5}") ? at.path(Integer.parseInt(step)) : at.path(step);
            }
            if (at.isMissingNode()) {
                return Optional.empty();
            }
            uses.appendReplacement(filled, Matcher.quoteReplacement(at.asString("")));
        }
        uses.appendTail(filled);
        return Optional.of(filled.toString());
    }
}
