package dev.tidemark.connectors.sql.tables;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The whole slice is staged, and merged at once. */
final class SliceLane implements Lane {

    private final Connection connection;
    private final Shape shape;
    private final Stage stage;
    private final Merge merge;
    private @Nullable SQLException failure;

    SliceLane(Connection connection, Shape shape, Merge merge) throws SQLException {
        this.connection = connection;
        this.shape = shape;
        this.merge = merge;
        this.stage = shape.dialect().stage(connection, shape);
    }

    @Override
    public @Nullable String take(Row row) {
        if (failure == null) {
            try {
                stage.add(row);
            } catch (SQLException e) {
                failure = e;
            }
        }
        return null;
    }

    @Override
    public boolean stage(OtherKeys others) {
        if (failure == null) {
            try {
                others.stage(stage, shape);
            } catch (SQLException e) {
                failure = e;
            }
        }
        return true;
    }

    /** The stage is committed, so that the transaction which moves the mark begins with that and sees what is so then. */
    @Override
    public void sent() throws SQLException {
        if (failure != null) {
            throw failure;
        }
        stage.flush();
        connection.commit();
    }

    @Override
    public Fates finish(Slice slice) throws SQLException {
        return merge.run(slice);
    }

    @Override
    public void close() {
        stage.close();
    }
}
