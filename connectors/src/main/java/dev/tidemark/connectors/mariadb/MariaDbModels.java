package dev.tidemark.connectors.mariadb;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.connectors.sql.Jdbc;
import dev.tidemark.connectors.sql.mariadb.QueryColumns;
import dev.tidemark.connectors.sql.model.ModelDialect;
import dev.tidemark.connectors.sql.read.TableColumn;
import dev.tidemark.connectors.sql.tables.Marks;
import dev.tidemark.connectors.sql.tables.SqlLoad;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The SQL of MariaDB and MySQL, for models. */
record MariaDbModels(MariaDbTables tables) implements ModelDialect {

    /** No such table, no such database, and a name without a database where none is chosen. */
    private static final List<Integer> MISSING = List.of(1146, 1049, 1046);

    @Override
    public Connection open(Access access) throws Unavailable {
        Connection connection = tables.sql().open(access);
        try {
            Optional<String> schema = access.settings().find("schema");
            if (schema.isPresent() && tables.ddl(connection).schemaExists(schema.get())) {
                Jdbc.execute(connection, "USE " + tables.sql().quote(schema.get()));
            }
            connection.commit();
            return connection;
        } catch (SQLException e) {
            SqlLoad.close(connection);
            throw tables.sql().unavailable(e, "connect to " + tables.sql().place(access));
        }
    }

    @Override
    public List<TableColumn> columns(Connection connection, String query) throws SQLException {
        return QueryColumns.of(connection, query);
    }

    /** A temporary table stands in a database too, and ours is the one that is sure to be there. */
    @Override
    public String temporary(String name) {
        return Marks.SCHEMA + "." + name;
    }

    @Override
    public boolean hasIndexes() {
        return true;
    }

    @Override
    public String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    /** Texts in quotes, numbers and the like without, NULL as a word or nothing: half the price of a JSON object. */
    @Override
    public String whole(List<String> names, List<String> values, List<Boolean> plain) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            parts.add(plain.get(i) ? "ifnull(" + values.get(i) + ", '')" : "quote(" + values.get(i) + ")");
        }
        return "concat_ws(',', " + literal(String.join(",", names)) + ", " + String.join(", ", parts) + ")";
    }

    @Override
    public List<String> samples() {
        return List.of(
                "'te''xt\\\\'",
                "NULL",
                "CAST(-1 AS CHAR)",
                "CAST(1.50 AS CHAR)",
                "CAST(CAST(0.1 AS DOUBLE) AS CHAR)",
                "CAST(CAST(1.5e300 AS DOUBLE) AS CHAR)",
                "CAST(TRUE + 0 AS CHAR)",
                "CAST(date '2000-02-29' AS CHAR)",
                "CAST(CAST('12:34:56' AS TIME(6)) AS CHAR)",
                "CAST(CAST('2000-02-29 12:34:56' AS DATETIME(6)) AS CHAR)",
                "hex(X'00ff')");
    }

    @Override
    public void readOnly(Connection connection) throws SQLException {
        Jdbc.execute(connection, "SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ ONLY");
    }

    @Override
    public boolean isMissing(SQLException e) {
        return MISSING.contains(e.getErrorCode());
    }

    @Override
    public Optional<Instant> moment(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, LocalDateTime.class)).map(at -> at.toInstant(ZoneOffset.UTC));
    }
}
