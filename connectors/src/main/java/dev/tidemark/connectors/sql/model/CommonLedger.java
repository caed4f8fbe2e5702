package dev.tidemark.connectors.sql.model;

import dev.tidemark.connector.LeaseLost;
import dev.tidemark.connector.Ledger;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.Settlement;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.connectors.sql.Jdbc;
import dev.tidemark.connectors.sql.Work;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One worker's way into the ledger of one sync, over one connection, as far as it is the same in every database. What changed
 * is found once, when first asked for; open the ledger again to look again.
 */
public abstract class CommonLedger implements Ledger {

    private static final String LAST_INTENT =
            "SELECT max(changed_at) FROM tidemark.ledger WHERE sync = ? AND state = 'INTENDED'";

    private static final String OFFER_UNSETTLED = """
        UPDATE tidemark.ledger SET state = 'WAITING', accepted_hash = NULL, request = NULL, changed_at = ?
         WHERE sync = ? AND state = 'INTENDED'
        """;

    /** What differs from what was accepted stands in the diff; a rejected row that does not is owed no longer. */
    private static final String WITHDRAWN = """
        SELECT l.{key} FROM tidemark.ledger l
         WHERE l.sync = ? AND l.state = 'REJECTED'
           AND NOT EXISTS (SELECT 1 FROM {diff} d WHERE d.{key} = l.{key})
         ORDER BY l.{key} LIMIT ?
        """;

    private static final String TALLY = """
        SELECT count(CASE WHEN state = 'ACCEPTED' THEN 1 END), count(CASE WHEN state = 'REJECTED' THEN 1 END),
               count(CASE WHEN state = 'UNCERTAIN' THEN 1 END),
               count(CASE WHEN state IN ('INTENDED', 'WAITING') THEN 1 END)
          FROM tidemark.ledger WHERE sync = ? AND run = ?
        """;

    private static final String DECIDE = """
        UPDATE tidemark.ledger SET
          state         = CASE WHEN ? THEN 'ACCEPTED' ELSE 'WAITING' END,
          accepted_hash = CASE WHEN ? THEN offered_hash ELSE accepted_hash END,
          request       = NULL,
          changed_at    = ?
        WHERE sync = ? AND {key} = ? AND state = 'UNCERTAIN'
        """;

    private static final String OFFER_ALL = """
        UPDATE tidemark.ledger SET
          accepted_hash = NULL,
          state         = CASE WHEN state IN ('ACCEPTED', 'REJECTED') THEN 'WAITING' ELSE state END,
          next_try      = NULL
        WHERE sync = ? AND state <> 'UNCERTAIN'
        """;

    /** What is about to be sent and what became of it, each in a transaction that holds the ledger. */
    public interface Writes {

        void intend(List<ModelRow> rows, String run, Instant now) throws SQLException;

        void settle(List<Settlement> settlements, String run, Instant now) throws SQLException;

        void withdraw(List<String> keys, Instant now) throws SQLException;
    }

    private final Connection connection;
    private final String sync;
    private final String keyColumn;
    private final String diff;
    private final Writes writes;
    private boolean found;

    /**
     * @param keyColumn of the ledger and of the diff
     * @param diff the temporary table of what differs from what was accepted
     */
    protected CommonLedger(Connection connection, String sync, String keyColumn, String diff, Writes writes) {
        this.connection = connection;
        this.sync = sync;
        this.keyColumn = keyColumn;
        this.diff = diff;
        this.writes = writes;
    }

    /** Does this in a transaction that only looks, and refuses a worker that has lost the ledger. */
    protected abstract <T> T look(String attempt, Work<T> work) throws LeaseLost, Unavailable;

    /** Does this in a transaction that writes, while no other worker can (invariant 2). */
    protected abstract <T> T hold(String attempt, Work<T> work) throws LeaseLost, Unavailable;

    /** Rows of the ledger that were intended and never settled. */
    protected abstract List<ModelRow> intended(int limit) throws SQLException;

    /** Fills the diff anew. */
    protected abstract void find() throws SQLException, Unavailable;

    /** Rows of the diff that are to be sent now, in the order of their keys. */
    protected abstract List<ModelRow> owed(Optional<String> afterKey, int limit, Instant now) throws SQLException;

    /** A moment as the driver takes it. */
    protected abstract Object moment(Instant instant);

    /** A moment as the ledger keeps it. */
    protected abstract Optional<Instant> moment(ResultSet row, int column) throws SQLException;

    @Override
    public final List<ModelRow> unsettled(int limit) throws LeaseLost, Unavailable {
        return read(() -> intended(limit));
    }

    @Override
    public final Optional<Instant> lastIntent() throws LeaseLost, Unavailable {
        return read(() ->
                Jdbc.first(connection, LAST_INTENT, row -> moment(row, 1), sync).flatMap(intent -> intent));
    }

    @Override
    public final void offerUnsettled(Instant now) throws LeaseLost, Unavailable {
        write(() -> Jdbc.update(connection, OFFER_UNSETTLED, moment(now), sync));
    }

    @Override
    public final List<ModelRow> changed(Optional<String> afterKey, int limit, Instant now)
            throws LeaseLost, Unavailable {
        return look("find what changed", () -> {
            if (!found) {
                find();
                found = true;
            }
            return owed(afterKey, limit, now);
        });
    }

    @Override
    public final void intend(List<ModelRow> rows, String run, Instant now) throws LeaseLost, Unavailable {
        write(() -> {
            writes.intend(rows, run, now);
            return true;
        });
    }

    @Override
    public final void settle(List<Settlement> settlements, String run, Instant now) throws LeaseLost, Unavailable {
        write(() -> {
            writes.settle(settlements, run, now);
            return true;
        });
    }

    @Override
    public final List<String> withdrawn(int limit) throws LeaseLost, Unavailable {
        return read(() -> found
                ? Jdbc.list(connection, named(WITHDRAWN), row -> row.getString(1), sync, limit)
                : List.<String>of());
    }

    @Override
    public final void withdraw(List<String> keys, Instant now) throws LeaseLost, Unavailable {
        write(() -> {
            writes.withdraw(keys, now);
            return true;
        });
    }

    @Override
    public final Tally tally(String run) throws LeaseLost, Unavailable {
        return read(() -> Jdbc.first(
                        connection,
                        TALLY,
                        row -> new Tally(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)),
                        sync,
                        run)
                .orElseThrow());
    }

    @Override
    public final boolean decide(String key, boolean accepted, Instant now) throws LeaseLost, Unavailable {
        return write(() -> Jdbc.update(connection, named(DECIDE), accepted, accepted, moment(now), sync, key) > 0);
    }

    @Override
    public final void offerAll() throws LeaseLost, Unavailable {
        write(() -> Jdbc.update(connection, OFFER_ALL, sync));
        found = false;
    }

    private <T> T read(Work<T> work) throws LeaseLost, Unavailable {
        return look("read the ledger", work);
    }

    private <T> T write(Work<T> work) throws LeaseLost, Unavailable {
        return hold("write the ledger", work);
    }

    private String named(String sql) {
        return sql.replace("{key}", keyColumn).replace("{diff}", diff);
    }
}
