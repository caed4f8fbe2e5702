package dev.tidemark.sandbox.salesforce.rest;

import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response.Answer;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /composite/batch}: up to 25 independent requests; each counts against the daily limit. */
final class BatchResource {
    private static final int MOST = 25;

    private BatchResource() {}

    static Answer handle(Call call) {
        if (!call.method().equals("POST")) {
            throw ApiException.method(call.method(), "POST");
        }
        ObjectNode body = Json.object(call.request().body());
        JsonNode requests = body.path("batchRequests");
        if (!requests.isArray() || requests.isEmpty() || requests.size() > MOST) {
            throw new ApiException(
                    400, "INVALID_BATCH_REQUEST", "batchRequests must hold between 1 and " + MOST + " subrequests");
        }
        boolean halt = body.path("haltOnError").asBoolean(false);
        ArrayNode results = Json.array();
        boolean errors = false;
        boolean first = true;
        for (JsonNode request : requests) {
            Answer answer = halt && errors ? skipped() : one(call, request, first);
            first = false;
            errors |= answer.status() >= 400;
            ObjectNode result = results.addObject();
            result.put("statusCode", answer.status());
            result.set(
                    "result", answer.body().length == 0 ? Json.MAPPER.nullNode() : Json.MAPPER.readTree(answer.body()));
        }
        ObjectNode answer = Json.object();
        answer.put("hasErrors", errors);
        answer.set("results", results);
        return Json.answer(200, answer);
    }

    private static Answer one(Call call, JsonNode request, boolean alreadyCounted) {
        if (!alreadyCounted && !call.backend().limit().take(call.org().now())) {
            return Json.error(Rest.limitExceeded());
        }
        String url = request.path("url").asString("");
        var inner = new Request(
                request.path("method").asString("GET"),
                (url.startsWith("/") ? url : "/services/data/" + url).replace(" ", "%20"),
                call.request().headers(),
                request.path("richInput").toString().getBytes(StandardCharsets.UTF_8));
        return Rest.inner(call, inner);
    }

    private static Answer skipped() {
        return Json.error(new ApiException(412, "BATCH_PROCESSING_HALTED", "Batch processing halted as per request"));
    }
}
