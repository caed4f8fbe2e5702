package dev.tidemark.connectors.sql.mariadb;

import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.testkit.MariaDbServer;
import dev.tidemark.connectors.mariadb.MariaDbConnector;
import dev.tidemark.connectors.mariadb.TestMariaDb;
import dev.tidemark.connectors.sql.read.DatabaseSourceContract;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;

/** MariaDB under the suite that every source passes. */
class MariaDbSourceContractIT extends DatabaseSourceContract {

    private static TestMariaDb server;

    @BeforeAll
    static void fill() throws Exception {
        server = TestMariaDb.fresh();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE shop");
            statement.execute("CREATE TABLE shop.item (id bigint PRIMARY KEY, name varchar(20) NOT NULL,"
                    + " updated_at timestamp(6) NOT NULL, KEY (updated_at))");
            for (int n = 1; n <= 25; n++) {
                statement.execute("INSERT INTO shop.item VALUES (" + n + ", 'item " + n + "', '2026-01-01')");
            }
        }
    }

    @Override
    protected SourceConnector connector() {
        return MariaDbConnector.mariaDb();
    }

    @Override
    protected Map<String, String> reached() {
        return Map.of("url", url(server.port(), "shop"), "user", MariaDbServer.USER);
    }

    private static String url(int port, String database) {
        return "mariadb://127.0.0.1:" + port + "/" + database + "?sslMode=disable";
    }

    @Override
    protected List<String> wrongUrls() {
        return List.of(url(1, "shop"), url(server.port(), "no_such_database"), "nonsense");
    }

    @Override
    protected Map<String, String> secrets() {
        return Map.of("password", MariaDbServer.PASSWORD);
    }
}
