package dev.tidemark.connectors.zendesk;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A background job of Zendesk, and which rows of the batch it was given.
 *
 * @param creates whether each of them is a new record there
 * @param rows their numbers in the batch, in the order sent
 */
record Job(String id, boolean creates, List<Integer> rows) {

    private static final String NEW = "+";

    Job {
        rows = List.copyOf(rows);
    }

    /** Jobs as text: {@code ID:0,1,4 ID:+2,3}, with a plus where records are made. */
    static String text(List<Job> jobs) {
        return jobs.stream()
                .map(job -> job.id + ":" + (job.creates ? NEW : "")
                        + job.rows.stream().map(String::valueOf).collect(Collectors.joining(",")))
                .collect(Collectors.joining(" "));
    }

    static List<Job> of(String text) {
        return Arrays.stream(text.split(" ", -1))
                .map(part -> part.split(":", 2))
                .map(parts -> new Job(
                        parts[0],
                        parts[1].startsWith(NEW),
                        Arrays.stream(parts[1].replace(NEW, "").split(",", -1))
                                .map(Integer::valueOf)
                                .toList()))
                .toList();
    }
}
