package dev.tidemark.connectors.manifest.record;

import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.load.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds values in answers that are no page of records: the status of a job, the addresses of its results. */
public final class Answers {

    private final Decoder decoder;
    private final Extractor extractor;

    private Answers(Decoder decoder, Extractor extractor) {
        this.decoder = decoder;
        this.extractor = extractor;
    }

    /** @param field in which the extractor stands */
    public static Optional<Answers> of(Node retriever, String field, Expressions expressions) {
        Decoder decoder = Decoder.of(retriever);
        return retriever.child(field).map(node -> new Answers(decoder, Extractor.read(node, expressions)));
    }

    /** The first body of an answer; empty where it cannot be decoded. */
    public Optional<Object> body(byte[] answer) {
        return decoder.bodies(answer, 0).map(List::getFirst);
    }

    /** What the extractor finds in a body. */
    public List<Object> values(Object body, Context context) {
        List<Object> found = new ArrayList<>();
        extractor.extract(body, context, found);
        return found;
    }
}
