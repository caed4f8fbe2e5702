package dev.tidemark.connectors.zendesk;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.Limits;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.WriteAnswer;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connector.WriteSpec.Mode;
import dev.tidemark.connectors.json.Json;
import dev.tidemark.connectors.rest.Rows;
import dev.tidemark.connectors.rest.Troubled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Sends a batch: Zendesk queues it as one background job, or as two where some records are made and others changed. */
final class Writing {

    /** The first look at a job. */
    private static final Duration FIRST_LOOK = Duration.ofSeconds(1);

    private final Access access;
    private final WriteSpec spec;
    private final List<ModelRow> rows;
    private final List<Job> jobs = new ArrayList<>();

    private Writing(Access access, WriteSpec spec, List<ModelRow> rows) {
        this.access = access;
        this.spec = spec;
        this.rows = rows;
    }

    static WriteAnswer write(Access access, WriteSpec spec, List<ModelRow> rows) {
        var writing = new Writing(access, spec, rows);
        try {
            return writing.write();
        } catch (Troubled e) {
            return e.trouble().asWriteAnswer();
        } catch (HttpFailed e) {
            return new WriteAnswer.Retry("no answer when asked for the ids: " + e.getMessage());
        } catch (ConnectorException e) {
            return new WriteAnswer.Stop(e.code(), String.valueOf(e.getMessage()), e.whatToDo());
        }
    }

    private WriteAnswer write() throws HttpFailed, Troubled {
        List<Integer> named = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            if (spec.mode() == Mode.INSERT || Rows.match(spec, rows.get(i)).isPresent()) {
                named.add(i);
            }
        }
        if (Target.asksFirst(spec)) {
            return changeFound(named);
        }
        return switch (spec.mode()) {
            case INSERT -> send("POST", "create_many", named, Map.of());
            case UPDATE -> send("PUT", "update_many", named, Map.of());
            case UPSERT -> send("POST", "create_or_update_many", named, Map.of());
        };
    }

    private WriteAnswer changeFound(List<Integer> named) throws HttpFailed, Troubled {
        Map<String, String> ids = named.isEmpty()
                ? Map.of()
                : LookUp.shown(access, spec, named.stream().map(rows::get).toList());
        List<Integer> there =
                named.stream().filter(i -> ids.containsKey(key(i))).toList();
        List<Integer> missing = spec.mode() == Mode.UPDATE
                ? List.of()
                : named.stream().filter(i -> !ids.containsKey(key(i))).toList();
        if (there.isEmpty() || missing.isEmpty()) {
            return missing.isEmpty()
                    ? send("PUT", "update_many", there, ids)
                    : send("POST", "create_many", missing, ids);
        }
        WriteAnswer first = send("PUT", "update_many", there, ids);
        if (!(first instanceof WriteAnswer.Working)) {
            return first;
        }
        WriteAnswer second = send("POST", "create_many", missing, ids);
        // The first job is at work whatever becomes of the second, and both are as good twice as once.
        return second instanceof WriteAnswer.Working
                ? second
                : new WriteAnswer.Unknown("half of a batch was taken, and then: " + second);
    }

    private String key(int row) {
        return LookUp.key(spec, rows.get(row));
    }

    private WriteAnswer send(String method, String verb, List<Integer> numbers, Map<String, String> ids) {
        if (numbers.isEmpty()) {
            return new WriteAnswer.Done(new Outcomes(spec, rows).of(List.of(), Map.of()), Limits.UNKNOWN);
        }
        List<Object> records = new ArrayList<>();
        for (int number : numbers) {
            ModelRow row = rows.get(number);
            records.add(Rendered.of(spec, row, ids.isEmpty() ? null : ids.get(key(number))));
        }
        byte[] body = Json.bytes(Map.of(spec.stream(), records));
        String what = "a batch of " + spec.stream();
        return Login.API.write(
                access,
                Login.API
                        .request(access, method, Pages.API + "/" + spec.stream() + "/" + verb)
                        .body("application/json", body),
                what,
                answer -> {
                    String id = Json.tree(answer.body())
                            .path("job_status")
                            .path("id")
                            .asString("");
                    if (!id.matches("[A-Za-z0-9_.-]{1,100}")) {
                        throw new BadPage("no job_status");
                    }
                    jobs.add(new Job(id, verb.equals("create_many"), numbers));
                    return new WriteAnswer.Working(Job.text(jobs), FIRST_LOOK);
                });
    }
}
