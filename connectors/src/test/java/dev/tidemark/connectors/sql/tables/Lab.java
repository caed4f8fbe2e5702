package dev.tidemark.connectors.sql.tables;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.TableDestination;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A database of its own for one test, and a look into it that is the same for all. */
public interface Lab extends AutoCloseable {

    Pattern QUOTED = Pattern.compile("\\[([^\\]]+)]");

    TableDestination connector();

    Access access();

    /** Another connection, with autocommit. */
    Connection connect() throws SQLException;

    String quote(String name);

    @Override
    default void close() {}

    /** Runs a statement; names in square brackets are quoted. */
    default void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(quoted(sql));
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    default String quoted(String sql) {
        return QUOTED.matcher(sql).replaceAll(found -> Matcher.quoteReplacement(quote(found.group(1))));
    }

    /** The rows of a query, the columns of each joined by a bar, in one spelling for all databases. */
    default List<String> rows(String query) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(quoted(query))) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                StringJoiner row = new StringJoiner("|");
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(spelled(rows, i));
                }
                found.add(row.toString());
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }

    default String one(String query) {
        return rows(query).getFirst();
    }

    private static String spelled(ResultSet rows, int column) throws SQLException {
        Object value = rows.getObject(column);
        if (value instanceof java.sql.Timestamp) {
            String type = rows.getMetaData().getColumnTypeName(column);
            return type.equalsIgnoreCase("datetime")
                    ? rows.getObject(column, LocalDateTime.class)
                            .toInstant(ZoneOffset.UTC)
                            .toString()
                    : rows.getObject(column, OffsetDateTime.class).toInstant().toString();
        }
        return switch (value) {
            case null -> "null";
            case OffsetDateTime at -> at.toInstant().toString();
            case LocalDateTime at -> at.toInstant(ZoneOffset.UTC).toString();
            case BigDecimal d when d.signum() == 0 -> "0";
            case BigDecimal d -> d.stripTrailingZeros().toPlainString();
            case byte[] b -> HexFormat.of().formatHex(b);
            case java.sql.Blob b -> HexFormat.of().formatHex(b.getBytes(1, (int) b.length()));
            case java.sql.Time t -> String.valueOf(rows.getString(column));
            default -> String.valueOf(rows.getString(column));
        };
    }
}
