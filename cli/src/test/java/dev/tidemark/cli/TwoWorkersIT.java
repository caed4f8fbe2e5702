package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.embedded.ConnectionInfo;
import dev.tidemark.embedded.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes on one store: the same ones share the work, a different one is turned away. */
class TwoWorkersIT {

    private static final List<String> OBJECTS = List.of("Account", "Contact", "Opportunity", "Task");

    private static final String SYNCS = """
            accounts:      { from: salesforce.Account, to: lake.account, every: 1s }
            contacts:      { from: salesforce.Contact, to: lake.contact, every: 1s }
            opportunities: { from: salesforce.Opportunity, to: lake.opportunity, every: 1s }
            tasks:         { from: salesforce.Task, to: lake.task, every: 1s }
            """;

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    Scene scene;

    @SuppressWarnings("NullAway.Init")
    ConnectionInfo store;

    @BeforeEach
    void open() throws IOException {
        store = TestPostgres.freshDatabase();
        scene = new Scene(folder, 1_000, TestPostgres.freshDatabase());
        scene.environment.put(
                "TIDEMARK_STORE",
                "postgresql://" + store.user() + "@" + store.host() + ":" + store.port() + "/" + store.database());
        scene.environment.put("TIDEMARK_STORE_PASSWORD", store.password());
    }

    @AfterEach
    void close() throws IOException {
        scene.close();
    }

    @Test
    void two_share_the_work_and_the_quota_and_one_finishes_what_a_killed_one_began() throws Exception {
        scene.org.pageSize().cap(25);
        scene.quota = "[100%, 40 per 5s]";
        Path file = scene.workspace("acme", SYNCS);
        try (Child one = scene.process("run", file.toString());
                Child other = scene.process("run", file.toString())) {
            Scene.until("both work", () -> works(one) && works(other));
            Scene.until("the one has work in hand", () -> works(one));
            one.kill();
            gone(one);
            Scene.until("all is read", () -> count("SELECT 1 FROM sync WHERE synced_at IS NOT NULL") == OBJECTS.size());
            assertThat(count("SELECT 1 FROM run WHERE state = 'FAILED'")).isZero();
            other.signal("TERM");
            assertThat(other.end()).as(other.toString()).isZero();
        }
        assertThat(scene.org.log().mostWithin(Duration.ofSeconds(5))).isLessThanOrEqualTo(40);
        scene.org.changes(5, 50);
        scene.quota = "100%";
        assertThat(scene.all(scene.workspace("acme", SYNCS)).exit()).isZero();
        OBJECTS.forEach(object -> SalesforceTruth.check(scene, object, "acme." + object));
    }

    @Test
    void one_with_another_file_or_of_another_version_is_turned_away() throws Exception {
        Path file = scene.workspace("acme", SYNCS);
        try (Child engine = scene.process("run", file.toString())) {
            Scene.until("it runs", () -> count("SELECT 1 FROM sync WHERE synced_at IS NOT NULL") > 0);

            Path changed = Files.writeString(
                    Files.createDirectory(folder.resolve("changed")).resolve("acme.yaml"),
                    Files.readString(file).replace("Task, to: lake.task, every: 1s", "Task, every: 2s"));
            try (Child other = scene.process("run", changed.toString())) {
                assertThat(other.end()).isEqualTo(Exit.STORE);
                assertThat(other.err())
                        .contains("engine.disagrees", "acme is not the same")
                        .contains("Start both with the same files")
                        .doesNotContain("\tat ");
            }

            Path resources = Files.createDirectories(folder.resolve("newer/dev/tidemark/cli"));
            Files.writeString(resources.resolve("version.txt"), "99.0");
            try (Child newer = scene.process(List.of(folder.resolve("newer")), "run", file.toString())) {
                assertThat(newer.end()).isEqualTo(Exit.STORE);
                assertThat(newer.err())
                        .contains("engine.disagrees", "this one is 99.0")
                        .doesNotContain("\tat ");
            }
            assertThat(engine.lives()).isTrue();
        }
    }

    @Test
    void one_that_was_killed_stands_in_nobodys_way() throws Exception {
        Path file = scene.workspace("acme", SYNCS);
        try (Child engine = scene.process("run", file.toString())) {
            Scene.until("it runs", () -> count("SELECT 1 FROM sync WHERE synced_at IS NOT NULL") > 0);
            engine.kill();
            Path changed = scene.workspace("acme", SYNCS.replace("every: 1s", "every: 2s"));
            try (Child next = scene.process("run", "--once", changed.toString())) {
                Scene.until("it waits", () -> next.err().contains("Waiting to see whether it is still there"));
                gone(engine);
                assertThat(next.end()).as(next.toString()).isZero();
            }
        }
        OBJECTS.forEach(object -> SalesforceTruth.check(scene, object, "acme." + object));
    }

    private boolean works(Child child) {
        return count("SELECT 1 FROM job WHERE state = 'RUNNING' AND worker LIKE '%-" + child.pid() + "-%'") > 0;
    }

    /** So much time passes that the leases of a killed worker run out, and that it counts as gone. */
    private void gone(Child child) {
        count("UPDATE job SET lease_until = lease_until - interval '2 minutes' WHERE worker LIKE '%-" + child.pid()
                + "-%' RETURNING 1");
        count("UPDATE worker SET seen_at = seen_at - interval '2 minutes' WHERE id LIKE '%-" + child.pid()
                + "-%' RETURNING 1");
    }

    private int count(String sql) {
        try (Connection connection = Scene.connect(store);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            int count = 0;
            while (rows.next()) {
                count++;
            }
            return count;
        } catch (SQLException e) {
            if ("42P01".equals(e.getSQLState())) {
                return 0; // the tables are not made yet
            }
            throw new AssertionError(sql, e);
        }
    }
}
