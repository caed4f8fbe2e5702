package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.Scene.Outcome;
import dev.tidemark.sandbox.fault.FaultRule;
import dev.tidemark.sandbox.http.HttpFront;
import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response;
import dev.tidemark.sandbox.stripe.StripeSandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Stripe account into tables and back: everything, what changed, what went, and what is written. */
class StripeSyncIT {

    private static final JsonMapper JSON = new JsonMapper();

    @SuppressWarnings("NullAway.Init")
    private Scene scene;

    @SuppressWarnings("NullAway.Init")
    private StripeSandbox stripe;

    @SuppressWarnings("NullAway.Init")
    private HttpFront front;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        scene = new Scene(folder, 1);
        stripe = new StripeSandbox(InstantSource.system(), 3, 240);
        front = HttpFront.start(stripe, 0);
        scene.environment.put("STRIPE_KEY", StripeSandbox.KEY);
    }

    @AfterEach
    void close() throws IOException {
        front.close();
        stripe.close();
        scene.close();
    }

    private Path workspace(String name, String syncs) throws IOException {
        return Files.writeString(
                scene.folder.resolve(name + ".yaml"), """
                    workspace: %s
                    sources:
                      stripe:
                        connector: stripe
                        url: %s
                        api_key: ${env:STRIPE_KEY}
                        quota: 100%%
                    syncs:
                    %s\
                    """.formatted(name, front.url(), syncs.indent(2)));
    }

    /** What the account shows, by id. */
    private Map<String, String> atStripe(String path, String more, Function<JsonNode, String> value) {
        Map<String, String> all = new TreeMap<>();
        String after = "";
        while (true) {
            Request request = Request.get(
                    "/v1/" + path + "?limit=100" + more + after,
                    Map.of("Authorization", "Bearer " + StripeSandbox.KEY));
            stripe.requestsPerSecond(Integer.MAX_VALUE);
            Response.Answer answer = (Response.Answer) stripe.handle(request);
            stripe.requestsPerSecond(StripeSandbox.REQUESTS_PER_SECOND);
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            JsonNode page = JSON.readTree(answer.body());
            for (JsonNode each : page.path("data")) {
                all.put(each.path("id").asString(), value.apply(each));
                after = "&starting_after=" + each.path("id").asString();
            }
            if (!page.path("has_more").asBoolean()) {
                return all;
            }
        }
    }

    private void assertSame(String workspace) {
        assertThat(scene.inTable(workspace + ".customers", "phone"))
                .isEqualTo(atStripe("customers", "", c -> c.path("phone").asString("null")));
        assertThat(scene.inTable(workspace + ".charges", "amount_refunded"))
                .isEqualTo(
                        atStripe("charges", "", c -> c.path("amount_refunded").asString("")));
        assertThat(scene.inTable(workspace + ".subscriptions", "status"))
                .isEqualTo(atStripe(
                        "subscriptions", "&status=all", s -> s.path("status").asString("")));
        assertThat(scene.inTable(workspace + ".invoices", "status"))
                .isEqualTo(atStripe("invoices", "", i -> i.path("status").asString("")));
        Map<String, String> lines = new TreeMap<>();
        scene.query(
                "select invoice, count(*) from " + workspace
                        + ".invoice_line_items where _tidemark_deleted_at is null group by invoice",
                row -> lines.put(row.getString(1), row.getString(2)));
        assertThat(lines)
                .isEqualTo(atStripe(
                        "invoices", "", i -> i.path("lines").path("total_count").asString("")));
    }

    private static final String SYNCS = """
        customers: { from: stripe.customers, every: 1s }
        charges: { from: stripe.charges, every: 1s }
        subscriptions: { from: stripe.subscriptions, every: 1s }
        invoices: { from: stripe.invoices, every: 1s }
        invoice_line_items: { from: stripe.invoice_line_items, every: 1s }
        payment_methods: { from: stripe.payment_methods, every: 1s }
        """;

    @Test
    void tables_follow_the_account_through_changes_deletes_and_a_long_standstill() throws IOException {
        Path file = workspace("shop", SYNCS);
        assertThat(scene.run("check", file.toString()).exit()).isZero();
        Outcome first = scene.once(file);
        assertThat(first.exit()).as(first.toString()).isZero();
        assertSame("shop");

        stripe.changes(40);
        Outcome second = scene.all(file);
        assertThat(second.exit()).as(second.toString()).isZero();
        assertThat(second.out()).contains("✓ shop/customers  incremental succeeded");
        assertSame("shop");
        scene.query("select count(*) from shop.customers where _tidemark_deleted_at is not null", row -> {
            assertThat(row.getInt(1)).as("deletes were seen").isPositive();
            return null;
        });

        stripe.advance(Duration.ofDays(31));
        stripe.changes(5);
        Outcome third = scene.all(file);
        assertThat(third.exit()).as(third.toString()).isZero();
        assertThat(scene.inTable("shop.customers", "phone"))
                .containsAllEntriesOf(
                        atStripe("customers", "", c -> c.path("phone").asString("null")));
        assertThat(stripe.log().entries()).noneMatch(entry -> entry.status() == 429);
    }

    @Test
    void rows_are_written_back_once_also_where_an_answer_is_lost_and_the_search_lags() throws IOException {
        stripe.searchLag(Duration.ofMinutes(5));
        Path file = workspace("back", """
            health:
              from: warehouse
              table: public.health
              key: account_id
              to: stripe.customers
              mode: upsert
              match: metadata.account_id
              map:
                metadata.account_id: account_id
                metadata.health: health
                name: name
              every: 1s
            """);
        scene.execute("create table public.health (account_id text primary key, name text, health numeric)");
        scene.execute("insert into public.health values ('acct-3', 'Three', 71.50), ('new-1', 'One', 1),"
                + " ('new-2', 'Two', 2)");
        stripe.faults()
                .add(FaultRule.next("lost", stripe.misbehaviour().loseAnswer()).ofKind("create"));

        Outcome first = scene.once(file);
        assertThat(first.exit()).as(first.toString()).isZero();
        Map<String, String> health = atStripe(
                "customers",
                "",
                c -> c.path("metadata").path("account_id").asString("") + " "
                        + c.path("metadata").path("health").asString("-"));
        assertThat(health.values()).contains("acct-3 71.50", "new-1 1", "new-2 2");
        assertThat(health.values().stream().filter(value -> value.startsWith("new-")))
                .as("none twice")
                .hasSize(2);

        scene.execute("update public.health set health = 5 where account_id = 'new-1'");
        stripe.searchLag(Duration.ZERO);
        Outcome second = scene.all(file);
        assertThat(second.exit()).as(second.toString()).isZero();
        assertThat(atStripe(
                                "customers",
                                "",
                                c -> c.path("metadata").path("account_id").asString("") + " "
                                        + c.path("metadata").path("health").asString("-"))
                        .values()
                        .stream()
                        .filter(value -> value.startsWith("new-1 ")))
                .containsExactly("new-1 5");
    }
}
