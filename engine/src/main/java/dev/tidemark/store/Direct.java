package dev.tidemark.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.transaction.TransactionException;
import org.jspecify.annotations.Nullable;

/**
 * The few statements that run for each page of a stream, straight on the connection of a transaction: a page of a hundred
 * records must not cost more in the store than in its table. All others are better off with names for their parameters.
 */
public final class Direct {

    private Direct() {}

    /** Makes a value of the row at which the result stands. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** @param arguments for the question marks; moments are {@link Instant}s, arrays of text are {@code String[]} */
    public static int update(Tx tx, String sql, @Nullable Object... arguments) {
        try (PreparedStatement statement = prepare(tx.handle().getConnection(), sql, arguments)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new TransactionException(e);
        }
    }

    /**
     * As {@link #update}, where nobody asks how many rows it changed: waits for the next statement or the commit, and such as
     * wait together go to the database on one trip. It sees and changes what it would have at once, but its errors come later.
     */
    public static void updateLater(Tx tx, String sql, @Nullable Object... arguments) {
        tx.keepBack(sql, arguments);
    }

    /** All rows of the answer. */
    public static <T> List<T> list(Tx tx, String sql, Reader<T> reader, @Nullable Object... arguments) {
        try (PreparedStatement statement = prepare(tx.handle().getConnection(), sql, arguments);
                ResultSet rows = statement.executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(reader.read(rows));
            }
            return found;
        } catch (SQLException e) {
            throw new TransactionException(e);
        }
    }

    /** The first row of the answer. */
    public static <T> Optional<T> first(Tx tx, String sql, Reader<T> reader, @Nullable Object... arguments) {
        return list(tx, sql, reader, arguments).stream().findFirst();
    }

    static PreparedStatement prepare(Connection connection, String sql, @Nullable Object... arguments)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < arguments.length; i++) {
                switch (arguments[i]) {
                    case Instant at -> statement.setObject(i + 1, at.atOffset(ZoneOffset.UTC));
                    case String[] texts -> statement.setArray(i + 1, connection.createArrayOf("text", texts));
                    case null -> statement.setNull(i + 1, java.sql.Types.NULL);
                    case Object value -> statement.setObject(i + 1, value);
                }
            }
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }
}
