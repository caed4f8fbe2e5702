package dev.tidemark.connectors.sql.tables;

import dev.tidemark.connector.Column;
import dev.tidemark.connector.RowLookup.Kept;
import dev.tidemark.connector.RowLookup.Row;
import dev.tidemark.connector.TableSpec;
import dev.tidemark.connectors.sql.Fault;
import dev.tidemark.connectors.sql.Jdbc;
import dev.tidemark.connectors.sql.LookedUp;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads what is kept of one key. */
final class LookUp {

    private final TableDialect dialect;
    private final Connection connection;
    private final TableSpec table;

    LookUp(TableDialect dialect, Connection connection, TableSpec table) {
        this.dialect = dialect;
        this.connection = connection;
        this.table = table;
    }

    Kept run(String key) throws SQLException {
        if (table.key().isEmpty()
                || dialect.columns(connection, table.schema(), table.name()).isEmpty()) {
            return Kept.NOTHING;
        }
        try {
            return find(key);
        } catch (SQLException e) {
            if (dialect.sql().fault(e) instanceof Fault.OfRow) {
                return Kept.NOTHING; // no value of the key's type is spelled so
            }
            throw e;
        }
    }

    private Kept find(String key) throws SQLException {
        List<Column> columns = table.columns().stream()
                .filter(c -> table.key().contains(c.name()))
                .toList();
        Shape shape = Shape.of(
                dialect,
                connection,
                new TableSpec(table.sync(), table.schema(), table.name(), columns, table.key(), table.deletes()));
        String given = dialect.keyParameter(shape.keyTypes());
        Optional<Row> row = Jdbc.first(
                connection,
                shape.fill("SELECT * FROM {table} WHERE {keytext} = ") + given,
                r -> LookedUp.row(r, Meta.ALL, dialect::instant),
                key);
        Optional<Instant> grave = Jdbc.first(
                connection,
                "SELECT version FROM tidemark.grave WHERE sync = ? AND row_key = " + given,
                r -> Objects.requireNonNull(dialect.instant(r, "version")),
                table.sync(),
                key);
        Optional<Long> absent = Jdbc.first(
                connection,
                "SELECT first_page FROM tidemark.absent WHERE sync = ? AND row_key = " + given,
                r -> r.getLong(1),
                table.sync(),
                key);
        return new Kept(row, grave, absent.map(OptionalLong::of).orElseGet(OptionalLong::empty));
    }
}
