package dev.tidemark.connectors.described;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Field;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connectors.hubspot.HubSpotConnector;
import dev.tidemark.connectors.intercom.IntercomConnector;
import dev.tidemark.connectors.stripe.StripeConnector;
import dev.tidemark.connectors.zendesk.ZendeskConnector;
import dev.tidemark.sandbox.described.Description;
import dev.tidemark.sandbox.hubspot.HubSpotSandbox;
import dev.tidemark.sandbox.hubspot.Settings;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Streams have the fields of the vendor's description, with its types. */
class StreamsDescribedTest {

    /** What is described and not read so, each with the stream's name and the field's. Descriptions lack much that is answered. */
    private static Set<String> differences(
            Description description, Map<String, StreamSpec> streams, Map<String, String> schemas) {
        Set<String> found = new TreeSet<>();
        schemas.forEach((name, schema) -> {
            StreamSpec stream = streams.get(name);
            Map<String, JsonNode> members = new TreeMap<>(description.members(description.schema(schema)));
            members.values().removeIf(StreamsDescribedTest::isNotAnswered);
            // Stripe's objects that are only in an answer that was asked to have them.
            for (JsonNode expandable : description.schema(schema).path("x-expandableFields")) {
                String member = expandable.asString("");
                JsonNode described = members.get(member);
                boolean read = stream != null && stream.field(member).isPresent();
                if (described != null && !read && description.type(described).equals("object")) {
                    members.remove(member);
                }
            }
            assertThat(stream).as(name).isNotNull();
            assertThat(members).as(schema).isNotEmpty();
            if (stream == null) {
                return;
            }
            members.forEach((member, described) -> {
                String is =
                        stream.field(member).map(Field::type).map(Enum::name).orElse("not read");
                String type = description.type(described);
                // Some moments are described without their format.
                boolean moment = is.equals("INSTANT") && member.matches(".*_at|created");
                if (!fits(type, is) && !(moment && Set.of("string", "integer").contains(type))) {
                    found.add(name + "." + member + " is " + is + ", described as " + type);
                }
            });
        });
        return found;
    }

    /** Only written, or answered on request. */
    private static boolean isNotAnswered(JsonNode member) {
        String told = member.path("description").asString("");
        return member.path("writeOnly").asBoolean(false)
                || told.startsWith("Write only")
                || told.contains("This field is not included by default");
    }

    private static boolean fits(String described, String is) {
        return !is.equals("not read")
                && switch (FieldType.valueOf(is)) {
                    case TEXT -> described.startsWith("string") && !described.equals("string date-time");
                    case INTEGER -> described.startsWith("integer") && !described.equals("integer unix-time");
                    case DECIMAL, DOUBLE -> described.startsWith("number") || described.equals("integer");
                    case BOOLEAN -> described.equals("boolean");
                    case DATE -> described.equals("string date");
                    case INSTANT ->
                        Set.of("string date-time", "string datetime", "integer unix-time", "integer date-time")
                                .contains(described);
                    case JSON ->
                        described.startsWith("object") || described.startsWith("array") || described.equals("any");
                    case TIME, BYTES -> false;
                };
    }

    @Test
    void intercoms_streams_are_as_described() throws InterruptedException, HttpFailed {
        assertThat(differences(
                        Vendors.description("intercom/2.14-api.intercom.io.yaml"),
                        Vendors.streams(new IntercomConnector()),
                        Map.of(
                                "contacts", "contact",
                                "companies", "company",
                                "conversations", "conversation",
                                "conversation_parts", "conversation_part",
                                "admins", "admin",
                                "teams", "team",
                                "tags", "tag",
                                "segments", "segment")))
                .filteredOn(each -> !each.contains(".type is not read")) // of every record of a stream alike
                .containsExactlyInAnyOrder(
                        // An admin's id is text where the admin is, and has been both where it is named.
                        "contacts.owner_id is TEXT, described as integer",
                        "conversations.admin_assignee_id is TEXT, described as integer",
                        "conversations.team_assignee_id is TEXT, described as integer",
                        // An address or an object, by the version.
                        "admins.avatar is JSON, described as string uri",
                        // A stream of their own.
                        "conversations.conversation_parts is not read, described as object",
                        // Only where a tag is put to something.
                        "tags.applied_at is not read, described as integer date-time",
                        "tags.applied_by is not read, described as object");
    }

    @Test
    void hubspots_definitions_and_what_stands_beside_the_properties_of_its_records_are_as_described()
            throws InterruptedException, HttpFailed {
        var connector = new HubSpotConnector();
        var wire = new Wire();
        wire.to(new HubSpotSandbox(Settings.standard().withClock(wire).withSize(50)));
        var access = wire.access(connector, Map.of(), Map.of("token", HubSpotSandbox.PRIVATE_APP_TOKEN));
        assertThat(differences(
                        Vendors.description("hubspot/ballerina-hubspot.crm.contact.yaml"),
                        Vendors.streams(connector, access),
                        Map.of("contacts", "SimplePublicObject")))
                // Each is a field of its own.
                .containsExactly("contacts.properties is not read, described as object");
        assertThat(differences(
                        Vendors.description("hubspot/ballerina-hubspot.crm.property.yaml"),
                        Vendors.streams(connector, access),
                        Map.of("properties", "Property")))
                .isEmpty();
        assertThat(differences(
                        Vendors.description("hubspot/ballerina-hubspot.crm.pipeline.yaml"),
                        Vendors.streams(connector, access),
                        Map.of("pipelines", "Pipeline", "pipeline_stages", "PipelineStage")))
                // They are a stream of their own.
                .containsExactly("pipelines.stages is not read, described as array");
    }

