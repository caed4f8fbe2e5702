package dev.tidemark.connectors.manifest.stream;

import dev.tidemark.connectors.manifest.expression.Context;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far the API is with what a window's records were asked of it as.
 *
 * @param stage what is asked next
 * @param creation the answer to its creation
 * @param polling the last answer to a look at it
 * @param targets what is still to be downloaded; the first of them is
 * @param tries how many jobs for this window came to nothing
 * @param created when it was
 */
record Job(
        Stage stage,
        Optional<Object> creation,
        Optional<Object> polling,
        List<Object> targets,
        int tries,
        Instant created) {

    /** The request that is made next. */
    enum Stage {
        CREATE,
        POLL,
        TARGETS,
        DOWNLOAD,
        DELETE,
        ABORT
    }

    Job {
        targets = List.copyOf(targets);
    }

    static Job none(int tries) {
        return new Job(Stage.CREATE, Optional.empty(), Optional.empty(), List.of(), tries, Instant.EPOCH);
    }

    Job created(Object answer, Instant now) {
        return new Job(Stage.POLL, Optional.of(answer), Optional.empty(), List.of(), tries, now);
    }

    Job polled(Object answer, Stage next) {
        return new Job(next, creation, Optional.of(answer), List.of(), tries, created);
    }

    Job at(Stage next) {
        return new Job(next, creation, polling, targets, tries, created);
    }

    Job targets(List<Object> found) {
        return new Job(Stage.DOWNLOAD, creation, polling, found, tries, created);
    }

    Context names(Context context) {
        Context named = context;
        if (creation.isPresent()) {
            named = named.with("creation_response", creation.get());
        }
        if (polling.isPresent()) {
            named = named.with("polling_response", polling.get());
        }
        return targets.isEmpty() ? named : named.with("download_target", targets.getFirst());
    }
}
