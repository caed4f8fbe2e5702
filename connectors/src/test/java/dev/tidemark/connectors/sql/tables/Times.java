package dev.tidemark.connectors.sql.tables;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalTime;
import tools.jackson.databind.json.JsonMapper;

/** Values read by their Java types, which drivers spell differently. */
final class Times {

    private interface Reader {
        String read(ResultSet row) throws SQLException;
    }

    private Times() {}

    static String micros(Lab lab, String query) {
        return first(
                lab,
                query,
                row -> Long.toString(row.getObject(1, LocalTime.class).toNanoOfDay() / 1000));
    }

    static String day(Lab lab, String query) {
        return first(lab, query, row -> row.getObject(1, LocalDate.class).toString());
    }

    static String number(Lab lab, String query) {
        return first(lab, query, row -> Double.toString(row.getDouble(1)));
    }

    static String truth(Lab lab, String query) {
        return first(lab, query, row -> Boolean.toString(row.getBoolean(1)));
    }

    /** The same JSON in one spelling. */
    static String json(String text) {
        JsonMapper mapper = JsonMapper.builder()
                .enable(tools.jackson.databind.SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .build();
        return text.equals("null") ? text : mapper.writeValueAsString(mapper.readValue(text, java.util.TreeMap.class));
    }

    private static String first(Lab lab, String query, Reader reader) {
        try (Connection connection = lab.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(lab.quoted(query))) {
            rows.next();
            return reader.read(rows);
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }
}
