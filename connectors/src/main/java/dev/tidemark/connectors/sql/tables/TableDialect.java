package dev.tidemark.connectors.sql.tables;

import dev.tidemark.connector.FieldType;
import dev.tidemark.connectors.sql.Dialect;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a database that keeps tables has of its own. Stateless and safe for use by many threads. */
public interface TableDialect {

    Dialect sql();

    /** What names and values may be. */
    Bounds bounds();

    /** How tables are made and changed. */
    Ddl ddl(Connection connection);

    /** The types of a table's columns by their names as they stand; empty where there is no such table. */
    Columns columns(Connection connection, String schema, String table) throws SQLException;

    /** Makes a schema the one in which a connection's temporary tables stand, where they need one. */
    void enter(Connection connection, String schema) throws SQLException;

    /** The name of a table in statements, which nothing else in the database can be meant by. */
    String place(Connection connection, String schema, String table) throws SQLException;

    /** A moment as the driver takes it for a column of moments. */
    Object moment(Instant instant);

    /** A moment as it stands in a column of moments; null for NULL. */
    @Nullable
    Instant instant(ResultSet row, String column) throws SQLException;

    /** The type of a column of the stage, which may be looser than the table's. */
    String stageType(FieldType type);

    /** What makes the temporary table of this name anew and empty; it may end the transaction, and none is under way. */
    List<String> renew(String temporary, String columns);

    /** Drops a temporary table where there is one, within a transaction. */
    String dropTemporary(String temporary);

    /** How rows get into the stage. Closed by the caller. */
    Stage stage(Connection connection, Shape shape) throws SQLException;

    /** Whether part of a transaction can be taken back. */
    boolean hasSavepoints();

    /**
     * Changes rows of a table {@code t} that match rows of {@code s}.
     *
     * @param assignments such as {@code x = s.x}, the column alone on the left
     */
    String update(String table, String source, String on, List<String> assignments, String where);

    /** Deletes rows of a table {@code t} that match rows of {@code s}. */
    String delete(String table, String source, String on, String where);

    /** What follows an INSERT into {@code tidemark.grave}, so that of two versions the later stays. */
    String laterGraveStays();

    /** Whether two values differ, of which either may be NULL. */
    String differ(String one, String other);

    /** The key as text; of several columns, a JSON array. */
    String keyText(List<String> columns, List<FieldType> types);

    /** A number of 64 bits that is the same for equal texts, whatever the version of the database is. */
    String hash(String text);

    /** A parameter that is compared with {@link #keyText}, as a person spells the key. */
    String keyParameter(List<FieldType> types);
}
