package dev.tidemark.simulation;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * The way to PostgreSQL: each statement and each commit passes the sea, where the server may end the connection. Connections
 * that were closed are cleared and used again by the same thread, because a new one costs more than all that is done with it.
 */
final class Wire implements Driver {

    /** In a URL: the connection goes over the wire. */
    static final String OPTION = "wire";

    private static final Driver POSTGRES = new org.postgresql.Driver();
    private static final ThreadLocal<Map<Properties, Deque<Connection>>> IDLE = ThreadLocal.withInitial(HashMap::new);

    private Wire() {}

    /** From now on all connections are made here. */
    static void lay() {
        try {
            if (org.postgresql.Driver.isRegistered()) {
                org.postgresql.Driver.deregister();
            }
            DriverManager.registerDriver(new Wire());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public @Nullable Connection connect(String url, Properties properties) throws SQLException {
        String way = url.contains(OPTION + "=pooled") ? "pooled" : properties.getProperty(OPTION, "none");
        return switch (way) {
            case "reused" -> reused(url, properties);
            case "pooled" -> over(POSTGRES.connect(url, properties), Connection::close);
            default -> POSTGRES.connect(url, properties);
        };
    }

    private static Connection reused(String url, Properties properties) throws SQLException {
        Properties to = new Properties();
        to.putAll(properties);
        to.setProperty("url", url);
        Deque<Connection> idle = IDLE.get().computeIfAbsent(to, p -> new ArrayDeque<>());
        Connection connection = idle.poll();
        if (connection == null) {
            connection = POSTGRES.connect(url, properties);
        }
        return over(connection, done -> giveBack(done, idle));
    }

    /** As a session that is new, or not at all: where it is in the middle of a COPY or broken, it is closed. */
    private static void giveBack(Connection connection, Deque<Connection> idle) {
        try {
            if (!connection.isClosed()) {
                connection.rollback();
                connection.setAutoCommit(true);
                try (Statement statement = connection.createStatement()) {
                    statement.execute("DISCARD ALL");
                }
                idle.push(connection);
            }
        } catch (SQLException broken) {
            try {
                connection.close();
            } catch (SQLException gone) {
                // It was gone already.
            }
        }
    }

    /** What is done with a connection when it is closed. */
    private interface End {
        void of(Connection connection) throws SQLException;
    }

    private static Connection over(@Nullable Connection connection, End end) {
        if (connection == null) {
            throw new IllegalStateException("not a PostgreSQL URL");
        }
        boolean[] closed = {false};
        return proxy(Connection.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "close" -> {
                if (!closed[0]) {
                    closed[0] = true;
                    end.of(connection);
                }
                yield null;
            }
            case "isClosed" -> closed[0] || connection.isClosed();
            case "commit" -> {
                commit(connection);
                yield null;
            }
            case "createStatement" -> over(connection, Statement.class, invoke(connection, method, arguments));
            case "prepareStatement" -> over(connection, PreparedStatement.class, invoke(connection, method, arguments));
            default -> invoke(connection, method, arguments);
        });
    }

    private static void commit(Connection connection) throws SQLException {
        Sea.Cut cut = World.sea().statement();
        if (cut == Sea.Cut.BEFORE) {
            end(connection);
        }
        connection.commit();
        if (cut == Sea.Cut.AFTER) {
            end(connection);
            throw new SQLException("the connection broke, and nobody heard of the commit", "08006");
        }
    }

    private static <T extends Statement> T over(Connection connection, Class<T> type, @Nullable Object statement) {
        return proxy(type, (proxy, method, arguments) -> {
            if (method.getName().startsWith("execute") && World.sea().statement() != Sea.Cut.NONE) {
                end(connection);
            }
            return invoke(statement, method, arguments);
        });
    }

    /** The server ends the session, as an administrator or its own stop does. */
    private static void end(Connection connection) throws SQLException {
        int server = connection.unwrap(PGConnection.class).getBackendPID();
        World.rows("SELECT pg_terminate_backend(" + server + ", 5000)");
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(Wire.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object invoke(@Nullable Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Override
    public boolean acceptsURL(String url) throws SQLException {
        return POSTGRES.acceptsURL(url);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) throws SQLException {
        return POSTGRES.getPropertyInfo(url, properties);
    }

    @Override
    public int getMajorVersion() {
        return POSTGRES.getMajorVersion();
    }

    @Override
    public int getMinorVersion() {
        return POSTGRES.getMinorVersion();
    }

    @Override
    public boolean jdbcCompliant() {
        return POSTGRES.jdbcCompliant();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }
}
