package dev.tidemark.connectors.manifest.stream;

import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.request.Impossible;
import dev.tidemark.connectors.manifest.template.None;
import dev.tidemark.connectors.manifest.template.Python;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The life of a job, as a table of what follows what.
 *
 * @param context what templates see at this place
 */
record Work(AsyncModel model, Context context, Instant now) {

    /**
     * What follows.
     *
     * @param job empty where the window is read to its end
     * @param pause before the next request
     */
    record Next(Optional<Job> job, Duration pause, String why) {

        static Next to(Job job) {
            return new Next(Optional.of(job), Duration.ZERO, "the job goes on");
        }

        static Next end() {
            return new Next(Optional.empty(), Duration.ZERO, "the job is done");
        }
    }

    /** After an answer that is no download. */
    Next answered(Job job, Object body) {
        return switch (job.stage()) {
            case CREATE -> Next.to(job.created(body, now));
            case POLL -> polled(job, body);
            case TARGETS -> targets(job, body);
            case ABORT -> anew(job, "the job took too long");
            case DELETE -> Next.end();
            case DOWNLOAD -> throw new IllegalArgumentException("a download is a page");
        };
    }

    private Next polled(Job job, Object body) {
        return switch (model.status(body, context)) {
            case RUNNING ->
                now.isAfter(job.created().plus(model.timeout(context)))
                        ? late(job)
                        : new Next(Optional.of(job), AsyncModel.BETWEEN_LOOKS, "the API is at work on the job");
            case COMPLETED ->
                model.targetRequest().isPresent()
                        ? Next.to(job.polled(body, Job.Stage.TARGETS))
                        : targets(job.polled(body, Job.Stage.POLL), body);
            case FAILED -> anew(job, "the job failed");
            case TIMEOUT -> late(job);
            case IGNORE -> Next.end();
        };
    }

    private Next late(Job job) {
        return model.abort().isPresent() ? Next.to(job.at(Job.Stage.ABORT)) : anew(job, "the job took too long");
    }

    /** The API no longer has the job, or its results. */
    Next lost(Job job) {
        return anew(job, "the API no longer has the job's results");
    }

    private Next anew(Job job, String why) {
        if (job.tries() + 1 >= AsyncModel.MOST_TRIES) {
            throw new Impossible(why + ", " + AsyncModel.MOST_TRIES + " times in a row");
        }
        return new Next(
                Optional.of(Job.none(job.tries() + 1)), AsyncModel.BETWEEN_LOOKS, why + ", and is created anew");
    }

    private Next targets(Job job, Object body) {
        if (model.targets().isEmpty()) {
            return Next.to(job.targets(List.of("")));
        }
        List<Object> found = model.targets().get().values(body, context).stream()
                .filter(target -> target != None.NONE && Python.truth(target))
                .toList();
        return found.isEmpty() ? downloaded(job) : Next.to(job.targets(found));
    }

    /** After the last page of a target. */
    Next downloaded(Job job) {
        if (job.targets().size() > 1) {
            return Next.to(job.targets(job.targets().subList(1, job.targets().size())));
        }
        return model.delete().isPresent() ? Next.to(job.at(Job.Stage.DELETE)) : Next.end();
    }
}
