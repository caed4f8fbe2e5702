package dev.tidemark.sandbox.salesforce.rest;

import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.salesforce.org.Coerce;
import dev.tidemark.sandbox.salesforce.org.Deletion;
import dev.tidemark.sandbox.salesforce.org.Row;
import dev.tidemark.sandbox.salesforce.schema.SObject;
import dev.tidemark.sandbox.salesforce.soql.RowJson;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /sobjects/X/deleted} and {@code /updated}: what changed in a span of at most 30 days, whole minutes. The next
 * span must start at {@code latestDateCovered}, which may lie before the end asked for.
 */
final class ReplicationResource {
    private static final Duration REACH = Duration.ofDays(30);
    private static final long MINUTE = 60_000;

    private record Span(long from, long to) {}

    private ReplicationResource() {}

    static Answer deleted(Call call, SObject object) {
        Span span = span(call);
        SObject real = call.org().schema().the(object.name());
        List<Deletion> deletions = call.org().deletions(real, span.from(), span.to());
        ObjectNode answer = Json.object();
        ArrayNode records = answer.putArray("deletedRecords");
        for (Deletion deletion : deletions) {
            ObjectNode one = records.addObject();
            one.put("deletedDate", RowJson.datetime(deletion.at()));
            one.put("id", deletion.id());
        }
        answer.put(
                "earliestDateAvailable",
                RowJson.datetime(call.org().now().minus(REACH).toEpochMilli()));
        answer.put("latestDateCovered", RowJson.datetime(span.to()));
        return Json.answer(200, answer);
    }

    static Answer updated(Call call, SObject object) {
        Span span = span(call);
        ObjectNode answer = Json.object();
        ArrayNode ids = answer.putArray("ids");
        for (Row row : call.org().rows(call.org().schema().the(object.name()))) {
            if (!row.isDeleted() && row.stamp() >= span.from() && row.stamp() < span.to()) {
                ids.add(row.id());
            }
        }
        answer.put("latestDateCovered", RowJson.datetime(span.to()));
        return Json.answer(200, answer);
    }

    private static Span span(Call call) {
        if (!call.method().equals("GET")) {
            throw ApiException.method(call.method(), "HEAD,GET");
        }
        Instant now = call.org().now();
        long from = minutes(time(call, "start"));
        long to = minutes(time(call, "end"));
        if (from >= to) {
            throw new ApiException(
                    400,
                    "INVALID_REPLICATION_DATE",
                    "startDate before end replication date or the span is under one minute");
        }
        if (from < now.minus(REACH).toEpochMilli()) {
            throw new ApiException(
                    400, "INVALID_REPLICATION_DATE", "start date is out of the range of the last 30 days");
        }
        return new Span(from, Math.min(to, minutes(now)));
    }

    private static Instant time(Call call, String name) {
        // A + that nobody encoded arrives as a blank.
        Instant time = Coerce.instant(
                call.request().params().getOrDefault(name, "").replaceFirst(" (?=\\d\\d:?\\d\\d$)", "+"));
        if (time == null) {
            throw new ApiException(
                    400, "MISSING_ARGUMENT", "parameter " + name + " must be a date and time with its zone");
        }
        return time;
    }

    private static long minutes(Instant time) {
        return Math.floorDiv(time.toEpochMilli(), MINUTE) * MINUTE;
    }
}
