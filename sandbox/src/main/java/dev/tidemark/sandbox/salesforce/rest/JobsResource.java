package dev.tidemark.sandbox.salesforce.rest;

import dev.tidemark.sandbox.http.Response.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /jobs/query} and {@code /jobs/ingest}: the Bulk API 2.0. */
final class JobsResource {
    private static final int LISTED = 1_000;

    private final Call call;
    private final BulkJobs jobs;
    private final Instant now;

    private JobsResource(Call call) {
        this.call = call;
        this.jobs = call.backend().bulk();
        this.now = call.org().now();
    }

    static Answer handle(Call call) {
        return call.backend().bulk().locked(() -> new JobsResource(call).handle());
    }

    private Answer handle() {
        List<String> path = call.path();
        String what = path.size() < 2 ? "" : path.get(1);
        if (!what.equals("query") && !what.equals("ingest")) {
            throw ApiException.notFound();
        }
        boolean isQuery = what.equals("query");
        return switch (call.method() + path.size()) {
            case "POST2" -> create(isQuery);
            case "GET2" -> list(isQuery ? QueryJob.class : IngestJob.class, what);
            case "GET3" -> Json.answer(200, find(isQuery).progress());
            case "PATCH3" -> patch(find(isQuery));
            case "DELETE3" -> delete(find(isQuery));
            case "GET4" -> isQuery ? results(path.get(2), path.get(3)) : outcomes(path.get(2), path.get(3));
            case "PUT4" -> upload(isQuery, path.get(3));
            default -> throw ApiException.method(call.method(), "GET,POST,PATCH,PUT,DELETE");
        };
    }

    private BulkJob find(boolean isQuery) {
        String id = call.path().get(2);
        return isQuery ? jobs.find(QueryJob.class, id) : jobs.find(IngestJob.class, id);
    }

    private Answer create(boolean isQuery) {
        ObjectNode body = Json.object(call.request().body());
        BulkJob job = isQuery
                ? QueryJob.create(jobs.newId(), call.done(), body, jobs)
                : IngestJob.create(jobs.newId(), call.done(), body, jobs);
        if (isQuery) {
            jobs.takeQuery(now);
        }
        jobs.keep(job);
        return Json.answer(200, job.info());
    }

    private Answer list(Class<? extends BulkJob> kind, String what) {
        List<? extends BulkJob> all = jobs.all(kind);
        String from = call.request().params().getOrDefault("queryLocator", "0");
        int first = from.matches("\\d{1,9}") ? Math.min(Integer.parseInt(from), all.size()) : 0;
        int end = Math.min(first + LISTED, all.size());
        ObjectNode answer = Json.object();
        answer.put("done", end == all.size());
        ArrayNode records = answer.putArray("records");
        for (BulkJob job : all.subList(first, end)) {
            ObjectNode node = job.info();
            node.put("jobType", what.equals("query") ? "V2Query" : "V2Ingest");
            records.add(node);
        }
        if (end == all.size()) {
            answer.putNull("nextRecordsUrl");
        } else {
            answer.put("nextRecordsUrl", "/services/data/" + call.version() + "/jobs/" + what + "?queryLocator=" + end);
        }
        return Json.answer(200, answer);
    }

    private Answer patch(BulkJob job) {
        String state = Json.object(call.request().body()).path("state").asString("");
        if (state.equals("UploadComplete") && job instanceof IngestJob ingest) {
            ingest.close(call, now);
        } else if (state.equals("Aborted") && !job.state.isFinal()) {
            job.become(BulkJob.State.ABORTED, now);
        } else {
            throw new ApiException(400, "INVALIDJOBSTATE", "Cannot go from " + job.state.word + " to " + state);
        }
        return Json.answer(200, job.info());
    }

    private Answer delete(BulkJob job) {
        if (!job.state.isFinal() && job.state != BulkJob.State.UPLOAD_COMPLETE) {
            throw new ApiException(400, "INVALIDJOBSTATE", "A job in state " + job.state.word + " cannot be deleted");
        }
        jobs.forget(job);
        return Answer.empty(204);
    }

    private Answer upload(boolean isQuery, String below) {
        if (isQuery || !below.equals("batches")) {
            throw ApiException.notFound();
        }
        String type = call.request().header("content-type");
        if (type == null || !type.startsWith("text/csv")) {
            throw new ApiException(415, "UNSUPPORTED_MEDIA_TYPE", "Job data is text/csv, not " + type);
        }
        jobs.find(IngestJob.class, call.path().get(2)).upload(call.request().body());
        return Answer.empty(201);
    }

    private Answer outcomes(String id, String which) {
        IngestJob job = jobs.find(IngestJob.class, id);
        return csv(
                switch (which) {
                    case "successfulResults" -> job.successful();
                    case "failedResults" -> job.failed();
                    case "unprocessedrecords" -> job.unprocessed();
                    default -> throw ApiException.notFound();
                });
    }

    private Answer results(String id, String below) {
        if (!below.equals("results")) {
            throw ApiException.notFound();
        }
        QueryJob job = jobs.find(QueryJob.class, id);
        if (!job.call.version().equals(call.version())) {
            throw new ApiException(409, "API_VERSION_MISMATCH", "The job was made with " + job.call.version());
        }
        int size = job.result().size();
        int from = offset(job, size);
        int to = Math.min(size, from + asked());
        return csv(job.page(from, to))
                .with("Sforce-NumberOfRecords", String.valueOf(to - from))
                .with("Sforce-Locator", to < size ? locator(job, to) : "null");
    }

    private int asked() {
        String asked = call.request().params().getOrDefault("maxRecords", "");
        if (asked.isEmpty()) {
            return jobs.pageSize();
        }
        if (!asked.matches("[1-9]\\d{0,8}")) {
            throw new ApiException(400, "INVALID_ARGUMENT", "maxRecords must be a number above 0: " + asked);
        }
        return Math.min(jobs.pageSize(), Integer.parseInt(asked));
    }

    private String locator(QueryJob job, int from) {
        String text = jobs.locators() + ":" + job.id + ":" + from;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private int offset(QueryJob job, int size) {
        String locator = call.request().params().get("locator");
        if (locator == null) {
            return 0;
        }
        String start = jobs.locators() + ":" + job.id + ":";
        try {
            String text = new String(Base64.getUrlDecoder().decode(locator), StandardCharsets.UTF_8);
            if (text.startsWith(start) && text.substring(start.length()).matches("\\d{1,9}")) {
                return Math.min(size, Integer.parseInt(text.substring(start.length())));
            }
        } catch (IllegalArgumentException notOurs) {
            // as any other that is not ours
        }
        throw new ApiException(400, "INVALID_LOCATOR", "invalid locator: " + locator);
    }

    private static Answer csv(byte[] body) {
        return new Answer(200, Map.of("Content-Type", "text/csv"), body, Duration.ZERO);
    }
}
