package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.Gate.AppHas;
import dev.tidemark.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database of store and tables stops and starts in the middle of the work; the process goes on by itself. */
class PostgresStopsIT {

    private static final String INBOUND = """
            accounts: { from: salesforce.Account, to: lake.account, every: 1s }
            contacts: { from: salesforce.Contact, to: lake.contact, every: 1s }
            """;

    private static final String OUTBOUND = """
            scores:
              from: lake
              model: select id, length(name) as score from acme.account where _tidemark_deleted_at is null
              key: id
              to: salesforce.Account
              mode: update
              match: Id
              map: { Id: id, Health__c: score }
              every: 1s
            inserts:
              from: lake
              model: select 'task ' || n as subject from generate_series(1, 300) n
              key: subject
              to: salesforce.Task
              mode: insert
              map: { Subject: subject }
              every: 1s
            """;

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    Scene scene;

    /** As a person would run a server of their own. */
    @SuppressWarnings("NullAway.Init")
    EmbeddedPostgres theirs;

    @BeforeEach
    void open() throws IOException {
        start();
        scene = new Scene(folder, 800, theirs.warehouse());
        scene.environment.put("TIDEMARK_STORE", theirs.store().url());
        scene.org.pageSize().cap(40);
    }

    private void start() {
        theirs = EmbeddedPostgres.open(folder.resolve("theirs"), EmbeddedPostgres.Options.forTests());
    }

    @AfterEach
    void close() throws IOException {
        scene.close();
        theirs.close();
    }

    @Test
    void the_process_goes_on_where_it_was() throws Exception {
        Path file = scene.workspace("acme", INBOUND);
        try (Child engine = scene.process("run", file.toString())) {
            awayDuring(engine, "query.*", 4, false);
            Scene.until(
                    () -> "the backfills end; " + engine,
                    () -> engine.out().contains("✓ acme/accounts")
                            && engine.out().contains("✓ acme/contacts"));

            scene.org.changes(3, 60);
            awayDuring(engine, "query.*", 0, true);

            scene.workspace("acme", INBOUND + OUTBOUND);
            awayDuring(engine, "updateMany|createMany", 1, false);
            awayDuring(engine, "updateMany", 0, true);
            Scene.until(
                    () -> "all is written; " + engine,
                    () -> engine.out().contains("✓ acme/scores") && engine.out().contains("✓ acme/inserts"));

            engine.signal("TERM");
            assertThat(engine.end()).as(engine.toString()).isZero();
            assertThat(engine.out() + engine.err()).doesNotContain("\tat ");
        }
        for (String done : List.of("read", "scored and written", "read back")) {
            assertThat(scene.all(file).exit()).as(done).isZero();
        }
        SalesforceTruth.check(scene, "Account", "acme.account");
        SalesforceTruth.check(scene, "Contact", "acme.contact");
        Map<String, Integer> subjects = new HashMap<>();
        scene.atSource("Task", "Subject").values().forEach(subject -> subjects.merge(subject, 1, Integer::sum));
        for (int n = 1; n <= 300; n++) {
            assertThat(subjects).containsEntry("task " + n, 1);
        }
    }

    /** Stops the server while a request is at the app, and starts it when the process has told of it. */
    private void awayDuring(Child engine, String kind, int others, boolean immediate) throws Exception {
        if (kind.contains("updateMany")) {
            scene.org.changes(others + 17, 40); // so that there is something to write
        }
        String before = engine.err();
        try (Gate gate = new Gate(scene.org, kind, others, AppHas.DONE)) {
            gate.await(engine);
            if (immediate) {
                stopAtOnce();
            }
            theirs.close();
            gate.open();
            Scene.until(
                    () -> "the process tells; " + engine,
                    () -> engine.err().substring(before.length()).contains("trying again"));
        }
        start();
    }

    /** SIGQUIT: without a shutdown checkpoint, so that it must recover. */
    private void stopAtOnce() throws Exception {
        Path pids = folder.resolve("theirs/postgres/postmaster.pid");
        try (Stream<String> lines = java.nio.file.Files.lines(pids)) {
            String pid = lines.findFirst().orElseThrow().strip();
            new ProcessBuilder(List.of("kill", "-QUIT", pid)).start().waitFor();
            Scene.until(
                    "the server is gone",
                    () -> ProcessHandle.of(Long.parseLong(pid)).isEmpty());
        }
    }
}
