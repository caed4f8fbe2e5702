package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.Scene.Outcome;
import dev.tidemark.cli.Scene.Running;
import dev.tidemark.embedded.ConnectionInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Each mistake is told in words with a way out, loses nothing, and the next run works once it is mended. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {

    private static final String CONTACTS = """
            contacts:
              from: salesforce.Contact
              every: 1s
            """;

    @SuppressWarnings("NullAway.Init")
    Scene scene;

    @BeforeAll
    void open(@TempDir Path folder) throws IOException {
        scene = new Scene(folder, 300);
    }

    @AfterAll
    void close() throws IOException {
        scene.close();
    }

    @Test
    void a_wrong_client_secret() throws IOException {
        Path file = scene.workspace("refused", CONTACTS);
        scene.environment.put("SF_SECRET", "not-the-secret");
        fails(file, "source.login_refused");
        scene.environment.put("SF_SECRET", "tidemark-sandbox-secret");
        works(file, "refused");
    }

    @Test
    void a_variable_that_is_not_set() throws IOException {
        Path file = scene.workspace("unset", CONTACTS);
        String secret = scene.environment.remove("SF_SECRET");
        assertThat(scene.run("check", file.toString()).out()).contains("SF_SECRET is not set");
        fails(file, "secret.variable_missing");
        scene.environment.put("SF_SECRET", secret);
        works(file, "unset");
    }

    @Test
    void a_stream_that_is_not_there() throws IOException {
        Path file = scene.workspace("stream", CONTACTS.replace("Contact", "Kontact"));
        assertThat(scene.run("check", file.toString()).out()).contains("sync.unknown_stream");
        fails(file, "unknown_stream");
        works(scene.workspace("stream", CONTACTS), "stream");
    }

    @Test
    void a_field_that_is_not_there() throws IOException {
        Path file = scene.workspace("field", CONTACTS + "  fields: { except: [Shoesize] }\n");
        assertThat(scene.run("check", file.toString()).out()).contains("sync.unknown_field");
        fails(file, "sync.unknown_field");
        works(scene.workspace("field", CONTACTS), "field");
    }

    @Test
    void a_table_of_the_same_name_that_is_not_ours() throws IOException {
        scene.execute("create schema foreigner; create table foreigner.contact (mine int); insert into"
                + " foreigner.contact values (1)");
        Path file = scene.workspace("foreigner", CONTACTS);
        fails(file, "destination.");
        int[] rows = {0};
        scene.query("select count(*) from foreigner.contact", row -> rows[0] = row.getInt(1));
        assertThat(rows[0]).isEqualTo(1);
        scene.execute("alter table foreigner.contact rename to contact_of_another");
        works(file, "foreigner");
    }

    @Test
    void an_api_that_cannot_be_reached() throws IOException {
        Path file = scene.workspace("away", CONTACTS);
        String right = Files.readString(file);
        Files.writeString(file, right.replace(scene.front.url().toString(), "http://127.0.0.1:1"));
        Outcome checked = scene.run("check", file.toString());
        assertThat(checked.exit()).isEqualTo(Exit.FAILED);
        Files.writeString(file, right);
        works(file, "away");
    }

    @Test
    void an_archive_that_cannot_be_written() throws IOException {
        Path file = scene.workspace("archive", CONTACTS);
        Path archive = scene.data().resolve("archive");
        Path aside = scene.data().resolve("archive-aside");
        boolean moved = Files.exists(archive);
        if (moved) {
            Files.move(archive, aside);
        }
        Files.writeString(archive, "a file in the way");
        Outcome ran = scene.once(file);
        assertThat(ran.exit()).as(ran.toString()).isEqualTo(Exit.FAILED);
        assertThat(ran.err()).contains("archive.unavailable").contains("see that the folder exists");
        Files.delete(archive);
        if (moved) {
            Files.move(aside, archive);
        }
        works(file, "archive");
    }

    @Test
    void an_object_that_the_user_may_not_see() throws IOException {
        Path file = scene.workspace("hidden", CONTACTS);
        scene.org.permissions().hide(scene.org.userId(), "Contact");
        assertThat(scene.run("check", file.toString()).out()).contains("sync.unknown_stream");
        fails(file, "unknown_stream");
        scene.org.permissions().show(scene.org.userId(), "Contact");
        works(file, "hidden");
    }

    @Test
    void a_database_that_cannot_be_reached_loses_no_page() throws IOException {
        scene.destinations = lake(1);
        Path file = scene.workspace("unreached", CONTACTS);
        assertThat(scene.run("check", file.toString()).out())
                .contains("warehouse")
                .contains("running and reachable");
        fails(file, "unavailable");
        scene.destinations = lake(scene.server().warehouse().port());
        works(scene.workspace("unreached", CONTACTS), "unreached");
        scene.destinations = "";
    }

    private String lake(int port) {
        ConnectionInfo at = scene.server().warehouse();
        scene.environment.put("LAKE_PASSWORD", at.password());
        return """
                destinations:
                  warehouse:
                    connector: postgres
                    url: postgresql://127.0.0.1:%d/%s
                    user: %s
                    password: ${env:LAKE_PASSWORD}
                """.formatted(port, at.database(), at.user());
    }

    /** PostgreSQL says 53100 where the disk is full; here a trigger says it in its place. */
    @Test
    void a_database_whose_disk_is_full_is_tried_again_until_there_is_room() throws Exception {
        Path file = scene.workspace("crowded", CONTACTS);
        works(file, "crowded");
        scene.execute("""
                CREATE FUNCTION crowded.no_space() RETURNS trigger LANGUAGE plpgsql AS
                  $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$;
                CREATE TRIGGER no_space BEFORE INSERT OR UPDATE ON crowded.contact FOR EACH STATEMENT EXECUTE FUNCTION
                  crowded.no_space()""");
        scene.org.changes(11, 60);
        try (Running engine = scene.start("run", file.toString())) {
            Scene.until(
                    "the trouble is told",
                    () -> scene.run("jobs").out().contains("The disk is full: make room for the database"));
            scene.execute("DROP TRIGGER no_space ON crowded.contact");
            Scene.until("it goes on", () -> engine.out().contains("✓ crowded/contacts"));
        }
        works(file, "crowded");
    }

    @Test
    void a_wrong_file() throws IOException {
        Path file = scene.workspace("wrong", CONTACTS.replace("every: 1s", "evry: 5m"));
        Outcome ran = scene.once(file);
        assertThat(ran.exit()).isEqualTo(Exit.USAGE);
        assertThat(ran.err()).contains("wrong.yaml:").contains("evry");
        works(scene.workspace("wrong", CONTACTS), "wrong");
    }

    @Test
    void a_store_that_cannot_be_used() {
        Outcome wrong = scene.run("status", "--store", "mysql://somewhere/db");
        assertThat(wrong.exit()).isEqualTo(Exit.USAGE);
        assertThat(wrong.err()).contains("store.url_wrong");
        var store = scene.server().store();
        Outcome refused = scene.run(
                "status",
                "--store",
                "postgresql://" + store.user() + ":canary-in-url@" + store.host() + ":" + store.port() + "/"
                        + store.database());
        assertThat(refused.exit()).isEqualTo(Exit.STORE);
        assertThat(refused.err()).contains("store.unavailable").doesNotContain("canary-in-url");
        assertThat(refused.err()).doesNotContain("\tat ");
    }

    @Test
    void two_engines_that_disagree() throws Exception {
        Path one = scene.workspace("one", CONTACTS);
        Path other = scene.workspace("other", CONTACTS);
        try (Running engine = scene.start("run", one.toString())) {
            Scene.until("the first run", () -> engine.out().contains("✓ one/contacts"));
            Outcome refused = scene.run("run", "--once", other.toString());
            assertThat(refused.exit()).as(refused.toString()).isEqualTo(Exit.STORE);
            assertThat(refused.err()).contains("engine.disagrees").contains("other workspaces");
        }
        works(other, "other");
    }

    private void fails(Path file, String code) {
        Outcome ran = scene.once(file);
        assertThat(ran.exit()).as(ran.toString()).isEqualTo(Exit.FAILED);
        assertThat(ran.out()).as(ran.toString()).contains(code);
        assertThat(ran.out() + ran.err()).doesNotContain("\tat ").doesNotContain("Exception");
    }

    private void works(Path file, String schema) {
        Outcome ran = scene.once(file);
        assertThat(ran.exit()).as(ran.toString()).isZero();
        assertThat(scene.inTable(schema + ".contact", "email")).isEqualTo(scene.atSource("Contact", "Email"));
    }
}
