package dev.tidemark.connectors.sql.model;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.LeaseLost;
import dev.tidemark.connector.Ledger;
import dev.tidemark.connector.ModelSpec;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.connectors.sql.tables.SqlLoad;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What a {@link dev.tidemark.connector.ModelSource} of this kind of database does. */
public record SqlModels(ModelDialect dialect) {

    public List<Field> inspect(Access access, ModelSpec model) throws Unavailable {
        Connection connection = dialect.open(access);
        try {
            return Model.describe(dialect, connection, model).fields();
        } finally {
            SqlLoad.close(connection);
        }
    }

    public Ledger open(Access access, ModelSpec model, String sync, long fence) throws LeaseLost, Unavailable {
        Connection connection = dialect.open(access);
        boolean open = false;
        try {
            Model described = Model.describe(dialect, connection, model);
            connection.commit();
            LedgerTables.prepare(dialect, access);
            Ledger ledger = SqlLedger.open(connection, described, sync, fence);
            open = true;
            return ledger;
        } catch (SQLException e) {
            throw dialect.tables().sql().unavailable(e, "open the ledger");
        } finally {
            if (!open) {
                SqlLoad.close(connection);
            }
        }
    }
}
