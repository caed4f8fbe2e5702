package dev.tidemark.simulation;

import dev.tidemark.connector.ModelSource;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.TableDestination;
import dev.tidemark.queue.Queue;
import java.util.function.UnaryOperator;

/** What the engine stands on; a test of the simulation itself takes one of them out and must see a seed fail. */
record Guarantees(
        UnaryOperator<Queue> queues,
        UnaryOperator<SourceConnector> sources,
        UnaryOperator<TableDestination> destinations,
        UnaryOperator<ModelSource> models) {

    static final Guarantees ALL = new Guarantees(q -> q, s -> s, d -> d, m -> m);

    Guarantees withQueue(UnaryOperator<Queue> other) {
        return new Guarantees(other, sources, destinations, models);
    }

    Guarantees withSource(UnaryOperator<SourceConnector> other) {
        return new Guarantees(queues, other, destinations, models);
    }

    Guarantees withDestination(UnaryOperator<TableDestination> other) {
        return new Guarantees(queues, sources, other, models);
    }

    Guarantees withModels(UnaryOperator<ModelSource> other) {
        return new Guarantees(queues, sources, destinations, other);
    }
}
