package dev.tidemark.retrieve;

import dev.tidemark.connector.ReadsByKey;
import dev.tidemark.hook.Hinted;
import dev.tidemark.hook.JdbcHooks;
import dev.tidemark.store.Store;
import dev.tidemark.store.Tx;
import dev.tidemark.sync.Inbound;
import java.util.List;
import java.util.Optional;

/**
 * The records that webhooks had named when a retrieval began, a request's worth at a time. Those named later are the next
 * one's, so that no flood of them keeps a pass from being read.
 */
final class NamedRecords {

    /** What one request asks for. */
    record Party(List<Hinted> records, boolean gone) {
        List<String> keys() {
            return records.stream().map(Hinted::key).toList();
        }
    }

    private final Inbound sync;
    private final ReadsByKey source;
    private final long upTo;
    private final JdbcHooks hooks = new JdbcHooks();

    private NamedRecords(Inbound sync, ReadsByKey source, long upTo) {
        this.sync = sync;
        this.source = source;
        this.upTo = upTo;
    }

    /** Empty where none are named, as mostly. */
    static Optional<NamedRecords> of(Tx tx, Inbound sync) {
        if (!(sync.source() instanceof ReadsByKey source)) {
            return Optional.empty();
        }
        long newest = new JdbcHooks().newest(tx, sync.id());
        return newest == 0 ? Optional.empty() : Optional.of(new NamedRecords(sync, source, newest));
    }

    ReadsByKey source() {
        return source;
    }

    /** The next to be asked for: first those that are said to be there. */
    Optional<Party> next(Store store) {
        return store.inTransaction(tx -> next(tx, false).or(() -> next(tx, true)));
    }

    private Optional<Party> next(Tx tx, boolean gone) {
        // Where the stream cannot be asked for by key any more they are taken one by one, to be passed over.
        int most = Math.max(1, source.mostKeys(sync.streamName(), gone));
        List<Hinted> records = hooks.named(tx, sync.id(), gone, upTo, most);
        return records.isEmpty() ? Optional.empty() : Optional.of(new Party(records, gone));
    }

    void done(Tx tx, Party party) {
        hooks.done(tx, sync.id(), party.records);
    }

    /** A reading of everything that is about to begin brings them. */
    void covered(Tx tx) {
        hooks.covered(tx, sync.id(), upTo);
    }
}
