package dev.tidemark.sandbox.salesforce.rest;

import dev.tidemark.sandbox.salesforce.org.RowError;
import dev.tidemark.sandbox.salesforce.org.RowRefused;
import dev.tidemark.sandbox.salesforce.schema.Field;
import dev.tidemark.sandbox.salesforce.schema.SObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Rows that are written in their own time, 200 at a time, each with an outcome of its own. */
final class IngestJob extends BulkJob {
    private static final Set<String> OPERATIONS = Set.of("insert", "update", "upsert", "delete", "hardDelete");
    private static final int CHUNK = 200;

    /** Salesforce counts a batch for so many rows. */
    private static final int BATCH = 10_000;

    private static final String NULL = "#N/A";

    private record Result(List<String> row, Saved saved) {}

    private final String externalId;
    private final BulkJobs jobs;
    private List<String> header = List.of();
    private List<List<String>> rows = List.of();
    private final List<Result> results = new ArrayList<>();
    private boolean uploaded;
    private Call closing;

    private IngestJob(String id, Call call, ObjectNode body, String object, String externalId, BulkJobs jobs) {
        super(id, call, body, object, State.OPEN);
        this.externalId = externalId;
        this.closing = call;
        this.jobs = jobs;
    }

    static IngestJob create(String id, Call call, ObjectNode body, BulkJobs jobs) {
        String operation = body.path("operation").asString("");
        if (!OPERATIONS.contains(operation)) {
            throw new ApiException(400, "INVALIDJOB", "Invalid operation: " + operation);
        }
        SObject object = call.view().object(body.path("object").asString(""));
        if (object == null) {
            throw new ApiException(
                    400,
                    "INVALIDENTITY",
                    "Entity '" + body.path("object").asString("") + "' is not supported by the Bulk API.");
        }
        jobs.mustSupport(object.name());
        String externalId = body.path("externalIdFieldName").asString("");
        if (operation.equals("upsert")) {
            if (externalId.isEmpty()) {
                throw new ApiException(400, "INVALIDJOB", "externalIdFieldName is required for upsert");
            }
            Field key = Records.externalId(object, externalId);
            externalId = key.name();
        }
        return new IngestJob(id, call, body, object.name(), externalId, jobs);
    }

    void upload(byte[] csv) {
        if (state != State.OPEN || uploaded) {
            throw new ApiException(
                    400,
                    "INVALIDJOBSTATE",
                    uploaded
                            ? "Found multiple contents for job: <" + id + ">, please 'Close' / 'Abort' / 'Delete' the"
                                    + " current Job then create a new Job and make"
                                    + " sure you only do 'PUT' once on a given"
                                    + " Job."
                            : "Job not in state Open");
        }
        uploaded = true;
        try {
            List<List<String>> all = csv().read(csv);
            header = all.isEmpty() ? List.of() : all.getFirst();
            rows = all.isEmpty() ? List.of() : all.subList(1, all.size());
        } catch (BulkCsv.Unreadable unreadable) {
            error = String.valueOf(unreadable.getMessage());
        }
    }

    /** @param by the request, whose mischief the writes suffer */
    void close(Call by, Instant now) {
        if (state != State.OPEN || !uploaded) {
            throw new ApiException(400, "INVALIDJOBSTATE", "Cannot go from " + state.word + " to UploadComplete");
        }
        closing = by.done();
        queued = now;
        become(State.UPLOAD_COMPLETE, now);
        int batches = (rows.size() + BATCH - 1) / BATCH;
        if (!jobs.takeBatches(batches, now)) {
            fail("ApiBatchItems Limit exceeded.", now);
        }
    }

    @Override
    void advance(Instant now, Duration waits, int rowsPerSecond) {
        Instant starts = queued.plus(waits);
        if (!state.isAtWork() || now.isBefore(starts)) {
            return;
        }
        if (state == State.UPLOAD_COMPLETE) {
            become(State.IN_PROGRESS, now);
            String fault = error.isEmpty() ? fault() : error;
            if (!fault.isEmpty()) {
                fail(fault, now);
                return;
            }
        }
        long due = Duration.between(starts, now).toMillis() * rowsPerSecond / 1000;
        while (results.size() < rows.size() && due >= Math.min(results.size() + CHUNK, rows.size())) {
            chunk(rows.subList(results.size(), Math.min(results.size() + CHUNK, rows.size())));
        }
        if (results.size() == rows.size()) {
            took = Duration.ofMillis(rows.size() * 1000L / rowsPerSecond);
            become(State.JOB_COMPLETE, now);
        }
    }

    /** What is wrong with the file as a whole; empty for nothing. */
    private String fault() {
        SObject type = closing.view().the(object);
        for (String name : header) {
            boolean isKnown = name.contains(".")
                    ? type.relationship(name.substring(0, name.indexOf('.'))) != null
                    : type.field(name) != null;
            if (!isKnown) {
                return "InvalidBatch : Field name not found : " + name;
            }
        }
        return "";
    }

