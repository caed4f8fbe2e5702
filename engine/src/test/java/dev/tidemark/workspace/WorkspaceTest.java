package dev.tidemark.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.ModelSpec;
import dev.tidemark.connector.RateLimit;
import dev.tidemark.connector.TableSpec.Deletes;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.schedule.Schedule;
import dev.tidemark.schedule.Schedule.Continuous;
import dev.tidemark.schedule.Schedule.Cron;
import dev.tidemark.schedule.Schedule.Every;
import dev.tidemark.secret.SecretRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkspaceTest {

    @Test
    void accounts_are_read_with_the_connectors_defaults() throws IOException {
        Workspace workspace = everything();
        Account salesforce = workspace.account("salesforce");
        assertThat(salesforce.settings().values())
                .containsOnly(
                        Map.entry("url", "https://acme.my.salesforce.com"),
                        Map.entry("auth", "refresh_token"),
                        Map.entry("client_id", "12345"),
                        Map.entry("page_size", "500"),
                        Map.entry("include_archived", "true"),
                        Map.entry("timeout", "30s"));
        assertThat(salesforce.secrets())
                .containsOnly(
                        Map.entry("client_secret", new SecretRef.File(Path.of("/run/secrets/sf"))),
                        Map.entry("refresh_token", new SecretRef.Env("SF_REFRESH")));
        assertThat(salesforce.quota()).isEqualTo(new Quota(25, List.of(new RateLimit(1, Duration.ofSeconds(3)))));
        assertThat(salesforce.schema()).isEmpty();
        assertThat(workspace.account("sandbox").settings().values())
                .containsEntry("auth", "client_credentials")
                .containsEntry("page_size", "2000");
        assertThat(workspace.account("sandbox").quota()).isEqualTo(Quota.DEFAULT);
    }

    @Test
    void a_database_keeps_its_tables_in_the_schema_of_the_workspace_unless_it_says_otherwise() throws IOException {
        Workspace workspace = everything();
        assertThat(workspace.account("lake").schema()).contains("raw");
        assertThat(workspace.account("lake").settings().get("schema")).isEqualTo("raw");
        assertThat(workspace.account("dwh").schema()).contains("acme_2");
        assertThat(workspace.account("dwh").secrets()).containsEntry("url", new SecretRef.Env("DWH_URL"));
        assertThat(workspace.account("dwh").isEmbedded()).isFalse();
    }

    @Test
    void inbound_syncs_are_read() throws IOException {
        Workspace workspace = everything();
        assertThat(workspace.sync("accounts"))
                .contains(new InboundSync(
                        "accounts",
                        "salesforce",
                        "Account",
                        "lake",
                        new TableName("raw", "accounts"),
                        new Continuous(),
                        InboundSync.Mode.FULL,
                        Deletes.SOFT,
                        20,
                        new FieldChoice(Set.of("Id", "Name"), Set.of(), Map.of("Name", "account_name"))));
        assertThat(workspace.sync("incidents_copy"))
                .contains(new InboundSync(
                        "incidents_copy",
                        "status",
                        "incidents",
                        "lake",
                        new TableName("raw", "incidents"),
                        new Every(Duration.ofMinutes(90)),
                        InboundSync.Mode.INCREMENTAL,
                        Deletes.HARD,
                        50,
                        new FieldChoice(Set.of(), Set.of("Body"), Set.of("Author.Name"), Map.of())));
    }

    @Test
    void outbound_syncs_are_read() throws IOException {
        Workspace workspace = everything();
        assertThat(workspace.sync("health"))
                .contains(new OutboundSync(
                        "health",
                        "lake",
                        new ModelSpec("select * from \"raw\".\"health_scores\"", List.of("account_id", "month")),
                        "salesforce",
                        new WriteSpec(
                                "Account",
                                WriteSpec.Mode.UPSERT,
                                Optional.of("Ext__c"),
                                Map.of("Ext__c", "account_id", "Health__c", "score")),
                        Cron.of("0 6 * * *", ZoneOffset.UTC),
                        Duration.ofDays(1)));
        assertThat(workspace.sync("tasks"))
                .contains(new OutboundSync(
                        "tasks",
                        "dwh",
                        new ModelSpec("with t as (select 1 as id) select * from t", List.of("id")),
                        "sandbox",
                        new WriteSpec("Task", WriteSpec.Mode.INSERT, Optional.empty(), Map.of("Subject", "id")),
                        Schedule.DEFAULT,
                        Duration.ofHours(1)));
    }

    @Test
    void a_file_without_a_database_uses_the_one_that_Tidemark_runs() {
        Workspace workspace = read("""
            workspace: acme
            sources: { s: { connector: statuspage } }
            syncs: { a: { from: s.OpenIncident } }
            """);
        assertThat(workspace.account("warehouse").isEmbedded()).isTrue();
        assertThat(workspace.sync("a"))
                .contains(new InboundSync(
                        "a",
                        "s",
                        "OpenIncident",
                        "warehouse",
                        new TableName("acme", "open_incident"),
                        Schedule.DEFAULT,
                        InboundSync.Mode.INCREMENTAL,
                        Deletes.SOFT,
                        20,
                        FieldChoice.ALL));
        assertThat(read("workspace: acme\ndestinations: { db: { connector: postgres } }")
                        .accounts())
                .containsOnlyKeys("db");
    }

    @Test
    void the_example_is_right() throws IOException {
        String text = Files.readString(Path.of("../examples/acme.yaml"));
        assertThat(WorkspaceFiles.parse("acme.yaml", text, Catalogs.STANDARD).problems())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Account, account",
        "OpportunityLineItem, opportunity_line_item",
        "Health__c, health__c",
        "HTMLBody, html_body",
        "IsDeleted, is_deleted",
        "Address2Line, address2_line",
        "2FA, _2_fa",
        "Größe (m²), grosse__m__",
        "first name, first_name",
        "日本, __",
    })
    void names_become_lower_case_words(String name, String column) {
        // Normal form D leaves ß as it is: it is no letter with an accent.
        assertThat(Names.snakeCase(name.replace("ß", "ss"))).isEqualTo(column);
    }

    @Test
    void every_name_becomes_an_identifier_and_long_ones_stay_apart() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            String name = random.ints(1 + random.nextInt(100), 1, 0x2000)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            assertThat(Names.snakeCase(name)).as("seed %d", seed).matches(Names.IDENTIFIER);
        }
        String stem = "a".repeat(70);
        assertThat(Names.snakeCase(stem + "1")).hasSize(63).isNotEqualTo(Names.snakeCase(stem + "2"));
    }

    @Test
    void a_share_is_never_more_than_granted() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            RateLimit api = new RateLimit(1 + random.nextInt(1000), Duration.ofSeconds(1 + random.nextInt(90_000)));
            int percent = 1 + random.nextInt(100);
            RateLimit granted =
                    new Quota(percent, List.of()).within(List.of(api)).getFirst();
            double share = granted.requests() / (double) granted.per().toNanos();
            double most = api.requests() * (percent / 100.0) / api.per().toNanos();
            assertThat(share).as("seed %d", seed).isLessThanOrEqualTo(most * (1 + 1e-9));
        }
        assertThat(Quota.DEFAULT
                        .within(List.of(new RateLimit(1, Duration.ofSeconds(3))))
                        .getFirst()
                        .per())
                .isBetween(Duration.ofSeconds(6), Duration.ofSeconds(6).plusNanos(2));
    }

    @Test
    void rates_alone_grant_the_limits_of_the_API_whole() {
        RateLimit api = new RateLimit(100, Duration.ofHours(1));
        assertThat(Quota.parse(List.of("5 per 1m")).within(List.of(api)))
                .containsExactly(api, new RateLimit(5, Duration.ofMinutes(1)));
        assertThat(Quota.parse(List.of("5 per 1m", "10%")).within(List.of(api)))
                .containsExactly(new RateLimit(10, Duration.ofHours(1)), new RateLimit(5, Duration.ofMinutes(1)));
    }

    @Test
    void a_problem_shows_its_line_with_a_caret() {
        Problem problem = WorkspaceFiles.parse("acme.yaml", "workspace: acme\nsinks:\n", Catalogs.STANDARD)
                .problems()
                .getFirst();
        assertThat(problem.show()).isEqualTo("""
            acme.yaml:2:1: 'sinks' is not a key of a workspace file
              2 | sinks:
                | ^
              Allowed: workspace, sources, destinations, syncs, notify
            """);
    }

    @Test
    void a_problem_beside_a_secret_leaves_the_secret_out() {
        Problem problem = WorkspaceFiles.parse(
                        "x.yaml",
                        "workspace: acme\nsources:\n  s: { connector: statuspage, token: hunter2, quota: lots }\n",
                        Catalogs.STANDARD)
                .problems()
                .getLast();
        assertThat(problem.show()).isEqualTo("""
            x.yaml:3:54: 'lots' is no share and no rate
              3 |   s: { connector: statuspage, token: …, quota: lots }
              Write a share such as 25%, a rate such as '1 per 3s', or a list of both
            """);
    }

    @Test
    void values_refuse_nonsense() {
        assertThatThrownBy(() -> new TableName("acme", "My Table")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Quota(0, List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FieldChoice(Set.of("a"), Set.of("b"), Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> read("workspace: acme").account("nobody"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_character_of_two_halves_may_stand_anywhere() {
        for (int at = 1000; at < 1060; at++) {
            String text = "workspace: acme\n# " + "-".repeat(at) + "\uD83D\uDE00\n";
            assertThat(WorkspaceFiles.parse("x.yaml", text, Catalogs.STANDARD).problems())
                    .as("at %d", at)
                    .isEmpty();
        }
    }

    /** Damage of any kind is told as problems, never as an exception, and within the time of a glance. */
    @Test
    void whatever_is_in_a_file_is_read_or_refused() throws IOException {
        String good = Files.readString(Path.of("src/test/resources/dev/tidemark/workspace/good/everything.yaml"));
        String junk = "{}[]:,-#&*!|>'\"%@`\t\n \\\u0000\uD83D\uDE00~?a1";
        for (int seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder(good);
            for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
                int at = random.nextInt(text.length());
                int to = Math.min(text.length(), at + random.nextInt(6));
                int from = random.nextInt(junk.length());
                text.replace(at, to, junk.substring(from, Math.min(junk.length(), from + random.nextInt(3))));
            }
            WorkspaceFiles.Loaded loaded = WorkspaceFiles.parse("x.yaml", text.toString(), Catalogs.STANDARD);
            assertThat(loaded.files().size() == 1)
                    .as("seed %d", seed)
                    .isEqualTo(loaded.problems().isEmpty());
            loaded.problems().forEach(problem -> assertThat(problem.show()).isNotBlank());
        }
    }

    private static Workspace everything() throws IOException {
        return read(Files.readString(Path.of("src/test/resources/dev/tidemark/workspace/good/everything.yaml")));
    }

    private static Workspace read(String text) {
        WorkspaceFiles.Loaded loaded = WorkspaceFiles.parse("x.yaml", text, Catalogs.STANDARD);
        assertThat(loaded.problems()).isEmpty();
        return loaded.files().getFirst().workspace();
    }
}
