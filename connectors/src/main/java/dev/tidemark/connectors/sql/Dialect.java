package dev.tidemark.connectors.sql;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.Unavailable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * What one kind of database has of its own, for reading and for writing. Stateless and safe for use by many threads.
 *
 * <p>A connection that it opens is in UTC, waits for nobody for ever, and refuses a value that does not fit instead of
 * changing it.
 */
public interface Dialect {

    /** The database's name for people. */
    String title();

    /** Where the database is, for messages: no user, no password. */
    String place(Access access);

    /**
     * A connection of the engine's own, without autocommit.
     *
     * @throws ConnectorException where a person must act: a setting that is wrong, a login that is refused
     */
    Connection open(Access access) throws Unavailable;

    /** A connection for a person's own statements, with autocommit as JDBC has it. The caller closes it. */
    Connection connect(Access access) throws Unavailable;

    /** A name exactly as it is, whatever characters it holds. */
    String quote(String name);

    /** How a column of this type is declared. */
    String columnType(FieldType type);

    /**
     * The type of the values of a standing column.
     *
     * @param declared the column's whole type, as the database's information schema spells it
     * @return empty where no type holds its values without loss but text
     */
    Optional<FieldType> fieldType(String declared);

    /** What an error of this database means. */
    Fault fault(SQLException e);

    default String quote(String schema, String table) {
        return quote(schema) + "." + quote(table);
    }

    /** Whether it was the values of a row that the database refused. */
    default boolean refusesRow(SQLException e) {
        return fault(e) instanceof Fault.OfRow;
    }

    /**
     * An error as it is told further.
     *
     * @param attempt what was tried, as a verb
     * @return where the fault passes by itself
     * @throws ConnectorException where a person must act
     */
    default Unavailable unavailable(SQLException e, String attempt) {
        String what = "cannot " + attempt + ": " + Faults.text(e);
        return switch (fault(e)) {
            case Fault.Passing passing -> new Unavailable(what + passing.hint(), e);
            case Fault.Lasting lasting -> throw new ConnectorException(lasting.code(), what, lasting.whatToDo(), e);
            case Fault.OfRow row ->
                throw new ConnectorException("destination.database_error", what, Faults.READ_THE_MESSAGE, e);
        };
    }
}
