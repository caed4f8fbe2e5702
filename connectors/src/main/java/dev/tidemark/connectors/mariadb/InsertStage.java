package dev.tidemark.connectors.mariadb;

import dev.tidemark.connectors.sql.Jdbc;
import dev.tidemark.connectors.sql.tables.Row;
import dev.tidemark.connectors.sql.tables.Shape;
import dev.tidemark.connectors.sql.tables.Stage;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.HexFormat;

/** INSERTs of many rows each, which every server takes, as large as is quick. */
final class InsertStage implements Stage {

    private static final int PIECE = 256 * 1024;
    private static final long DAY_MICROS = 86_400_000_000L;
    private static final String BEGINNING = "INSERT INTO " + Shape.STAGE + " VALUES ";

    /** What a packet holds beside a row. */
    private static final long MARGIN = 1_024;

    private static final int TOO_LARGE = 1153;

    private final Statement statement;
    private final long mostBytes;
    private final StringBuilder out = new StringBuilder(PIECE + 64 * 1024);

    InsertStage(Connection connection) throws SQLException {
        mostBytes = Jdbc.first(connection, "SELECT @@max_allowed_packet", row -> row.getLong(1))
                        .orElseThrow()
                - MARGIN;
        statement = connection.createStatement();
        statement.setEscapeProcessing(false);
    }

    @Override
    public void add(Row row) throws SQLException {
        int before = out.length();
        out.append(before == 0 ? BEGINNING : ",");
        int start = out.length();
        values(row);
        if (out.length() - start >= PIECE) {
            goAlone(before, start);
        }
        if (out.length() >= PIECE) {
            flush();
        }
    }

    /** A large row is sent by itself, or refused: the connection would be lost over one that is too large for a packet. */
    private void goAlone(int before, int start) throws SQLException {
        String row = out.substring(start);
        out.setLength(before);
        if (row.length() > mostBytes / 4 && row.getBytes(StandardCharsets.UTF_8).length > mostBytes) {
            throw new SQLDataException(
                    "the row is larger than max_allowed_packet, " + (mostBytes + MARGIN) + " bytes",
                    "22001",
                    TOO_LARGE);
        }
        flush();
        out.append(BEGINNING).append(row);
    }

    private void values(Row row) {
        out.append('(');
        for (int i = 0; i < row.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            if (row.isNull(i)) {
                out.append("NULL");
            } else {
                append(row, i);
            }
        }
        out.append(')');
    }

    @Override
    public void flush() throws SQLException {
        if (!out.isEmpty()) {
            String all = out.toString();
            out.setLength(0);
            if (out.capacity() > 8 * PIECE) {
                out.trimToSize();
            }
            statement.executeUpdate(all);
        }
    }

    private void append(Row row, int column) {
        switch (row.type(column)) {
            case TEXT, JSON -> text(row.text(column));
            case INTEGER, BOOLEAN -> out.append(row.number(column));
            case DECIMAL -> out.append(row.decimal(column).toPlainString());
            case DOUBLE -> out.append(row.floating(column));
            case BYTES ->
                HexFormat.of()
                        .withUpperCase()
                        .formatHex(out.append("X'"), row.bytes(column))
                        .append('\'');
            case DATE -> {
                out.append('\'');
                date(row.number(column));
                out.append('\'');
            }
            case TIME -> {
                out.append('\'');
                time(row.number(column));
                out.append('\'');
            }
            case INSTANT -> {
                out.append('\'');
                date(Math.floorDiv(row.number(column), DAY_MICROS));
                out.append(' ');
                time(Math.floorMod(row.number(column), DAY_MICROS));
                out.append('\'');
            }
        }
    }

    /** Quotes and backslashes are doubled, as the session's {@code sql_mode} has them. */
    private void text(String text) {
        out.append('\'');
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'' || c == '\\') {
                out.append(text, from, i).append(c);
                from = i;
            } else if (c == 0) {
                out.append(text, from, i).append("\\0");
                from = i + 1;
            }
        }
        out.append(text, from, text.length()).append('\'');
    }

    private void date(long epochDay) {
        LocalDate date = LocalDate.ofEpochDay(epochDay);
        digits(date.getYear(), 1000);
        out.append('-');
        digits(date.getMonthValue(), 10);
        out.append('-');
        digits(date.getDayOfMonth(), 10);
    }

    private void time(long microsOfDay) {
        long seconds = microsOfDay / 1_000_000;
        digits(seconds / 3600, 10);
        out.append(':');
        digits(seconds / 60 % 60, 10);
        out.append(':');
        digits(seconds % 60, 10);
        out.append('.');
        digits(microsOfDay % 1_000_000, 100_000);
    }

    private void digits(long number, long place) {
        for (long at = place; at > 0; at /= 10) {
            out.append((char) ('0' + number / at % 10));
        }
    }

    @Override
    public void close() {
        out.setLength(0);
        try {
            statement.close();
        } catch (SQLException gone) {
            // It goes with its connection.
        }
    }
}
