package dev.tidemark.connectors.mariadb;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Check;
import dev.tidemark.connector.ConnectorSpec;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.LeaseLost;
import dev.tidemark.connector.Ledger;
import dev.tidemark.connector.ModelSource;
import dev.tidemark.connector.ModelSpec;
import dev.tidemark.connector.RowLookup;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Setting.Kind;
import dev.tidemark.connector.TableDestination;
import dev.tidemark.connector.TableLoad;
import dev.tidemark.connector.TableSpec;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.connectors.sql.mariadb.MariaDbReading;
import dev.tidemark.connectors.sql.model.SqlModels;
import dev.tidemark.connectors.sql.read.ReadsTables;
import dev.tidemark.connectors.sql.read.TableSource;
import dev.tidemark.connectors.sql.tables.SqlLoad;
import dev.tidemark.connectors.sql.tables.SqlTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** A MariaDB or MySQL server: tables are read from its databases and kept in them, and models are read from them. */
public final class MariaDbConnector implements ReadsTables, TableDestination, RowLookup, ModelSource {

    private static final TableSource SOURCE = new TableSource(new MariaDbReading());

    private final ConnectorSpec spec;
    private final MariaDbTables dialect;
    private final SqlTables tables;
    private final SqlModels models;

    private MariaDbConnector(String name, String title, MariaDbTables dialect) {
        this.dialect = dialect;
        this.tables = new SqlTables(dialect);
        this.models = new SqlModels(new MariaDbModels(dialect));
        this.spec = new ConnectorSpec(
                name,
                title,
                TableSource.settings(
                        Setting.optional(
                                "url",
                                Kind.URL,
                                name + "://host:port, with options of the MariaDB JDBC driver such as"
                                        + " ?sslMode=verify-full; may be a secret, and may then hold user and password"),
                        Setting.optional("user", Kind.TEXT, "The user that Tidemark signs in as"),
                        Setting.optional("password", Kind.SECRET, "The user's password"),
                        Setting.optional(
                                "schema",
                                Kind.TEXT,
                                "The database in which tables are kept; of a source, the one whose tables are named"
                                        + " without it")),
                List.of(),
                TableSource.SAFETY_LAG);
    }

    /** For MariaDB, 10.6 or newer. */
    public static MariaDbConnector mariaDb() {
        return new MariaDbConnector("mariadb", "MariaDB", MariaDbTables.MARIADB);
    }

    /** For MySQL, 8.0 or newer. */
    public static MariaDbConnector mySql() {
        return new MariaDbConnector("mysql", "MySQL", MariaDbTables.MYSQL);
    }

    @Override
    public ConnectorSpec spec() {
        return spec;
    }

    @Override
    public TableSource source() {
        return SOURCE;
    }

    @Override
    public Check check(Access access) {
        return new CheckServer(access, dialect).run();
    }

    @Override
    public List<String> prepare(Access access, TableSpec table) throws Unavailable {
        return tables.prepare(access, table);
    }

    @Override
    public Kept look(Access access, TableSpec table, String key) throws Unavailable {
        return tables.look(access, table, key);
    }

    @Override
    public TableLoad open(Access access, TableSpec table) throws Unavailable {
        return tables.open(access, table);
    }

    @Override
    public List<Field> inspect(Access access, ModelSpec model) throws Unavailable {
        return models.inspect(access, model);
    }

    @Override
    public Ledger open(Access access, ModelSpec model, String sync, long fence) throws LeaseLost, Unavailable {
        return models.open(access, model, sync, fence);
    }

    /** A connection for a person's own statements, in the database of the account's tables where that is there already. */
    public Connection connect(Access access) throws Unavailable {
        Connection connection = dialect.sql().connect(access);
        Optional<String> schema = access.settings().find("schema");
        try {
            if (schema.isPresent() && dialect.ddl(connection).schemaExists(schema.get())) {
                connection.setCatalog(schema.get());
            }
            return connection;
        } catch (SQLException e) {
            SqlLoad.close(connection);
            throw dialect.sql().unavailable(e, "connect");
        }
    }
}
