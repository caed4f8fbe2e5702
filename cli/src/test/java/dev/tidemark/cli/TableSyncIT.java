package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.Scene.Outcome;
import dev.tidemark.embedded.ConnectionInfo;
import dev.tidemark.embedded.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Tables of one PostgreSQL database in another, by the commands that a person gives. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TableSyncIT {

    @SuppressWarnings("NullAway.Init")
    Scene scene;

    final ConnectionInfo shop = TestPostgres.freshDatabase();

    @BeforeAll
    void open(@TempDir Path folder) throws IOException {
        scene = new Scene(folder, 1);
        scene.environment.put("SHOP_PASSWORD", shop.password());
        at("""
            CREATE TABLE orders (id bigint PRIMARY KEY, customer text, total numeric(12, 2), placed date,
              tags text[], lines jsonb, updated_at timestamptz NOT NULL DEFAULT now());
            CREATE INDEX ON orders (updated_at);
            INSERT INTO orders SELECT n, 'c' || n % 7, n / 4.0, date '2026-01-01' + n % 300, ARRAY['a', 'b' || n],
              jsonb_build_object('n', n) FROM generate_series(1, 2500) n;
            CREATE TABLE stock (store text, item uuid, left_over int NOT NULL, PRIMARY KEY (store, item));
            CREATE TABLE photo (digest bytea PRIMARY KEY, name text);
            INSERT INTO photo VALUES ('\\xdead', 'one'), ('\\xbeef', 'two');
            INSERT INTO stock SELECT 's' || n % 3, gen_random_uuid(), n FROM generate_series(1, 300) n;
            """);
    }

    @AfterAll
    void close() throws IOException {
        scene.close();
    }

    private List<String> at(String sql) {
        return rows(shop, sql);
    }

    private List<String> kept(String sql) {
        return rows(scene.warehouse(), sql);
    }

    private static List<String> rows(ConnectionInfo database, String sql) {
        try (Connection connection = Scene.connect(database);
                Statement statement = connection.createStatement()) {
            List<String> rows = new ArrayList<>();
            if (statement.execute(sql)) {
                ResultSet result = statement.getResultSet();
                while (result.next()) {
                    rows.add(result.getString(1));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private static final String ORDERS =
            "select (id, customer, total, placed, %s, lines, updated_at at time zone 'utc')::text from %s order by id";

    private List<String> orders() {
        return at(ORDERS.formatted("coalesce(tags, '{}')", "orders"));
    }

    private List<String> keptOrders() {
        return kept(ORDERS.formatted("array(select jsonb_array_elements_text(tags))", "mirror.orders"));
    }

    private void assertSameOrders() {
        assertThat(keptOrders()).isEqualTo(orders());
    }

    private static final String STOCK = "select (store, item, left_over)::text from stock order by 1";
    private static final String STOCK_KEPT =
            "select (store, item, left_over)::text from mirror.stock where _tidemark_deleted_at is null order by 1";

    private void assertSameStock() {
        assertThat(kept(STOCK_KEPT)).isEqualTo(at(STOCK));
    }

    @Test
    void tables_come_in_with_their_types_and_creates_updates_and_deletes_follow() throws IOException {
        Path file = Files.writeString(scene.folder.resolve("mirror.yaml"), """
            workspace: mirror
            sources:
              shop:
                connector: postgres
                url: postgresql://%s:%d/%s
                user: %s
                password: ${env:SHOP_PASSWORD}
                page_rows: 1000
            syncs:
              orders: { from: shop.orders, every: 1s }
              photo: { from: shop.photo, every: 1h }
              stock: { from: shop.public.stock, to: warehouse.stock, every: 1s }
              photo-again: { from: shop.photo, to: warehouse.photo_again, every: 1h }
            """.formatted(
                        shop.host(), shop.port(), shop.database(), shop.user()));

        Outcome checked = scene.run("check", file.toString());
        assertThat(checked.exit()).as(checked.toString()).isZero();
        assertThat(checked.out()).contains("3 tables and views may be read").doesNotContain(shop.password());
        assertThat(checked.out()).contains("the stream photo is read 2 times over, also by photo-again");
        assertThat(scene.run("discover", "shop", "--file", file.toString()).out())
                .containsPattern("orders +id +time +- +not seen")
                .containsPattern("stock +store, item +none +- +by absence");
        Outcome first = scene.once(file);
        assertThat(first.exit()).as(first.toString()).isZero();
        assertSameOrders();
        assertSameStock();
        assertThat(kept("select sync from tidemark.tables where workspace = 'mirror' and table_schema = 'mirror'"
                        + " and changes_to > now() - interval '1 hour' and changes_to <= now()"
                        + " and not_vouched = '{}' and rejected = 0 and assumes <> '' order by 1"))
                .containsExactly("orders", "photo", "photo-again", "stock");
        assertThat(kept("select sync from tidemark.tables where deletes_to is not null order by 1"))
                .containsExactly("orders", "photo", "photo-again", "stock");
        assertThat(scene.run("status").out()).containsPattern("mirror/orders .*20\\d\\d");
        assertThat(scene.run("status", "--json").out())
                .contains("\"tidemark\"", "\"changes_to\"", "\"rejected_before\"");
        assertThat(kept("select encode(digest, 'hex') || name from mirror.photo order by 1"))
                .containsExactly("beeftwo", "deadone");
        assertThat(kept("select data_type from information_schema.columns where table_schema = 'mirror' and table_name"
                        + " = 'orders' and column_name in ('id', 'total', 'placed', 'lines', 'updated_at') order by"
                        + " ordinal_position"))
                .containsExactly("bigint", "numeric", "date", "jsonb", "timestamp with time zone");

        at("""
            INSERT INTO orders (id, customer) VALUES (9001, 'new');
            UPDATE orders SET total = 0.01, updated_at = now() WHERE id IN (1, 2500);
            UPDATE stock SET left_over = -1 WHERE left_over = 3;
            DELETE FROM stock WHERE left_over BETWEEN 10 AND 14;
            """);
        Outcome second = scene.all(file);
        assertThat(second.exit()).as(second.toString()).isZero();
        // A run that had begun before ends without the changes, and a row is gone when two complete readings lack it.
        for (int i = 0;
                i < 5 && !(kept(STOCK_KEPT).equals(at(STOCK)) && keptOrders().equals(orders()));
                i++) {
            scene.all(file);
        }
        assertSameOrders();
        assertSameStock();
        assertThat(kept("select count(*) from mirror.stock where _tidemark_deleted_at is not null"))
                .containsExactly("5");
    }
}
