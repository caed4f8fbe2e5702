package dev.tidemark.connectors.sql.tables;

import dev.tidemark.connectors.sql.Dialect;
import dev.tidemark.connectors.sql.Fault;
import dev.tidemark.connectors.sql.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Each row by itself, staged and merged, so that a bad one is told apart and the others stay. Where a database has no
 * savepoints the transaction begins anew after a bad one, with the good ones of before.
 */
final class CarefulLane implements Lane {

    private final Connection connection;
    private final Dialect sql;
    private final Shape shape;
    private final Stage stage;
    private final Merge merge;
    private final boolean savepoints;
    private final List<Row> good = new ArrayList<>();
    private @Nullable SQLException failure;
    private Fates fates = Fates.NONE;

    CarefulLane(Connection connection, Shape shape, Merge merge) throws SQLException {
        this.connection = connection;
        this.sql = shape.dialect().sql();
        this.shape = shape;
        this.merge = merge;
        this.savepoints = shape.dialect().hasSavepoints();
        this.stage = shape.dialect().stage(connection, shape);
    }

    @Override
    public @Nullable String take(Row row) {
        if (failure != null) {
            return null;
        }
        try {
            return savepoints ? attempt(row) : attemptAnew(row);
        } catch (SQLException e) {
            failure = e;
            return null;
        }
    }

    private @Nullable String attempt(Row row) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            fates = fates.plus(bringIn(row));
            connection.releaseSavepoint(before);
            return null;
        } catch (SQLException e) {
            String refusal = refusal(e);
            connection.rollback(before);
            connection.releaseSavepoint(before);
            return refusal;
        }
    }

    private @Nullable String attemptAnew(Row row) throws SQLException {
        try {
            fates = fates.plus(bringIn(row));
            good.add(row.copy());
            return null;
        } catch (SQLException e) {
            String refusal = refusal(e);
            connection.rollback();
            // Rows that were staged and deleted in a transaction that failed can be there again (seen in DuckDB 2.0.0).
            for (String statement : shape.dialect().renew(Shape.STAGE, shape.stageColumns())) {
                Jdbc.execute(connection, statement);
            }
            connection.commit();
            fates = Fates.NONE;
            for (Row one : good) {
                fates = fates.plus(bringIn(one));
            }
            return refusal;
        }
    }

    private String refusal(SQLException e) throws SQLException {
        if (sql.fault(e) instanceof Fault.OfRow refused) {
            return refused.reason();
        }
        throw e;
    }

    private Fates bringIn(Row row) throws SQLException {
        stage.add(row);
        stage.flush();
        Fates fate = merge.run(Slice.of(row));
        Jdbc.update(connection, "DELETE FROM " + Shape.STAGE);
        return fate;
    }

    @Override
    public boolean stage(OtherKeys others) throws SQLException {
        if (failure != null || others.isEmpty()) {
            return true;
        }
        if (!savepoints) {
            others.stage(stage, shape);
            stage.flush();
            return true;
        }
        Savepoint before = connection.setSavepoint();
        boolean read = true;
        try {
            others.stage(stage, shape);
            stage.flush();
        } catch (SQLException e) {
            refusal(e);
            connection.rollback(before);
            read = false;
        }
        connection.releaseSavepoint(before);
        return read;
    }

    @Override
    public void sent() throws SQLException {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public Fates finish(Slice slice) {
        return fates;
    }

    @Override
    public void close() {
        stage.close();
    }
}
