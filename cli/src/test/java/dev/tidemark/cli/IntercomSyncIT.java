package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.Scene.Outcome;
import dev.tidemark.sandbox.http.HttpFront;
import dev.tidemark.sandbox.intercom.IntercomSandbox;
import dev.tidemark.sandbox.intercom.Settings;
import dev.tidemark.sandbox.store.StoredObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** An Intercom workspace into tables and back, by the commands that a person gives. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IntercomSyncIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String LIVE = " where _tidemark_deleted_at is null";

    @SuppressWarnings("NullAway.Init")
    Scene scene;

    @SuppressWarnings("NullAway.Init")
    HttpFront front;

    final IntercomSandbox intercom = new IntercomSandbox(Settings.standard().withSize(300));

    @BeforeAll
    void open(@TempDir Path folder) throws IOException {
        scene = new Scene(folder, 1);
        front = HttpFront.start(intercom, 0);
        intercom.searchLag(Duration.ZERO);
        scene.environment.put("INTERCOM_TOKEN", IntercomSandbox.TOKEN);
    }

    @AfterAll
    void close() throws IOException {
        front.close();
        intercom.webhooks().close();
        scene.close();
    }

    private Map<String, String> rows(String query) {
        Map<String, String> rows = new TreeMap<>();
        scene.query(query, row -> rows.put(row.getString(1), String.valueOf(row.getString(2))));
        return rows;
    }

    private Map<String, String> truth(String type, String field) {
        Map<String, String> truth = new TreeMap<>();
        for (StoredObject object : intercom.live(type)) {
            truth.put(object.id(), object.body().path(field).asString("null"));
        }
        return truth;
    }

    private Map<String, String> parts() {
        Map<String, String> parts = new TreeMap<>();
        for (StoredObject conversation : intercom.live("conversation")) {
            conversation
                    .body()
                    .path("conversation_parts")
                    .path("conversation_parts")
                    .forEach(part -> parts.put(part.path("id").asString(""), conversation.id()));
        }
        return parts;
    }

    @Test
    void records_come_in_changes_and_deletes_follow_and_an_attribute_goes_back() throws IOException {
        Path file = Files.writeString(scene.folder.resolve("inbox.yaml"), """
                workspace: inbox
                sources:
                  inbox:
                    connector: intercom
                    url: %s
                    token: ${env:INTERCOM_TOKEN}
                    quota: 100%%
                syncs:
                  contacts:      { from: inbox.contacts, every: 1s }
                  companies:     { from: inbox.companies, every: 1s }
                  conversations: { from: inbox.conversations, every: 1s }
                  parts:         { from: inbox.conversation_parts, every: 1s }
                  admins:        { from: inbox.admins, every: 1h }
                  scores:
                    from: warehouse
                    model: select external_id as code, jsonb_build_object('score', 7) as attributes from inbox.contacts where external_id in ('user-1', 'user-2')
                    key: code
                    to: inbox.contacts
                    mode: update
                    match: external_id
                    map: { external_id: code, custom_attributes: attributes }
                    every: 1s
                """.formatted(front.url()));

        Outcome checked = scene.run("check", file.toString());
        assertThat(checked.exit()).as(checked.toString()).isZero();
        Outcome first = scene.once(file);
        assertThat(first.out()).as(first.toString()).contains("✓ inbox/contacts  backfill succeeded");
        assertThat(rows("select id, name from inbox.contacts" + LIVE)).isEqualTo(truth("contact", "name"));
        assertThat(rows("select id, company_id from inbox.companies" + LIVE)).isEqualTo(truth("company", "company_id"));
        assertThat(rows("select id, title from inbox.conversations" + LIVE)).isEqualTo(truth("conversation", "title"));
        assertThat(rows("select id, conversation_id from inbox.conversation_parts" + LIVE))
                .isEqualTo(parts());

        intercom.update(
                "contact",
                intercom.live("contact").get(3).id(),
                JSON.createObjectNode().put("name", "Changed"));
        intercom.create("contact", JSON.createObjectNode().put("name", "New").put("email", "new@mail.example"));
        intercom.reply(intercom.live("conversation").get(5).id(), "<p>and one more</p>");
        intercom.delete("company", intercom.live("company").get(2).id());
        scene.all(file);
        scene.all(file);
        Outcome last = scene.all(file);

        assertThat(last.exit()).as(last.toString()).isZero();
        assertThat(rows("select id, name from inbox.contacts" + LIVE)).isEqualTo(truth("contact", "name"));
        assertThat(rows("select id, conversation_id from inbox.conversation_parts" + LIVE))
                .isEqualTo(parts());
        assertThat(rows("select id, company_id from inbox.companies" + LIVE)).isEqualTo(truth("company", "company_id"));
        assertThat(intercom.live("contact").stream()
                        .filter(contact -> contact.body()
                                        .path("custom_attributes")
                                        .path("score")
                                        .asInt(0)
                                == 7)
                        .map(contact -> contact.body().path("external_id").asString("")))
                .containsExactlyInAnyOrder("user-1", "user-2");
    }
}
