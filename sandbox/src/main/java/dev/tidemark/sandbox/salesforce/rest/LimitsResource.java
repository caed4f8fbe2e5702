package dev.tidemark.sandbox.salesforce.rest;

import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.salesforce.schema.SObject;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /limits}: the daily API requests and those of the Bulk API are counted, the others always stand at their maximum; and
 * {@code /limits/recordCount}.
 */
final class LimitsResource {
    private static final Map<String, Integer> OTHERS = Map.of(
            "ConcurrentAsyncGetReportInstances", 200,
            "DailyAsyncApexExecutions", 250_000,
            "DailyBulkV2QueryFileStorageMB", 976_562,
            "DailyStreamingApiEvents", 10_000,
            "DataStorageMB", 5,
            "FileStorageMB", 20,
            "HourlyODataCallout", 1_000,
            "SingleEmail", 15);

    private LimitsResource() {}

    static Answer handle(Call call) {
        if (call.path().size() == 2 && call.path().get(1).equals("recordCount")) {
            return recordCount(call);
        }
        ApiLimit api = call.backend().limit();
        int used = api.used(call.org().now());
        ObjectNode limits = Json.object();
        put(limits, "DailyApiRequests", api.max(), Math.max(0, api.max() - used));
        BulkJobs bulk = call.backend().bulk();
        put(limits, "DailyBulkApiBatches", BulkJobs.MOST_BATCHES, BulkJobs.MOST_BATCHES - bulk.batchesUsed());
        put(limits, "DailyBulkV2QueryJobs", BulkJobs.MOST_QUERIES, BulkJobs.MOST_QUERIES - bulk.queriesUsed());
        new TreeMap<>(OTHERS).forEach((name, max) -> put(limits, name, max, max));
        return Json.answer(200, limits);
    }

    /** Living records of each object; of those asked for, or of all. */
    private static Answer recordCount(Call call) {
        String asked = call.request().params().getOrDefault("sObjects", "");
        Set<String> names = Set.of(asked.split(",", -1));
        ObjectNode answer = Json.object();
        ArrayNode counts = answer.putArray("sObjects");
        for (SObject object : call.view().objects()) {
            if (asked.isEmpty() || names.contains(object.name())) {
                long count = call.org().rows(call.org().schema().the(object.name())).stream()
                        .filter(row -> !row.isDeleted())
                        .count();
                counts.addObject().put("count", count).put("name", object.name());
            }
        }
        return Json.answer(200, answer);
    }

    private static void put(ObjectNode limits, String name, int max, int remaining) {
        limits.putObject(name).put("Max", max).put("Remaining", remaining);
    }
}
