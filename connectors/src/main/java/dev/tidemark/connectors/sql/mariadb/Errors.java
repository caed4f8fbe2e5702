package dev.tidemark.connectors.sql.mariadb;

import dev.tidemark.connectors.sql.Fault;
import dev.tidemark.connectors.sql.Faults;
import java.sql.SQLException;

/**
 * Names errors by what happens next, by the server's number where it has one of its own
 * (<a href="https://mariadb.com/kb/en/mariadb-error-codes/">MariaDB, error codes</a>), else by the class of the SQLSTATE.
 */
final class Errors {

    private Errors() {}

    static Fault fault(SQLException e) {
        if (String.valueOf(e.getMessage()).contains("ssl not enabled in the server")) {
            return new Fault.Lasting(
                    "destination.no_tls",
                    "Enable TLS on the server or, where nobody can listen in between, add ?sslMode=disable to the url");
        }
        return switch (e.getErrorCode()) {
            case 1045, 1698, 1251, 1524 ->
                new Fault.Lasting(
                        "destination.login_refused",
                        "Check 'user' and 'password', and from which hosts the user may sign in");
            case 1044, 1142, 1143, 1227, 1370, 1410, 1419, 1095 ->
                new Fault.Lasting(
                        "destination.no_permission",
                        "Grant the permission that the message names to the user that Tidemark signs in as");
            case 1049 -> new Fault.Lasting("destination.database_missing", "Create the database, or correct the url");
            case 1021, 1114 -> new Fault.Passing(". The disk is full: make room for the database");
            case 1040, 1203, 1226 -> new Fault.Passing(". Too many connections: raise max_connections or close others");
            case 1205 -> new Fault.Passing(". Another session holds a lock on the table: it is tried again");
            case 1290, 1836 -> new Fault.Passing(". The server is read-only: is it a replica?");
            // Records or tables that changed meanwhile, memory, a commit that failed, statements that were ended.
            case 1020, 1037, 1038, 1041, 1053, 1180, 1181, 1213, 1297, 1317, 1412, 1927, 1969, 3024 ->
                new Fault.Passing("");
            // A row too large for a page or a packet; what a trigger or a constraint of the owner's says.
            case 1118, 1153, 1644, 3819, 4025 -> new Fault.OfRow(Faults.text(e));
            default -> byState(e);
        };
    }

    private static Fault byState(SQLException e) {
        String state = e.getSQLState() == null || e.getSQLState().length() < 2
                ? "08"
                : e.getSQLState().substring(0, 2);
        return switch (state) {
            case "22", "23", "45" -> new Fault.OfRow(Faults.text(e));
            case "08" -> new Fault.Passing(". Is the database running and reachable?");
            case "40", "53", "57", "70" -> new Fault.Passing("");
            default -> Faults.lasting();
        };
    }
}
