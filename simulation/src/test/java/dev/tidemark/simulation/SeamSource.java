package dev.tidemark.simulation;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Check;
import dev.tidemark.connector.ConnectorSpec;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.RecordSink;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.StreamSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A source that counts the pages that were answered for nothing: what came after a place that was asked for again. */
final class SeamSource implements SourceConnector {

    private final SourceConnector source;
    private final Sea sea;
    private final Map<String, List<PageRequest>> lines = new HashMap<>();
    private final Set<String> ended = new HashSet<>();
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
        if (answer instanceof Answer.Page page) {
            List<PageRequest> line = lines.computeIfAbsent(request.stream().name(), name -> new ArrayList<>());
            int before = request.after().isPresent() ? line.indexOf(request) : -1;
            if (before >= 0) {
                refetched += line.size() - before;
                line.subList(before, line.size()).clear();
            } else if (request.after().isEmpty()) {
                // Begun anew, of itself where the last one came to its end.
                refetched += ended.contains(request.stream().name()) ? 0 : line.size();
                line.clear();
            }
            line.add(request);
            if (page.next() instanceof Next.Done) {
                ended.add(request.stream().name());
            } else {
                ended.remove(request.stream().name());
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
