package dev.tidemark.cli;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.connectors.duckdb.DuckDbConnector;
import dev.tidemark.connectors.mariadb.MariaDbConnector;
import dev.tidemark.connectors.postgres.PostgresConnector;
import dev.tidemark.workspace.Account;
import dev.tidemark.workspace.WorkspaceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code tidemark sql}: a statement on a destination or the store, without another program. */
@Command(
        name = "sql",
        description = {
            "Runs SQL on a destination or on the store, and prints what it answers.",
            "Without a statement it is read from standard input. The store is opened for reading only."
        },
        footer = {
            "",
            "Examples:",
            "  tidemark sql 'select count(*) from acme.account'",
            "  tidemark sql --on acme/lake 'select 1'",
            "  tidemark sql --on store 'select name, synced_at from sync'"
        })
final class Sql extends StoreCommand {

    private static final String STORE = "store";

    @Parameters(paramLabel = "SQL", arity = "0..1", description = "One or more statements")
    @Nullable
    String statement;

    @Option(
            names = "--on",
            paramLabel = "ACCOUNT",
            defaultValue = Account.WAREHOUSE,
            description = "store, or a database of a workspace. Default: warehouse, the embedded one")
    String on = Account.WAREHOUSE;

    @Option(names = "--write", description = "Lets the statement change the store. Know what you do")
    boolean write;

    Sql(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(Home home) throws Unavailable, IOException {
        String sql = statement;
        if (sql == null) {
            sql = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        }
        try (Connection connection = connect(home);
                Statement open = connection.createStatement()) {
            connection.setAutoCommit(true);
            open.setEscapeProcessing(false);
            boolean rows = open.execute(sql);
            while (rows || open.getUpdateCount() >= 0) {
                if (rows) {
                    try (ResultSet result = open.getResultSet()) {
                        show(result);
                    }
                } else if (!common.json) {
                    terminal.warn(Words.count(open.getUpdateCount()) + " rows changed");
                }
                rows = open.getMoreResults();
            }
            return Exit.OK;
        } catch (SQLException e) {
            throw new Refusal(
                    Exit.FAILED,
                    "sql.refused",
                    String.valueOf(e.getMessage()),
                    "25006".equals(e.getSQLState())
                            ? "The store is opened for reading; --write lets a statement change it"
                            : "Correct the statement");
        }
    }

    private Connection connect(Home home) throws Unavailable, SQLException {
        if (on.equals(STORE)) {
            Connection connection = home.storeConnection();
            if (!write) {
                try (Statement readOnly = connection.createStatement()) {
                    readOnly.execute("SET default_transaction_read_only = on");
                }
            }
            return connection;
        }
        return account(home);
    }

    private Connection account(Home home) throws Unavailable, SQLException {
        List<WorkspaceFile> files;
        try {
            files = Workspaces.load(home, List.of());
        } catch (Refusal e) {
            files = List.of();
        }
        if (on.equals(Account.WAREHOUSE) && named(files) != 1) {
            return home.warehouseConnection();
        }
        Workspaces.Found found = Workspaces.account(files, on);
        Access access =
                home.accounts().open(found.workspace(), found.account().name()).open();
        return switch (home.connectors().of(found.account())) {
            case PostgresConnector postgres -> {
                Connection connection = PostgresConnector.connect(access);
                Optional<String> schema = found.account().schema();
                if (schema.isPresent()) {
                    connection.setSchema(schema.get());
                }
                yield connection;
            }
            case MariaDbConnector server -> server.connect(access);
            case DuckDbConnector file -> file.connect(access);
            default ->
                throw new ConnectorException(
                        "account.no_database", found.label() + " is no database", "Name a database, or 'store'");
        };
    }

    private long named(List<WorkspaceFile> files) {
        return files.stream()
                .filter(f -> f.workspace().accounts().containsKey(on))
                .count();
    }

    private void show(ResultSet result) throws SQLException {
        ResultSetMetaData about = result.getMetaData();
        int columns = about.getColumnCount();
        String[] names = new String[columns];
        for (int i = 0; i < columns; i++) {
            names[i] = about.getColumnLabel(i + 1);
        }
        if (common.json) {
            ArrayNode list = Json.array();
            while (result.next()) {
                ObjectNode row = list.addObject();
                for (int i = 0; i < columns; i++) {
                    put(row, names[i], result.getObject(i + 1), result.getString(i + 1));
                }
            }
            Json.print(terminal, list);
            return;
        }
        Table table = new Table(names);
        int count = 0;
        while (result.next()) {
            List<String> row = new ArrayList<>(columns);
            for (int i = 0; i < columns; i++) {
                String value = result.getString(i + 1);
                row.add(value == null ? "" : value);
            }
            table.row(row);
            count++;
        }
        table.print(terminal);
        terminal.warn("(" + Words.count(count) + (count == 1 ? " row)" : " rows)"));
    }

    private static void put(ObjectNode row, String name, @Nullable Object value, @Nullable String text) {
        switch (value) {
            case null -> row.putNull(name);
            case Integer i -> row.put(name, i);
            case Long l -> row.put(name, l);
            case java.math.BigDecimal d -> row.put(name, d);
            case Double d -> row.put(name, d);
            case Boolean b -> row.put(name, b);
            default -> row.put(name, text);
        }
    }
}
