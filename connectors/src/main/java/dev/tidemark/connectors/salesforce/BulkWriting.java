package dev.tidemark.connectors.salesforce;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.WriteAnswer;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connector.WriteSpec.Mode;
import dev.tidemark.connectors.json.Json;
import dev.tidemark.connectors.rest.ApiError;
import dev.tidemark.connectors.rest.Trouble;
import dev.tidemark.connectors.rest.Troubled;
import dev.tidemark.connectors.salesforce.Login.Bulk;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Writes a batch by an ingest job of the Bulk API 2.0: make the job, send the rows up, and close it, with which Salesforce begins
 * to work. Nothing is written before the third of these, and only its answer can be missed (invariant 8).
 */
final class BulkWriting {

    /** Salesforce makes a batch of so many rows and counts each batch. */
    static final int MOST_ROWS = 10_000;

    /** A job takes six or seven requests, however many rows: more than so many rows do by 200. */
    static final int MANY = 2_000;

    static final int REQUESTS = 3;

    private static final Set<Integer> MAYBE_DONE = Set.of(408, 500, 502, 504);

    private static final Duration FIRST_LOOK = Duration.ofSeconds(3);

    private BulkWriting() {}

    /** Not where ids must be asked for first: that is a request for each 200 rows again. */
    static boolean could(Access access, WriteSpec spec) {
        return Login.bulk(access.settings()) != Bulk.NEVER && !Collections.asksFirst(spec);
    }

    static int most(Access access, WriteSpec spec) {
        return could(access, spec) ? MOST_ROWS : Collections.MOST_ROWS;
    }

    /** How many of the waiting rows go together: a job's worth, or a collection's. */
    static int together(Access access, WriteSpec spec, List<ModelRow> waiting) {
        int collected = Math.min(Collections.MOST_ROWS, waiting.size());
        if (!could(access, spec) || (waiting.size() <= MANY && !isAlways(access))) {
            return collected;
        }
        int fitting = BulkRows.of(spec).fitting(waiting);
        return fitting > MANY || (fitting > 0 && isAlways(access)) ? fitting : collected;
    }

    /** Whether a batch that was put together goes by a job. */
    static boolean writes(Access access, WriteSpec spec, List<ModelRow> rows) {
        return rows.size() > Collections.MOST_ROWS
                || (could(access, spec) && isAlways(access) && BulkRows.of(spec).fitting(rows) == rows.size());
    }

    private static boolean isAlways(Access access) {
        return Login.bulk(access.settings()) == Bulk.ALWAYS;
    }

    /** How many requests a batch of so many rows takes. */
    static int requests(Access access, WriteSpec spec, int rows) {
        boolean byJob = rows > Collections.MOST_ROWS || (could(access, spec) && isAlways(access));
        return byJob ? REQUESTS : Collections.asksFirst(spec) ? 2 : 1;
    }

    static WriteAnswer write(Access access, WriteSpec spec, List<ModelRow> rows) {
        String what = "an ingest job of " + spec.stream();
        try {
            byte[] csv = BulkRows.of(spec).csv(rows);
            HttpAnswer made = Calls.send(
                            access,
                            session -> HttpRequest.of("POST", Calls.uri(session, Calls.path(access, "/jobs/ingest")))
                                    .json(job(spec)))
                    .answer();
            if (!made.isSuccess()) {
                return refused(access, spec, rows, made, what);
            }
            String id = Json.tree(made.body()).path("id").asString("");
            if (!id.matches("[A-Za-z0-9]{15,18}")) {
                return Errors.strange(made, what, "no id").asWriteAnswer();
            }
            String path = Calls.path(access, "/jobs/ingest/" + id);
            HttpAnswer up = Calls.send(
                            access,
                            session -> HttpRequest.of("PUT", Calls.uri(session, path + "/batches"))
                                    .body("text/csv", csv))
                    .answer();
            return up.isSuccess()
                    ? close(access, id, path)
                    : Errors.of(up, what).asWriteAnswer();
        } catch (Troubled e) {
            return e.trouble().asWriteAnswer();
        } catch (HttpFailed e) {
            // Whatever became of it: a job that is not closed is never worked on.
            return new WriteAnswer.Retry("no answer to " + what + ": " + e.getMessage());
        } catch (BadPage e) {
            return new WriteAnswer.Retry(what + " was answered with what is not JSON: " + e.getMessage());
        } catch (ConnectorException e) {
            return new WriteAnswer.Stop(e.code(), String.valueOf(e.getMessage()), e.whatToDo());
        }
    }

    private static String job(WriteSpec spec) {
        Map<String, String> job = new LinkedHashMap<>();
        job.put("object", spec.stream());
        job.put("operation", operation(spec));
        if (operation(spec).equals("upsert")) {
            job.put("externalIdFieldName", spec.match().orElseThrow());
        }
        job.put("contentType", "CSV");
        job.put("columnDelimiter", "COMMA");
        job.put("lineEnding", "LF");
        return Json.text(job);
    }

    private static String operation(WriteSpec spec) {
        return spec.mode() == Mode.INSERT ? "insert" : Collections.byId(spec) ? "update" : "upsert";
    }

    /** Some objects are not for jobs: their rows go in smaller batches, and so by collections. */
    private static WriteAnswer refused(
            Access access, WriteSpec spec, List<ModelRow> rows, HttpAnswer answer, String what) {
        Trouble trouble = Errors.of(answer, what);
        if (!(trouble instanceof Trouble.Stop stop)) {
            return trouble.asWriteAnswer();
        }
        return rows.size() > Collections.MOST_ROWS
                ? new WriteAnswer.Refused(
                        Errors.said(answer).map(ApiError::code).orElse(Errors.REFUSED), stop.why(), answer.text())
                : Collections.write(access, spec, rows);
    }

    private static WriteAnswer close(Access access, String id, String path) throws Troubled {
        HttpAnswer closed;
        try {
            closed = Calls.send(
                            access,
                            session -> HttpRequest.of("PATCH", Calls.uri(session, path))
                                    .json("{\"state\":\"UploadComplete\"}"))
                    .answer();
        } catch (HttpFailed e) {
            return e.maybeDone()
                    ? new WriteAnswer.Unknown("no whole answer when the job " + id + " was closed: " + e.getMessage())
                    : new WriteAnswer.Retry("the job " + id + " was not closed: " + e.getMessage());
        }
        if (MAYBE_DONE.contains(closed.status())) {
            return new WriteAnswer.Unknown("the closing of job " + id + " was answered with HTTP " + closed.status());
        }
        if (!closed.isSuccess()) {
            return Errors.of(closed, "the closing of job " + id).asWriteAnswer();
        }
        try {
            JsonNode job = Json.tree(closed.body());
            return job.path("state").asString("").isEmpty()
                    ? new WriteAnswer.Unknown("the closing of job " + id + " was answered without a state")
                    : new WriteAnswer.Working(new BulkJob(id).text(), FIRST_LOOK);
        } catch (BadPage e) {
            return new WriteAnswer.Unknown("the closing of job " + id + " was answered with what is not JSON");
        }
    }
}
