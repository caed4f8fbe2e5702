package dev.tidemark.connectors.sql.tables;

import dev.tidemark.connectors.sql.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;

/** Deletes all that is kept of one row. */
final class Forget {

    private final Connection connection;
    private final Shape shape;

    Forget(Connection connection, Shape shape) {
        this.connection = connection;
        this.shape = shape;
    }

    /** @return whether there was anything */
    boolean run(String key) throws SQLException {
        String given = shape.dialect().keyParameter(shape.keyTypes());
        String sync = shape.table().sync();
        long rows = Jdbc.update(connection, shape.fill("DELETE FROM {table} WHERE {keytext} = ") + given, key);
        long graves =
                Jdbc.update(connection, "DELETE FROM tidemark.grave WHERE sync = ? AND row_key = " + given, sync, key);
        long absences =
                Jdbc.update(connection, "DELETE FROM tidemark.absent WHERE sync = ? AND row_key = " + given, sync, key);
        return rows + graves + absences > 0;
    }
}
