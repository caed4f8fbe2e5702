package dev.tidemark.connectors.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Column;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.RowSink;
import dev.tidemark.connector.TableLoad;
import dev.tidemark.connector.TableSpec;
import dev.tidemark.connector.TableSpec.Deletes;
import dev.tidemark.connectors.sql.tables.PrepareTable;
import dev.tidemark.connectors.sql.tables.TestAccess;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** MariaDB's DDL is part of no transaction: whatever step a worker dies before, the next one completes the table. */
class MariaDbStepsIT {

    private static final TableSpec FIRST = table(
            "Goods",
            new Column("Id", FieldType.TEXT),
            new Column("Size", FieldType.INTEGER),
            new Column("Price", FieldType.DECIMAL));

    /** Another name, a wider number, a number that becomes a text, and a column more. */
    private static final TableSpec SECOND = table(
            "Wares",
            new Column("Id", FieldType.TEXT),
            new Column("Size", FieldType.DECIMAL),
            new Column("Price", FieldType.TEXT),
            new Column("Extra", FieldType.JSON));

    private final MariaDbConnector connector = MariaDbConnector.mariaDb();

    /** The worker is gone: nothing that it would still do happens. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1;
    }

    private static TableSpec table(String name, Column... columns) {
        return new TableSpec("sync-1", "crm", name, List.of(columns), List.of("Id"), Deletes.SOFT);
    }

    @Test
    void a_table_is_made() throws Exception {
        int steps = 0;
        for (boolean dies = true; dies; steps++) {
            TestMariaDb server = TestMariaDb.fresh();
            dies = dies(server, FIRST, steps);
            connector.prepare(server.access(), FIRST);
            fill(server);
            assertThat(server.rows("SELECT [Id], [Size], [Price] FROM [crm].[Goods]"))
                    .containsExactly("a|7|1.5");
            assertThat(connector.prepare(server.access(), FIRST)).isEmpty();
        }
        assertThat(steps).isGreaterThan(10);
    }

    @Test
    void a_table_is_moved_and_evolved_with_its_rows() throws Exception {
        int steps = 0;
        for (boolean dies = true; dies; steps++) {
            TestMariaDb server = TestMariaDb.fresh();
            connector.prepare(server.access(), FIRST);
            fill(server);
            dies = dies(server, SECOND, steps);
            connector.prepare(server.access(), SECOND);
            assertThat(server.rows("SELECT [Id], [Size], [Price], [Extra] FROM [crm].[Wares]"))
                    .containsExactly("a|7|1.5|null");
            assertThat(server.rows("SELECT table_name FROM information_schema.tables WHERE table_schema = 'crm'"))
                    .containsExactly("Wares");
            assertThat(server.one("SELECT count(*) FROM information_schema.columns WHERE table_schema = 'crm'"))
                    .isEqualTo("8");
            assertThat(connector.prepare(server.access(), SECOND)).isEmpty();
        }
        assertThat(steps).isGreaterThan(15);
    }

    private void fill(TestMariaDb server) throws Exception {
        try (TableLoad load = connector.open(server.access(), FIRST)) {
            load.claim(1);
            RowSink sink = load.begin(false);
            sink.page(1, 0);
            sink.begin();
            sink.text(0, "a");
            sink.integer(1, 7);
            sink.decimal(2, new BigDecimal("1.5"));
            sink.end(new byte[0], 0, 0);
            load.commit(1, "run", 1, 0, 1, Optional.empty());
            load.finish(1);
        }
    }

    /** Prepares the table, and dies before the statement or commit of this number; false where there are not so many. */
    private static boolean dies(TestMariaDb server, TableSpec table, int before) throws Exception {
        try (Connection connection = MariaDbTables.MARIADB.sql().open(server.access())) {
            Connection mortal = new Life(before).of(Connection.class, connection);
            new PrepareTable(MariaDbTables.MARIADB, mortal, table, TestAccess.NOW).run();
            return false;
        } catch (Death death) {
            return true;
        }
    }

    /** Counts what a connection is asked to do. */
    private static final class Life {
        private int left;

        Life(int steps) {
            left = steps;
        }

        <T> T of(Class<T> type, Object real) {
            return type.cast(Proxy.newProxyInstance(
                    MariaDbStepsIT.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                        if (method.getName().startsWith("execute")
                                || method.getName().equals("commit")) {
                            left--;
                        }
                        if (left < 0 && !method.getName().equals("close")) {
                            throw new Death();
                        }
                        try {
                            Object answer = method.invoke(real, arguments);
                            return switch (answer) {
                                case PreparedStatement statement -> of(PreparedStatement.class, statement);
                                case Statement statement -> of(Statement.class, statement);
                                case null, default -> answer;
                            };
                        } catch (InvocationTargetException e) {
                            throw Objects.requireNonNull(e.getCause());
                        }
                    }));
        }
    }
}
