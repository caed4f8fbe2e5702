package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.Scene.Outcome;
import dev.tidemark.cli.Scene.Running;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BackupIT {

    private static final String ACCOUNTS = """
            accounts:
              from: salesforce.Account
              every: 1s
            """;

    @SuppressWarnings("NullAway.Init")
    Scene scene;

    @BeforeAll
    void open(@TempDir Path folder) throws IOException {
        scene = new Scene(folder, 600);
    }

    @AfterAll
    void close() throws IOException {
        scene.close();
    }

    @Test
    void after_a_restore_destinations_that_went_on_become_equal_to_the_source_again() throws IOException {
        Path file = scene.workspace("acme", ACCOUNTS);
        once(file);
        scene.org.changes(1, 100);
        once(file);
        assertThat(scene.run("backup", "tidemark.zip").exit()).isZero();
        for (int round = 2; round < 5; round++) {
            scene.org.changes(round, 100);
            once(file);
        }
        scene.org.changes(9, 100);

        Outcome kept = scene.run("restore", "tidemark.zip");
        assertThat(kept.exit()).isEqualTo(Exit.FAILED);
        assertThat(kept.err()).contains("backup.not_empty");
        Outcome restored = scene.run("restore", "tidemark.zip", "--force");
        assertThat(restored.exit()).as(restored.toString()).isZero();
        once(file);

        assertThat(scene.inTable("acme.account", "name")).isEqualTo(scene.atSource("Account", "Name"));
    }

    @Test
    void after_a_restore_a_destination_that_was_emptied_is_filled_anew() throws IOException {
        Path file = scene.workspace("emptied", ACCOUNTS);
        once(file);
        assertThat(scene.run("backup", "emptied.zip").exit()).isZero();
        scene.execute("drop table emptied.account; delete from tidemark.mark; delete from tidemark.grave");
        assertThat(scene.run("restore", "emptied.zip", "--force").exit()).isZero();

        scene.once(file); // finds that the destination is behind
        once(file);

        assertThat(scene.inTable("emptied.account", "name")).isEqualTo(scene.atSource("Account", "Name"));
    }

    @Test
    void a_store_in_use_is_not_replaced() throws Exception {
        Path file = scene.workspace("used", ACCOUNTS.replace("every: 1s", "every: 1h"));
        try (Running engine = scene.start("run", file.toString())) {
            Scene.until("the first run", () -> engine.out().contains("✓ used/accounts"));
            assertThat(scene.run("backup", "used.zip").exit()).isZero();
            Outcome refused = scene.run("restore", "used.zip", "--force");
            assertThat(refused.exit()).isEqualTo(Exit.FAILED);
            assertThat(refused.err()).contains("backup.engine_runs");
        }
    }

    private void once(Path file) {
        Outcome ran = scene.once(file);
        assertThat(ran.exit()).as(ran.toString()).isZero();
    }
}
