package dev.tidemark.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionException;
import org.jspecify.annotations.Nullable;

/** An open transaction. For one thread. */
public final class Tx {

    private final Handle handle;
    private final StringBuilder waiting = new StringBuilder();
    private final List<@Nullable Object> arguments = new ArrayList<>();

    Tx(Handle handle) {
        this.handle = handle;
    }

    /** Its way to the database; only a package's own SQL uses it. What waits is sent first. */
    public Handle handle() {
        send();
        return handle;
    }

    /** Keeps a statement back until the next one or the commit, so that several go out on one trip. */
    void keepBack(String sql, @Nullable Object... values) {
        if (!waiting.isEmpty()) {
            waiting.append(';');
        }
        waiting.append(sql);
        arguments.addAll(java.util.Arrays.asList(values));
    }

    /** The work is done: what waits goes out on one trip with the commit. */
    void end() {
        if (!waiting.isEmpty()) {
            keepBack("COMMIT");
            send();
        }
    }

    /** Sends what waits, in its order. */
    private void send() {
        if (!waiting.isEmpty()) {
            String sql = waiting.toString();
            waiting.setLength(0);
            try (var statements = Direct.prepare(handle.getConnection(), sql, arguments.toArray())) {
                statements.execute();
            } catch (SQLException e) {
                throw new TransactionException(e);
            }
            arguments.clear();
        }
    }
}
