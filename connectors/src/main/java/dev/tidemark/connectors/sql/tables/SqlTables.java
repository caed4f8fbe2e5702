package dev.tidemark.connectors.sql.tables;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.RowLookup;
import dev.tidemark.connector.TableLoad;
import dev.tidemark.connector.TableSpec;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.connectors.sql.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What a {@link dev.tidemark.connector.TableDestination} of this kind of database does. */
public record SqlTables(TableDialect dialect) {

    public List<String> prepare(Access access, TableSpec table) throws Unavailable {
        Names.check(table, dialect.bounds());
        Dialect sql = dialect.sql();
        Connection connection = sql.open(access);
        try {
            return new PrepareTable(dialect, connection, table, access.clock().instant()).run();
        } catch (SQLException e) {
            throw sql.unavailable(e, "prepare the table " + sql.quote(table.schema(), table.name()));
        } finally {
            SqlLoad.close(connection);
        }
    }

    public TableLoad open(Access access, TableSpec table) throws Unavailable {
        Dialect sql = dialect.sql();
        Connection connection = sql.open(access);
        boolean open = false;
        try {
            TableLoad load = new SqlLoad(dialect, connection, table, access.clock());
            open = true;
            return load;
        } catch (SQLException e) {
            throw sql.unavailable(e, "open the table " + sql.quote(table.schema(), table.name()));
        } finally {
            if (!open) {
                SqlLoad.close(connection);
            }
        }
    }

    public RowLookup.Kept look(Access access, TableSpec table, String key) throws Unavailable {
        Dialect sql = dialect.sql();
        Connection connection = sql.open(access);
        try {
            return new LookUp(dialect, connection, table).run(key);
        } catch (SQLException e) {
            throw sql.unavailable(e, "look into the table " + sql.quote(table.schema(), table.name()));
        } finally {
            SqlLoad.close(connection);
        }
    }
}
