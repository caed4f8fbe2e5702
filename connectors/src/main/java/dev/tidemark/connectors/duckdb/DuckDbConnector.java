package dev.tidemark.connectors.duckdb;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Check;
import dev.tidemark.connector.Check.Finding;
import dev.tidemark.connector.ConnectorException;
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
import dev.tidemark.connectors.sql.Faults;
import dev.tidemark.connectors.sql.Jdbc;
import dev.tidemark.connectors.sql.duckdb.DuckDbReading;
import dev.tidemark.connectors.sql.model.SqlModels;
import dev.tidemark.connectors.sql.read.ReadsTables;
import dev.tidemark.connectors.sql.read.TableSource;
import dev.tidemark.connectors.sql.tables.SqlLoad;
import dev.tidemark.connectors.sql.tables.SqlTables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** A file of DuckDB: tables are read from it and kept in it, and models are read from it. */
public final class DuckDbConnector implements ReadsTables, TableDestination, RowLookup, ModelSource {

    private static final TableSource SOURCE = new TableSource(new DuckDbReading());

    private static final ConnectorSpec SPEC = new ConnectorSpec(
            "duckdb",
            "DuckDB",
            TableSource.settings(
                    Setting.required("url", Kind.TEXT, "duckdb:/folder/name.duckdb, with the whole path of the file"),
                    Setting.optional(
                            "schema",
                            Kind.TEXT,
                            "The schema in which tables are kept; of a source, the one whose tables are named without"
                                    + " it")),
            List.of(),
            TableSource.SAFETY_LAG);

    /** Changes of schema clash in DuckDB, and only this process has the file. */
    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

    private final DuckDbTables dialect = new DuckDbTables();
    private final SqlTables tables = new SqlTables(dialect);
    private final SqlModels models = new SqlModels(new DuckDbModels(dialect));

    @Override
    public ConnectorSpec spec() {
        return SPEC;
    }

    @Override
    public TableSource source() {
        return SOURCE;
    }

    /** Changes nothing: a file that is not there is not made. */
    @Override
    public Check check(Access access) {
        List<Finding> findings = new ArrayList<>();
        try {
            Path file = Path.of(dialect.sql().place(access));
            if (Files.exists(file)) {
                open(access, file, findings);
            } else {
                folder(file, findings);
            }
        } catch (ConnectorException e) {
            findings.add(Finding.wrong("open", text(e), e.whatToDo()));
        }
        return new Check(findings);
    }

    private void open(Access access, Path file, List<Finding> findings) {
        try (Connection connection = dialect.sql().open(access)) {
            findings.add(Finding.ok("open", "opened " + file));
            String version = Jdbc.first(connection, "SELECT version()", row -> row.getString(1))
                    .orElse("");
            findings.add(Finding.ok("version", "DuckDB " + version));
        } catch (Unavailable e) {
            findings.add(Finding.wrong("open", text(e), "Close the file in the other program, and try again"));
        } catch (SQLException e) {
            findings.add(Finding.wrong("look around", Faults.text(e), "Read the database's message, and try again"));
        }
    }

    private static void folder(Path file, List<Finding> findings) {
        Path folder = file.getParent();
        boolean good = folder != null && Files.isDirectory(folder) && Files.isWritable(folder);
        findings.add(
                good
                        ? Finding.ok("file", file + " will be made")
                        : Finding.wrong(
                                "file",
                                "no file can be made in the folder " + folder,
                                "Make the folder, and let the user that Tidemark runs as write it"));
    }

    private static String text(Exception e) {
        return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    }

    @Override
    public List<String> prepare(Access access, TableSpec table) throws Unavailable {
        ONE_AT_A_TIME.lock();
        try {
            return tables.prepare(access, table);
        } finally {
            ONE_AT_A_TIME.unlock();
        }
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
        ONE_AT_A_TIME.lock();
        try {
            return models.open(access, model, sync, fence);
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }

    /**
     * A connection for a person's own statements, in the schema of the account's tables where that is there already. Nobody
     * else can open the file while it is open.
     */
    public Connection connect(Access access) throws Unavailable {
        Connection connection = dialect.sql().connect(access);
        Optional<String> schema = access.settings().find("schema");
        try {
            if (schema.isPresent() && dialect.ddl(connection).schemaExists(schema.get())) {
                Jdbc.execute(connection, "USE " + dialect.schema(connection, schema.get()));
            }
            return connection;
        } catch (SQLException e) {
            SqlLoad.close(connection);
            throw dialect.sql().unavailable(e, "connect");
        }
    }
}
