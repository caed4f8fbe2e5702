package dev.tidemark.connectors.stripe;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.testkit.RecordingSink;
import dev.tidemark.connector.testkit.RecordingSink.Taken;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a stream as the engine does, and keeps of each record what came last. */
final class Reader {

    private final StripeConnector connector = new StripeConnector();
    private final Access access;
    private final StreamSpec stream;
    final Map<String, Taken> table = new LinkedHashMap<>();
    final List<Answer> answers = new ArrayList<>();
    /** Called after each page. */
    Runnable between = () -> {};

    Reader(Access access, String stream) {
        this.access = access;
        this.stream = connector.describe(access, stream).orElseThrow();
    }

    /** @return the answer that ended the pass */
    Answer pass(Reading reading) throws BadPage {
        PageRequest request = PageRequest.first(stream, reading);
        for (int asked = 0; asked < 500; asked++) {
            Answer answer = connector.read(access, request);
            answers.add(answer);
            switch (answer) {
                case Answer.Page page -> {
                    var sink = new RecordingSink(stream);
                    connector.records(stream, page.raw(), sink);
                    sink.records().forEach(this::keep);
                    if (!(page.next() instanceof Next.More(String token))) {
                        return answer;
                    }
                    request = request.next(token);
                    between.run();
                }
                case Answer.Resume resume -> request = request.next(resume.token());
                default -> {
                    return answer;
                }
            }
        }
        throw new AssertionError("the pass does not end");
    }

    private void keep(Taken record) {
        if (!record.misfits().isEmpty()) {
            throw new AssertionError("misfits: " + record.misfits());
        }
        List<String> key = stream.key().stream()
                .map(part -> String.valueOf(record.get(part)))
                .toList();
        table.put(String.join("/", key), record);
    }

    @Nullable
    Object value(String key, String field) {
        Taken record = table.get(key);
        return record == null ? "no such row" : record.get(field);
    }

    boolean isGone(String key) {
        Taken record = table.get(key);
        return record != null && record.deleted();
    }

    long pages() {
        return answers.stream().filter(Answer.Page.class::isInstance).count();
    }
}
