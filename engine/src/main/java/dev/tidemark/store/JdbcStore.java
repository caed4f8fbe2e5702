package dev.tidemark.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** The store in a PostgreSQL database. */
public final class JdbcStore implements Store, AutoCloseable {

    private static final int CONNECTIONS = 12;

    private final HikariDataSource pool;
    private final Jdbi jdbi;

    private JdbcStore(HikariDataSource pool) {
        this.pool = pool;
        this.jdbi = Jdbi.create(pool);
    }

    /**
     * Connects, and brings the tables up to this version of Tidemark.
     *
     * @throws StoreUnavailable where the database cannot be reached, refuses the sign-in, or was made by a newer Tidemark
     */
    public static JdbcStore open(String jdbcUrl, String user, String password) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(jdbcUrl);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(10_000);
        config.setInitializationFailTimeout(10_000);
        config.setPoolName("store");
        config.addDataSourceProperty("ApplicationName", "tidemark");
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        try {
            HikariDataSource pool = new HikariDataSource(config);
            try {
                migrate(pool);
            } catch (RuntimeException e) {
                pool.close();
                throw e;
            }
            return new JdbcStore(pool);
        } catch (RuntimeException e) {
            throw new StoreUnavailable("The store's database cannot be used: " + rootMessage(e), e);
        }
    }

    private static void migrate(HikariDataSource pool) {
        try {
            Flyway.configure(JdbcStore.class.getClassLoader())
                    .dataSource(pool)
                    .locations("classpath:db/migration")
                    .validateMigrationNaming(true)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new StoreUnavailable("its tables cannot be brought up to this version: " + rootMessage(e), e);
        }
    }

    @Override
    public <T> T inTransaction(Function<Tx, T> work) {
        try (Handle handle = jdbi.open()) {
            return handle.inTransaction(h -> {
                Tx tx = new Tx(h);
                T result = work.apply(tx);
                tx.end();
                return result;
            });
        } catch (ConnectionException e) {
            throw new StoreUnavailable("The store's database cannot be reached: " + rootMessage(e), e);
        } catch (JdbiException e) {
            SQLException sql = sqlCause(e);
            if (sql != null && isPassing(sql)) {
                throw new StoreUnavailable("The store's database cannot go on now: " + rootMessage(e), e);
            }
            throw e;
        }
    }

    /** Connection lost (08), resources short (53), shut down (57P), rolled back for another's sake (40). */
    private static boolean isPassing(SQLException e) {
        String state = e.getSQLState();
        return state != null
                && (state.startsWith("08")
                        || state.startsWith("53")
                        || state.startsWith("57P")
                        || state.startsWith("40"));
    }

    private static @Nullable SQLException sqlCause(Throwable e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }

    private static String rootMessage(Throwable e) {
        Throwable t = e;
        while (t.getCause() != null) {
            t = t.getCause();
        }
        return String.valueOf(t.getMessage());
    }

    @Override
    public void close() {
        pool.close();
    }
}
