package dev.tidemark.connectors.duckdb;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.ModelSource;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.connectors.sql.Jdbc;
import dev.tidemark.connectors.sql.duckdb.DuckDbReading;
import dev.tidemark.connectors.sql.model.ModelDialect;
import dev.tidemark.connectors.sql.read.TableColumn;
import dev.tidemark.connectors.sql.tables.SqlLoad;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The SQL of DuckDB, for models. */
record DuckDbModels(DuckDbTables tables) implements ModelDialect {

    /** A file that is not there is not made: what a model reads cannot be in it. */
    @Override
    public Connection open(Access access) throws Unavailable {
        Path file = Path.of(tables.sql().place(access));
        if (!Files.exists(file)) {
            throw new ConnectorException(
                    ModelSource.TABLE_MISSING,
                    "the model reads a database that is not there: there is no file " + file,
                    "Where a sync of this workspace fills it, its first run makes it; else correct the url");
        }
        Connection connection = tables.sql().open(access);
        try {
            Optional<String> schema = access.settings().find("schema");
            if (schema.isPresent() && tables.ddl(connection).schemaExists(schema.get())) {
                Jdbc.execute(connection, "USE " + tables.schema(connection, schema.get()));
            }
            connection.commit();
            return connection;
        } catch (SQLException e) {
            SqlLoad.close(connection);
            throw tables.sql().unavailable(e, "open " + file);
        }
    }

    @Override
    public List<TableColumn> columns(Connection connection, String query) throws SQLException {
        List<TableColumn> columns = new ArrayList<>();
        Jdbc.firstPlain(connection, "DESCRIBE SELECT * FROM (\n" + query + "\n) t", row -> {
            do {
                columns.add(DuckDbReading.column(row.getString(1), row.getString(2), true));
            } while (row.next());
            return true;
        });
        return columns;
    }

    @Override
    public String temporary(String name) {
        return name;
    }

    @Override
    public boolean hasIndexes() {
        return false;
    }

    @Override
    public String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    @Override
    public String whole(List<String> names, List<String> values, List<Boolean> plain) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            parts.add(literal(names.get(i)) + ", " + values.get(i));
        }
        return "CAST(json_object(" + String.join(", ", parts) + ") AS VARCHAR)";
    }

    @Override
    public List<String> samples() {
        return List.of(
                "'te\"xt\\'",
                "NULL",
                "CAST(-1 AS VARCHAR)",
                "CAST(CAST(1.5 AS DECIMAL(18,2)) AS VARCHAR)",
                "CAST(CAST(0.1 AS DOUBLE) AS VARCHAR)",
                "CAST(CAST(1.5e300 AS DOUBLE) AS VARCHAR)",
                "CAST(TRUE AS VARCHAR)",
                "CAST(DATE '2000-02-29' AS VARCHAR)",
                "CAST(TIME '12:34:56' AS VARCHAR)",
                "CAST(TIMESTAMPTZ '2000-02-29 12:34:56Z' AS VARCHAR)",
                "CAST(to_json({'a': [1, NULL]}) AS VARCHAR)",
                "hex('\\x00\\xFF'::BLOB)");
    }

    /** No SELECT of DuckDB changes a table. */
    @Override
    public void readOnly(Connection connection) {}

    @Override
    public boolean isMissing(SQLException e) {
        return String.valueOf(e.getMessage())
                .matches("(?s).*Catalog Error: (?:Table|Schema) with name .* does not exist.*");
    }

    @Override
    public Optional<Instant> moment(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
