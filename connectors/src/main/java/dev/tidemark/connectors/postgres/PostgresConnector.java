package dev.tidemark.connectors.postgres;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Check;
import dev.tidemark.connector.ConnectorSpec;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.LeaseLost;
import dev.tidemark.connector.Ledger;
import dev.tidemark.connector.LedgerLookup;
import dev.tidemark.connector.ModelSource;
import dev.tidemark.connector.ModelSpec;
import dev.tidemark.connector.RowLookup;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Setting.Kind;
import dev.tidemark.connector.TableLoad;
import dev.tidemark.connector.TableSpec;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.connector.ViewDestination;
import dev.tidemark.connector.Views;
import dev.tidemark.connectors.sql.read.ReadsTables;
import dev.tidemark.connectors.sql.read.TableSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A PostgreSQL database, version 15 or newer: tables are read from it, kept in it, and models are read from it. */
public final class PostgresConnector implements ReadsTables, ViewDestination, RowLookup, ModelSource, LedgerLookup {

    private static final TableSource SOURCE = new TableSource(new PostgresTables());

    private static final ConnectorSpec SPEC = new ConnectorSpec(
            "postgres",
            "PostgreSQL",
            settings(
                    Setting.optional(
                            "url",
                            Kind.URL,
                            "postgresql://host:port/database, with options of the JDBC driver such as ?sslmode=require;"
                                    + " may be a secret, and may then hold user and password"),
                    Setting.optional("user", Kind.TEXT, "The user that Tidemark signs in as"),
                    Setting.optional("password", Kind.SECRET, "The user's password"),
                    Setting.optional(
                            "schema",
                            Kind.TEXT,
                            "The schema in which tables are kept; of a source, the one whose tables are named without"
                                    + " it")),
            List.of(),
            TableSource.SAFETY_LAG);

    private static List<Setting> settings(Setting... own) {
        return Stream.concat(Arrays.stream(own), TableSource.SETTINGS.stream()).toList();
    }

    @Override
    public ConnectorSpec spec() {
        return SPEC;
    }

    @Override
    public Check check(Access access) {
        return new CheckDatabase(access).run();
    }

    @Override
    public TableSource source() {
        return SOURCE;
    }

    @Override
    public List<String> prepare(Access access, TableSpec table) throws Unavailable {
        return prepare(access, table, Views.NONE);
    }

    @Override
    public List<String> prepare(Access access, TableSpec table, Views views) throws Unavailable {
        Names.check(table);
        Connection connection = Session.open(access);
        try {
            return new PrepareTable(connection, table, views, access.clock().instant()).run();
        } catch (SQLException e) {
            throw Faults.unavailable(e, "prepare the table " + Names.quote(table.schema(), table.name()));
        } finally {
            Session.close(connection);
        }
    }

    @Override
    public TableLoad open(Access access, TableSpec table) throws Unavailable {
        return open(access, table, Views.NONE);
    }

    @Override
    public TableLoad open(Access access, TableSpec table, Views views) throws Unavailable {
        Connection connection = Session.open(access);
        boolean open = false;
        try {
            TableLoad load = new PostgresLoad(connection, table, views, access.clock());
            open = true;
            return load;
        } catch (SQLException e) {
            throw Faults.unavailable(e, "open the table " + Names.quote(table.schema(), table.name()));
        } finally {
            if (!open) {
                Session.close(connection);
            }
        }
    }

    @Override
    public Kept look(Access access, TableSpec table, String key) throws Unavailable {
        Connection connection = Session.open(access);
        try {
            return new LookUp(connection, table).run(key);
        } catch (SQLException e) {
            throw Faults.unavailable(e, "look into the table " + Names.quote(table.schema(), table.name()));
        } finally {
            Session.close(connection);
        }
    }

    @Override
    public List<Field> inspect(Access access, ModelSpec model) throws Unavailable {
        Connection connection = Session.open(access);
        try {
            return Model.describe(connection, model).fields();
        } catch (SQLException e) {
            throw Faults.unavailable(e, "inspect the model");
        } finally {
            Session.close(connection); // and with it the transaction in which it was described
        }
    }

    @Override
    public Ledger open(Access access, ModelSpec model, String sync, long fence) throws LeaseLost, Unavailable {
        Connection connection = Session.open(access);
        boolean open = false;
        try {
            LedgerTables.prepare(connection);
            connection.commit();
            Ledger ledger = PostgresLedger.open(connection, Model.describe(connection, model), sync, fence);
            open = true;
            return ledger;
        } catch (SQLException e) {
            throw Faults.unavailable(e, "open the ledger");
        } finally {
            if (!open) {
                Session.close(connection);
            }
        }
    }

    @Override
    public Known look(Access access, ModelSpec model, String sync, String key) throws Unavailable {
        Connection connection = Session.open(access);
        try {
            return new LedgerLook(connection).run(model, sync, key);
        } catch (SQLException e) {
            throw Faults.unavailable(e, "look into the ledger");
        } finally {
            Session.close(connection); // and with it the transaction, of which nothing stays
        }
    }

    /** A connection for a person's own statements, with auto-commit as JDBC has it. The caller closes it. */
    public static Connection connect(Access access) throws Unavailable {
        Connection connection = Session.open(access);
        try {
            connection.setAutoCommit(true);
            return connection;
        } catch (SQLException e) {
            Session.close(connection);
            throw Faults.unavailable(e, "connect");
        }
    }
}
