package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.Scene.Outcome;
import dev.tidemark.sandbox.http.HttpFront;
import dev.tidemark.sandbox.hubspot.HubSpotSandbox;
import dev.tidemark.sandbox.hubspot.Settings;
import dev.tidemark.sandbox.hubspot.crm.ObjectType;
import dev.tidemark.sandbox.hubspot.crm.Portal;
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

/** HubSpot into tables and back, by the commands that a person gives. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HubSpotSyncIT {

    @SuppressWarnings("NullAway.Init")
    Scene scene;

    @SuppressWarnings("NullAway.Init")
    HttpFront front;

    final HubSpotSandbox hub = new HubSpotSandbox(Settings.standard().withSize(1_200));

    @BeforeAll
    void open(@TempDir Path folder) throws IOException {
        scene = new Scene(folder, 1);
        front = HttpFront.start(hub, 0);
        hub.portal().indexLag(Duration.ZERO);
        scene.environment.put("HUBSPOT_TOKEN", HubSpotSandbox.PRIVATE_APP_TOKEN);
        scene.environment.put("HUBSPOT_SECRET", HubSpotSandbox.CLIENT_SECRET);
        scene.environment.put("HUBSPOT_REFRESH", HubSpotSandbox.REFRESH_TOKEN);
    }

    @AfterAll
    void close() throws IOException {
        front.close();
        scene.close();
    }

    private Map<String, String> rows(String query) {
        Map<String, String> rows = new TreeMap<>();
        scene.query(query, row -> rows.put(row.getString(1), String.valueOf(row.getString(2))));
        return rows;
    }

    private Map<String, String> truth(String type, String property) {
        Map<String, String> truth = new TreeMap<>();
        for (StoredObject object : hub.portal().store().newest(type)) {
            if (!object.isDeleted()) {
                String value = object.body().path(property).asString("");
                truth.put(object.id(), value.isEmpty() ? "null" : value);
            }
        }
        return truth;
    }

    /** A run that had begun before a change ends without it. */
    private void runUntilAlike(Path file, String property) {
        String query = "select id, " + property + " from hub.contacts" + LIVE;
        for (int i = 0; i < 5 && !rows(query).equals(truth("contacts", property)); i++) {
            scene.all(file);
        }
    }

    private static final String LIVE = " where _tidemark_deleted_at is null";

    @Test
    void records_come_in_changes_and_deletes_follow_and_a_score_goes_back() throws IOException {
        Path file = Files.writeString(scene.folder.resolve("hub.yaml"), """
                workspace: hub
                sources:
                  hubspot:
                    connector: hubspot
                    url: %s
                    token: ${env:HUBSPOT_TOKEN}
                    quota: 100%%
                syncs:
                  contacts:  { from: hubspot.contacts, every: 1s }
                  companies: { from: hubspot.companies, every: 1s }
                  employers: { from: hubspot.contacts_companies, every: 1h }
                  owners:    { from: hubspot.owners, every: 1h }
                  vessels:   { from: hubspot.p147893286_vessels, to: warehouse.vessels, every: 1h }
                  scores:
                    from: warehouse
                    model: select id, 42.5 as score from hub.contacts where jobtitle = 'Controller' and _tidemark_deleted_at is null
                    key: id
                    to: hubspot.contacts
                    mode: update
                    match: id
                    map: { id: id, health_score: score }
                    every: 1s
                """.formatted(front.url()));

        Outcome checked = scene.run("check", file.toString());
        assertThat(checked.exit()).as(checked.toString()).isZero();
        Outcome first = scene.once(file);
        assertThat(first.out()).as(first.toString()).contains("✓ hub/contacts  backfill succeeded");
        assertThat(rows("select id, email from hub.contacts" + LIVE)).isEqualTo(truth("contacts", "email"));
        assertThat(rows("select id, numberofemployees from hub.companies" + LIVE))
                .isEqualTo(truth("companies", "numberofemployees"));
        assertThat(rows("select id, tonnage from hub.vessels" + LIVE)).isEqualTo(truth("vessels", "tonnage"));
        assertThat(rows("select id, email from hub.owners"))
                .hasSize(hub.owners().size());
        assertThat(rows("select from_id || ' ' || to_id, type_id from hub.contacts_companies"))
                .hasSizeGreaterThan(400)
                .allSatisfy((pair, type) -> assertThat(type).isEqualTo("279"));

        Portal portal = hub.portal();
        ObjectType contacts = portal.the("contacts");
        String archived = truth("contacts", "email").keySet().iterator().next();
        portal.archive(contacts, archived);
        String made = portal.create(contacts, Map.of("email", "new@mail.example", "jobtitle", "Controller"))
                .id();
        hub.changes(5, 20);
        Outcome second = scene.all(file);

        assertThat(second.out()).as(second.toString()).contains("✓ hub/contacts  incremental succeeded");
        runUntilAlike(file, "email");
        assertThat(rows("select id, email from hub.contacts" + LIVE)).isEqualTo(truth("contacts", "email"));
        assertThat(rows("select id, id from hub.contacts where _tidemark_deleted_at is not null"))
                .containsKey(archived);

        Outcome third = scene.all(file);
        assertThat(third.exit()).as(third.toString()).isZero();
        assertThat(portal.store()
                        .newest("contacts", made)
                        .orElseThrow()
                        .body()
                        .path("health_score")
                        .asString(""))
                .isEqualTo("42.5");
        long wanted = truth("contacts", "jobtitle").values().stream()
                .filter("Controller"::equals)
                .count();
        assertThat(truth("contacts", "health_score").values().stream().filter("42.5"::equals))
                .hasSize((int) wanted);
        // The scores went out beside the contacts' own run: a later one brings them back.
        runUntilAlike(file, "health_score");
        assertThat(rows("select id, health_score from hub.contacts" + LIVE))
                .isEqualTo(truth("contacts", "health_score"));
    }

    @Test
    void a_public_app_signs_in_by_itself_and_no_secret_is_told() throws IOException {
        Path file = Files.writeString(
                scene.folder.resolve("app.yaml"), """
                workspace: app
                sources:
                  hubspot:
                    connector: hubspot
                    url: %s
                    client_id: %s
                    client_secret: ${env:HUBSPOT_SECRET}
                    refresh_token: ${env:HUBSPOT_REFRESH}
                    quota: 100%%
                syncs:
                  deals: { from: hubspot.deals, every: 1s }
                """.formatted(front.url(), HubSpotSandbox.CLIENT_ID));
        Outcome first = scene.once(file);
        assertThat(first.out()).as(first.toString()).contains("✓ app/deals  backfill succeeded");
        hub.tokens().expireAll();
        hub.changes(9, 10);
        Outcome second = scene.all(file);
        assertThat(second.out()).as(second.toString()).contains("✓ app/deals  incremental succeeded");
        assertThat(rows("select id, dealstage from app.deals" + LIVE)).isEqualTo(truth("deals", "dealstage"));
        hub.tokens().revoke(HubSpotSandbox.REFRESH_TOKEN);
        hub.tokens().expireAll();
        Outcome refused = scene.run("check", file.toString());
        hub.tokens().allowRefresh(HubSpotSandbox.CLIENT_ID, HubSpotSandbox.REFRESH_TOKEN);
        assertThat(refused.exit()).isEqualTo(Exit.FAILED);
        assertThat(refused.out() + refused.err())
                .contains("BAD_REFRESH_TOKEN")
                .doesNotContain(HubSpotSandbox.REFRESH_TOKEN, HubSpotSandbox.CLIENT_SECRET);
    }
}
