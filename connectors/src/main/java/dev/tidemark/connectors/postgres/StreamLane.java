package dev.tidemark.connectors.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** One COPY for the whole slice, sent in pieces while rows come. */
final class StreamLane implements Lane {

    private static final int PIECE = 256 * 1024;

    private final CopyIn copy;
    private final @Nullable Merge merge;
    private final Bytes rows;
    private @Nullable SQLException failure;

    /**
     * @param rows a buffer to use, empty
     * @param merge what brings staged rows into the table; null where they are copied into it
     */
    StreamLane(Connection connection, String statement, Bytes rows, @Nullable Merge merge) throws SQLException {
        this.copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
        this.merge = merge;
        this.rows = rows;
        CopyFormat.header(rows);
    }

    @Override
    public Bytes rows() {
        return rows;
    }

    @Override
    public @Nullable String ended(boolean tombstone, boolean versioned) {
        if (rows.length >= PIECE) {
            send();
        }
        return null;
    }

    @Override
    public void sent() throws SQLException {
        CopyFormat.trailer(rows);
        send();
        if (failure != null) {
            throw failure;
        }
        copy.endCopy();
    }

    @Override
    public Fates finish(Slice slice) throws SQLException {
        return merge == null ? new Fates(slice.rows() - slice.tombstones(), 0, slice.tombstones()) : merge.run(slice);
    }

    @Override
    public void abandon() {
        try {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        } catch (SQLException gone) {
            // The transaction is given up, whether or not the server could be told.
        }
    }

    private void send() {
        try {
            for (int at = 0; at < rows.length && failure == null; at += PIECE) {
                copy.writeToCopy(rows.array, at, Math.min(PIECE, rows.length - at));
            }
        } catch (SQLException e) {
            failure = e;
        }
        rows.clear();
        rows.shrinkTo(64 * PIECE);
    }
}
