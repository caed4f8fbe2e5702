package dev.tidemark.sandbox.zendesk;

import static dev.tidemark.sandbox.zendesk.Desk.JSON;

import dev.tidemark.sandbox.kit.Change;
import dev.tidemark.sandbox.seed.Crowd;
import dev.tidemark.sandbox.seed.Dice;
import dev.tidemark.sandbox.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** An account's history out of a seed, and people who go on working in it. */
final class Seed {
    private static final List<String> SUBJECTS = List.of(
            "Cannot sign in",
            "Invoice is wrong",
            "How do I export my data?",
            "Printer is on fire",
            "Feature request: dark mode",
            "Refund for last month",
            "App crashes when I open settings",
            "Upgrade to the business plan");
    private static final List<String> PLANS = List.of("free", "starter", "business", "enterprise");
    private static final List<String> STATUSES = List.of("new", "open", "pending", "hold", "solved");
    private static final List<String> PRIORITIES = List.of("low", "normal", "high", "urgent");
    private static final List<String> TAGS = List.of("billing", "vip", "bug", "onboarding", "churn_risk", "mobile");

    private final Desk desk;
    private final Dice dice;
    private final Crowd crowd;
    private final List<String> agents = new ArrayList<>();
    private final List<String> groups = new ArrayList<>();
    private final List<String> organizations = new ArrayList<>();
    private final List<String> users = new ArrayList<>();

    private Seed(Desk desk, long seed) {
        this.desk = desk;
        this.dice = new Dice(seed);
        this.crowd = new Crowd(dice);
    }

    /** Fills an empty account; the last record changed an hour ago. */
    static String plant(Desk desk, long seed, int tickets) {
        var sower = new Seed(desk, seed);
        Instant end = desk.now().minus(Duration.ofHours(1));
        Duration step = Duration.ofMinutes(7);
        Instant begin = end.minus(step.multipliedBy(tickets + 1L));
        String admin = sower.furniture(begin.minus(Duration.ofDays(30)), tickets);
        for (int i = 0; i < tickets; i++) {
            sower.ticket(i, begin.plus(step.multipliedBy(i)));
        }
        return admin;
    }

    private String furniture(Instant at, int tickets) {
        for (String name : List.of("Support", "Billing", "Success")) {
            groups.add(desk.plant("groups", values().put("name", name).put("default", name.equals("Support")), at)
                    .id());
        }
        for (int i = 0; i < Math.max(2, tickets / 20); i++) {
            String name = crowd.company(i) + (i % 7 == 0 ? "" : " " + i);
            ObjectNode organization = values().put("name", name).put("external_id", "org-" + i);
            organization.putArray("domain_names").add(Crowd.domain(name, i));
            organization
                    .putObject("organization_fields")
                    .put("plan", dice.of(PLANS))
                    .put("seats", 1 + dice.below(500));
            organizations.add(desk.plant(Desk.ORGANIZATIONS, organization, at).id());
        }
        String admin = agent(0, "admin", ZendeskSandbox.EMAIL, at);
        for (int i = 1; i < 6; i++) {
            agent(i, "agent", "agent" + i + "@tidemark.example", at);
        }
        for (int i = 0; i < Math.max(3, tickets / 4); i++) {
            user(i, at.plusSeconds(i));
        }
        lists(at);
        return admin;
    }

    private String agent(int number, String role, String email, Instant at) {
        String id = desk.plant(
                        Desk.USERS,
                        values().put("name", crowd.name().full())
                                .put("email", email)
                                .put("role", role)
                                .put("verified", true)
                                .put("external_id", "agent-" + number)
                                .put("restricted_agent", false)
                                .putNull("ticket_restriction"),
                        at)
                .id();
        agents.add(id);
        desk.plant(
                "group_memberships",
                values().put("user_id", Long.parseLong(id))
                        .put("group_id", Long.parseLong(groups.get(number % groups.size())))
                        .put("default", true),
                at);
        return id;
    }

    private void user(int number, Instant at) {
        Crowd.Name name = crowd.name();
        int company = dice.below(organizations.size());
        long organization = Long.parseLong(organizations.get(company));
        ObjectNode user = values().put("name", name.full())
                .put("email", name.mailbox() + "." + number + "@customer.example")
                .put("phone", crowd.phone())
                .put("organization_id", organization)
                .put("external_id", "user-" + number);
        user.putObject("user_fields").put("plan", dice.of(PLANS));
        String id = desk.plant(Desk.USERS, user, at).id();
        users.add(id);
        desk.plant(
                "organization_memberships",
                values().put("user_id", Long.parseLong(id)).put("organization_id", organization),
                at);
    }

