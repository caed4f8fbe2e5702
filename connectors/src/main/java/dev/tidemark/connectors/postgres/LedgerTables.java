package dev.tidemark.connectors.postgres;

import dev.tidemark.connector.LeaseLost;
import dev.tidemark.connectors.sql.Jdbc;
import dev.tidemark.connectors.sql.model.ModelTrouble;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;

/** The ledgers of all outbound syncs in this database, and who may write them. */
final class LedgerTables {

    /**
     * A hash of values of many types, which must stay as it is: else all rows of all models would seem changed. A new major
     * version of PostgreSQL is free to hash otherwise.
     */
    static final String FINGERPRINT = """
        SELECT hash_record_extended(ROW(1::bigint, 1.50::numeric, 0.1::float8, true, 'text'::text COLLATE "C",
          date '2000-02-29', time '12:34:56', timestamptz '2000-02-29 12:34:56Z',
          '{"a": [1, null]}'::jsonb, '\\x00ff'::bytea), 0)
        """;

    private LedgerTables() {}

    static void prepare(Connection connection) throws SQLException {
        if (Catalog.exists(connection, Marks.SCHEMA, "ledger")) {
            return;
        }
        Jdbc.list(connection, PrepareTable.ONE_AT_A_TIME, row -> true);
        if (Catalog.exists(connection, Marks.SCHEMA, "ledger")) {
            return;
        }
        Catalog.makeSchema(connection, Marks.SCHEMA);
        Jdbc.execute(connection, """
            CREATE TABLE tidemark.outbound (
              sync        text PRIMARY KEY,
              fence       bigint NOT NULL,
              fingerprint bigint);
            CREATE TABLE tidemark.ledger (
              sync          text,
              key           text COLLATE "C",
              state         text NOT NULL
                CHECK (state IN ('INTENDED', 'ACCEPTED', 'REJECTED', 'UNCERTAIN', 'WAITING')),
              accepted_hash bigint,
              offered_hash  bigint NOT NULL,
              run           text NOT NULL,
              attempts      integer NOT NULL DEFAULT 0,
              next_try      timestamptz,
              remote_id     text,
              error_code    text,
              error_message text,
              answer        text,
              request       jsonb,
              changed_at    timestamptz NOT NULL,
              PRIMARY KEY (sync, key));
            CREATE INDEX ledger_unsettled ON tidemark.ledger (sync, key) WHERE state = 'INTENDED';
            COMMENT ON TABLE tidemark.ledger IS
              'What became of each row that was sent to an app: the last answer, and which values were accepted.'
            """);
    }

    /** @throws LeaseLost where a higher fencing number stands there already (invariant 2) */
    static void claim(Connection connection, String sync, long fence) throws SQLException, LeaseLost {
        long fingerprint =
                Jdbc.first(connection, FINGERPRINT, row -> row.getLong(1)).orElseThrow();
        Optional<Long> stands = Jdbc.first(connection, """
            INSERT INTO tidemark.outbound AS o (sync, fence, fingerprint) VALUES (?, ?, ?)
            ON CONFLICT (sync) DO UPDATE
               SET fence = excluded.fence, fingerprint = coalesce(o.fingerprint, excluded.fingerprint)
             WHERE o.fence <= excluded.fence
            RETURNING fingerprint
            """, row -> row.getLong(1), sync, fence, fingerprint);
        if (stands.isEmpty()) {
            throw lost(fence);
        }
        if (!Objects.equals(stands.get(), fingerprint)) {
            throw ModelTrouble.hashChanged("PostgreSQL", sync);
        }
    }

    /** Makes sure that this worker may still write, until the end of the transaction. */
    static void hold(Connection connection, String sync, long fence) throws SQLException, LeaseLost {
        check(connection, sync, fence, "SELECT 1 FROM tidemark.outbound WHERE sync = ? AND fence = ? FOR UPDATE");
    }

    /** Looks whether this worker may still write. */
    static void look(Connection connection, String sync, long fence) throws SQLException, LeaseLost {
        check(connection, sync, fence, "SELECT 1 FROM tidemark.outbound WHERE sync = ? AND fence = ?");
    }

    private static void check(Connection connection, String sync, long fence, String sql)
            throws SQLException, LeaseLost {
        if (Jdbc.first(connection, sql, row -> true, sync, fence).isEmpty()) {
            throw lost(fence);
        }
    }

    private static LeaseLost lost(long fence) {
        return new LeaseLost("the ledger is claimed by a worker with a higher fence than ours, " + fence);
    }
}
