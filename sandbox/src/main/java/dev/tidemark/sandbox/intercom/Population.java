package dev.tidemark.sandbox.intercom;

import static dev.tidemark.sandbox.intercom.Workspace.ADMIN;
import static dev.tidemark.sandbox.intercom.Workspace.COMPANY;
import static dev.tidemark.sandbox.intercom.Workspace.CONTACT;
import static dev.tidemark.sandbox.intercom.Workspace.CONVERSATION;
import static dev.tidemark.sandbox.intercom.Workspace.SEGMENT;
import static dev.tidemark.sandbox.intercom.Workspace.TAG;
import static dev.tidemark.sandbox.intercom.Workspace.TEAM;

import dev.tidemark.sandbox.kit.Change;
import dev.tidemark.sandbox.seed.Crowd;
import dev.tidemark.sandbox.seed.Dice;
import dev.tidemark.sandbox.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Fills the workspace with people who write, and lets them go on. */
final class Population {
    private static final JsonMapper JSON = new JsonMapper();

    private final Workspace workspace;
    private final Dice dice;
    private final Crowd crowd;

    Population(Workspace workspace, long seed) {
        this.workspace = workspace;
        this.dice = new Dice(seed);
        this.crowd = new Crowd(dice);
    }

    /** A half contacts, a sixth companies, the rest conversations; all of the last months. */
    void fill(int size) {
        Instant now = workspace.store().now();
        for (int i = 0; i < 4; i++) {
            Crowd.Name name = crowd.name();
            ObjectNode admin = JSON.createObjectNode()
                    .put("name", name.full())
                    .put("email", name.mailbox() + "@harbour.example")
                    .put("away_mode_enabled", false)
                    .put("away_mode_reassign", false)
                    .put("has_inbox_seat", true);
            admin.putArray("team_ids");
            admin.putObject("team_priority_level");
            old(ADMIN, admin, now, 100);
        }
        ObjectNode team = JSON.createObjectNode().put("name", "Support");
        team.putArray("admin_ids")
                .add(Long.parseLong(workspace.live(ADMIN).getFirst().id()));
        old(TEAM, team, now, 100);
        for (String name : List.of("Billing", "Bug", "Praise")) {
            old(TAG, JSON.createObjectNode().put("name", name), now, 100);
        }
        old(SEGMENT, JSON.createObjectNode().put("name", "Active").put("person_type", "user"), now, 100);
        for (int i = 0; i < size; i++) {
            int kind = i % 6;
            String type = kind == 0 ? COMPANY : kind < 4 ? CONTACT : CONVERSATION;
            old(type, body(type, i), now, 90.0 * (size - i) / size);
        }
    }

    private void old(String type, ObjectNode body, Instant now, double days) {
        Instant at = now.minus(Duration.ofSeconds(3_700 + (long) (days * 86_400)));
        workspace.store().put(type, new StoredObject(workspace.newId(type), body, at, at, null));
    }

    private ObjectNode body(String type, int number) {
        return switch (type) {
            case COMPANY -> {
                String name = crowd.company(number);
                yield company(JSON.createObjectNode()
                        .put("company_id", "co-" + number)
                        .put("name", name)
                        .put("website", "https://" + Crowd.domain(name, number))
                        .put("monthly_spend", dice.below(5_000)));
            }
            case CONTACT -> {
                Crowd.Name name = crowd.name();
                yield contact(JSON.createObjectNode()
                        .put("external_id", "user-" + number)
                        .put("email", name.mailbox() + number + "@mail.example")
                        .put("name", name.full()));
            }
            default -> conversation(number);
        };
    }

