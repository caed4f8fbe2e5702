package dev.tidemark.connectors.sql.model;

import dev.tidemark.connector.LeaseLost;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.connectors.sql.Dialect;
import dev.tidemark.connectors.sql.Work;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Work on a ledger, all of it or nothing.
 *
 * @param connection without autocommit
 */
record Transactions(Dialect sql, Connection connection, String sync, long fence) {

    /** Only looks. */
    <T> T look(String attempt, Work<T> work) throws LeaseLost, Unavailable {
        return run(attempt, () -> {
            LedgerTables.look(connection, sync, fence);
            return work.run();
        });
    }

    /** Writes, while no other worker can (invariant 2). */
    <T> T hold(String attempt, Work<T> work) throws LeaseLost, Unavailable {
        return run(attempt, () -> {
            LedgerTables.hold(connection, sync, fence);
            return work.run();
        });
    }

    /**
     * Does it and commits; whatever is thrown, it is rolled back.
     *
     * @param attempt what a person is told was tried
     */
    <T> T run(String attempt, Work<T> work) throws LeaseLost, Unavailable {
        boolean done = false;
        try {
            T result = work.run();
            connection.commit();
            done = true;
            return result;
        } catch (SQLException e) {
            rollback();
            throw fault(e, attempt);
        } finally {
            if (!done) {
                rollback();
            }
        }
    }

    /** Where another transaction was in the way, it may have been that of a worker which took the ledger over. */
    private Unavailable fault(SQLException e, String attempt) throws LeaseLost {
        Unavailable unavailable = sql.unavailable(e, attempt);
        try {
            LedgerTables.refuseOvertaken(connection, sync, fence);
        } catch (SQLException gone) {
            unavailable.addSuppressed(gone);
        }
        return unavailable;
    }

    /** Keeps silent: the connection may be gone, and with it the transaction. */
    private void rollback() {
        try {
            connection.rollback();
        } catch (SQLException gone) {
            // It ends with its connection.
        }
    }
}
