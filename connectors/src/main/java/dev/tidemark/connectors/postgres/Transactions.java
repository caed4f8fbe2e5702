package dev.tidemark.connectors.postgres;

import dev.tidemark.connector.LeaseLost;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.connectors.sql.Work;
import java.sql.Connection;
import java.sql.SQLException;

/** Work on a connection without autocommit, all of it or nothing. */
record Transactions(Connection connection) {

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
            throw Faults.unavailable(e, attempt);
        } finally {
            if (!done) {
                Session.rollback(connection);
            }
        }
    }
}
