package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.Scene.Outcome;
import dev.tidemark.cli.Scene.Running;
import dev.tidemark.sandbox.salesforce.SalesforceSandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandsIT {

    private static final String ACCOUNTS = """
        accounts:
          from: salesforce.Account
          every: 1s
        """;
    private static final String CONTACTS = """
        contacts:
          from: salesforce.Contact
          every: 1h
        """;

    @SuppressWarnings("NullAway.Init")
    Scene scene;

    @BeforeAll
    void open(@TempDir Path folder) throws IOException {
        scene = new Scene(folder, 1500);
    }

    @AfterAll
    void close() throws IOException {
        scene.close();
    }

    @Test
    void once_fills_the_tables_and_every_command_tells_of_it() throws IOException {
        Path file = scene.workspace("first", ACCOUNTS + CONTACTS);

        Outcome checked = scene.run("check", file.toString());
        assertThat(checked.exit()).as(checked.toString()).isZero();
        assertThat(checked.out()).contains("All is well.");

        Outcome told = scene.run("estimate", "-f", file.toString(), "--json");
        assertThat(told.exit()).as(told.toString()).isZero();
        JsonNode estimate = Json.parse(told.out());
        assertThat(estimate.path("syncs").path(1).path("records").path("number").asInt())
                .as("deleted ones are read, too")
                .isGreaterThanOrEqualTo(scene.atSource("Contact", "Email").size());
        JsonNode share = estimate.path("accounts").path(0);
        assertThat(share.path("account").asString()).isEqualTo("first/salesforce");
        assertThat(share.path("spent_in_day").asLong())
                .as("each request of its own took a permit")
                .isGreaterThanOrEqualTo(estimate.path("asked").asLong());
        assertThat(estimate.path("asked").asInt()).isBetween(4, 6);
        Outcome words = scene.run("estimate", "first/accounts", "-f", file.toString());
        assertThat(words.out())
                .contains("first/accounts")
                .doesNotContain("first/contacts")
                .contains("requests");
        assertThat(scene.run("estimate", "nothing", "-f", file.toString()).exit())
                .isEqualTo(Exit.USAGE);

        Outcome ran = scene.once(file);
        assertThat(ran.exit()).as(ran.toString()).isZero();
        assertThat(ran.out()).contains("✓ first/accounts  backfill succeeded").contains("✓ first/contacts");
        assertThat(scene.inTable("first.account", "name")).isNotEmpty().isEqualTo(scene.atSource("Account", "Name"));
        assertThat(scene.inTable("first.contact", "email")).isEqualTo(scene.atSource("Contact", "Email"));

        assertThat(ran.out()).contains("★ the initial backfill of first/salesforce is complete");
        assertThat(scene.run("events").out()).contains("the initial backfill of first/salesforce is complete");
        JsonNode status = Json.parse(scene.run("status", "--json").out());
        JsonNode contacts = sync(status, "first", "contacts");
        assertThat(contacts.path("state").asString()).isEqualTo("waiting");
        assertThat(contacts.path("synced_at").isString()).isTrue();
        assertThat(contacts.path("backfill").isNull()).isTrue();
        assertThat(contacts.path("cursor_at").asString())
                .isLessThan(contacts.path("synced_at").asString());
        assertThat(contacts.path("last_run").path("loaded").asLong())
                .isEqualTo(scene.atSource("Contact", "Email").size());
        assertThat(scene.run("status").out()).contains("first/contacts").contains("No engine is running.");

        JsonNode run =
                Json.parse(scene.run("runs", "first/contacts", "--json").out()).path(0);
        assertThat(run.path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(run.path("seen").asLong())
                .isEqualTo(run.path("loaded").asLong()
                        + run.path("unchanged").asLong()
                        + run.path("deleted").asLong()
                        + run.path("rejected").asLong());
        assertThat(scene.run("runs").out()).contains("first/contacts");
        assertThat(scene.run("rejections", "first/contacts").out()).contains("No row was rejected.");
        assertThat(scene.run("jobs").exit()).isZero();

        Outcome streams = scene.run("discover", "first/salesforce", "--file", file.toString());
        assertThat(streams.out()).as(streams.toString()).contains("Account").contains("Opportunity");
        Outcome fields = scene.run("discover", "first/salesforce", "--stream", "Account", "-f", file.toString());
        assertThat(fields.out()).contains("AnnualRevenue");

        Outcome sql = scene.run("sql", "--json", "select count(*) as n from first.account");
        assertThat(Json.parse(sql.out()).path(0).path("n").asInt())
                .isEqualTo(scene.atSource("Account", "Name").size());
        assertThat(scene.run("sql", "--on", "store", "delete from rejection").err())
                .contains("sql.refused");
    }

    @Test
    void the_example_runs_as_it_stands_and_its_model_waits_for_its_tables() throws IOException {
        String example = Files.readString(Docs.ROOT.resolve("examples/acme.yaml"));
        Path file = Files.writeString(
                scene.folder.resolve("example.yaml"),
                example.replace(
                                "https://acme.my.salesforce.com",
                                scene.front.url().toString())
                        .replace("3MVG9.tidemark.acme", SalesforceSandbox.CLIENT_ID)
                        .replace("ACME_SALESFORCE_SECRET", "SF_SECRET")
                        .replace("workspace: acme", "workspace: example"));

        Outcome checked = scene.run("check", file.toString());
        assertThat(checked.exit()).as(checked.toString()).isZero();
        assertThat(checked.out()).contains("cannot be tried before the tables of this workspace are filled");

        Outcome ran = scene.once(file);
        assertThat(ran.exit()).as(ran.toString()).isZero();
        assertThat(ran.out()).contains("✓ example/health  outbound succeeded");
        assertThat(scene.inTable("example.people", "full_name")).isEqualTo(scene.atSource("Contact", "Name"));
    }

    @Test
    void who_cannot_be_told_is_told_later_and_the_run_is_no_worse_for_it() throws IOException {
        Path file = scene.workspace("silent", CONTACTS);
        Files.writeString(file, Files.readString(file) + """
                notify:
                  ops:
                    channel: email
                    to: ops@acme.example
                    from: tidemark@acme.example
                    smtp: smtp://127.0.0.1:1
                    tls: off
                """);
        Outcome checked = scene.run("check", file.toString());
        assertThat(checked.exit()).isEqualTo(Exit.FAILED);
        assertThat(checked.out()).contains("✗ silent/ops  e-mail");

        Outcome ran = scene.once(file);
        assertThat(ran.exit()).as(ran.toString()).isZero();
        assertThat(ran.out()).contains("★ the initial backfill of silent/salesforce is complete");
        assertThat(scene.run("status").out()).contains("channel ops is tried again, 1 try so far");
        JsonNode event =
                Json.parse(scene.run("events", "--limit", "1", "--json").out()).path(0);
        assertThat(event.path("deliveries").path(0).path("state").asString()).isEqualTo("waiting");
    }

    @Test
    void what_changes_at_the_source_arrives_at_the_next_run() throws IOException {
        Path file = scene.workspace("changing", ACCOUNTS);
        assertThat(scene.once(file).exit()).isZero();
        scene.org.changes(7, 300);

        Outcome second = scene.once(file);

        assertThat(second.exit()).as(second.toString()).isZero();
        assertThat(second.out()).contains("incremental succeeded");
        assertThat(scene.inTable("changing.account", "name")).isEqualTo(scene.atSource("Account", "Name"));
    }

    @Test
    void a_running_engine_hears_other_commands_and_stops_when_asked() throws Exception {
        Path file = scene.workspace("asked", CONTACTS);
        try (Running engine = scene.start("run", file.toString())) {
            Scene.until("the first run", () -> engine.out().contains("✓ asked/contacts"));
            assertThat(scene.run("status", "--json").out()).contains("\"engines\" : [ {");

            Outcome again = scene.run("sync", "asked/contacts", "--wait", "--json");
            assertThat(again.exit()).as(again.toString()).isZero();
            assertThat(Json.parse(again.out()).path("kind").asString()).isEqualTo("INCREMENTAL");

            Outcome once = scene.run("reprocess", "asked/contacts", "--wait", "--json");
            assertThat(once.exit()).as(once.toString()).isZero();
            assertThat(Json.parse(once.out()).path("kind").asString()).isEqualTo("REPROCESS");
            assertThat(Json.parse(once.out()).path("unchanged").asLong()).isPositive();
            assertThat(Json.parse(once.out()).path("requests").asLong()).isZero();

            Outcome reset = scene.run("reset", "asked/contacts", "--wait", "--json");
            assertThat(reset.exit()).as(reset.toString()).isZero();
            assertThat(Json.parse(reset.out()).path("kind").asString()).isEqualTo("BACKFILL");
            assertThat(engine.stop()).isEqualTo(Exit.INTERRUPTED);
        }
        assertThat(scene.inTable("asked.contact", "email")).isEqualTo(scene.atSource("Contact", "Email"));
    }

    @Test
    void a_saved_change_takes_effect_and_a_broken_one_changes_nothing() throws Exception {
        Path file = scene.workspace("edited", CONTACTS);
        try (Running engine = scene.start("run", file.toString())) {
            Scene.until("the first run", () -> engine.out().contains("✓ edited/contacts"));

            String good = Files.readString(file);
            Files.writeString(file, good.replace("Contact", "Contact\n    evry: 1h"));
            Scene.until("the problem", () -> engine.err().contains("The last good version goes on."));

            scene.workspace("edited", ACCOUNTS);
            Scene.until("the new sync", () -> engine.out().contains("✓ edited/accounts"));
            assertThat(scene.run("sync", "edited/contacts").err()).contains("sync.gone");
        }
        assertThat(scene.inTable("edited.contact", "email")).isNotEmpty();
    }

    @Test
    void a_person_asks_to_be_forgotten() throws Exception {
        Path file = scene.workspace("forgetting", CONTACTS);
        assertThat(scene.once(file).exit()).isZero();
        String key =
                scene.inTable("forgetting.contact", "email").keySet().iterator().next();

        Outcome forgotten = scene.run("forget", "forgetting/contacts", key, "--json");

        assertThat(forgotten.exit()).as(forgotten.toString()).isZero();
        JsonNode told = Json.parse(forgotten.out());
        assertThat(told.path("records").asInt()).isEqualTo(1);
        assertThat(told.path("row").asBoolean()).isTrue();
        assertThat(scene.inTable("forgetting.contact", "email")).doesNotContainKey(key);
        assertThat(Json.parse(scene.run("forget", "forgetting/contacts", key, "--json")
                                .out())
                        .path("records")
                        .asInt())
                .isZero();
    }

    @Test
    void the_life_of_a_record_is_told() throws Exception {
        Path file = scene.workspace("telling", CONTACTS);
        assertThat(scene.once(file).exit()).isZero();
        String key =
                scene.inTable("telling.contact", "email").keySet().iterator().next();

        Outcome told = scene.run("explain", "telling/contacts", key, "--json");

        assertThat(told.exit()).as(told.toString()).isZero();
        JsonNode life = Json.parse(told.out());
        assertThat(life.path("state").asString()).isEqualTo("THERE");
        assertThat(life.path("row").path("values").path("id").asString()).isEqualTo(key);
        assertThat(life.path("seen").path(0).path("fate").asString()).isEqualTo("WRITTEN");
        assertThat(life.path("seen").path(0).path("record").asString()).contains(key);
        assertThat(life.path("seen").path(0).path("page").asLong())
                .isEqualTo(life.path("row").path("page").asLong());
        assertThat(scene.run("explain", "telling/contacts", key).out())
                .contains("there. it is in the table")
                .contains("all that are kept");

        Outcome slip = scene.run("explain", "telling/contacts", key.substring(0, key.length() - 1) + "!");
        assertThat(slip.exit()).isEqualTo(Exit.FAILED);
        assertThat(slip.out()).contains("never seen").contains("Did you mean " + key);
        Outcome wrong = scene.run("explain", "telling/contact", key);
        assertThat(wrong.exit()).isEqualTo(Exit.USAGE);
        assertThat(wrong.err()).contains("sync.unknown").contains("Did you mean telling/contacts?");
    }

    @Test
    void help_version_and_schema_are_there_for_everyone() {
        assertThat(scene.run("--help").out())
                .contains("Commands:")
                .contains("run")
                .contains("Exit codes");
        assertThat(scene.run("run", "--help").out()).contains("--once");
        assertThat(scene.run("version").out()).contains("Tidemark ");
        assertThat(Json.parse(scene.run("schema").out()).path("type").asString())
                .isEqualTo("object");
        assertThat(scene.run("ruin").exit()).isEqualTo(Exit.USAGE);
    }

    static JsonNode sync(JsonNode status, String workspace, String name) {
        for (JsonNode sync : status.path("syncs")) {
            if (sync.path("workspace").asString().equals(workspace)
                    && sync.path("sync").asString().equals(name)) {
                return sync;
            }
        }
        throw new AssertionError("no sync " + name + " in " + status);
    }
}
