package dev.tidemark.connectors.postgres;

import dev.tidemark.connector.LedgerLookup.Entry;
import dev.tidemark.connector.LedgerLookup.Known;
import dev.tidemark.connector.LedgerLookup.Now;
import dev.tidemark.connector.LedgerLookup.State;
import dev.tidemark.connector.ModelSpec;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.connectors.sql.Jdbc;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.Optional;
import org.postgresql.PGConnection;

/** Reads what model and ledger have of one row, in a transaction that is never committed. */
final class LedgerLook {

    private final Connection connection;

    LedgerLook(Connection connection) {
        this.connection = connection;
    }

    Known run(ModelSpec spec, String sync, String key) throws SQLException, Unavailable {
        Model model = Model.describe(connection, spec);
        // The query is the person's: it may read, and nothing else.
        Jdbc.execute(connection, "SET TRANSACTION READ ONLY");
        return new Known(now(model, key), entry(spec.key().size() > 1, sync, key));
    }

    /** Not prepared: a question mark in the person's query is an operator and no parameter. */
    private Optional<Now> now(Model model, String key) throws SQLException, Unavailable {
        String literal = "'" + connection.unwrap(PGConnection.class).escapeLiteral(key) + "'";
        String same = model.spec().key().size() == 1 ? literal : literal + "::jsonb::text";
        try {
            return Jdbc.firstPlain(
                    connection,
                    "SELECT %s::text, to_jsonb(m.*)::text FROM %s WHERE %s = %s"
                            .formatted(model.hash(), model.query(), model.key(), same),
                    row -> new Now(row.getString(1), row.getString(2)));
        } catch (SQLException e) {
            throw Model.fault(e);
        }
    }

    private Optional<Entry> entry(boolean severalParts, String sync, String key) throws SQLException {
        if (!Catalog.exists(connection, Marks.SCHEMA, "ledger")) {
            return Optional.empty();
        }
        String same = severalParts ? "CAST(? AS jsonb)::text" : "?";
        return Jdbc.first(
                connection,
                "SELECT * FROM tidemark.ledger WHERE sync = ? AND key = " + same,
                LedgerLook::entry,
                sync,
                key);
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                State.valueOf(row.getString("state")),
                text(row, "accepted_hash"),
                Objects.requireNonNull(row.getString("offered_hash")),
                row.getString("run"),
                row.getInt("attempts"),
                Optional.ofNullable(row.getObject("next_try", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant),
                text(row, "remote_id"),
                text(row, "error_code"),
                text(row, "error_message"),
                text(row, "answer"),
                text(row, "request"),
                row.getObject("changed_at", OffsetDateTime.class).toInstant());
    }

    private static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }
}
