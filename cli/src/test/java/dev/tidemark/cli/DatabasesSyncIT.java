package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.Gate.AppHas;
import dev.tidemark.cli.Scene.Outcome;
import dev.tidemark.connector.testkit.MariaDbServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A Salesforce org into a database that is not PostgreSQL: everything, a kill in the middle of it, what changed and went, and a look with 'sql'. */
class DatabasesSyncIT {

    private static final String SYNCS = """
        accounts: { from: salesforce.Account, to: lake.account, every: 1s, deletes: hard }
        contacts: { from: salesforce.Contact, to: lake.contact, every: 1s }
        """;

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Scene scene;

    @SuppressWarnings("NullAway.Init")
    private Path file;

    @BeforeEach
    void open() throws IOException {
        scene = new Scene(folder, 600);
        scene.org.pageSize().cap(40);
    }

    @AfterEach
    void close() throws IOException {
        scene.close();
    }

    @Test
    void an_org_is_kept_in_mariadb() throws Exception {
        MariaDbServer server = MariaDbServer.running();
        scene.environment.put("LAKE_PASSWORD", MariaDbServer.PASSWORD);
        scene.destinations = """
            destinations:
              lake:
                connector: mariadb
                url: mariadb://127.0.0.1:%d
                user: %s
                password: ${env:LAKE_PASSWORD}
                schema: org
            """.formatted(server.port(), MariaDbServer.USER);
        anOrgIsKept();
    }

    @Test
    void an_org_is_kept_in_a_file_of_duckdb() throws Exception {
        scene.destinations = """
            destinations:
              lake:
                connector: duckdb
                url: duckdb:%s
                schema: org
            """.formatted(folder.resolve("org.duckdb"));
        anOrgIsKept();
    }

    private void anOrgIsKept() throws Exception {
        file = scene.workspace("acme", SYNCS);
        Outcome check = scene.run("check", file.toString());
        assertThat(check.exit()).as(check.toString()).isZero();
        killed(4);
        once();
        assertSame();
        for (int seed = 1; seed <= 2; seed++) {
            scene.org.changes(seed, 80);
            once();
            assertSame();
        }
        assertThat(sql("select count(*) as n from contact where _tidemark_deleted_at is not null")
                        .get(0)
                        .path("n")
                        .asInt())
                .isPositive();
        Outcome status = scene.run("status");
        assertThat(status.exit()).as(status.toString()).isZero();
    }

    /** {@code kill -9} at a request, after so many others. */
    private void killed(int others) throws Exception {
        try (Gate gate = new Gate(scene.org, "query.*", others, AppHas.DONE);
                Child child = scene.process("run", file.toString())) {
            gate.await(child);
            child.kill();
        }
        try (Connection store = Scene.connect(scene.server().store());
                Statement statement = store.createStatement()) {
            for (String leaseIsOver : List.of(
                    "UPDATE job SET lease_until = lease_until - interval '2 minutes'",
                    "UPDATE worker SET seen_at = seen_at - interval '2 minutes'",
                    "UPDATE sync SET back_off_until = '-infinity'")) {
                statement.execute(leaseIsOver);
            }
        }
    }

    private void once() {
        Outcome ran = scene.all(file);
        assertThat(ran.exit()).as(ran.toString()).isZero();
    }

    private void assertSame() throws SQLException {
        assertThat(inTable("account", "name")).isEqualTo(scene.atSource("Account", "Name"));
        assertThat(inTable("contact", "last_name")).isEqualTo(scene.atSource("Contact", "LastName"));
    }

    private Map<String, String> inTable(String table, String column) {
        Map<String, String> rows = new TreeMap<>();
        for (JsonNode row :
                sql("select id, " + column + " as v from " + table + " where _tidemark_deleted_at is null")) {
            rows.put(row.path("id").asString(), row.path("v").asString());
        }
        return rows;
    }

    private JsonNode sql(String statement) {
        Outcome ran = scene.run("sql", "--json", "--on", "acme/lake", statement);
        assertThat(ran.exit()).as(ran.toString()).isZero();
        return Json.parse(ran.out());
    }
}
