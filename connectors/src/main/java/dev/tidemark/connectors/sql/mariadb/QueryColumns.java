package dev.tidemark.connectors.sql.mariadb;

import dev.tidemark.connectors.sql.read.TableColumn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The columns of a query, as the server describes them before it has a row. */
public final class QueryColumns {

    private QueryColumns() {}

    /** In their expressions the query's row is called {@code t}. */
    public static List<TableColumn> of(Connection connection, String query) throws SQLException {
        // Not prepared: a question mark in the query is no parameter.
        try (Statement statement = connection.createStatement();
                ResultSet nothing = statement.executeQuery("SELECT * FROM (\n" + query + "\n) t LIMIT 0")) {
            ResultSetMetaData described = nothing.getMetaData();
            List<TableColumn> columns = new ArrayList<>();
            for (int i = 1; i <= described.getColumnCount(); i++) {
                String declared = declared(described, i);
                String data = declared.replaceFirst("[ (].*", "");
                columns.add(ReadableTables.column(
                        described.getColumnLabel(i), declared, data, data.equals("json"), true, ""));
            }
            return columns;
        }
    }

    /** As the information schema spells it, as far as its values depend on that. */
    private static String declared(ResultSetMetaData described, int column) throws SQLException {
        String type = described.getColumnTypeName(column).toLowerCase(Locale.ROOT);
        return switch (type) {
            case "boolean" -> "tinyint(1)";
            case "integer" -> "int";
            case "integer unsigned" -> "int unsigned";
            case "bit" -> "bit(" + described.getPrecision(column) + ")";
            case "decimal" -> "decimal(" + described.getPrecision(column) + "," + described.getScale(column) + ")";
            default -> type;
        };
    }
}
