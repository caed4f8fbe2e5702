package dev.tidemark.connectors.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Statements in one line each. */
public final class Jdbc {

    /** Reads the row that a result stands at. */
    public interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private Jdbc() {}

    /** Runs a statement without parameters, such as DDL. */
    public static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    public static long update(Connection connection, String sql, @Nullable Object... arguments) throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, arguments)) {
            return statement.executeLargeUpdate();
        }
    }

    public static <T> List<T> list(Connection connection, String sql, Reader<T> reader, @Nullable Object... arguments)
            throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, arguments);
                ResultSet rows = statement.executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(reader.read(rows));
            }
            return found;
        }
    }

    public static <T> Optional<T> first(
            Connection connection, String sql, Reader<T> reader, @Nullable Object... arguments) throws SQLException {
        List<T> found = list(connection, sql, reader, arguments);
        return found.isEmpty() ? Optional.empty() : Optional.of(found.getFirst());
    }

    /** As {@link #first}, without parameters, so that a question mark is an operator. */
    public static <T> Optional<T> firstPlain(Connection connection, String sql, Reader<T> reader) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
        }
    }

    private static PreparedStatement prepared(Connection connection, String sql, @Nullable Object... arguments)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < arguments.length; i++) {
                @Nullable Object argument = arguments[i];
                statement.setObject(
                        i + 1, argument instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : argument);
            }
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }
}
