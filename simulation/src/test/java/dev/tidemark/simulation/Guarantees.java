package dev.tidemark.simulation;

import dev.tidemark.connector.ModelSource;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.TableDestination;
import dev.tidemark.queue.Queue;
import dev.tidemark.quota.Quota;
import java.util.function.UnaryOperator;

/** What the engine stands on; a test of the simulation itself takes one of them out and must see a seed fail. */
record Guarantees(
        UnaryOperator<Queue> queues,
        UnaryOperator<SourceConnector> sources,
        UnaryOperator<TableDestination> destinations,
        UnaryOperator<ModelSource> models,
        UnaryOperator<Quota> quotas) {

    static final Guarantees ALL = new Guarantees(q -> q, s -> s, d -> d, m -> m, q -> q);

    Guarantees withQueue(UnaryOperator<Queue> other) {
        return new Guarantees(other, sources, destinations, models, quotas);
    }

    Guarantees withSource(UnaryOperator<SourceConnector> other) {
        return new Guarantees(queues, other, destinations, models, quotas);
    }

    Guarantees withDestination(UnaryOperator<TableDestination> other) {
        return new Guarantees(queues, sources, other, models, quotas);
    }

    Guarantees withModels(UnaryOperator<ModelSource> other) {
        return new Guarantees(queues, sources, destinations, other, quotas);
    }

    Guarantees withQuota(UnaryOperator<Quota> other) {
        return new Guarantees(queues, sources, destinations, models, other);
    }
}
