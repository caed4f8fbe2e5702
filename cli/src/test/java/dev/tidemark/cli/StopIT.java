package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.Gate.AppHas;
import dev.tidemark.cli.Scene.Outcome;
import dev.tidemark.sandbox.salesforce.org.ValidationRule;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** How a true process ends, and what its exit code says. */
class StopIT {

    private static final String SYNCS = """
            accounts: { from: salesforce.Account, to: warehouse.account, every: 1s }
            contacts: { from: salesforce.Contact, to: warehouse.contact, every: 1s }
            """;

    private static final String SCORES = """
            scores:
              from: warehouse
              model: select id, length(name) as score from acme.account where _tidemark_deleted_at is null
              key: id
              to: salesforce.Account
              mode: update
              match: Id
              map: { Id: id, Health__c: score }
              every: 1s
            """;

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    Scene scene;

    @BeforeEach
    void open() throws IOException {
        scene = new Scene(folder, 600);
        scene.org.pageSize().cap(20);
    }

    @AfterEach
    void close() throws IOException {
        scene.close();
    }

    @ParameterizedTest
    @CsvSource({"TERM, 0", "INT, 130"})
    void a_signal_ends_it_within_a_step_and_leaves_nothing_in_hand(String signal, int exit) throws Exception {
        Path file = scene.workspace("acme", SYNCS);
        try (Child engine = scene.process("run", file.toString());
                Gate gate = new Gate(scene.org, "query.*", 5, AppHas.DONE)) {
            gate.await(engine);
            engine.signal(signal);
            assertThat(engine.end()).as(engine.toString()).isEqualTo(exit);
            assertThat(engine.err()).contains("Stopped. What was in progress goes on at the next start.");
            assertThat(engine.out() + engine.err()).doesNotContain("\tat ").doesNotContain("Exception");
        }
        assertThat(count("SELECT 1 FROM job WHERE state = 'RUNNING'")).isZero();
        assertThat(count("SELECT 1 FROM worker")).isZero();
        assertThat(scene.run("runs").out()).doesNotContain("failed");

        Outcome next = scene.run("run", "--once", file.toString());

        assertThat(next.exit()).as(next.toString()).isZero();
        SalesforceTruth.check(scene, "Account", "acme.account");
        SalesforceTruth.check(scene, "Contact", "acme.contact");
    }

    @Test
    void once_says_by_its_exit_code_how_it_went() throws Exception {
        Path file = scene.workspace("acme", SYNCS + SCORES);
        assertThat(last("scores", Exit.OK, "run", "--once", "--json", file.toString())
                        .path("state")
                        .asString())
                .isEqualTo("SUCCEEDED");

        scene.org
                .org()
                .addRule(new ValidationRule(
                        "Account",
                        "Health is frozen",
                        (before, after) -> before != null
                                && !java.util.Objects.equals(before.get("Health__c"), after.get("Health__c"))));
        scene.execute("UPDATE acme.account SET name = name || ' & Sons' WHERE id = (SELECT min(id) FROM acme.account)");
        assertThat(last("scores", Exit.REJECTED, "run", "--once", "--strict", "--json", file.toString())
                        .path("rejected")
                        .asInt())
                .isEqualTo(1);
        last("accounts", Exit.OK, "run", "--once", "--json", file.toString());

        scene.environment.put("SF_SECRET", "a-wrong-secret");
        scene.org.sessions().expireAll();
        JsonNode failed = last("accounts", Exit.FAILED, "run", "--once", "--json", file.toString());
        assertThat(failed.path("error_code").asString()).isEqualTo("source.login_refused");

        try (Child wrong =
                scene.process("run", "--once", folder.resolve("none.yaml").toString())) {
            assertThat(wrong.end()).as(wrong.toString()).isEqualTo(Exit.USAGE);
            assertThat(wrong.err()).contains("none.yaml").doesNotContain("\tat ");
        }
    }

    /** Runs a process that ends so, and answers the run of this sync that it told of last. */
    private JsonNode last(String sync, int exit, String... words) {
        try (Child child = scene.process(words)) {
            int ended = child.end();
            assertThat(ended).as(child.toString()).isEqualTo(exit);
            return child.out()
                    .lines()
                    .map(Json::parse)
                    .filter(run -> run.path("sync").asString("").equals(sync))
                    .reduce((before, after) -> after)
                    .orElseThrow();
        }
    }

    private int count(String sql) throws Exception {
        try (Connection connection = Scene.connect(scene.server().store());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            int count = 0;
            while (rows.next()) {
                count++;
            }
            return count;
        }
    }
}
