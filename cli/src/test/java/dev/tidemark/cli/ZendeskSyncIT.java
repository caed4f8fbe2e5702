package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.Scene.Outcome;
import dev.tidemark.sandbox.http.HttpFront;
import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.store.StoredObject;
import dev.tidemark.sandbox.zendesk.Settings;
import dev.tidemark.sandbox.zendesk.ZendeskSandbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a workspace file to tables, what changes and what is deleted, and back to the app. */
class ZendeskSyncIT {

    /** Zendesk's exports leave out the last minute, which no test waits for: its clock is put forward. */
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    private final ZendeskSandbox zendesk = new ZendeskSandbox(Settings.standard()
            .withTickets(60)
            .withJobTime(Duration.ofMillis(300))
            .withClock(() -> Instant.now().plus(ahead.get())));

    private void later() {
        ahead.updateAndGet(by -> by.plusSeconds(70));
    }

    private int ask(String method, String path, String body) {
        String pair = ZendeskSandbox.EMAIL + "/token:" + ZendeskSandbox.API_TOKEN;
        String proof = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        return ((Answer) zendesk.handle(Request.of(
                        method, path, Map.of("Authorization", proof, "Content-Type", "application/json"), body)))
                .status();
    }

    private static Path workspace(Scene scene, HttpFront front, String more) throws IOException {
        return Files.writeString(
                scene.folder.resolve("desk.yaml"), """
                workspace: desk
                sources:
                  support:
                    connector: zendesk
                    url: %s
                    email: %s
                    api_token: ${env:ZENDESK_TOKEN}
                    quota: 100%%
                syncs:
                  tickets: { from: support.tickets, every: 1h }
                  users: { from: support.users, every: 1h }
                  comments: { from: support.ticket_comments, every: 1h }
                  organizations: { from: support.organizations, every: 1h }
                  groups: { from: support.groups, every: 1h }
                %s""".formatted(front.url(), ZendeskSandbox.EMAIL, more));
    }

    private static Map<String, String> rows(Scene scene, String sql) {
        Map<String, String> rows = new TreeMap<>();
        scene.query(sql, row -> rows.put(row.getString(1), String.valueOf(row.getString(2))));
        return rows;
    }

    @Test
    void tables_follow_the_app_and_rows_go_back_to_it(@TempDir Path folder) throws IOException {
        try (Scene scene = new Scene(folder, 1);
                HttpFront front = HttpFront.start(zendesk, 0)) {
            zendesk.set("exportsPerMinute", 1_000);
            scene.environment.put("ZENDESK_TOKEN", ZendeskSandbox.API_TOKEN);
            Path file = workspace(scene, front, "");
            Outcome checked = scene.run("check", file.toString());
            assertThat(checked.exit()).as(checked.toString()).isZero();

            Outcome first = scene.once(file);
            assertThat(first.exit()).as(first.toString()).isZero();
            assertThat(rows(scene, "select id, subject from desk.tickets")).hasSize(60);
            assertThat(rows(scene, "select id, ticket_id from desk.ticket_comments"))
                    .hasSize(60);
            assertThat(rows(
                            scene,
                            "select t.id, u.name from desk.tickets t join desk.users u on u.id = t.requester_id"))
                    .hasSize(60);

            assertThat(ask("PUT", "/api/v2/tickets/3", """
                    {"ticket": {"priority": "urgent", "comment": {"body": "It burns again"}}}""")).isEqualTo(200);
            assertThat(ask("DELETE", "/api/v2/tickets/4", "")).isEqualTo(204);
            String group = rows(scene, "select name, id from desk.groups where name = 'Billing'")
                    .get("Billing");
            assertThat(ask("DELETE", "/api/v2/groups/" + group, "")).isEqualTo(204);
            later();
            Outcome second = scene.all(file);

            assertThat(second.exit()).as(second.toString()).isZero();
            assertThat(second.out()).contains("desk/tickets  incremental succeeded");
            assertThat(rows(scene, "select id, priority from desk.tickets where id = 3"))
                    .containsEntry("3", "urgent");
            assertThat(rows(scene, "select ticket_id, body from desk.ticket_comments where body like 'It burns%'"))
                    .containsEntry("3", "It burns again");
            assertThat(rows(scene, "select id, subject from desk.tickets where _tidemark_deleted_at is not null"))
                    .containsOnlyKeys("4");
            assertThat(rows(scene, "select name, id from desk.groups where _tidemark_deleted_at is not null"))
                    .containsOnlyKeys("Billing");

            workspace(scene, front, """
                      plans:
                        from: warehouse
                        model: |
                          select u.external_id, case when count(t.id) > 3 then 'busy' else 'calm' end as health
                          from desk.users u left join desk.tickets t
                            on t.requester_id = u.id and t._tidemark_deleted_at is null
                          where u.external_id like 'user-%' group by u.external_id
                        key: external_id
                        to: support.users
                        mode: upsert
                        match: external_id
                        map: { external_id: external_id, user_fields.health: health }
                        every: 1h
                    """.indent(0));
            Outcome third = scene.all(file);

            assertThat(third.exit()).as(third.toString()).isZero();
            Map<String, String> wanted = rows(scene, """
                    select u.external_id, case when count(t.id) > 3 then 'busy' else 'calm' end
                    from desk.users u left join desk.tickets t
                      on t.requester_id = u.id and t._tidemark_deleted_at is null
                    where u.external_id like 'user-%' group by u.external_id""");
            assertThat(wanted).hasSize(15);
            assertThat(health()).isEqualTo(wanted);
            assertThat(zendesk.log().byKind()).containsEntry("upsertMany", 1L);
        }
    }

    private Map<String, String> health() {
        Map<String, String> health = new TreeMap<>();
        for (StoredObject user : zendesk.desk().store().newest("users")) {
            String name = user.body().path("external_id").asString("");
            if (name.startsWith("user-")) {
                health.put(name, user.body().path("user_fields").path("health").asString(""));
            }
        }
        return health;
    }
}
