package dev.tidemark.connectors.zendesk;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.Outcome;
import dev.tidemark.connector.WriteAnswer;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connectors.json.Json;
import dev.tidemark.connectors.rest.Params;
import dev.tidemark.connectors.rest.Rows;
import dev.tidemark.connectors.rest.Troubled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What became of the rows of a batch, by the results of its jobs. */
record Outcomes(WriteSpec spec, List<ModelRow> rows) {

    private static final Duration NEXT_LOOK = Duration.ofSeconds(2);

    private static final Set<String> AT_WORK = Set.of("queued", "working");

    /** Rows refused for a reason that passes by itself. */
    private static final Set<String> PASSING = Set.of("UpdateConflict", "DatabaseConflict", "LockTimeout");

    static boolean isAtWork(JsonNode job) {
        return AT_WORK.contains(job.path("status").asString(""));
    }

    /** Asks for the jobs' states: one request. */
    WriteAnswer ask(Access access, String text) {
        List<Job> jobs = Job.of(text);
        String path = new Params()
                .and("ids", jobs.stream().map(Job::id).collect(Collectors.joining(",")))
                .after(Pages.API + "/job_statuses/show_many");
        String what = "the state of a job";
        try {
            HttpAnswer answer = Login.API.ask(access, Login.API.request(access, "GET", path), what);
            return told(answer, text, jobs);
        } catch (Troubled e) {
            return e.trouble().asWriteAnswer();
        } catch (HttpFailed e) {
            return new WriteAnswer.Retry("no answer to " + what + ": " + e.getMessage());
        } catch (BadPage e) {
            return new WriteAnswer.Retry(what + " was answered with no result: " + e.getMessage());
        } catch (ConnectorException e) {
            return new WriteAnswer.Stop(e.code(), String.valueOf(e.getMessage()), e.whatToDo());
        }
    }

    private WriteAnswer told(HttpAnswer answer, String text, List<Job> jobs) throws BadPage {
        JsonNode list = Json.tree(answer.body()).path("job_statuses");
        if (!list.isArray()) {
            throw new BadPage("no job_statuses");
        }
        Map<String, JsonNode> states = new HashMap<>();
        list.forEach(state -> states.put(state.path("id").asString(""), state));
        for (Job job : jobs) {
            JsonNode state = states.get(job.id());
            if (state == null) {
                return new WriteAnswer.Unknown("Zendesk no longer knows the job " + job.id());
            }
            if (isAtWork(state)) {
                return new WriteAnswer.Working(text, NEXT_LOOK);
            }
            if (!state.path("status").asString("").equals("completed")) {
                return new WriteAnswer.Unknown("the job " + job.id() + " is '"
                        + state.path("status").asString("") + "': "
                        + state.path("message").asString(""));
            }
        }
        return new WriteAnswer.Done(of(jobs, states), Allowance.limits(answer));
    }

    /** In the order of the rows. A row that no job was given was refused before anything was sent. */
    List<Outcome> of(List<Job> jobs, Map<String, JsonNode> states) {
        Map<Integer, Outcome> known = new HashMap<>();
        for (Job job : jobs) {
            JsonNode state = states.get(job.id());
            Map<Integer, JsonNode> results = results(
                    state == null ? null : state.path("results"), job.rows().size());
            for (int i = 0; i < job.rows().size(); i++) {
                known.put(job.rows().get(i), outcome(job, Optional.ofNullable(results.get(i))));
            }
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Outcome outcome = known.get(i);
            outcomes.add(outcome == null ? notSent(rows.get(i)) : outcome);
        }
        return outcomes;
    }

    /** By their place in what was sent: as they say themselves, or else as they stand. */
    private static Map<Integer, JsonNode> results(@org.jspecify.annotations.Nullable JsonNode results, int sent) {
        Map<Integer, JsonNode> found = new HashMap<>();
        if (results == null || !results.isArray()) {
            return found;
        }
        boolean whole = results.size() == sent;
        for (int i = 0; i < results.size(); i++) {
            JsonNode result = results.get(i);
            int place = result.path("index").asInt(whole ? i : -1);
            found.putIfAbsent(place, result);
        }
        return found;
    }

    private Outcome outcome(Job job, Optional<JsonNode> told) {
        if (told.isEmpty()) {
            String why = "the job ended without a word on this row";
            return spec.repeatable() ? new Outcome.Again(why) : new Outcome.Uncertain(why);
        }
        JsonNode result = told.get();
        JsonNode error = result.has("error") ? result.path("error") : result.path("errors");
        boolean failed = (!error.isMissingNode() && !error.isNull())
                || !result.path("success").asBoolean(true)
                || result.path("status").asString("").equals("Failed");
        if (!failed) {
            String status = result.path("status").asString("");
            boolean created = job.creates()
                    || status.equals("Created")
                    || result.path("action").asString("").equals("create");
            return new Outcome.Accepted(result.path(Target.ID).asString(""), created);
        }
        String code = error.isString() ? error.asString() : "Refused";
        String message = result.path("details")
                .asString(result.path("description").asString(error.isContainer() ? error.toString() : code));
        return PASSING.contains(code)
                ? new Outcome.Again(code + ": " + message)
                : new Outcome.Rejected(code, message, Json.text(result));
    }

    private Outcome notSent(ModelRow row) {
        String field = spec.match().orElse("");
        return Rows.match(spec, row)
                .<Outcome>map(value ->
                        new Outcome.Rejected("NOT_FOUND", "no record has the " + field + " '" + value + "'", "{}"))
                .orElseGet(() -> new Outcome.Rejected(
                        "NO_MATCH_VALUE",
                        "the row has no value for '" + field + "', by which records are found",
                        "{}"));
    }
}
