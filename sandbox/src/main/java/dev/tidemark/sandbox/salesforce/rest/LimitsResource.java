package dev.tidemark.sandbox.salesforce.rest;

import dev.tidemark.sandbox.http.Response.Answer;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/** {@code /limits}. Only the daily API requests are counted; the others always stand at their maximum. */
final class LimitsResource {
    private static final Map<String, Integer> OTHERS = Map.of(
            "ConcurrentAsyncGetReportInstances", 200,
            "DailyAsyncApexExecutions", 250_000,
            "DailyBulkApiBatches", 15_000,
            "DailyBulkV2QueryFileStorageMB", 976_562,
            "DailyBulkV2QueryJobs", 10_000,
            "DailyStreamingApiEvents", 10_000,
            "DataStorageMB", 5,
            "FileStorageMB", 20,
            "HourlyODataCallout", 1_000,
            "SingleEmail", 15);

    private LimitsResource() {}

    static Answer handle(Call call) {
        ApiLimit api = call.backend().limit();
        int used = api.used(call.org().now());
        ObjectNode limits = Json.object();
        put(limits, "DailyApiRequests", api.max(), Math.max(0, api.max() - used));
        new TreeMap<>(OTHERS).forEach((name, max) -> put(limits, name, max, max));
        return Json.answer(200, limits);
    }

    private static void put(ObjectNode limits, String name, int max, int remaining) {
        limits.putObject(name).put("Max", max).put("Remaining", remaining);
    }
}
