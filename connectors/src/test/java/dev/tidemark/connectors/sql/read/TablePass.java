package dev.tidemark.connectors.sql.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.testkit.RecordingSink;
import dev.tidemark.connector.testkit.RecordingSink.Taken;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One pass over a table, a page a step, so that a test can change rows in between. */
public final class TablePass {

    private final SourceConnector connector;
    private final Access access;
    private final StreamSpec stream;
    private final List<Taken> taken = new ArrayList<>();
    private Optional<PageRequest> next;
    private Optional<Instant> settled = Optional.empty();
    private int pages;

    public TablePass(SourceConnector connector, Access access, String stream, Reading reading) {
        this.connector = connector;
        this.access = access;
        this.stream = described(connector, access, stream);
        this.next = Optional.of(PageRequest.first(this.stream, reading));
    }

    static StreamSpec described(SourceConnector connector, Access access, String stream) {
        try {
            return connector.describe(access, stream).orElseThrow();
        } catch (HttpFailed e) {
            throw new AssertionError(e);
        }
    }

    public StreamSpec stream() {
        return stream;
    }

    /** What the next page is answered with; a page is taken in. */
    public Answer step() {
        PageRequest request = next.orElseThrow();
        Answer answer = connector.read(access, request);
        if (answer instanceof Answer.Page page) {
            var sink = new RecordingSink(stream);
            try {
                connector.records(stream, page.raw(), sink);
            } catch (BadPage e) {
                throw new AssertionError(e);
            }
            taken.addAll(sink.records());
            pages++;
            settled = settled.or(page::serverTime);
            next = page.next() instanceof Next.More(String token) ? Optional.of(request.next(token)) : Optional.empty();
        }
        return answer;
    }

    public TablePass through() {
        while (next.isPresent()) {
            assertThat(step()).isInstanceOf(Answer.Page.class);
            assertThat(pages).isLessThan(1_000);
        }
        return this;
    }

    public List<Taken> taken() {
        return taken;
    }

    public int pages() {
        return pages;
    }

    /** From when the next pass must ask. */
    public Instant settled() {
        return settled.orElseThrow();
    }

    /** The values of a field in the order in which they came, as text. */
    public List<String> all(String field) {
        return taken.stream().map(record -> String.valueOf(record.get(field))).toList();
    }
}
