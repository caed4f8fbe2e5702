package dev.tidemark.connectors.sql.duckdb;

import dev.tidemark.connectors.sql.Fault;
import dev.tidemark.connectors.sql.Faults;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Objects;

/** Names errors by what happens next, from the kind that DuckDB begins its messages with; it gives no SQLSTATE. */
final class Errors {

    private Errors() {}

    static Fault fault(SQLException e) {
        String message = Objects.requireNonNullElse(e.getMessage(), "");
        String kind = message.replaceFirst("^(?:java\\.sql\\.SQLException: )?", "");
        if (kind.contains("Could not set lock on file") || kind.contains("being used by another process")) {
            return new Fault.Passing(". DuckDB lets one process open a file: another one has it open now");
        }
        String word = kind.toLowerCase(Locale.ROOT);
        if (word.startsWith("constraint error")
                || word.startsWith("conversion error")
                || word.startsWith("out of range error")) {
            return new Fault.OfRow(Faults.text(e));
        }
        if (word.contains("conflict") || word.startsWith("transactioncontext error")) {
            return new Fault.Passing(". Another transaction changed the same rows: it is tried again");
        }
        if (word.startsWith("io error") && word.contains("permission denied")) {
            return new Fault.Lasting(
                    "destination.no_permission",
                    "Let the user that Tidemark runs as read and write the file and its folder");
        }
        if (word.startsWith("io error") && word.contains("not a valid duckdb database file")) {
            return new Fault.Lasting("destination.no_database", "Name a file of DuckDB, or one that is not there yet");
        }
        if (word.startsWith("io error")
                || word.startsWith("out of memory error")
                || word.startsWith("interrupt error")) {
            return new Fault.Passing("");
        }
        return Faults.lasting();
    }
}
