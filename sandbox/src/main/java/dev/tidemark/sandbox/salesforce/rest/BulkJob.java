package dev.tidemark.sandbox.salesforce.rest;

import dev.tidemark.sandbox.salesforce.soql.RowJson;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** What a query job and an ingest job have in common. Changed under the lock of {@link BulkJobs} only. */
abstract class BulkJob {

    /** The life of a job. */
    enum State {
        OPEN("Open"),
        UPLOAD_COMPLETE("UploadComplete"),
        IN_PROGRESS("InProgress"),
        JOB_COMPLETE("JobComplete"),
        FAILED("Failed"),
        ABORTED("Aborted");

        final String word;

        State(String word) {
            this.word = word;
        }

        boolean isAtWork() {
            return this == UPLOAD_COMPLETE || this == IN_PROGRESS;
        }

        /** Whether nothing more becomes of the job. */
        boolean isFinal() {
            return this == JOB_COMPLETE || this == FAILED || this == ABORTED;
        }
    }

    final String id;
    final String operation;
    final String object;
    final String columnDelimiter;
    final String lineEnding;
    final Call call;
    final Instant created;
    State state;
    Instant changed;
    String error = "";
    Duration took = Duration.ZERO;

    /** When the job was handed over to be done. */
    Instant queued;

    BulkJob(String id, Call call, ObjectNode body, String object, State state) {
        this.id = id;
        this.call = call;
        this.operation = body.path("operation").asString("");
        this.object = object;
        this.columnDelimiter = body.path("columnDelimiter").asString("COMMA");
        this.lineEnding = body.path("lineEnding").asString("LF");
        this.created = call.org().now();
        this.changed = created;
        this.queued = created;
        this.state = state;
        csv();
        String contentType = body.path("contentType").asString("CSV");
        if (!contentType.equals("CSV")) {
            throw new ApiException(400, "INVALIDJOB", "contentType " + contentType + " is not supported");
        }
    }

    final BulkCsv csv() {
        return BulkCsv.of(columnDelimiter, lineEnding);
    }

    /** Does as much as is done by then. */
    abstract void advance(Instant now, Duration waits, int rowsPerSecond);

    final void become(State next, Instant now) {
        state = next;
        changed = now;
    }

    final void fail(String why, Instant now) {
        error = why;
        become(State.FAILED, now);
    }

    ObjectNode info() {
        ObjectNode node = Json.object();
        node.put("id", id);
        node.put("operation", operation);
        node.put("object", object);
        node.put("createdById", call.session().userId());
        node.put("createdDate", RowJson.datetime(created.toEpochMilli() / 1000 * 1000));
        node.put("systemModstamp", RowJson.datetime(changed.toEpochMilli() / 1000 * 1000));
        node.put("state", state.word);
        node.put("concurrencyMode", "Parallel");
        node.put("contentType", "CSV");
        node.put("apiVersion", Double.parseDouble(call.version().substring(1)));
        node.put("lineEnding", lineEnding);
        node.put("columnDelimiter", columnDelimiter);
        return node;
    }

    /** As {@link #info}, with how far it has come. */
    ObjectNode progress() {
        ObjectNode node = info();
        node.put("retries", 0);
        node.put("totalProcessingTime", took.toMillis());
        if (!error.isEmpty()) {
            node.put("errorMessage", error);
        }
        return node;
    }
}
