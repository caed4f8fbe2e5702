package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.Scene.Outcome;
import dev.tidemark.connector.Column;
import dev.tidemark.connector.SourceLayout;
import dev.tidemark.connector.View;
import dev.tidemark.sandbox.http.HttpFront;
import dev.tidemark.sandbox.hubspot.HubSpotSandbox;
import dev.tidemark.sandbox.salesforce.SalesforceSandbox;
import dev.tidemark.sandbox.store.StoredObject;
import dev.tidemark.sandbox.stripe.StripeSandbox;
import dev.tidemark.sandbox.zendesk.ZendeskSandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** From each app into tables, and from tables into what the public dbt packages read. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DbtLayoutIT {

    @SuppressWarnings("NullAway.Init")
    private Scene scene;

    @BeforeAll
    void open(@TempDir Path folder) throws IOException {
        scene = new Scene(folder, 1);
    }

    @AfterAll
    void close() throws IOException {
        scene.close();
    }

    private Path workspace(String name, String connector, String settings, Set<String> without) throws IOException {
        StringBuilder syncs = new StringBuilder();
        for (String stream : DbtLayoutTest.streams(DbtLayoutTest.layout(connector))) {
            if (!without.contains(stream)) {
                syncs.append("  ")
                        .append(stream.toLowerCase(java.util.Locale.ROOT))
                        .append(": { from: app.")
                        .append(stream)
                        .append(", every: 1h }\n");
            }
        }
        return Files.writeString(
                scene.folder.resolve(name + ".yaml"), """
                    workspace: %s
                    sources:
                      app:
                        connector: %s
                        layout: dbt
                        layout_schema: %s_dbt
                        quota: 100%%
                    %ssyncs:
                    %s\
                    """.formatted(name, connector, name, settings.indent(4), syncs));
    }

    private Map<String, String> rows(String sql) {
        Map<String, String> rows = new TreeMap<>();
        scene.query(sql, row -> rows.put(row.getString(1), String.valueOf(row.getString(2))));
        return rows;
    }

    private List<String> list(String sql) {
        List<String> rows = new ArrayList<>();
        scene.query(sql, row -> rows.add(String.valueOf(row.getString(1))));
        return rows;
    }

    private String one(String sql) {
        return list(sql).getFirst();
    }

    /** Every view of the layout can be read, with each column that its tables' fields allow, in the order of the layout. */
    private void assertReadable(String schema, String connector, Set<String> absent) {
        SourceLayout layout = DbtLayoutTest.layout(connector);
        for (View view : layout.views()) {
            if (absent.contains(view.name())) {
                assertThat(list("select 1 from pg_views where schemaname = '" + schema + "' and viewname = '"
                                + view.name() + "'"))
                        .isEmpty();
                continue;
            }
            List<String> columns = list("select column_name from information_schema.columns where table_schema = '"
                    + schema + "' and table_name = '" + view.name() + "' order by ordinal_position");
            List<String> wanted = view.columns().stream().map(Column::name).toList();
            assertThat(columns).as(view.name()).isNotEmpty();
            List<String> shown = columns.stream().filter(wanted::contains).toList();
            assertThat(shown)
                    .as(view.name())
                    .isEqualTo(wanted.stream().filter(columns::contains).toList());
            if (!connector.equals("salesforce") && !connector.equals("hubspot")) { // there the account decides
                assertThat(shown).as(view.name()).isEqualTo(wanted);
            }
            assertThat(list("select count(*) from (select * from " + schema + ".\"" + view.name() + "\") t"))
                    .hasSize(1);
        }
    }

    @Test
    void zendesk() throws IOException {
        ZendeskSandbox zendesk = new ZendeskSandbox(
                dev.tidemark.sandbox.zendesk.Settings.standard().withTickets(40));
        zendesk.set("exportsPerMinute", 1_000);
        scene.environment.put("ZENDESK_TOKEN", ZendeskSandbox.API_TOKEN);
        try (HttpFront front = HttpFront.start(zendesk, 0)) {
            Path file = workspace(
                    "desk", "zendesk", """
                        url: %s
                        email: %s
                        api_token: ${env:ZENDESK_TOKEN}\
                        """.formatted(front.url(), ZendeskSandbox.EMAIL), Set.of("audit_logs"));
            Outcome ran = scene.once(file);
            assertThat(ran.exit()).as(ran.toString()).isZero();
            assertReadable("desk_dbt", "zendesk", Set.of("audit_log"));

            Map<String, String> channels = new TreeMap<>();
            Map<String, String> tags = new TreeMap<>();
            for (StoredObject ticket : zendesk.desk().store().newest("tickets")) {
                channels.put(
                        ticket.id(), ticket.body().path("via").path("channel").asString());
                List<String> all = new ArrayList<>();
                ticket.body().path("tags").forEach(tag -> all.add(tag.asString()));
                if (!all.isEmpty()) {
                    tags.put(ticket.id(), String.join(",", all));
                }
            }
            assertThat(rows("select id, via_channel from desk_dbt.ticket"))
                    .isEqualTo(channels)
                    .hasSize(40);
            assertThat(rows("select ticket_id, string_agg(tag, ',') from desk_dbt.ticket_tag group by 1"))
                    .isEqualTo(tags);
            assertThat(one("select count(*) from desk_dbt.ticket_comment")).isEqualTo("40");
            assertThat(list("select distinct field_name from desk_dbt.ticket_field_history order by 1"))
                    .contains("priority", "status")
                    .doesNotContain("id", "event_type", "body");
            assertThat(one("select pg_typeof(start_time) from desk_dbt.schedule limit 1"))
                    .isEqualTo("bigint");
            assertThat(one("select count(*) from desk_dbt.\"user\" where _fivetran_deleted"))
                    .isEqualTo("0");

            Outcome checked = scene.run("check", file.toString());
            assertThat(checked.exit()).as(checked.toString()).isZero();
            assertThat(checked.out())
                    .contains("! desk/app  warning: layout dbt: in the schema desk_dbt, 13 of 14 tables")
                    .contains("! desk/app  warning: layout dbt: no audit_log, which needs the stream audit_logs")
                    .contains("! desk/app  warning: layout dbt: no time_zone: rules of time zones, which Zendesk does"
                            + " not tell: using_schedules: false");
        }
    }

    @Test
    void stripe() throws IOException {
        StripeSandbox stripe = new StripeSandbox(InstantSource.system(), 3, 60);
        scene.environment.put("STRIPE_KEY", StripeSandbox.KEY);
        try (HttpFront front = HttpFront.start(stripe, 0)) {
            stripe.requestsPerSecond(Integer.MAX_VALUE);
            Path file = workspace("shop", "stripe", """
                url: %s
                api_key: ${env:STRIPE_KEY}\
                """.formatted(front.url()), Set.of());
            Outcome ran = scene.once(file);
            assertThat(ran.exit()).as(ran.toString()).isZero();
            assertReadable("shop_dbt", "stripe", Set.of());
            assertThat(rows("select id, customer_id from shop_dbt.charge"))
                    .isEqualTo(rows("select id, customer from shop.charges"))
                    .isNotEmpty();
            assertThat(rows("select id, outcome_seller_message from shop_dbt.charge"))
                    .isEqualTo(rows("select id, outcome ->> 'seller_message' from shop.charges"));
            assertThat(rows("select id, status_transitions_paid_at::text from shop_dbt.invoice"))
                    .isEqualTo(rows("select id, to_timestamp((status_transitions ->> 'paid_at')::bigint)::text"
                            + " from shop.invoices"))
                    .isNotEmpty();
            assertThat(rows("select id, subscription_id from shop_dbt.invoice_line_item where subscription_id"
                            + " is not null"))
                    .isNotEmpty();
            assertThat(rows("select unique_key, period_end from (select invoice_id || id as unique_key,"
                            + " period_end::text from shop_dbt.invoice_line_item where plan_id is not null) l"))
                    .isEqualTo(rows("select invoice || id, to_timestamp((period ->> 'end')::bigint)::text"
                            + " from shop.invoice_line_items where price ->> 'id' is not null"))
                    .isNotEmpty();
            assertThat(one("select count(*) from shop_dbt.payment_method_card c join shop_dbt.payment_method m"
                            + " on m.id = c.payment_method_id"))
                    .isEqualTo(one("select count(*) from shop.payment_methods where card is not null"))
                    .isNotEqualTo("0");
        } finally {
            stripe.close();
        }
    }

    @Test
    void hubspot() throws IOException {
        HubSpotSandbox hub = new HubSpotSandbox(
                dev.tidemark.sandbox.hubspot.Settings.standard().withSize(300));
        hub.portal().indexLag(Duration.ZERO);
        scene.environment.put("HUBSPOT_TOKEN", HubSpotSandbox.PRIVATE_APP_TOKEN);
        try (HttpFront front = HttpFront.start(hub, 0)) {
            Path file = workspace("hub", "hubspot", """
                url: %s
                token: ${env:HUBSPOT_TOKEN}\
                """.formatted(front.url()), Set.of());
            Outcome ran = scene.once(file);
            assertThat(ran.exit()).as(ran.toString()).isZero();
            assertReadable("hub_dbt", "hubspot", Set.of());
            assertThat(rows("select id, property_email from hub_dbt.contact where not _fivetran_deleted"))
                    .isEqualTo(rows("select id, email from hub.contacts where _tidemark_deleted_at is null"))
                    .isNotEmpty();
            assertThat(one("select pg_typeof(id) from hub_dbt.contact limit 1")).isEqualTo("bigint");
            assertThat(one("select count(*) from hub_dbt.deal d join hub_dbt.deal_contact l on l.deal_id = d.deal_id"
                            + " join hub_dbt.contact c on c.id = l.contact_id where l.category is not null"))
                    .isNotEqualTo("0");
            assertThat(one("select count(*) from hub_dbt.engagement"))
                    .isEqualTo(one("select (select count(*) from hub.calls) + (select count(*) from hub.emails)"
                            + " + (select count(*) from hub.meetings) + (select count(*) from hub.notes)"
                            + " + (select count(*) from hub.tasks)"));
            assertThat(list("select column_name from information_schema.columns where table_schema = 'hub_dbt'"
                            + " and table_name = 'contact'"))
                    .contains("property_lifecyclestage", "property_health_score")
                    .doesNotContain("property_id", "property_archived");
            assertThat(rows("select d.deal_id, s.label from hub_dbt.deal d join hub_dbt.deal_pipeline_stage s"
                            + " on s.stage_id = d.deal_pipeline_stage_id and s.pipeline_id = d.deal_pipeline_id"
                            + " join hub_dbt.deal_pipeline p on p.pipeline_id = s.pipeline_id and p.active"
                            + " where not d.is_deleted"))
                    .isEqualTo(rows("select deal_id, value from hub_dbt.deal_stage where _fivetran_active"))
                    .isEqualTo(rows(
                            "select deal_id, value from hub_dbt.deal_property_history" + " where name = 'dealstage'"))
                    .isNotEmpty();
            assertThat(rows("select stage_id, probability || ' ' || is_closed from hub_dbt.deal_pipeline_stage"))
                    .containsEntry("closedwon", "1.0 true");
            assertThat(one("select max(_fivetran_end) = '9999-12-31T23:59:59Z' from hub_dbt.deal_stage"))
                    .isEqualTo("t");
            assertThat(list("select o.value from hub_dbt.property_option o join hub_dbt.property p"
                            + " on o.property_id = p._fivetran_id where p.name = 'hs_lead_status'"
                            + " and p.hubspot_object = 'contact' order by o.display_order"))
                    .containsExactly("NEW", "OPEN", "IN_PROGRESS", "UNQUALIFIED");
            assertThat(rows("select l.name, count(m.contact_id) = max(l.metadata_size) from hub_dbt.contact_list l"
                            + " join hub_dbt.contact_list_member m on m.contact_list_id = l.id"
                            + " join hub_dbt.contact c on c.id = m.contact_id group by 1"))
                    .containsOnly(
                            Map.entry("Customers", "t"), Map.entry("Newsletter", "t"), Map.entry("Spring fair", "t"));
        }
    }

    @Test
    void salesforce() throws IOException {
        scene.environment.put("SF_SECRET", SalesforceSandbox.CLIENT_SECRET);
        Path file = workspace(
                "crm", "salesforce", """
                    url: %s
                    client_id: %s
                    client_secret: ${env:SF_SECRET}\
                    """.formatted(scene.front.url(), SalesforceSandbox.CLIENT_ID), missing());
        Outcome ran = scene.once(file);
        assertThat(ran.exit()).as(ran.toString()).isZero();
        Set<String> absent = new TreeSet<>();
        for (View view : DbtLayoutTest.layout("salesforce").views()) {
            if (missing().contains(view.parts().getFirst().from())) {
                absent.add(view.name());
            }
        }
        assertReadable("crm_dbt", "salesforce", absent);
        assertThat(rows("select id, name from crm_dbt.account where not is_deleted and _fivetran_active"))
                .isEqualTo(scene.atSource("Account", "Name"));
        assertThat(rows("select id, close_date::text from crm_dbt.opportunity"))
                .isEqualTo(rows("select id, (close_date::text || ' 00:00:00+00') from crm.opportunity"));

        String gone = one("select id from crm_dbt.contact where not is_deleted limit 1");
        scene.org
                .org()
                .writer(scene.org.org().rows(scene.object("User")).getFirst().id())
                .delete(gone);
        scene.all(file);
        assertThat(list("select id from crm_dbt.contact where is_deleted")).contains(gone);
    }

    private Set<String> missing() {
        Set<String> missing = new TreeSet<>();
        for (String stream : DbtLayoutTest.streams(DbtLayoutTest.layout("salesforce"))) {
            if (scene.org.org().schema().object(stream) == null) {
                missing.add(stream);
            }
        }
        return missing;
    }
}