    private void lists(Instant at) {
        desk.plant(
                "brands",
                values().put("name", "Tidemark").put("subdomain", "tidemark").put("default", true),
                at);
        for (String title : List.of("Subject", "Description", "Status", "Type", "Priority", "Group", "Assignee")) {
            desk.plant(
                    "ticket_fields",
                    values().put("title", title).put("type", title.toLowerCase(java.util.Locale.ROOT)),
                    at);
        }
        desk.plant(
                "ticket_forms",
                values().put("name", "Default Ticket Form").put("display_name", "Default Ticket Form"),
                at);
        for (String key : List.of("plan", "health")) {
            desk.plant("user_fields", values().put("key", key).put("title", key), at);
        }
        for (String key : List.of("plan", "seats")) {
            desk.plant("organization_fields", values().put("key", key).put("title", key), at);
        }
        for (String status : List.of("new", "open", "pending", "hold", "solved")) {
            desk.plant(
                    "custom_statuses", values().put("status_category", status).put("agent_label", status), at);
        }
        for (String title : List.of("Customer not responding", "Downgrade and inform")) {
            desk.plant("macros", values().put("title", title), at);
        }
        desk.plant("triggers", values().put("title", "Notify requester of new ticket"), at);
        desk.plant("automations", values().put("title", "Close ticket 4 days after it is solved"), at);
        desk.plant("views", values().put("title", "Your unsolved tickets"), at);
        desk.plant("sla_policies", values().put("title", "Incidents"), at);
        desk.plant("schedules", values().put("name", "Office hours"), at);
        desk.plant(
                "audit_logs",
                values().put("actor_id", Long.parseLong(agents.getFirst()))
                        .put("actor_name", "Admin")
                        .put("source_label", "Trigger"),
                at);
    }

    private void ticket(int number, Instant at) {
        String id = desk.plant(Desk.TICKETS, newTicket("ticket-" + number), at).id();
        if (number % 5 == 0) {
            StoredObject ticket = desk.living(Desk.TICKETS, id).orElseThrow();
            desk.plant(
                    "satisfaction_ratings",
                    values().put("ticket_id", number + 1L)
                            .put(
                                    "requester_id",
                                    ticket.body().path("requester_id").asLong(0))
                            .put("score", dice.of(List.of("good", "bad", "offered"))),
                    at);
        }
    }

    private ObjectNode newTicket(String externalId) {
        String requester = dice.of(users);
        StoredObject user = desk.store().newest(Desk.USERS, requester).orElseThrow();
        ObjectNode ticket = values().put("subject", dice.of(SUBJECTS))
                .put("external_id", externalId)
                .put("status", dice.of(STATUSES))
                .put("priority", dice.of(PRIORITIES))
                .put("type", "question")
                .put("requester_id", Long.parseLong(requester))
                .put("assignee_id", Long.parseLong(dice.of(agents)))
                .put("group_id", Long.parseLong(dice.of(groups)));
        ticket.set("organization_id", user.body().path("organization_id"));
        ticket.putArray("tags").add(dice.of(TAGS));
        ticket.putArray("custom_fields")
                .addObject()
                .put("id", 46_406_130_043_793L)
                .put("value", dice.of(PLANS));
        ticket.putObject("comment")
                .put("body", "Hello, " + dice.of(SUBJECTS).toLowerCase(java.util.Locale.ROOT) + ". Can you help?");
        return ticket;
    }

    private static ObjectNode values() {
        return JSON.createObjectNode();
    }

    /** People make so many changes now. */
    static List<Change> work(Desk desk, long seed, int n) {
        var worker = new Seed(desk, seed);
        worker.look();
        var changes = new ArrayList<Change>();
        for (int i = 0; i < n; i++) {
            changes.add(worker.change(seed + "-" + i));
        }
        return changes;
    }

    private void look() {
        for (StoredObject user : desk.store().newest(Desk.USERS)) {
            if (!user.isDeleted()) {
                (user.body().path("role").asString("").equals("end-user") ? users : agents).add(user.id());
            }
        }
        living("groups", groups);
        living(Desk.ORGANIZATIONS, organizations);
    }

    private void living(String type, List<String> into) {
        desk.store().newest(type).stream()
                .filter(record -> !record.isDeleted())
                .map(StoredObject::id)
                .forEach(into::add);
    }

    private Change change(String name) {
        List<String> tickets = new ArrayList<>();
        living(Desk.TICKETS, tickets);
        int roll = dice.below(100);
        if (roll < 15 || tickets.isEmpty()) {
            return told(
                    Change.Kind.CREATED,
                    Desk.TICKETS,
                    desk.create(Desk.TICKETS, newTicket("made-" + name)).id());
        }
        if (roll < 60) {
            ObjectNode values = values().put("status", dice.of(STATUSES)).put("priority", dice.of(PRIORITIES));
            values.putObject("comment").put("body", "Any news on this?").put("public", dice.percent(80));
            String id = dice.of(tickets);
            desk.update(Desk.TICKETS, id, values);
            return told(Change.Kind.UPDATED, Desk.TICKETS, id);
        }
        if (roll < 70) {
            String id = dice.of(tickets);
            desk.delete(Desk.TICKETS, id);
            return told(Change.Kind.DELETED, Desk.TICKETS, id);
        }
        if (roll < 85) {
            String id = dice.of(users);
            ObjectNode values = values().put("notes", "Called on " + desk.now() + " about " + name);
            desk.update(Desk.USERS, id, values);
            return told(Change.Kind.UPDATED, Desk.USERS, id);
        }
        if (roll < 90 && users.size() > 3) {
            String id = users.remove(dice.below(users.size()));
            desk.delete(Desk.USERS, id);
            return told(Change.Kind.DELETED, Desk.USERS, id);
        }
        String id = dice.of(organizations);
        desk.update(Desk.ORGANIZATIONS, id, values().put("details", "Renewed " + name));
        return told(Change.Kind.UPDATED, Desk.ORGANIZATIONS, id);
    }

    private Change told(Change.Kind kind, String type, String id) {
        return new Change(kind, type, id, desk.now());
    }
}
