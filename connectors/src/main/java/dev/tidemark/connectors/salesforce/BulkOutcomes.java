package dev.tidemark.connectors.salesforce;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.Limits;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.Outcome;
import dev.tidemark.connector.WriteAnswer;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connectors.csv.CsvRows;
import dev.tidemark.connectors.json.Json;
import dev.tidemark.connectors.rest.Trouble;
import dev.tidemark.connectors.rest.Troubled;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What became of the rows of an ingest job. Its results come in no promised order, so a row is known by its values, which are
 * answered as they were sent.
 */
final class BulkOutcomes {

    private static final Duration NEXT_LOOK = Duration.ofSeconds(5);

    private static final Set<String> AT_WORK = Set.of("UploadComplete", "InProgress");
    private static final Set<String> ENDED = Set.of("JobComplete", "Failed", "Aborted");

    private final Access access;
    private final BulkRows columns;
    private final BulkJob job;
    private final @Nullable Outcome[] outcomes;

    /** The rows that have no outcome yet, by their values. */
    private final Map<List<String>, Deque<Integer>> open = new HashMap<>();

    private Limits seen = Limits.UNKNOWN;

    private BulkOutcomes(Access access, WriteSpec spec, List<ModelRow> rows, BulkJob job) {
        this.access = access;
        this.columns = BulkRows.of(spec);
        this.job = job;
        this.outcomes = new @Nullable Outcome[rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            open.computeIfAbsent(columns.values(rows.get(i)), key -> new ArrayDeque<>())
                    .add(i);
        }
    }

    static WriteAnswer ask(Access access, WriteSpec spec, List<ModelRow> rows, String text) {
        BulkJob job = BulkJob.of(text);
        try {
            return job.state().isEmpty() ? look(access, job) : new BulkOutcomes(access, spec, rows, job).told();
        } catch (Troubled e) {
            return e.trouble().asWriteAnswer();
        } catch (HttpFailed e) {
            return new WriteAnswer.Retry("no answer to the job " + job.id() + ": " + e.getMessage());
        } catch (BadPage e) {
            return new WriteAnswer.Retry("the job " + job.id() + " was answered with no result: " + e.getMessage());
        } catch (ConnectorException e) {
            return new WriteAnswer.Stop(e.code(), String.valueOf(e.getMessage()), e.whatToDo());
        }
    }

    private static HttpAnswer get(Access access, BulkJob job, String below) throws HttpFailed, Troubled {
        String path = Calls.path(access, "/jobs/ingest/" + job.id() + below);
        return Calls.send(access, session -> {
                    HttpRequest asked = HttpRequest.get(Calls.uri(session, path));
                    return below.isEmpty() ? asked : asked.header(Calls.ACCEPT, "text/csv");
                })
                .answer();
    }

    /** A job that is not there, or not shown, tells nothing: its rows are as uncertain as they were. */
    private static WriteAnswer untold(HttpAnswer answer, String what) {
        Trouble trouble = Errors.of(answer, what);
        return answer.status() == 404 || trouble instanceof Trouble.Stop
                ? new WriteAnswer.Unknown(what + " was answered with HTTP " + answer.status())
                : trouble.asWriteAnswer();
    }

    private static WriteAnswer look(Access access, BulkJob job) throws HttpFailed, Troubled, BadPage {
        String what = "the job " + job.id();
        HttpAnswer answer = get(access, job, "");
        if (!answer.isSuccess()) {
            return untold(answer, what);
        }
        JsonNode info = Json.tree(answer.body());
        String state = info.path("state").asString("");
        if (AT_WORK.contains(state)) {
            return new WriteAnswer.Working(job.text(), NEXT_LOOK);
        }
        if (ENDED.contains(state)) {
            BulkJob ended = new BulkJob(
                    job.id(),
                    state,
                    info.path("numberRecordsProcessed").asLong(0),
                    info.path("numberRecordsFailed").asLong(0));
            return new WriteAnswer.Working(ended.text(), Duration.ZERO, ended.requests());
        }
        return state.isEmpty()
                ? Errors.strange(answer, what, "no state").asWriteAnswer()
                : new WriteAnswer.Unknown(what + " is in state " + state);
    }

    private WriteAnswer told() throws HttpFailed, Troubled, BadPage {
        long good = results(
                "/successfulResults",
                result -> new Outcome.Accepted(
                        result.getOrDefault("sf__Id", ""),
                        result.getOrDefault("sf__Created", "").equals("true")));
        long bad = job.isComplete() && job.failed() == 0 ? 0 : results("/failedResults", this::refused);
        if (job.isComplete() && good + bad < outcomes.length) {
            // CSV that was cut off between two rows looks whole.
            throw new BadPage("outcomes of " + (good + bad) + " of " + outcomes.length + " rows");
        }
        String why = "the job " + job.id() + " ended in state " + job.state() + " before it came to this row";
        long left = job.isComplete() ? 0 : results("/unprocessedrecords", result -> new Outcome.Again(why));
        if (left == outcomes.length && left > 1) {
            return new WriteAnswer.Refused("JOB_" + job.state().toUpperCase(Locale.ROOT), why, "{}");
        }
        List<Outcome> known = new ArrayList<>();
        for (@Nullable Outcome outcome : outcomes) {
            if (outcome == null) {
                return new WriteAnswer.Unknown("the job " + job.id() + " tells nothing of some rows");
            }
            known.add(outcome);
        }
        return new WriteAnswer.Done(known, seen);
    }

    private interface Told {
        Outcome of(Map<String, String> result);
    }

    /** Gives the rows of one of the three lists their outcomes; how many there were. */
    private long results(String which, Told told) throws HttpFailed, Troubled, BadPage {
        HttpAnswer answer = get(access, job, which);
        if (!answer.isSuccess()) {
            WriteAnswer untold = untold(answer, "the results of job " + job.id());
            throw new Troubled(new Trouble.Retry(untold.toString()));
        }
        seen = Calls.limits(answer);
        CsvRows rows = new CsvRows(answer.body());
        if (!rows.next()) {
            return 0;
        }
        List<String> header = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            header.add(rows.text(i));
        }
        if (!header.containsAll(columns.header())) {
            throw new BadPage("a list of rows without the columns that were sent");
        }
        long count = 0;
        while (rows.next()) {
            if (rows.size() != header.size()) {
                throw new BadPage("a row of " + rows.size() + " values under " + header.size() + " names");
            }
            count++;
            Map<String, String> result = new HashMap<>();
            for (int i = 0; i < rows.size(); i++) {
                result.put(header.get(i), rows.text(i));
            }
            Integer row = taken(result);
            if (row != null) {
                outcomes[row] = told.of(result);
            }
        }
        return count;
    }

    /** Rows of the same values are the same to Salesforce: whichever of them. */
    private @Nullable Integer taken(Map<String, String> result) {
        List<String> key = columns.header().stream()
                .map(name -> Objects.requireNonNull(result.get(name)))
                .toList();
        Deque<Integer> rows = open.get(key);
        return rows == null ? null : rows.poll();
    }

    /** {@code CODE:message:Field1,Field2 --}. */
    private Outcome refused(Map<String, String> result) {
        String error = result.getOrDefault("sf__Error", "");
        int colon = error.indexOf(':');
        String code = colon < 1 ? "UNKNOWN" : error.substring(0, colon);
        String message = colon < 1 ? "refused without a reason" : error.substring(colon + 1);
        return Collections.PASSING.contains(code)
                ? new Outcome.Again(error)
                : new Outcome.Rejected(code, message, Json.text(Map.of("sf__Error", error)));
    }
}
