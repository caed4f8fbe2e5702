package dev.tidemark.process;

import dev.tidemark.checkpoint.Checkpoint;
import dev.tidemark.checkpoint.Reached;
import dev.tidemark.connector.Lateness;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.Tide;
import dev.tidemark.connector.Tidemark;
import dev.tidemark.rejection.JdbcRejections;
import dev.tidemark.schedule.Span;
import dev.tidemark.store.Store;
import dev.tidemark.sync.Inbound;
import java.util.List;
import java.util.Optional;

/** What the passes of a sync tell its table: up to which moment everything is in. */
final class Tides {

    private final Store store;
    private final Inbound sync;
    private final JdbcRejections rejections = new JdbcRejections();

    Tides(Store store, Inbound sync) {
        this.store = store;
        this.sync = sync;
    }

    /** @param stream as the table was prepared for it; empty where its source no longer vouches for anything */
    Optional<Tide> of(StreamSpec stream, Reached reached) {
        return sync.source()
                .lateness(stream)
                .map(lateness -> new Tide(
                        reached.to(),
                        reached.changes(),
                        reached.deletes(),
                        reached.from(),
                        reached.first(),
                        notVouched(stream, reached),
                        store.inTransaction(tx -> rejections.count(tx, sync.id(), reached.last())),
                        assumes(lateness)));
    }

    /** Whether the table may not know it yet. */
    boolean isNews(Reached reached, Tidemark stands) {
        return stands.changesTo().filter(t -> !t.isBefore(reached.to())).isEmpty();
    }

    /** Of a pass that brought other columns than the table has now nothing is known: the next will bring these. */
    private Optional<List<String>> notVouched(StreamSpec stream, Reached reached) {
        List<String> brings = Checkpoint.brought(stream, sync.layout().columns(stream));
        if (!Reached.digest(brings).equals(reached.fields())) {
            return Optional.empty();
        }
        return Optional.of(stream.notVouched().stream()
                .filter(field -> stream.field(field).isPresent())
                .map(sync.layout()::column)
                .sorted()
                .toList());
    }

    private static String assumes(Lateness lateness) {
        String own = lateness.delay().isZero()
                ? ""
                : " (the API itself holds changes back for " + Span.format(lateness.delay()) + " of it)";
        return "the source shows each change at most " + Span.format(lateness.lag()) + " after its time stamp" + own
                + "; where it does not tell its time, its clock and ours are within " + Span.format(lateness.skew());
    }
}
