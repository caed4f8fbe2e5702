package dev.tidemark.connectors.sql;

import java.sql.SQLException;
import java.util.Objects;

/** Words about errors that are the same for every database. */
public final class Faults {

    public static final String READ_THE_MESSAGE =
            "Read the database's message; if the table was changed by hand, undo that";

    private Faults() {}

    /** The database's own sentence, on one line, with its SQLSTATE where there is one. */
    public static String text(SQLException e) {
        String message = Objects.requireNonNullElse(e.getMessage(), "no reason given")
                .replaceFirst("^\\(conn=\\d+\\) ", "")
                .strip()
                .replaceAll("\\s*\\R\\s*", " ");
        return e.getSQLState() == null ? message : message + " (SQLSTATE " + e.getSQLState() + ")";
    }

    /** The other fault that is named by most: something that a person must mend in the database. */
    public static Fault lasting() {
        return new Fault.Lasting("destination.database_error", READ_THE_MESSAGE);
    }
}
