package dev.tidemark.connectors.sql.mariadb;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.connectors.sql.Address;
import dev.tidemark.connectors.sql.Dialect;
import dev.tidemark.connectors.sql.Fault;
import dev.tidemark.connectors.sql.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.mariadb.jdbc.Driver;

/** MariaDB 10.6 or newer, and MySQL 8. What SQL calls a schema is a database here. */
public final class MariaDb implements Dialect {

    private static final Address.Kind ADDRESS = new Address.Kind(
            "MariaDB or MySQL", "mariadb|mysql", "mariadb", "mariadb://host:port, with '?sslMode=verify-full'");

    private static final Pattern LOOPBACK = Pattern.compile("(?:localhost|127\\.[0-9.]+|\\[::1])(?::\\d+)?/.*");

    @Override
    public String title() {
        return "MariaDB";
    }

    @Override
    public String place(Access access) {
        return new Address(access, ADDRESS).place();
    }

    @Override
    public Connection open(Access access) throws Unavailable {
        return open(access, true);
    }

    @Override
    public Connection connect(Access access) throws Unavailable {
        return open(access, false);
    }

    private Connection open(Access access, boolean ours) throws Unavailable {
        Address address = new Address(access, ADDRESS);
        try {
            Properties properties = address.properties();
            properties.putIfAbsent("connectTimeout", "10000");
            properties.putIfAbsent("socketTimeout", "3600000");
            if (LOOPBACK.matcher(address.place()).matches()) {
                // The driver insists on TLS, which a server on this machine seldom has, and nobody listens in between.
                properties.putIfAbsent("sslMode", "disable");
            }
            // What is written to a column is what comes back, whatever the zone of this machine is.
            properties.putIfAbsent("connectionTimeZone", "UTC");
            Connection connection = new Driver().connect(address.url(), properties);
            try {
                Jdbc.execute(connection, "SET time_zone = '+00:00'");
                if (ours) {
                    setUp(connection);
                }
                return connection;
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw unavailable(e, "connect to " + address.place());
        }
    }

    private static void setUp(Connection connection) throws SQLException {
        Jdbc.execute(
                connection,
                "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,NO_ENGINE_SUBSTITUTION',"
                        + " innodb_lock_wait_timeout = 5, lock_wait_timeout = 5, wait_timeout = 3600");
        // A load takes what is committed when each statement begins, and locks no gaps between rows.
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        connection.setAutoCommit(false);
    }

    @Override
    public String quote(String name) {
        return '`' + name.replace("`", "``") + '`';
    }

    @Override
    public String columnType(FieldType type) {
        return ColumnTypes.sql(type);
    }

    @Override
    public Optional<FieldType> fieldType(String declared) {
        return ColumnTypes.of(declared);
    }

    @Override
    public Fault fault(SQLException e) {
        return Errors.fault(e);
    }
}
