package dev.tidemark.cli;

import static dev.tidemark.cli.Gate.AppHas.DONE;
import static dev.tidemark.cli.Gate.AppHas.DONE_IT_LATER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.Gate.AppHas;
import dev.tidemark.cli.Scene.Outcome;
import dev.tidemark.sandbox.salesforce.org.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backfill and large writes by jobs of Salesforce's Bulk API, with true {@code kill -9} in their middle. */
class BulkIT {

    private static final String SYNCS = """
        accounts: { from: salesforce.Account, to: warehouse.account, every: 1s }
        contacts: { from: salesforce.Contact, to: warehouse.contact, every: 1s }
        """;

    private static final String OUTBOUND = """
        upserts:
          from: warehouse
          table: model.upserts
          key: code
          to: salesforce.Account
          mode: upsert
          match: External_Id__c
          map: { External_Id__c: code, Name: name }
          every: 1s
        inserts:
          from: warehouse
          table: model.inserts
          key: code
          to: salesforce.Account
          mode: insert
          match: Legacy_Code__c
          map: { Legacy_Code__c: code, Name: name }
          every: 1s
        """;

    @TempDir
    Path folder;

    private Path workspace(Scene scene, String syncs, String bulk) throws IOException {
        Path file = scene.workspace("acme", syncs);
        return Files.writeString(
                file, Files.readString(file).replace("    quota:", "    bulk: " + bulk + "\n    quota:"));
    }

    private static void kill(Scene scene, Path file, String kind, int others, AppHas work) throws Exception {
        try (Gate gate = new Gate(scene.org, kind, others, work);
                Child child = scene.process("run", file.toString())) {
            gate.await(child);
            scene.letGo();
            child.kill();
        }
        scene.timePasses();
    }

    private static void once(Scene scene, Path file) {
        Outcome ran = scene.all(file);
        assertThat(ran.exit()).as(ran.toString()).isZero();
    }

    @Test
    void a_backfill_by_jobs_goes_on_where_it_was_killed_and_misses_nothing_that_changed_meanwhile() throws Exception {
        try (Scene scene = new Scene(folder, 1_200)) {
            scene.org.bulk().pageSize(60);
            Path file = workspace(scene, SYNCS, "always");
            kill(scene, file, "queryJobState", 0, DONE);
            scene.org.changes(1, 60);
            kill(scene, file, "queryJobResults", 2, DONE);
            scene.org.changes(2, 60);
            kill(scene, file, "queryJobResults", 1, DONE_IT_LATER);
            scene.org.changes(3, 60);
            once(scene, file);
            assertThat(scene.org.log().byKind().get("queryJob"))
                    .as("one for each object, and none because of the kills")
                    .isLessThanOrEqualTo(3);
            once(scene, file);
            for (String object : List.of("Account", "Contact")) {
                SalesforceTruth.check(scene, object, "acme." + object);
            }
            assertThat(scene.org.log().byKind().keySet())
                    .as("changes come by REST")
                    .containsAnyOf("queryAll", "composite");
            scene.query(
                    "SELECT count(*), count(mailing_address) FROM acme.contact WHERE mailing_city IS NOT NULL"
                            + " AND mailing_address->>'city' = mailing_city",
                    row -> assertThat(row.getLong(1)).isPositive().isEqualTo(row.getLong(2)));
        }
    }

    @Test
    void thousands_of_rows_are_written_by_a_job_and_once_whatever_is_killed() throws Exception {
        try (Scene scene = new Scene(folder, 300)) {
            scene.execute("""
                CREATE SCHEMA model;
                CREATE TABLE model.upserts AS SELECT 'u-' || n AS code, 'Name of ' || n AS name
                    FROM generate_series(1, 2500) n;
                ALTER TABLE model.upserts ADD PRIMARY KEY (code);
                CREATE TABLE model.inserts AS SELECT 'i-' || n AS code, 'Name of ' || n AS name
                    FROM generate_series(1, 2300) n;
                ALTER TABLE model.inserts ADD PRIMARY KEY (code)\
                """);
            Path file = workspace(scene, OUTBOUND, "auto");
            kill(scene, file, "ingestClose", 0, DONE);
            kill(scene, file, "ingestClose", 0, DONE);
            once(scene, file);
            once(scene, file);
            assertThat(count(scene, "External_Id__c", "u-"))
                    .hasSize(2_500)
                    .allSatisfy((code, n) -> assertThat(n).isEqualTo(1L));
            assertThat(count(scene, "Legacy_Code__c", "i-"))
                    .hasSize(2_300)
                    .allSatisfy((code, n) -> assertThat(n).isEqualTo(1L));
            assertThat(scene.org.log().byKind()).doesNotContainKeys("upsertMany", "createMany");
            scene.query(
                    "SELECT count(*) FROM tidemark.ledger WHERE state <> 'ACCEPTED'",
                    row -> assertThat(row.getLong(1)).isZero());

            scene.execute("UPDATE model.upserts SET name = 'Few' WHERE code IN ('u-1', 'u-2')");
            once(scene, file);
            assertThat(scene.org.log().byKind()).as("few go by a collection").containsKey("upsertMany");
        }
    }

    /** How many records hold each value that begins so. */
    private static Map<String, Long> count(Scene scene, String field, String start) {
        return scene.org.org().rows(scene.object("Account")).stream()
                .map((Row row) -> String.valueOf(row.get(field)))
                .filter(value -> value.startsWith(start))
                .collect(Collectors.groupingBy(Function.identity(), HashMap::new, Collectors.counting()));
    }
}
