package dev.tidemark.simulation;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Check;
import dev.tidemark.connector.ConnectorSpec;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.RecordSink;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.StreamSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A source that counts the pages that were answered twice: the same place of the same reading, one after the other. */
final class SeamSource implements SourceConnector {

    private final SourceConnector source;
    private final Sea sea;
    private final Map<String, PageRequest> last = new HashMap<>();
    private int refetched;

    SeamSource(SourceConnector source, Sea sea) {
        this.source = source;
        this.sea = sea;
    }

    int refetched() {
        return refetched;
    }

    @Override
    public ConnectorSpec spec() {
        return source.spec();
    }

    @Override
    public Check check(Access access) {
        return source.check(access);
    }

    @Override
    public List<StreamSpec> discover(Access access) throws HttpFailed {
        return source.discover(access);
    }

    @Override
    public Optional<StreamSpec> describe(Access access, String stream) throws HttpFailed {
        return source.describe(access, stream);
    }

    @Override
    public Answer read(Access access, PageRequest request) {
        Answer answer = source.read(access, request);
        if (answer instanceof Answer.Page) {
            PageRequest before = last.put(request.stream().name(), request);
            // A whole reading begins at the same place each time, and one for changes too while the source's clock
            // stands.
            if (request.after().isPresent() && request.equals(before)) {
                refetched++;
            }
        }
        sea.pass("page answered");
        return answer;
    }

    @Override
    public boolean readsAll(StreamSpec stream) {
        return source.readsAll(stream);
    }

    @Override
    public void records(StreamSpec stream, RawPage page, RecordSink sink) throws BadPage {
        source.records(stream, page, sink);
    }
}
