package dev.tidemark.connectors.postgres;

import dev.tidemark.connector.Column;
import dev.tidemark.connector.RowLookup.Kept;
import dev.tidemark.connector.RowLookup.Row;
import dev.tidemark.connector.TableSpec;
import dev.tidemark.connectors.sql.Jdbc;
import dev.tidemark.connectors.sql.LookedUp;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads what is kept of one key, in a transaction that only reads. */
final class LookUp {

    private final Connection connection;
    private final TableSpec table;

    LookUp(Connection connection, TableSpec table) {
        this.connection = connection;
        this.table = table;
    }

    Kept run(String key) throws SQLException {
        Jdbc.execute(connection, "SET TRANSACTION READ ONLY");
        boolean there = Catalog.exists(connection, table.schema(), table.name());
        if (!there || table.key().isEmpty() || !Catalog.exists(connection, Marks.SCHEMA, "mark")) {
            return Kept.NOTHING;
        }
        try {
            return find(key);
        } catch (SQLException e) {
            if (Faults.state(e).startsWith("22")) {
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
                connection,
                new TableSpec(table.sync(), table.schema(), table.name(), columns, table.key(), table.deletes()));
        boolean one = table.key().size() == 1;
        String same = one
                ? "{t.key} = CAST(? AS " + shape.keyType() + ")"
                : "{t.keytext} = CAST(? AS jsonb)::text"; // spelled as jsonb spells it
        Optional<Row> row =
                Jdbc.first(connection, shape.fill("SELECT * FROM {table} t WHERE " + same), LookUp::row, key);
        String kept = one ? "?" : "CAST(? AS jsonb)::text";
        Optional<Instant> grave = Jdbc.first(
                connection,
                "SELECT version FROM tidemark.grave WHERE sync = ? AND key = " + kept,
                r -> r.getObject(1, OffsetDateTime.class).toInstant(),
                table.sync(),
                key);
        Optional<Long> absent = Jdbc.first(
                connection,
                "SELECT first_page FROM tidemark.absent WHERE sync = ? AND key = " + kept,
                r -> r.getLong(1),
                table.sync(),
                key);
        return new Kept(row, grave, absent.map(OptionalLong::of).orElseGet(OptionalLong::empty));
    }

    private static Row row(ResultSet row) throws SQLException {
        return LookedUp.row(row, Meta.ALL, LookUp::moment);
    }

    private static @Nullable Instant moment(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
