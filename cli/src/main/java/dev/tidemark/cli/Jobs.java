package dev.tidemark.cli;

import dev.tidemark.overview.JdbcOverview;
import dev.tidemark.overview.JobView;
import dev.tidemark.queue.JdbcQueue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code tidemark jobs}: the queue. */
@Command(
        name = "jobs",
        description = "Lists the jobs that wait, run, or were given up, with the reason.",
        subcommands = Jobs.Replay.class,
        footer = {"", "Examples:", "  tidemark jobs", "  tidemark jobs replay 0198c6a4-..."})
final class Jobs extends StoreCommand {

    Jobs(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(Home home) {
        List<JobView> jobs = home.read(JdbcOverview::jobs);
        if (common.json) {
            ArrayNode list = Json.array();
            jobs.forEach(job -> list.add(json(job)));
            Json.print(terminal, list);
            return Exit.OK;
        }
        if (jobs.isEmpty()) {
            terminal.say("No job waits, runs or was given up.");
            return Exit.OK;
        }
        Table table = new Table("JOB", "SYNC", "KIND", "STATE", "DUE", "ATTEMPT", "WORKER", "REASON");
        for (JobView job : jobs) {
            table.row(
                    job.id().toString(),
                    job.label(),
                    job.kind().toLowerCase(Locale.ROOT),
                    job.state().toLowerCase(Locale.ROOT),
                    Words.time(Optional.of(job.due())),
                    Integer.toString(job.attempt()),
                    job.worker().orElse("-"),
                    job.reason());
        }
        table.print(terminal);
        return Exit.OK;
    }

    private static ObjectNode json(JobView job) {
        ObjectNode node = Json.object()
                .put("id", job.id().toString())
                .put("run", job.run().toString())
                .put("workspace", job.workspace())
                .put("sync", job.name())
                .put("kind", job.kind())
                .put("state", job.state())
                .put("attempt", job.attempt())
                .put("worker", job.worker().orElse(null))
                .put("reason", job.reason());
        Json.time(node, "due", Optional.of(job.due()));
        Json.time(node, "lease_until", job.leaseUntil());
        return node;
    }

    /** {@code tidemark jobs replay}. */
    @Command(name = "replay", description = "Puts a job that was given up back into the queue, as new.")
    static final class Replay extends StoreCommand {

        @Parameters(paramLabel = "JOB", description = "Its id, as 'tidemark jobs' shows it")
        UUID job = new UUID(0, 0);

        Replay(Terminal terminal) {
            super(terminal);
        }

        @Override
        int run(Home home) {
            boolean done =
                    home.read(tx -> new JdbcQueue().replay(tx, job, home.clock().instant()));
            if (!done) {
                throw new Refusal(
                        Exit.FAILED,
                        "job.not_dead",
                        "there is no job " + job + " that was given up, or its sync has another one by now",
                        "'tidemark jobs' lists them");
            }
            terminal.warn("The job is back in the queue.");
            return Exit.OK;
        }
    }
}
