package dev.tidemark.connectors.postgres;

import dev.tidemark.connectors.sql.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Each row by itself, copied and merged under a savepoint, so that a bad one is told apart and the others stay. */
final class CarefulLane implements Lane {

    /** Deleted rows are not cleared away within their transaction; now and then the stage begins anew. */
    private static final int RENEW_STAGE = 256;

    private final Connection connection;
    private final String statement;
    private final @Nullable Merge merge;
    private final Bytes row = new Bytes(64 * 1024);
    private @Nullable SQLException failure;
    private Fates fates = Fates.NONE;
    private int tried;

    CarefulLane(Connection connection, String statement, @Nullable Merge merge) throws SQLException {
        this.connection = connection;
        this.statement = statement;
        this.merge = merge;
        // A constraint that waits for the commit would refuse the slice and not its row.
        Jdbc.execute(connection, "SET CONSTRAINTS ALL IMMEDIATE");
        CopyFormat.header(row);
    }

    @Override
    public Bytes rows() {
        return row;
    }

    @Override
    public @Nullable String ended(boolean tombstone, boolean versioned) {
        String refusal = null;
        if (failure == null) {
            try {
                refusal = attempt(new Slice(1, tombstone ? 1 : 0, versioned ? 0 : 1, false));
            } catch (SQLException e) {
                failure = e;
            }
        }
        row.clear();
        CopyFormat.header(row);
        return refusal;
    }

    private @Nullable String attempt(Slice one) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            fates = fates.plus(bringIn(one));
            connection.releaseSavepoint(before);
            return null;
        } catch (SQLException e) {
            if (!Faults.refusesRow(e)) {
                throw e;
            }
            connection.rollback(before);
            connection.releaseSavepoint(before);
            return Faults.refusal(e);
        }
    }

    private Fates bringIn(Slice one) throws SQLException {
        CopyFormat.trailer(row);
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
        copy.writeToCopy(row.array, 0, row.length);
        copy.endCopy();
        if (merge == null) {
            return new Fates(1 - one.tombstones(), 0, one.tombstones());
        }
        Fates fate = merge.run(one);
        boolean renew = ++tried % RENEW_STAGE == 0;
        Jdbc.execute(connection, (renew ? "TRUNCATE " : "DELETE FROM ") + Shape.STAGE);
        return fate;
    }

    @Override
    public void sent() throws SQLException {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public Fates finish(Slice slice) throws SQLException {
        return fates;
    }

    @Override
    public void abandon() {
        // Between rows nothing is under way.
    }
}