    /** With all that Intercom answers of a contact. */
    static ObjectNode contact(ObjectNode known) {
        ObjectNode body = JSON.createObjectNode()
                .put("workspace_id", Workspace.ID)
                .putNull("external_id")
                .put("role", "user");
        body.put("email", "").putNull("phone").putNull("name").putNull("avatar").putNull("owner_id");
        body.putObject("social_profiles").put("type", "list").putArray("data");
        body.put("has_hard_bounced", false).put("marked_email_as_spam", false).put("unsubscribed_from_emails", false);
        for (String moment : List.of(
                "signed_up_at",
                "last_seen_at",
                "last_replied_at",
                "last_contacted_at",
                "last_email_opened_at",
                "last_email_clicked_at",
                "language_override",
                "browser",
                "browser_version",
                "browser_language",
                "os")) {
            body.putNull(moment);
        }
        body.putObject("location")
                .put("type", "location")
                .putNull("country")
                .putNull("region")
                .putNull("city")
                .putNull("country_code")
                .putNull("continent_code");
        for (String device : List.of("android", "ios")) {
            for (String what :
                    List.of("app_name", "app_version", "device", "os_version", "sdk_version", "last_seen_at")) {
                body.putNull(device + "_" + what);
            }
        }
        body.putObject("custom_attributes");
        for (String lists :
                List.of("tags", "notes", "companies", "opted_out_subscription_types", "opted_in_subscription_types")) {
            list(body, lists);
        }
        for (String utm : List.of("utm_campaign", "utm_content", "utm_medium", "utm_source", "utm_term", "referrer")) {
            body.putNull(utm);
        }
        body.put("sms_consent", false).put("unsubscribed_from_sms", false);
        body.setAll(known);
        return body;
    }

    private static void list(ObjectNode body, String name) {
        ObjectNode list = body.putObject(name).put("type", "list");
        list.putArray("data");
        list.put("url", "/" + name).put("total_count", 0).put("has_more", false);
    }

    /** With all that Intercom answers of a company. */
    static ObjectNode company(ObjectNode known) {
        ObjectNode body = JSON.createObjectNode()
                .put("company_id", "")
                .put("app_id", Workspace.ID)
                .put("name", "")
                .put("monthly_spend", 0)
                .put("session_count", 0)
                .put("user_count", 0);
        body.putObject("tags").put("type", "tag.list").putArray("tags");
        body.putObject("segments").put("type", "segment.list").putArray("segments");
        body.putObject("plan");
        body.putObject("custom_attributes");
        body.setAll(known);
        return body;
    }

    private ObjectNode conversation(int number) {
        List<StoredObject> contacts = workspace.live(CONTACT);
        ObjectNode body = JSON.createObjectNode()
                .put("title", "Order " + number)
                .putNull("waiting_since")
                .putNull("snoozed_until");
        ObjectNode source = body.putObject("source")
                .put("type", "conversation")
                .put("id", String.valueOf(3_653_000_000L + number))
                .put("delivered_as", "customer_initiated")
                .put("subject", "")
                .put("body", "<p>Where is order " + number + "?</p>")
                .putNull("url")
                .put("redacted", false);
        source.putArray("attachments");
        ArrayNode who = body.putObject("contacts").put("type", "contact.list").putArray("contacts");
        if (!contacts.isEmpty()) {
            StoredObject contact = dice.of(contacts);
            source.putObject("author")
                    .put("type", "user")
                    .put("id", contact.id())
                    .put("name", contact.body().path("name").asString(""))
                    .put("email", contact.body().path("email").asString(""));
            who.addObject()
                    .put("type", "contact")
                    .put("id", contact.id())
                    .set("external_id", contact.body().path("external_id"));
        }
        body.putNull("admin_assignee_id")
                .putNull("team_assignee_id")
                .put("open", dice.percent(50))
                .put("state", "open")
                .put("read", true);
        body.putObject("tags").put("type", "tag.list").putArray("tags");
        body.put("priority", "not_priority")
                .putNull("sla_applied")
                .putNull("conversation_rating")
                .putNull("ticket");
        body.putNull("first_contact_reply")
                .putObject("teammates")
                .put("type", "admin.list")
                .putArray("admins");
        body.putObject("topics").put("type", "topic.list").put("total_count", 0).putArray("topics");
        body.putObject("linked_objects")
                .put("type", "list")
                .put("total_count", 0)
                .put("has_more", false)
                .putArray("data");
        body.putObject("custom_attributes");
        body.putNull("ai_agent").put("ai_agent_participated", false);
        ObjectNode parts = body.putObject("conversation_parts").put("type", "conversation_part.list");
        ArrayNode list = parts.putArray("conversation_parts");
        int count = dice.below(4);
        for (int i = 0; i < count; i++) {
            list.add(part(workspace, workspace.store().now().getEpochSecond(), "<p>Reply " + i + "</p>"));
        }
        parts.put("total_count", count);
        statistics(body, count);
        return body;
    }

