package dev.tidemark.connectors.manifest.stream;

import dev.tidemark.connectors.manifest.page.Paginator;
import dev.tidemark.connectors.manifest.record.Selector;
import dev.tidemark.connectors.manifest.slice.Cursor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One stream of a manifest, compiled.
 *
 * @param page how a page is asked for
 * @param job how it is come to that there are pages, where that is not at once
 * @param anew when its pages begin anew, where the manifest says so
 * @param query which properties are asked for, where that must be said
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
        Optional<PagesAnew> anew,
        Optional<QueryModel> query,
        Selector selector,
        Optional<Cursor> cursor,
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
        return cursor.filter(Cursor::isGlobal).isPresent()
                || routers.stream().anyMatch(Router.Grouped.class::isInstance);
    }

    /** The properties that the request of this place asks for; empty where none are named, or not known yet. */
    Optional<List<String>> properties(Place place) {
        if (query.isEmpty() || !knowsProperties(place)) {
            return Optional.empty();
        }
        List<List<String>> chunks =
                query.get().chunks(place.properties().map(Properties::names).orElse(List.of()));
        return Optional.of(chunks.get(Math.min(place.paging().chunks().size(), chunks.size() - 1)));
    }

    /** Whether more requests are needed for the page of this place. */
    boolean hasMoreChunks(Place place) {
        return query.filter(q -> place.paging().chunks().size() + 1
                        < q.chunks(place.properties().map(Properties::names).orElse(List.of()))
                                .size())
                .isPresent();
    }

    /** Whether the names of its properties need not be asked for first. */
    boolean knowsProperties(Place place) {
        return query.flatMap(QueryModel::endpoint).isEmpty()
                || place.properties().filter(p -> p.asking().isEmpty()).isPresent();
    }

    /** Whether a record is put together from the answers to several requests. */
    boolean merges() {
        return query.filter(QueryModel::merges).isPresent();
    }

    boolean isPartitioned() {
        return !routers.isEmpty();
    }
}