    @Test
    void zendesks_streams_are_as_described() throws InterruptedException, HttpFailed {
        assertThat(differences(
                        Vendors.description("zendesk/zendesk.com.yaml"),
                        Vendors.streams(new ZendeskConnector()),
                        Map.ofEntries(
                                Map.entry("tickets", "TicketObject"),
                                Map.entry("users", "UserObject"),
                                Map.entry("organizations", "OrganizationObject"),
                                Map.entry("ticket_metrics", "TicketMetricObject"),
                                Map.entry("ticket_comments", "TicketCommentObject"),
                                Map.entry("groups", "GroupObject"),
                                Map.entry("group_memberships", "GroupMembershipObject"),
                                Map.entry("organization_memberships", "OrganizationMembershipObject"),
                                Map.entry("brands", "BrandObject"),
                                Map.entry("ticket_fields", "TicketFieldObject"),
                                Map.entry("ticket_forms", "TicketFormObject"),
                                Map.entry("user_fields", "UserFieldObject"),
                                Map.entry("organization_fields", "OrganizationFieldObject"),
                                Map.entry("custom_statuses", "CustomStatusObject"),
                                Map.entry("macros", "MacroObject"),
                                Map.entry("triggers", "TriggerObject"),
                                Map.entry("automations", "AutomationObject"),
                                Map.entry("views", "ViewObject"),
                                Map.entry("satisfaction_ratings", "SatisfactionRatingObject"),
                                Map.entry("sla_policies", "SLAPolicyObject"),
                                Map.entry("tags", "TagListTagObject"),
                                Map.entry("deleted_users", "DeletedUserObject"),
                                Map.entry("audit_logs", "AuditLogObject"))))
                .containsExactlyInAnyOrder(
                        // Answered on request ("Sideloads" of the macros' page).
                        "macros.app_installation is not read, described as string",
                        "macros.categories is not read, described as string",
                        "macros.permissions is not read, described as string",
                        "macros.usage_1h is not read, described as integer",
                        "macros.usage_24h is not read, described as integer",
                        "macros.usage_30d is not read, described as integer",
                        "macros.usage_7d is not read, described as integer",
                        // Only written, by their own texts.
                        "ticket_comments.uploads is not read, described as array",
                        "tickets.collaborators is not read, described as array",
                        "tickets.macro_ids is not read, described as array",
                        "tickets.via_followup_source_id is not read, described as integer",
                        "users.remote_photo_url is not read, described as string");
    }

    @Test
    void stripes_streams_are_as_described() throws InterruptedException, HttpFailed {
        assertThat(differences(
                        Vendors.description("stripe/spec3.yaml"),
                        Vendors.streams(new StripeConnector()),
                        Map.ofEntries(
                                Map.entry("customers", "customer"),
                                Map.entry("charges", "charge"),
                                Map.entry("payment_intents", "payment_intent"),
                                Map.entry("refunds", "refund"),
                                Map.entry("invoices", "invoice"),
                                Map.entry("invoice_line_items", "line_item"),
                                Map.entry("invoice_items", "invoiceitem"),
                                Map.entry("subscriptions", "subscription"),
                                Map.entry("subscription_items", "subscription_item"),
                                Map.entry("products", "product"),
                                Map.entry("prices", "price"),
                                Map.entry("plans", "plan"),
                                Map.entry("coupons", "coupon"),
                                Map.entry("promotion_codes", "promotion_code"),
                                Map.entry("balance_transactions", "balance_transaction"),
                                Map.entry("payouts", "payout"),
                                Map.entry("payout_balance_transactions", "balance_transaction"),
                                Map.entry("disputes", "dispute"),
                                Map.entry("payment_methods", "payment_method"),
                                Map.entry("setup_intents", "setup_intent"),
                                Map.entry("checkout_sessions", "checkout.session"),
                                Map.entry("credit_notes", "credit_note"),
                                Map.entry("credit_note_line_items", "credit_note_line_item"),
                                Map.entry("tax_rates", "tax_rate"),
                                Map.entry("transfers", "transfer"),
                                Map.entry("accounts", "account"),
                                Map.entry("events", "event"))))
                .containsExactlyInAnyOrder(
                        // Answered on request.
                        "customers.invoice_credit_balance is not read, described as object",
                        // With these anybody could pay, or save a card: they are kept out of tables and archives.
                        "payment_intents.client_secret is not read, described as string",
                        "setup_intents.client_secret is not read, described as string");
    }
}
