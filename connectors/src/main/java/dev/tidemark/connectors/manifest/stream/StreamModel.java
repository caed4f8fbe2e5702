package dev.tidemark.connectors.manifest.stream;

import dev.tidemark.connectors.manifest.auth.Authenticator;
import dev.tidemark.connectors.manifest.error.ErrorHandler;
import dev.tidemark.connectors.manifest.page.Paginator;
import dev.tidemark.connectors.manifest.record.Selector;
import dev.tidemark.connectors.manifest.request.Requester;
import dev.tidemark.connectors.manifest.slice.TimeCursor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One stream of a manifest, compiled.
 *
 * @param routers where its partitions come from; with several, each with each
 * @param isProduct whether the manifest gave them as a list
 * @param slicesOnFirstOnly whether partition and window are left out of requests that carry a page token
 * @param takesOldState whether a state of before the format had partitions, by the partition's value, is taken over
 * @param primaryKey the paths of the fields that identify a record
 */
public record StreamModel(
        String name,
        Requester requester,
        Authenticator authenticator,
        ErrorHandler errors,
        Paginator paginator,
        Selector selector,
        Optional<TimeCursor> cursor,
        List<Router> routers,
        boolean isProduct,
        boolean slicesOnFirstOnly,
        List<List<String>> primaryKey,
        Map<Object, Object> schema,
        boolean takesOldState) {

    boolean isPartitioned() {
        return !routers.isEmpty();
    }
}
