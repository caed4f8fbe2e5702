package dev.tidemark.sandbox.salesforce.rest;

import dev.tidemark.sandbox.salesforce.schema.FieldType;
import dev.tidemark.sandbox.salesforce.soql.Flat;
import dev.tidemark.sandbox.salesforce.soql.Soql;
import dev.tidemark.sandbox.salesforce.soql.SoqlException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A query that is done in its own time. Its result is as of when the work on it began. */
final class QueryJob extends BulkJob {
    private final String soql;
    private @Nullable Flat result;

    private QueryJob(String id, Call call, ObjectNode body, String soql, String object) {
        super(id, call, body, object, State.UPLOAD_COMPLETE);
        this.soql = soql;
    }

    /** Refuses at once what such a job cannot do. */
    static QueryJob create(String id, Call call, ObjectNode body, BulkJobs jobs) {
        String operation = body.path("operation").asString("");
        if (!operation.equals("query") && !operation.equals("queryAll")) {
            throw new ApiException(400, "INVALIDJOB", "operation must be query or queryAll");
        }
        String soql = body.path("query").asString("");
        if (soql.isBlank()) {
            throw new ApiException(400, "MALFORMED_QUERY", "SOQL statements can not be empty or null");
        }
        String object = Soql.object(soql);
        jobs.mustSupport(object);
        Flat flat = run(call, soql, operation.equals("queryAll"));
        if (!flat.isFlat()) {
            throw refused("Nested queries are not supported in Bulk Query");
        }
        if (flat.types().stream().anyMatch(FieldType::isCompound)) {
            throw refused("Selecting compound data not supported in Bulk Query");
        }
        if (flat.types().contains(FieldType.BASE64)) {
            throw refused("Binary field not supported");
        }
        return new QueryJob(id, call, body, soql, object);
    }

    private static ApiException refused(String message) {
        return new ApiException(400, "FEATURENOTENABLED", message);
    }

    private static Flat run(Call call, String soql, boolean deletedToo) {
        try {
            Flat flat = Soql.run(call.org(), call.view(), soql, deletedToo).flat();
            if (flat == null) {
                throw refused("Aggregate Relationships not supported in Bulk Query");
            }
            return flat;
        } catch (SoqlException refused) {
            throw new ApiException(400, refused.errorCode(), String.valueOf(refused.getMessage()));
        }
    }

    @Override
    void advance(Instant now, Duration waits, int rowsPerSecond) {
        if (state == State.UPLOAD_COMPLETE && !now.isBefore(queued.plus(waits))) {
            become(State.IN_PROGRESS, now);
            try {
                result = run(call, soql, operation.equals("queryAll"));
            } catch (ApiException refused) {
                fail(refused.errorCode() + ": " + refused.getMessage(), now);
                return;
            }
        }
        Flat found = result;
        if (state == State.IN_PROGRESS && found != null) {
            Duration work = Duration.ofMillis(found.size() * 1000L / rowsPerSecond);
            if (!now.isBefore(queued.plus(waits).plus(work))) {
                took = work;
                become(State.JOB_COMPLETE, now);
            }
        }
    }

    /** The rows; none before the work is done. */
    Flat result() {
        Flat found = result;
        if (state != State.JOB_COMPLETE || found == null) {
            throw new ApiException(
                    400, "INVALIDJOBSTATE", "Results are not available for a job in state " + state.word);
        }
        return found;
    }

    /** A page of the result, with the header. */
    byte[] page(int from, int to) {
        Flat found = result();
        BulkCsv csv = csv();
        var text = new StringBuilder();
        csv.write(found.names(), text);
        for (int i = from; i < to; i++) {
            csv.write(found.row(i), text);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    ObjectNode progress() {
        ObjectNode node = super.progress();
        node.put("jobType", "V2Query");
        node.put("isPkChunkingSupported", true);
        Flat found = result;
        node.put("numberRecordsProcessed", state == State.JOB_COMPLETE && found != null ? found.size() : 0);
        return node;
    }
}
