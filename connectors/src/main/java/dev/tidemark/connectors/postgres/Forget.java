package dev.tidemark.connectors.postgres;

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
        boolean one = shape.table().key().size() == 1;
        String same =
                one ? "= CAST(? AS " + shape.keyType() + ")" : "= CAST(? AS jsonb)::text"; // spelled as jsonb spells it
        long rows = Jdbc.update(
                connection,
                shape.fill("DELETE FROM {table} t WHERE " + (one ? "{t.key} " : "{t.keytext} ") + same),
                key);
        long graves = Jdbc.update(
                connection,
                "DELETE FROM tidemark.grave WHERE sync = ? AND key " + (one ? "= ?" : "= CAST(? AS jsonb)::text"),
                shape.table().sync(),
                key);
        long absences = Jdbc.update(
                connection,
                "DELETE FROM tidemark.absent WHERE sync = ? AND key " + (one ? "= ?" : "= CAST(? AS jsonb)::text"),
                shape.table().sync(),
                key);
        return rows + graves + absences > 0;
    }
}