    private static void statistics(ObjectNode conversation, int parts) {
        ObjectNode statistics = conversation.putObject("statistics").put("type", "conversation_statistics");
        for (String what : List.of(
                "time_to_assignment",
                "time_to_admin_reply",
                "time_to_first_close",
                "time_to_last_close",
                "median_time_to_reply",
                "first_contact_reply_at",
                "first_assignment_at",
                "first_admin_reply_at",
                "first_close_at",
                "last_assignment_at",
                "last_assignment_admin_reply_at",
                "last_contact_reply_at",
                "last_admin_reply_at",
                "last_close_at",
                "last_closed_by_id")) {
            statistics.putNull(what);
        }
        statistics.put("count_reopens", 0).put("count_assignments", 0).put("count_conversation_parts", parts);
    }

    private static ObjectNode part(Workspace workspace, long at, String text) {
        ObjectNode part = JSON.createObjectNode()
                .put("type", "conversation_part")
                .put("id", workspace.newId("conversation_part"))
                .put("part_type", "comment")
                .put("body", text)
                .put("created_at", at)
                .put("updated_at", at)
                .put("notified_at", at)
                .putNull("assigned_to");
        part.putObject("author")
                .put("type", "admin")
                .put("id", "1")
                .put("name", "Ada")
                .put("email", "ada@harbour.example");
        part.putArray("attachments");
        return part.putNull("external_id").put("redacted", false);
    }

    /** A part more. */
    static StoredObject reply(Workspace workspace, String id, String text) {
        ObjectNode parts = workspace
                                .live(CONVERSATION, id)
                                .orElseThrow()
                                .body()
                                .path("conversation_parts")
                                .deepCopy()
                        instanceof ObjectNode found
                ? found
                : JSON.createObjectNode();
        if (parts.path("conversation_parts") instanceof ArrayNode list) {
            list.add(part(workspace, workspace.store().now().getEpochSecond(), text));
            parts.put("total_count", list.size());
        }
        ObjectNode changes = JSON.createObjectNode();
        changes.set("conversation_parts", parts);
        statistics(changes, parts.path("conversation_parts").size());
        return workspace.update(CONVERSATION, id, changes);
    }

    /** Creates, changes, replies and deletes, as the seed wills. */
    List<Change> changes(int n) {
        List<Change> done = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            String type = dice.of(List.of(CONTACT, CONTACT, COMPANY, CONVERSATION));
            List<StoredObject> live = workspace.live(type);
            int choice = dice.below(10);
            StoredObject object;
            Change.Kind kind;
            if (live.isEmpty() || choice < 3) {
                object = workspace.create(type, body(type, 1_000_000 + dice.below(9_000_000)));
                kind = Change.Kind.CREATED;
            } else if (choice < 9) {
                object = dice.of(live);
                object = type.equals(CONVERSATION)
                        ? reply(workspace, object.id(), "<p>And again</p>")
                        : workspace.update(
                                type,
                                object.id(),
                                JSON.createObjectNode().put("name", crowd.name().full()));
                kind = Change.Kind.UPDATED;
            } else {
                object = workspace.delete(type, dice.of(live).id());
                kind = Change.Kind.DELETED;
            }
            done.add(new Change(kind, type, object.id(), workspace.store().now()));
        }
        return done;
    }
}
