package dev.tidemark.connectors.postgres;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Unavailable;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Names errors by what happens next, from their SQLSTATE
 * (<a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL, appendix A</a>): a row is at fault,
 * it passes by itself, or a person must act.
 */
final class Faults {

    private static final Pattern COLUMN = Pattern.compile("column \"?([^\":,]+)\"?");

    /** Data, constraints, limits of the program, a trigger's own RAISE, a view's check option. */
    private static final Set<String> OF_A_ROW = Set.of("22", "23", "54", "P0", "44");

    /** Connection, transaction rolled back, resources, operator's intervention, system error. */
    private static final Set<String> PASSING = Set.of("08", "40", "53", "57", "58");

    private Faults() {}

    /** Whether it was the values of a row that the database refused. */
    static boolean refusesRow(SQLException e) {
        return OF_A_ROW.contains(state(e).substring(0, 2));
    }

    /** The database's reason for refusing a row, with SQLSTATE and column. */
    static String refusal(SQLException e) {
        ServerErrorMessage server = server(e);
        String column = server == null ? null : server.getColumn();
        if (column == null && server != null && server.getWhere() != null) {
            Matcher found = COLUMN.matcher(server.getWhere());
            column = found.find() ? found.group(1) : null;
        }
        return (column == null ? "" : "column " + column + ": ") + text(e) + " (SQLSTATE " + state(e) + ")";
    }

    /**
     * @param attempt what was tried, as a verb
     * @return where the fault passes by itself
     * @throws ConnectorException where a person must act
     */
    static Unavailable unavailable(SQLException e, String attempt) {
        String state = state(e);
        String what = "cannot " + attempt + ": " + text(e) + " (SQLSTATE " + state + ")";
        if (PASSING.contains(state.substring(0, 2)) || passesBy(state)) {
            return new Unavailable(what + hint(state), e);
        }
        throw mended(e, state, what);
    }

    private static boolean passesBy(String state) {
        return switch (state) {
            case "55P03", "55006", "25006", "25P03", "25P04" -> true;
            default -> false;
        };
    }

    private static String hint(String state) {
        return switch (state) {
            case "53100" -> ". The disk is full: make room for the database";
            case "53300" -> ". Too many connections: raise max_connections or close others";
            case "55P03" -> ". Another session holds a lock on the table: it is tried again";
            case "25006" -> ". The database is read-only: is it a standby?";
            case "57014" -> ". A statement_timeout or a person ended the statement";
            default -> state.startsWith("08") ? ". Is the database running and reachable?" : "";
        };
    }

    private static ConnectorException mended(SQLException e, String state, String what) {
        return switch (state) {
            case "42501" ->
                new ConnectorException(
                        "destination.no_permission",
                        what,
                        "Grant the permission that the message names to the user that Tidemark signs in as",
                        e);
            case "28000", "28P01" ->
                new ConnectorException(
                        "destination.login_refused",
                        what,
                        "Check 'user' and 'password', and pg_hba.conf of the server",
                        e);
            case "3D000" ->
                new ConnectorException(
                        "destination.database_missing", what, "Create the database, or correct the url", e);
            default ->
                new ConnectorException(
                        "destination.database_error",
                        what,
                        "Read the database's message; if the table was changed by hand, undo that",
                        e);
        };
    }

    /** The database's sentence and detail, without position and stack. */
    static String text(SQLException e) {
        ServerErrorMessage server = server(e);
        if (server == null || server.getMessage() == null) {
            return Objects.requireNonNullElse(e.getMessage(), "no reason given");
        }
        return server.getDetail() == null ? server.getMessage() : server.getMessage() + ": " + server.getDetail();
    }

    static String state(SQLException e) {
        String state = e.getSQLState();
        return state == null || state.length() < 5 ? "08000" : state;
    }

    private static @Nullable ServerErrorMessage server(SQLException e) {
        return e instanceof PSQLException p ? p.getServerErrorMessage() : null;
    }
}
