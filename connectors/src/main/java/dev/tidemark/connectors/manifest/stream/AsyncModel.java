package dev.tidemark.connectors.manifest.stream;

import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expression;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.record.Answers;
import dev.tidemark.connectors.manifest.request.Impossible;
import dev.tidemark.connectors.manifest.template.Python;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An AsyncRetriever but for its downloads: records are asked for as a job, which is created, looked at until it is done,
 * downloaded, and perhaps deleted. Each of these is a request of its own.
 *
 * @param targets where the addresses of the results are; empty where there is one, which the download's requester knows
 * @param minutes after which a job counts as lost
 */
record AsyncModel(
        Asking creation,
        Asking polling,
        Optional<Asking> targetRequest,
        Asking download,
        Optional<Asking> abort,
        Optional<Asking> delete,
        Answers status,
        Optional<Answers> targets,
        Map<String, Status> statuses,
        Optional<Expression> minutes) {

    /** How often a window's job is created at most. */
    static final int MOST_TRIES = 3;

    /** How long a job is left alone between two looks. */
    static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

    private static final long DEFAULT_MINUTES = 60;

    /** What a job's own word for its status means. */
    enum Status {
        RUNNING,
        COMPLETED,
        FAILED,
        TIMEOUT,
        IGNORE
    }

    static Optional<AsyncModel> of(Node retriever, Expressions expressions) {
        for (String needed : List.of(
                "creation_requester",
                "polling_requester",
                "download_requester",
                "status_extractor",
                "status_mapping")) {
            if (!retriever.has(needed)) {
                retriever.problem("'" + needed + "' is missing");
            }
        }
        Map<String, Status> statuses = statuses(retriever);
        Optional<Asking> creation = Asking.of(retriever, "creation_requester", expressions);
        Optional<Asking> polling = Asking.of(retriever, "polling_requester", expressions);
        Optional<Asking> targets = Asking.of(retriever, "download_target_requester", expressions);
        Optional<Asking> download = Asking.of(retriever, "download_requester", expressions);
        Optional<Asking> abort = Asking.of(retriever, "abort_requester", expressions);
        Optional<Asking> delete = Asking.of(retriever, "delete_requester", expressions);
        Optional<Answers> status = Answers.of(retriever, "status_extractor", expressions);
        Optional<Answers> target = Answers.of(retriever, "download_target_extractor", expressions);
        if (creation.isEmpty() || polling.isEmpty() || download.isEmpty() || status.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new AsyncModel(
                creation.get(),
                polling.get(),
                targets,
                download.get(),
                abort,
                delete,
                status.get(),
                target,
                statuses,
                expressions.find(retriever, "polling_job_timeout")));
    }

    private static Map<String, Status> statuses(Node retriever) {
        Map<String, Status> statuses = new HashMap<>();
        Optional<Node> mapping = retriever.child("status_mapping");
        if (mapping.isPresent()) {
            add(mapping.get(), "running", Status.RUNNING, statuses);
            add(mapping.get(), "completed", Status.COMPLETED, statuses);
            add(mapping.get(), "failed", Status.FAILED, statuses);
            add(mapping.get(), "timeout", Status.TIMEOUT, statuses);
            add(mapping.get(), "ignore", Status.IGNORE, statuses);
        }
        return statuses;
    }

    private static void add(Node mapping, String field, Status status, Map<String, Status> statuses) {
        for (String word : mapping.texts(field)) {
            Status other = statuses.putIfAbsent(word, status);
            if (other != null && other != status) {
                mapping.problem("the status '" + word + "' has two meanings");
            }
        }
    }

    /** What a job that is looked at says of itself. */
    Status status(Object body, Context context) {
        Optional<Object> word = status.values(body, context).stream().findFirst();
        if (word.isEmpty()) {
            throw new Impossible("the job tells no status");
        }
        Status found = statuses.get(Python.str(word.get()));
        if (found == null) {
            throw new Impossible("the job's status '" + Python.str(word.get()) + "' is in no list of 'status_mapping'");
        }
        return found;
    }

    Duration timeout(Context context) {
        return minutes.map(m -> m.text(context))
                .map(text -> Python.integer(text)
                        .filter(Long.class::isInstance)
                        .map(Long.class::cast)
                        .orElseThrow(() -> new Impossible("'polling_job_timeout' is no number of minutes: " + text)))
                .map(Duration::ofMinutes)
                .orElse(Duration.ofMinutes(DEFAULT_MINUTES));
    }

    /** The request of a stage. */
    Asking asking(Job.Stage stage) {
        return switch (stage) {
            case CREATE -> creation;
            case POLL -> polling;
            case TARGETS -> targetRequest.orElseThrow();
            case DOWNLOAD -> download;
            case DELETE -> delete.orElseThrow();
            case ABORT -> abort.orElseThrow();
        };
    }
}
