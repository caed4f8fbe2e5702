package dev.tidemark.connectors.duckdb;

import dev.tidemark.connectors.sql.tables.Row;
import dev.tidemark.connectors.sql.tables.Shape;
import dev.tidemark.connectors.sql.tables.Stage;
import java.sql.Connection;
import java.sql.SQLException;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** DuckDB's own way of bulk. An appender is begun anew after each flush, because an error or a rollback spoils it. */
final class AppendStage implements Stage {

    /** So many rows at most wait outside of the database's own memory. */
    private static final int PIECE = 16_384;

    private final DuckDBConnection connection;
    private @Nullable DuckDBAppender appender;
    private int waiting;

    AppendStage(Connection connection) throws SQLException {
        this.connection = connection.unwrap(DuckDBConnection.class);
    }

    @Override
    public void add(Row row) throws SQLException {
        DuckDBAppender to = appender;
        if (to == null) {
            to = connection.createAppender("temp", "main", Shape.STAGE);
            appender = to;
        }
        to.beginRow();
        for (int i = 0; i < row.size(); i++) {
            if (row.isNull(i)) {
                to.appendNull();
            } else {
                append(to, row, i);
            }
        }
        to.endRow();
        if (++waiting >= PIECE) {
            flush();
        }
    }

    private static void append(DuckDBAppender to, Row row, int column) throws SQLException {
        switch (row.type(column)) {
            case TEXT, JSON -> to.append(row.text(column));
            case INTEGER -> to.append(row.number(column));
            case DECIMAL -> to.append(row.decimal(column));
            case DOUBLE -> to.append(row.floating(column));
            case BOOLEAN -> to.append(row.number(column) != 0);
            case DATE -> to.appendEpochDays((int) row.number(column));
            case TIME -> to.appendDayMicros(row.number(column));
            case INSTANT -> to.appendEpochMicros(row.number(column));
            case BYTES -> to.append(row.bytes(column));
        }
    }

    @Override
    public void flush() throws SQLException {
        DuckDBAppender full = appender;
        appender = null;
        waiting = 0;
        if (full != null) {
            try {
                full.flush();
            } finally {
                full.close();
            }
        }
    }

    @Override
    public void close() {
        DuckDBAppender left = appender;
        appender = null;
        if (left != null) {
            try {
                left.close();
            } catch (SQLException gone) {
                // What it held was of a slice that is given up.
            }
        }
    }
}
