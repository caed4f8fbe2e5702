package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.Scene.Outcome;
import dev.tidemark.sandbox.airtable.AirtableSandbox;
import dev.tidemark.sandbox.airtable.Settings;
import dev.tidemark.sandbox.http.HttpFront;
import dev.tidemark.sandbox.store.StoredObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** An Airtable base into tables and back, by the commands that a person gives. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AirtableSyncIT {

    @SuppressWarnings("NullAway.Init")
    Scene scene;

    @SuppressWarnings("NullAway.Init")
    HttpFront front;

    final AirtableSandbox airtable = new AirtableSandbox(Settings.standard().withSize(900));

    @BeforeAll
    void open(@TempDir Path folder) throws IOException {
        scene = new Scene(folder, 1);
        front = HttpFront.start(airtable, 0);
        airtable.limits().perBase(500);
        scene.environment.put("AIRTABLE_TOKEN", AirtableSandbox.TOKEN);
    }

    @AfterAll
    void close() throws IOException {
        front.close();
        airtable.webhooks().close();
        scene.close();
    }

    private Map<String, String> rows(String query) {
        Map<String, String> rows = new TreeMap<>();
        scene.query(query, row -> rows.put(row.getString(1), String.valueOf(row.getString(2))));
        return rows;
    }

    private Map<String, String> truth(String table, String field) {
        Map<String, String> truth = new TreeMap<>();
        for (StoredObject record : airtable.live(table)) {
            String value = record.body().path(field).asString("");
            truth.put(record.id(), value.isEmpty() ? "null" : value);
        }
        return truth;
    }

    private static final String LIVE = " where _tidemark_deleted_at is null";

    @Test
    void tables_come_in_changes_and_deletes_follow_and_a_score_goes_back() throws IOException {
        Path file =
                Files.writeString(scene.folder.resolve("plans.yaml"), """
                workspace: plans
                sources:
                  plans:
                    connector: airtable
                    url: %s
                    base: %s
                    token: ${env:AIRTABLE_TOKEN}
                    quota: 100 per 1s
                syncs:
                  companies: { from: plans.Companies, every: 1s }
                  people:    { from: plans.People, every: 1s }
                  deals:     { from: "plans.Deals & Renewals", to: warehouse.deals, every: 1s }
                  scores:
                    from: warehouse
                    model: select code, 0.75 as score from plans.companies where industry = 'Energy' and _tidemark_deleted_at is null
                    key: code
                    to: plans.Companies
                    mode: update
                    match: Code
                    map: { Code: code, Score: score }
                    every: 1s
                """.formatted(front.url(), AirtableSandbox.BASE));

        Outcome checked = scene.run("check", file.toString());
        assertThat(checked.exit()).as(checked.toString()).isZero();
        Outcome first = scene.once(file);
        assertThat(first.out()).as(first.toString()).contains("✓ plans/companies  backfill succeeded");
        assertThat(rows("select id, name from plans.companies" + LIVE)).isEqualTo(truth("Companies", "Name"));
        assertThat(rows("select id, e_mail from plans.people" + LIVE)).isEqualTo(truth("People", "E-mail"));
        assertThat(rows("select id, stage from plans.deals" + LIVE)).isEqualTo(truth("Deals & Renewals", "Stage"));

        String gone = airtable.live("People").get(7).id();
        airtable.delete("People", gone);
        String changed = airtable.live("Companies").get(3).id();
        airtable.update("Companies", changed, "Name", "Changed Ltd");
        Outcome second = scene.all(file);
        assertThat(second.exit()).as(second.toString()).isZero();
        assertThat(rows("select id, name from plans.companies" + LIVE)).isEqualTo(truth("Companies", "Name"));

        scene.all(file); // by now two complete readings have lacked it
        assertThat(rows("select id, e_mail from plans.people" + LIVE)).isEqualTo(truth("People", "E-mail"));
        assertThat(rows("select id, id from plans.people where _tidemark_deleted_at is not null"))
                .containsOnlyKeys(gone);
        long energy = truth("Companies", "Industry").values().stream()
                .filter("Energy"::equals)
                .count();
        assertThat(airtable.live("Companies").stream()
                        .filter(record ->
                                record.body().path("Industry").asString("").equals("Energy"))
                        .filter(record -> record.body().path("Score").asDouble(0) == 0.75))
                .hasSize((int) energy);
    }

    @Test
    void a_table_that_seems_to_be_empty_keeps_its_rows() throws IOException {
        Path file =
                Files.writeString(scene.folder.resolve("brake.yaml"), """
                workspace: brake
                sources:
                  plans: { connector: airtable, url: "%s", base: %s, token: "${env:AIRTABLE_TOKEN}", quota: 100 per 1s }
                syncs:
                  deals: { from: "plans.Deals & Renewals", to: warehouse.deals, every: 1s }
                """.formatted(front.url(), AirtableSandbox.BASE));
        scene.once(file);
        Map<String, String> before = rows("select id, title from brake.deals" + LIVE);
        for (StoredObject deal : airtable.live("Deals & Renewals")) {
            airtable.delete("Deals & Renewals", deal.id());
        }
        scene.all(file);
        scene.all(file);
        assertThat(rows("select id, title from brake.deals" + LIVE))
                .isEqualTo(before)
                .isNotEmpty();
        Outcome runs = scene.run("runs", "--json");
        assertThat(runs.out()).contains("brake: " + before.size() + " of " + before.size() + " rows");
        Files.writeString(file, Files.readString(file).replace("every: 1s", "every: 1s, brake: 100%"));
        scene.all(file);
        assertThat(rows("select id, title from brake.deals" + LIVE)).isEmpty();
    }
}
