package dev.tidemark.sandbox.zendesk;

import static dev.tidemark.sandbox.zendesk.Desk.JSON;

import dev.tidemark.sandbox.seed.Dice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Background jobs: queued at once, at work for a while, and done when somebody looks after that; what a job writes is
 * written then, and stamped then. At most thirty are queued or at work.
 */
final class Jobs {
    private static final int MOST = 30;
    private static final Duration KEPT = Duration.ofHours(1);

    private final class Job {
        final String id;
        final int total;
        final Instant due;

        @Nullable
        Supplier<ArrayNode> work;

        ArrayNode results = JSON.createArrayNode();

        @Nullable
        Instant ended;

        Job(String id, int total, Instant due, Supplier<ArrayNode> work) {
            this.id = id;
            this.total = total;
            this.due = due;
            this.work = work;
        }

        String status(Instant now) {
            return ended != null ? "completed" : now.isBefore(due.minus(time.dividedBy(2))) ? "queued" : "working";
        }
    }

    private final Desk desk;
    private final Dice dice;
    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private Duration time;

    Jobs(Desk desk, long seed, Duration time) {
        this.desk = desk;
        this.dice = new Dice(seed);
        this.time = time;
    }

    void time(Duration other) {
        time = other;
    }

    /** Does what is due; whoever asks anything sees it done. */
    void run() {
        Instant now = desk.now();
        for (Job job : jobs.values()) {
            Supplier<ArrayNode> work = job.work;
            if (work != null && !now.isBefore(job.due)) {
                job.work = null;
                job.results = work.get();
                job.ended = now;
            }
        }
        jobs.values().removeIf(job -> job.ended != null && job.ended.plus(KEPT).isBefore(now));
    }

    ObjectNode queue(int total, Supplier<ArrayNode> work, View view) {
        if (jobs.values().stream().filter(job -> job.ended == null).count() >= MOST) {
            throw Refusal.tooMany(
                    "TooManyJobs",
                    "Too many jobs are currently queued or running. Try again later",
                    Duration.ofSeconds(10));
        }
        var job = new Job("V3-" + dice.hex(32), total, desk.now().plus(time), work);
        jobs.put(job.id, job);
        return JSON.createObjectNode().set("job_status", shown(job, view, "queued"));
    }

    private ObjectNode shown(Job job, View view, String status) {
        ObjectNode shown = JSON.createObjectNode().put("id", job.id).put("job_type", "bulk_api");
        shown.put("url", view.base() + "/api/v2/job_statuses/" + job.id + ".json")
                .put("total", job.total);
        boolean done = status.equals("completed");
        shown.put("progress", done ? job.total : null).put("status", status);
        shown.put("message", done ? "Completed at " + job.ended : null);
        shown.set("results", done ? job.results : null);
        return shown;
    }

    private ObjectNode shown(Job job, View view) {
        return shown(job, view, job.status(desk.now()));
    }

    ObjectNode one(String id, View view) {
        Job job = jobs.get(id);
        if (job == null) {
            throw Refusal.notFound();
        }
        return JSON.createObjectNode().set("job_status", shown(job, view));
    }

    ObjectNode many(List<String> ids, View view) {
        ObjectNode page = JSON.createObjectNode();
        ArrayNode array = page.putArray("job_statuses");
        for (String id : ids) {
            Job job = jobs.get(id);
            if (job != null) {
                array.add(shown(job, view));
            }
        }
        return page;
    }

    /** The newest first. */
    ObjectNode all(View view) {
        List<String> ids = new ArrayList<>(jobs.keySet()).reversed();
        return many(ids, view);
    }
}