    private void chunk(List<List<String>> part) {
        var records = new Records(closing);
        Set<String> seen = new HashSet<>();
        for (List<String> row : part) {
            Saved saved;
            try {
                saved = save(records, row, seen);
            } catch (RowRefused refused) {
                saved = Saved.refused(refused.error(), false);
            }
            results.add(new Result(row, saved));
        }
    }

    private Saved save(Records records, List<String> row, Set<String> seen) {
        if (row.size() != header.size()) {
            throw RowRefused.because(
                    "INVALID_CSV", "The number of columns in the row (" + row.size() + ") is not that of the header");
        }
        SObject type = closing.view().the(object);
        ObjectNode node = node(row);
        String id = node.path("Id").asString("");
        return switch (operation) {
            case "insert" -> records.create(type, node);
            case "upsert" -> {
                String value = node.path(externalId).asString("");
                if (!value.isBlank() && !seen.add(value.toLowerCase(Locale.ROOT))) {
                    throw RowRefused.because(
                            "DUPLICATE_VALUE", "Duplicate external id specified: " + value, externalId);
                }
                yield records.upsert(type, type.the(externalId), value, node);
            }
            default -> {
                if (id.isEmpty()) {
                    throw RowRefused.because("MISSING_ARGUMENT", "Id not specified in an " + operation + " call");
                }
                yield operation.equals("update") ? records.update(type, id, node) : records.delete(id);
            }
        };
    }

    /** An empty value says nothing, and #N/A is null. */
    private ObjectNode node(List<String> row) {
        ObjectNode node = Json.object();
        SObject type = closing.view().the(object);
        for (int i = 0; i < header.size(); i++) {
            String name = header.get(i);
            String value = row.get(i);
            int dot = name.indexOf('.');
            if (value.isEmpty()) {
                continue;
            }
            if (dot < 0) {
                Field field = type.the(name);
                if (value.equals(NULL)) {
                    node.putNull(field.name());
                } else {
                    node.put(field.name(), value);
                }
            } else if (!value.equals(NULL)) {
                node.putObject(name.substring(0, dot)).put(name.substring(dot + 1), value);
            }
        }
        return node;
    }

    byte[] successful() {
        return csv(List.of("sf__Id", "sf__Created"), true, result -> {
            Saved saved = result.saved();
            boolean created = saved.created() == null ? operation.equals("insert") : saved.created();
            return List.of(String.valueOf(saved.id()), String.valueOf(created));
        });
    }

    byte[] failed() {
        return csv(List.of("sf__Id", "sf__Error"), false, result -> {
            RowError error = result.saved().error();
            return List.of("", error == null ? "" : told(error));
        });
    }

    /** {@code CODE:message:Field1,Field2 --}, as such a job writes it. */
    private static String told(RowError error) {
        String code =
                error.statusCode().equals("JSON_PARSER_ERROR") ? "INVALID_TYPE_ON_FIELD_IN_RECORD" : error.statusCode();
        return code + ":" + error.message() + ":" + String.join(",", error.fields()) + " --";
    }

    private interface More {
        List<String> of(Result result);
    }

    /** The last first: nobody promises that results come in the order of the rows. */
    private byte[] csv(List<String> first, boolean good, More more) {
        mustBeFinal();
        var text = new StringBuilder();
        List<String> names = new ArrayList<>(first);
        names.addAll(header);
        csv().write(names, text);
        for (Result result : results.reversed()) {
            if ((result.saved().error() == null) == good) {
                List<String> row = new ArrayList<>(more.of(result));
                row.addAll(result.row());
                csv().write(row, text);
            }
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    byte[] unprocessed() {
        mustBeFinal();
        var text = new StringBuilder();
        csv().write(header, text);
        rows.subList(results.size(), rows.size()).forEach(row -> csv().write(row, text));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void mustBeFinal() {
        if (!state.isFinal()) {
            throw new ApiException(
                    400, "INVALIDJOBSTATE", "Results are not available for a job in state " + state.word);
        }
    }

    @Override
    ObjectNode info() {
        ObjectNode node = super.info();
        if (!externalId.isEmpty()) {
            node.put("externalIdFieldName", externalId);
        }
        if (state == State.OPEN) {
            node.put("contentUrl", "services/data/" + call.version() + "/jobs/ingest/" + id + "/batches");
        }
        return node;
    }

    @Override
    ObjectNode progress() {
        ObjectNode node = super.progress();
        node.put("jobType", "V2Ingest");
        node.put("apexProcessingTime", 0);
        node.put("apiActiveProcessingTime", took.toMillis());
        node.put("numberRecordsProcessed", results.size());
        node.put(
                "numberRecordsFailed",
                results.stream()
                        .filter(result -> result.saved().error() != null)
                        .count());
        return node;
    }
}
