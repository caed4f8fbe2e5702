package dev.tidemark.connectors.described;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.testkit.RecordingSink;
import dev.tidemark.connector.testkit.ScriptedApi;
import dev.tidemark.connector.testkit.Step;
import dev.tidemark.connector.testkit.TestAccess;
import dev.tidemark.connectors.airtable.AirtableConnector;
import dev.tidemark.connectors.hubspot.HubSpotConnector;
import dev.tidemark.connectors.intercom.IntercomConnector;
import dev.tidemark.connectors.salesforce.SalesforceConnector;
import dev.tidemark.connectors.stripe.StripeConnector;
import dev.tidemark.connectors.zendesk.ZendeskConnector;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What vendors' real APIs answered becomes records of the connectors' streams, each value of its field's type. */
class RecordedRecordsTest {
    private static final JsonMapper JSON = new JsonMapper();

    /** What did not fit, and how many records of each stream did. */
    private static final class Read {
        final Set<String> misfits = new TreeSet<>();
        final Map<String, Integer> records = new TreeMap<>();

        void page(SourceConnector connector, StreamSpec stream, String format, JsonNode body) {
            var sink = new RecordingSink(stream);
            try {
                connector.records(stream, new RawPage(format, body.toString().getBytes(StandardCharsets.UTF_8)), sink);
            } catch (BadPage e) {
                misfits.add(stream.name() + ": " + e.getMessage());
                return;
            }
            sink.records().forEach(record -> {
                records.merge(stream.name(), 1, Integer::sum);
                record.misfits()
                        .forEach((field, misfit) ->
                                misfits.add(stream.name() + "." + field + " '" + misfit.raw() + "': " + misfit.why()));
                stream.key().forEach(key -> {
                    if (record.get(key) == null) {
                        misfits.add(stream.name() + " has no " + key);
                    }
                });
                stream.versionField().ifPresent(version -> {
                    if (record.get(version) == null) {
                        misfits.add(stream.name() + " has no " + version);
                    }
                });
            });
        }
    }

    private static StreamSpec the(Map<String, StreamSpec> streams, @Nullable String name) {
        return Objects.requireNonNull(streams.get(Objects.requireNonNull(name)));
    }

    /** A page of the one record that was answered alone. */
    private static ObjectNode list(String member, JsonNode record) {
        ObjectNode page = JSON.createObjectNode();
        page.putArray(member).add(record);
        return page;
    }

    @Test
    void intercoms() throws InterruptedException, HttpFailed {
        var connector = new IntercomConnector();
        Map<String, StreamSpec> streams = Vendors.streams(connector);
        Map<String, String> types = Map.of("contact", "contacts", "company", "companies", "tag", "tags");
        var read = new Read();
        for (JsonNode exchange : Vendors.recordings("intercom")) {
            JsonNode answer = exchange.path("response");
            String type = answer.path("type").asString("");
            String first = answer.at("/data/0/type").asString("");
            if (types.containsKey(type)) {
                read.page(connector, the(streams, types.get(type)), "json", list("data", answer));
            } else if (types.containsKey(first)) {
                read.page(connector, the(streams, types.get(first)), "json", answer);
            } else if (answer.has("conversations")) {
                read.page(connector, the(streams, "conversations"), "json", answer);
            } else if (answer.has("admins")) {
                read.page(connector, the(streams, "admins"), "json", answer);
            } else if (answer.has("conversation_parts")) {
                String id = answer.path("id").asString("");
                read.page(connector, the(streams, "conversation_parts"), "parts " + id, answer);
                read.page(connector, the(streams, "conversations"), "json", list("conversations", answer));
            }
        }
        assertThat(read.misfits).isEmpty();
        assertThat(read.records)
                .containsOnlyKeys("contacts", "companies", "conversations", "conversation_parts", "admins", "tags");
    }

    /** The description of an account was recorded too: by it the connector knows the streams. */
    private static StreamSpec described(
            SourceConnector connector,
            String stream,
            Map<String, String> settings,
            Map<String, String> secrets,
            JsonNode description)
            throws HttpFailed {
        var api = ScriptedApi.of(request -> Step.json(
                        200,
                        request.uri().getPath().endsWith("/token")
                                ? "{\"access_token\": \"t\", \"instance_url\": \"https://acme.my.salesforce.com\"}"
                                : description.toString())
                .answer(request));
        var access = TestAccess.to(connector, settings, secrets, api);
        return connector.describe(access, stream).orElseThrow();
    }

    private static JsonNode first(List<JsonNode> exchanges, String path) {
        return exchanges.stream()
                .filter(one -> one.path("path").asString("").matches(path))
                .findFirst()
                .orElseThrow()
                .path("response");
    }

    @Test
    void hubspots() throws InterruptedException, HttpFailed {
        var connector = new HubSpotConnector();
        List<JsonNode> all = Vendors.recordings("hubspot");
        StreamSpec companies = described(
                connector, "companies", Map.of(), Map.of("token", "pat"), first(all, "/crm/v3/properties/companies"));
        // A company's properties have the types that those of all other records have.
        var read = new Read();
        for (JsonNode exchange : all) {
            String path = exchange.path("path").asString("");
            JsonNode answer = exchange.path("response");
            if (!path.startsWith("/crm/v3/objects/") || !answer.isObject()) {
                continue;
            }
            read.page(connector, companies, "json", answer.has("results") ? answer : list("results", answer));
        }
        assertThat(read.misfits).isEmpty();
        assertThat(read.records.get("companies")).isGreaterThan(100);
    }

