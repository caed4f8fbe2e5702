package dev.tidemark.activate;

import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.Outcome;
import dev.tidemark.connector.Settlement;
import dev.tidemark.queue.Lease;
import dev.tidemark.queue.Queue;
import dev.tidemark.rejection.JdbcRejections;
import dev.tidemark.rejection.RefusedRow;
import dev.tidemark.store.Store;
import dev.tidemark.sync.Outbound;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;

/** Keeps in the store what the ledger knows of rows that were not accepted, so that every command finds them. */
final class Settling {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Store store;
    private final Queue queue;
    private final Lease lease;
    private final Outbound sync;
    private final JdbcRejections rejections;

    Settling(Store store, Queue queue, Lease lease, Outbound sync, JdbcRejections rejections) {
        this.store = store;
        this.queue = queue;
        this.lease = lease;
        this.sync = sync;
        this.rejections = rejections;
    }

    void mirror(List<Settlement> settlements, Instant now) {
        List<String> accepted = new ArrayList<>();
        List<RefusedRow> refused = new ArrayList<>();
        for (Settlement s : settlements) {
            switch (s.outcome()) {
                case Outcome.Accepted a -> accepted.add(s.row().key());
                case Outcome.Rejected r -> refused.add(row(s, false, r.code(), r.message(), r.answer(), now));
                case Outcome.Uncertain u -> refused.add(row(s, true, "uncertain", u.why(), "", now));
                case Outcome.Again a -> {
                    // Neither accepted nor refused: it is sent again.
                }
            }
        }
        if (!accepted.isEmpty() || !refused.isEmpty()) {
            store.run(tx -> {
                queue.hold(tx, lease);
                rejections.settle(tx, sync.id(), accepted, refused);
            });
        }
    }

    /** Rows that were refused and are owed no longer. */
    void forget(List<String> keys) {
        store.run(tx -> {
            queue.hold(tx, lease);
            rejections.settle(tx, sync.id(), keys, List.of());
        });
    }

    private RefusedRow row(Settlement s, boolean uncertain, String code, String reason, String answer, Instant now) {
        return new RefusedRow(
                s.row().key(),
                lease.run(),
                uncertain,
                code,
                sync.to().redaction().text(reason),
                sync.to().redaction().text(request(s.row())),
                sync.to().redaction().text(answer),
                s.row().attempts() + 1,
                s.nextTry(),
                now);
    }

    /** The values as they were sent: by the app's fields. */
    private String request(ModelRow row) {
        Map<String, @Nullable String> sent = new TreeMap<>();
        sync.write().mapping().forEach((field, column) -> {
            Object value = row.values().get(column);
            sent.put(field, value == null ? null : value.toString());
        });
        return JSON.writeValueAsString(sent);
    }
}
