package dev.tidemark.connectors.sql;

import dev.tidemark.connector.LeaseLost;
import dev.tidemark.connector.Unavailable;
import java.sql.SQLException;

/** What is done in one transaction. */
public interface Work<T> {

    T run() throws SQLException, LeaseLost, Unavailable;
}