    @Test
    void airtables() throws InterruptedException, HttpFailed {
        var connector = new AirtableConnector();
        List<JsonNode> all = Vendors.recordings("airtable");
        StreamSpec tasks = described(
                connector,
                "Tasks",
                Map.of("base", "appBeIpEI3hxUKRMo"),
                Map.of("token", "pat"),
                first(all, "/v0/meta/bases/appBeIpEI3hxUKRMo/tables"));
        var read = new Read();
        all.stream()
                .filter(one -> one.path("path").asString("").equals("/v0/appBeIpEI3hxUKRMo/Tasks"))
                .forEach(one -> read.page(connector, tasks, "json", one.path("response")));
        assertThat(read.misfits).isEmpty();
        assertThat(read.records.get("Tasks")).isGreaterThan(100);
    }

    @Test
    void salesforces() throws InterruptedException, HttpFailed {
        var connector = new SalesforceConnector();
        List<JsonNode> all = Vendors.recordings("salesforce");
        StreamSpec account = described(
                connector,
                "Account",
                Map.of("client_id", "app", "url", "https://acme.my.salesforce.com"),
                Map.of("client_secret", "hush"),
                first(all, ".*/Account/describe"));
        var read = new Read();
        for (JsonNode exchange : all) {
            String query = exchange.path("params").path("q").asString("");
            // The version field comes with every query of the connector's own.
            if (query.contains("FROM Account") && query.contains("SystemModstamp")) {
                read.page(connector, account, "json;v62.0", exchange.path("response"));
            }
        }
        assertThat(read.misfits).isEmpty();
        assertThat(read.records.get("Account")).isGreaterThan(1_000);
    }

    @Test
    void zendesks() throws InterruptedException, HttpFailed {
        var connector = new ZendeskConnector();
        Map<String, StreamSpec> streams = Vendors.streams(connector);
        Map<String, String> alone = Map.of(
                "ticket", "tickets",
                "user", "users",
                "organization", "organizations",
                "ticket_field", "ticket_fields");
        var read = new Read();
        for (JsonNode exchange : Vendors.recordings("zendesk")) {
            JsonNode answer = exchange.path("response");
            List.of("users", "groups", "macros", "organizations", "ticket_fields", "ticket_forms")
                    .forEach(name -> {
                        if (answer.path(name).isArray()) {
                            read.page(connector, the(streams, name), "json", answer);
                        }
                    });
            alone.forEach((member, name) -> {
                if (answer.path(member).isObject()) {
                    read.page(connector, the(streams, name), "json", list(name, answer.path(member)));
                }
            });
        }
        assertThat(read.misfits).isEmpty();
        assertThat(read.records)
                .containsOnlyKeys(
                        "tickets", "users", "groups", "macros", "organizations", "ticket_fields", "ticket_forms");
    }

    @Test
    void stripes() throws InterruptedException, HttpFailed {
        var connector = new StripeConnector();
        Map<String, StreamSpec> streams = Vendors.streams(connector);
        Map<String, String> types = Map.ofEntries(
                Map.entry("customer", "customers"),
                Map.entry("invoice", "invoices"),
                Map.entry("invoiceitem", "invoice_items"),
                Map.entry("payment_intent", "payment_intents"),
                Map.entry("payment_method", "payment_methods"),
                Map.entry("setup_intent", "setup_intents"),
                Map.entry("subscription", "subscriptions"),
                Map.entry("subscription_item", "subscription_items"),
                Map.entry("product", "products"),
                Map.entry("price", "prices"),
                Map.entry("plan", "plans"),
                Map.entry("refund", "refunds"),
                Map.entry("coupon", "coupons"),
                Map.entry("credit_note", "credit_notes"),
                Map.entry("checkout.session", "checkout_sessions"));
        var read = new Read();
        for (JsonNode exchange : Vendors.recordings("stripe")) {
            JsonNode answer = exchange.path("response");
            List<JsonNode> all = answer.path("object").asString("").equals("list")
                    ? answer.path("data").valueStream().toList()
                    : List.of(answer);
            for (JsonNode one : all) {
                String type = one.path("object").asString("");
                assertThat(types).containsKey(type);
                read.page(connector, the(streams, types.get(type)), "json;list", list("data", one));
                if (type.equals("invoice")) {
                    read.page(connector, the(streams, "invoice_line_items"), "json;inline", list("data", one));
                } else if (type.equals("subscription")) {
                    read.page(connector, the(streams, "subscription_items"), "json;inline", list("data", one));
                } else if (type.equals("credit_note")) {
                    read.page(connector, the(streams, "credit_note_line_items"), "json;inline", list("data", one));
                }
            }
        }
        assertThat(read.misfits).isEmpty();
        assertThat(read.records)
                .containsKeys("customers", "invoices", "invoice_line_items", "subscription_items", "checkout_sessions");
    }
}
