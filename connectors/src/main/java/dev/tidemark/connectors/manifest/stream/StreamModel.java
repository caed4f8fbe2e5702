package dev.tidemark.connectors.manifest.stream;

import dev.tidemark.connectors.manifest.page.Paginator;
import dev.tidemark.connectors.manifest.record.Selector;
import dev.tidemark.connectors.manifest.slice.TimeCursor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One stream of a manifest, compiled.
 *
 * @param page how a page is asked for
 * @param job how it is come to that there are pages, where that is not at once
 * @param routers where its partitions come from; with several, each with each
 * @param isProduct whether the manifest gave them as a list
 * @param slicesOnFirstOnly whether partition and window are left out of requests that carry a page token
 * @param takesOldState whether a state of before the format had partitions, by the partition's value, is taken over
 * @param foundSchema how the API describes the fields; where it does, the schema is empty
 * @param primaryKey the paths of the fields that identify a record
 */
public record StreamModel(
        String name,
        Asking page,
        Optional<AsyncModel> job,
        Paginator paginator,
        Selector selector,
        Optional<TimeCursor> cursor,
        List<Router> routers,
        boolean isProduct,
        boolean slicesOnFirstOnly,
        List<List<String>> primaryKey,
        Map<Object, Object> schema,
        Optional<FoundSchema> foundSchema,
        boolean takesOldState) {

    /** What is asked for at this place. */
    Asking asking(Place place) {
        return job.isEmpty()
                ? page
                : job.get().asking(place.job().map(Job::stage).orElse(Job.Stage.CREATE));
    }

    /** Whether one state is kept for all partitions; groups are never the same twice. */
    boolean isGlobal() {
        return cursor.filter(TimeCursor::isGlobal).isPresent()
                || routers.stream().anyMatch(Router.Grouped.class::isInstance);
    }

    boolean isPartitioned() {
        return !routers.isEmpty();
    }
}
