package dev.tidemark.connectors.described;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connector.WriteSpec.Mode;
import dev.tidemark.connectors.hubspot.HubSpotConnector;
import dev.tidemark.connectors.intercom.IntercomConnector;
import dev.tidemark.connectors.stripe.StripeConnector;
import dev.tidemark.connectors.zendesk.ZendeskConnector;
import dev.tidemark.sandbox.described.Description;
import dev.tidemark.sandbox.described.Watched;
import dev.tidemark.sandbox.hubspot.HubSpotSandbox;
import dev.tidemark.sandbox.intercom.IntercomSandbox;
import dev.tidemark.sandbox.stripe.StripeSandbox;
import dev.tidemark.sandbox.zendesk.ZendeskSandbox;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Connectors ask as vendors' descriptions have it, and not only as the sandboxes take it. */
class RequestsDescribedTest {
    private final Wire wire = new Wire();

    private static WriteSpec spec(String stream, Mode mode, String match, String... fields) {
        Map<String, String> mapping = new HashMap<>();
        for (String field : fields) {
            mapping.put(field, field);
        }
        if (!match.isEmpty()) {
            mapping.put(match, match);
        }
        return new WriteSpec(stream, mode, match.isEmpty() ? Optional.empty() : Optional.of(match), mapping);
    }

    private static Map<String, @Nullable Object> row(Object... values) {
        Map<String, @Nullable Object> row = new HashMap<>();
        for (int i = 0; i < values.length; i += 2) {
            row.put(values[i].toString(), values[i + 1]);
        }
        return row;
    }

    @Test
    void intercoms() throws InterruptedException, HttpFailed {
        var connector = new IntercomConnector();
        var sandbox = new IntercomSandbox(dev.tidemark.sandbox.intercom.Settings.standard()
                .withClock(wire)
                .withSize(300));
        var watched = new Watched(sandbox, List.of(Vendors.description("intercom/2.14-api.intercom.io.yaml", "error")));
        wire.to(watched);
        Access access = wire.access(
                connector, Map.of("url", "https://api.intercom.example"), Map.of("token", IntercomSandbox.TOKEN));
        wire.read(connector, access);
        var contact = row("external_id", "e1", "email", "ada@mail.example", "name", "Ada");
        for (Mode mode : Mode.values()) {
            wire.write(connector, access, spec("contacts", mode, "external_id", "email", "name"), contact);
        }
        wire.write(
                connector,
                access,
                spec("companies", Mode.UPSERT, "company_id", "name", "size"),
                row("company_id", "c1", "name", "Acme", "size", 3L));
        wire.write(
                connector,
                access,
                spec("companies", Mode.UPDATE, "company_id", "name"),
                row("company_id", "c1", "name", "B"));
        assertThat(watched.differences())
                // Told by Intercom's guides to lists and searches.
                .containsExactlyInAnyOrder(
                        "GET /contacts: asked with ?per_page, which is not described",
                        "POST /contacts/search: sent/sort is not described",
                        "POST /conversations/search: sent/sort is not described");
        assertThat(watched.unknown()).isEmpty();
    }

    @Test
    void hubspots() throws InterruptedException, HttpFailed {
        var connector = new HubSpotConnector();
        var sandbox = new HubSpotSandbox(
                dev.tidemark.sandbox.hubspot.Settings.standard().withClock(wire).withSize(300));
        List<Description> all = new ArrayList<>();
        for (String part : List.of("contact", "company", "deal", "ticket", "property", "schema", "pipeline")) {
            all.add(Vendors.description("hubspot/ballerina-hubspot.crm." + part + ".yaml"));
        }
        var watched = new Watched(sandbox, all);
        wire.to(watched);
        Access access = wire.access(connector, Map.of(), Map.of("token", HubSpotSandbox.PRIVATE_APP_TOKEN));
        wire.read(connector, access);
        for (Mode mode : Mode.values()) {
            wire.write(
                    connector,
                    access,
                    spec("contacts", mode, "email", "firstname"),
                    row("email", "ada@mail.example", "firstname", "Ada"));
        }
        // The descriptions at hand are old: these are in HubSpot's guides to searches and batches and in its clients.
        assertThat(watched.differences())
                .filteredOn(each -> !each.endsWith("/search: sent/after is missing")
                        && !each.endsWith("/search: sent/sorts/* is OBJECT, described as \"string\"")
                        && !each.endsWith(": asked with ?propertiesWithHistory, which is not described")
                        && !each.endsWith("/batch/read: sent/propertiesWithHistory is not described")
                        && !each.matches(
                                ".*/batch/\\w+: sent/inputs/\\*/(idProperty|objectWriteTraceId) is not described"))
                .isEmpty();
        assertThat(watched.exchanges())
                .contains(
                        "POST /crm/v3/objects/deals/search 200",
                        "POST /crm/v3/objects/contacts/batch/create 201",
                        "GET /crm/v3/pipelines/{objectType} 200",
                        "GET /crm/v3/pipelines/{objectType}/{pipelineId}/stages 200",
                        "GET /crm/v3/properties/{objectType} 200");
    }

    @Test
    void stripes() throws InterruptedException, HttpFailed {
        var connector = new StripeConnector();
        var watched = new Watched(new StripeSandbox(wire, 7, 300), List.of(Vendors.description("stripe/spec3.yaml")));
        wire.to(watched);
        Access access =
                wire.access(connector, Map.of("url", "http://stripe.example"), Map.of("api_key", StripeSandbox.KEY));
        wire.read(connector, access);
        wire.write(
                connector,
                access,
                spec("customers", Mode.INSERT, "", "name", "email"),
                row("name", "A", "email", "a@b.example"));
        assertThat(watched.differences()).isEmpty();
        assertThat(watched.unknown()).isEmpty();
    }

    @Test
    void zendesks() throws InterruptedException, HttpFailed {
        var connector = new ZendeskConnector();
        var sandbox = new ZendeskSandbox(
                dev.tidemark.sandbox.zendesk.Settings.standard().withClock(wire).withTickets(30));
        var watched = new Watched(sandbox, List.of(Vendors.description("zendesk/zendesk.com.yaml")));
        wire.to(watched);
        Access access = wire.access(
                connector,
                Map.of("url", "http://acme.sandbox.example", "email", ZendeskSandbox.EMAIL),
                Map.of("api_token", ZendeskSandbox.API_TOKEN));
        wire.read(connector, access);
        for (Mode mode : Mode.values()) {
            wire.write(
                    connector,
                    access,
                    spec("users", mode, "external_id", "name", "email"),
                    row("external_id", "e", "name", "A", "email", "a@mail.example"));
            wire.write(
                    connector,
                    access,
                    spec("organizations", mode, "external_id", "name"),
                    row("external_id", "o", "name", "O"));
        }
        // Told of all lists, exports and writes alike by Zendesk's guides, and here and there by its description.
        assertThat(watched.differences())
                .filteredOn(each ->
                        !each.matches(".* asked with \\?(page\\[size]|page\\[after]|per_page|include), which is not"
                                        + " described")
                                && !each.endsWith("sent a body, of which none is described")
                                // Only where there is no cursor yet.
                                && !each.endsWith("/cursor: asked without ?start_time"))
                .isEmpty();
        assertThat(watched.unknown()).containsExactly("GET /api/v2/business_hours/schedules");
    }
}
