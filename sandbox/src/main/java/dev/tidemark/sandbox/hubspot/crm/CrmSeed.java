package dev.tidemark.sandbox.hubspot.crm;

import dev.tidemark.sandbox.kit.Change;
import dev.tidemark.sandbox.kit.Change.Kind;
import dev.tidemark.sandbox.seed.Crowd;
import dev.tidemark.sandbox.seed.Dice;
import dev.tidemark.sandbox.seed.Words;
import dev.tidemark.sandbox.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A plausible account out of a seed, and what people do to it all day. */
public final class CrmSeed {
    private static final Duration HISTORY = Duration.ofDays(730);
    private static final List<String> LIFE = List.of("subscriber", "lead", "opportunity", "customer");
    private static final List<String> ACTIVITIES = List.of("calls", "emails", "meetings", "notes", "tasks");

    private final Portal portal;
    private final Dice dice;
    private final Crowd crowd;
    private final Instant now;
    private final List<Owner> owners;

    private CrmSeed(Portal portal, long seed, List<Owner> owners) {
        this.portal = portal;
        this.dice = new Dice(seed);
        this.crowd = new Crowd(dice);
        this.now = portal.now();
        this.owners = owners;
    }

    /**
     * Adds about {@code size} records, joined to one another, created and last changed within the two years before now; two
     * of a hundred are archived.
     *
     * @return the owners
     */
    public static List<Owner> fill(Portal portal, long seed, int size) {
        return portal.store().locked(() -> {
            var owners = new ArrayList<Owner>();
            var data = new CrmSeed(portal, seed, owners);
            for (int i = 1; i <= Math.max(2, size / 400); i++) {
                owners.add(data.owner(i));
            }
            if (size > 0) {
                data.records(size);
            }
            return owners;
        });
    }

    /** Does {@code n} changes now: of ten about six are updates, three creates, one an archival. */
    public static List<Change> changes(Portal portal, long seed, int n, List<Owner> owners) {
        return portal.store().locked(() -> {
            var data = new CrmSeed(portal, seed, owners);
            var done = new ArrayList<Change>(n);
            for (int i = 0; i < n; i++) {
                done.add(data.change());
            }
            return done;
        });
    }

    private Owner owner(int number) {
        Crowd.Name name = crowd.name();
        return new Owner(
                Long.toString(80_000_000L + number * 137L),
                10_000_000L + number,
                name.mailbox() + number + "@tidemark.example",
                name.first(),
                name.last(),
                number > 2 && number % 9 == 0,
                now.minus(HISTORY).plusSeconds(number).truncatedTo(java.time.temporal.ChronoUnit.MILLIS));
    }

    private void records(int size) {
        List<String> companies = make("companies", Math.max(1, size * 15 / 100));
        List<String> contacts = make("contacts", Math.max(1, size * 40 / 100));
        List<String> deals = make("deals", Math.max(1, size * 15 / 100));
        List<String> tickets = make("tickets", Math.max(1, size * 8 / 100));
        make("products", Math.clamp(size / 100, 1, 40));
        List<String> items = make("line_items", Math.max(1, size * 5 / 100));
        List<String> quotes = make("quotes", Math.max(1, size * 2 / 100));
        make("vessels", Math.max(1, size / 100));
        contacts.forEach(contact -> join("contacts", contact, "companies", dice.of(companies)));
        deals.forEach(deal -> {
            join("deals", deal, "companies", dice.of(companies));
            join("deals", deal, "contacts", dice.of(contacts));
        });
        tickets.forEach(ticket -> join("tickets", ticket, "contacts", dice.of(contacts)));
        items.forEach(item -> join("line_items", item, "deals", dice.of(deals)));
        quotes.forEach(quote -> join("quotes", quote, "deals", dice.of(deals)));
        for (String kind : ACTIVITIES) {
            make(kind, Math.max(1, size * 2 / 100)).forEach(one -> join(kind, one, "contacts", dice.of(contacts)));
        }
        for (String name : List.of("companies", "contacts", "deals", "tickets")) {
            List<StoredObject> all = portal.store().newest(name);
            for (int i = 49; i < all.size(); i += 50) {
                portal.archive(portal.the(name), all.get(i).id());
            }
        }
        lists();
    }

    /** One of each sort; what is in them follows from what is there. */
    private void lists() {
        ObjectType contacts = portal.the("contacts");
        portal.lists().create("Customers", contacts, "DYNAMIC", "lifecyclestage", "customer");
        putIn("Newsletter", "contacts", "MANUAL", 3);
        putIn("Spring fair", "contacts", "SNAPSHOT", 7);
        putIn("Key accounts", "companies", "MANUAL", 10);
        portal.lists().create("Nobody yet", contacts, "MANUAL", "", "");
    }

    private void putIn(String name, String type, String processing, int each) {
        Lists.Definition list = portal.lists().create(name, portal.the(type), processing, "", "");
        var ids = new ArrayList<String>();
        List<StoredObject> all = portal.store().newest(type);
        for (int i = 0; i < all.size(); i += each) {
            ids.add(all.get(i).id());
        }
        portal.lists().change(list, ids, List.of());
    }

    private List<String> make(String name, int count) {
        var ids = new ArrayList<String>();
        ObjectType type = portal.the(name);
        for (int i = 1; i <= count; i++) {
            long ago = 60_000 + dice.below(HISTORY.toMillis());
            Instant created = now.minusMillis(ago);
            Instant updated = dice.percent(40) ? created : created.plusMillis(dice.below(ago - 30_000));
            ids.add(portal.create(type, values(name, i), created, updated).id());
        }
        return ids;
    }

    private void join(String from, String id, String to, String other) {
        ObjectType one = portal.the(from);
        ObjectType two = portal.the(to);
        portal.associate(one, id, two, other, Portal.typeId(one, two), null);
    }

    private Map<String, String> values(String type, int number) {
        var values = new LinkedHashMap<String, String>();
        values.put("hubspot_owner_id", dice.of(owners).id());
        switch (type) {
            case "contacts" -> contact(values, number);
            case "companies" -> company(values, number);
            case "deals" -> {
                values.put("dealname", dice.of(Words.DEALS) + " " + number);
                values.put("amount", dice.percent(90) ? amount() : "");
                values.put("pipeline", "default");
                values.put("dealstage", dice.of(StandardTypes.STAGES));
                values.put("dealtype", dice.percent(50) ? "newbusiness" : "existingbusiness");
                values.put("closedate", Values.moment(now.plus(Duration.ofDays(dice.below(400) - 200))));
                values.put("external_id", "deal-" + number);
            }
            case "tickets" -> {
                values.put("subject", dice.of(Words.SUBJECTS) + " " + number);
                values.put("content", dice.percent(70) ? "It does not do what it should.\nSince this morning." : "");
                values.put("hs_pipeline", "0");
                values.put("hs_pipeline_stage", String.valueOf(1 + dice.below(4)));
                values.put("hs_ticket_priority", dice.of(List.of("LOW", "MEDIUM", "HIGH")));
                values.put("external_id", "ticket-" + number);
            }
            case "products" -> {
                values.put("name", dice.of(Words.DEALS) + " package " + number);
                values.put("hs_sku", "SKU-" + number);
                values.put("price", amount());
            }
            case "line_items" -> {
                values.put("name", dice.of(Words.DEALS) + " package");
                values.put("quantity", String.valueOf(1 + dice.below(20)));
                values.put("price", amount());
            }
            case "quotes" -> {
                values.put("hs_title", dice.of(Words.DEALS) + " quote " + number);
                values.put("hs_expiration_date", Values.moment(now.plus(Duration.ofDays(dice.below(90)))));
                values.put("hs_status", "DRAFT");
            }
            case "vessels" -> {
                values.put("vessel_name", dice.of(Words.COMPANY_FIRST));
                values.put("imo_number", "IMO" + (9_000_000 + number));
                values.put("tonnage", String.valueOf(500 + dice.below(200_000)));
                values.put(
                        "launched_on",
                        now.atOffset(ZoneOffset.UTC)
                                .toLocalDate()
                                .minusDays(dice.below(9_000))
                                .toString());
                values.put("in_service", String.valueOf(dice.percent(90)));
            }
            default -> activity(values, type);
        }
        return values;
    }

    private void contact(Map<String, String> values, int number) {
        Crowd.Name name = crowd.name();
        values.put("firstname", name.first());
        values.put("lastname", name.last());
        values.put("email", dice.percent(95) ? name.mailbox() + number + "@mail.example" : "");
        values.put("phone", crowd.phone());
        values.put("jobtitle", dice.of(Words.TITLES));
        values.put("lifecyclestage", dice.of(LIFE));
        values.put("is_champion", dice.percent(50) ? String.valueOf(dice.percent(30)) : "");
        values.put("external_id", "cont-" + number);
        values.put(
                "renewal_date",
                dice.percent(40)
                        ? now.atOffset(ZoneOffset.UTC)
                                .toLocalDate()
                                .plusDays(dice.below(365))
                                .toString()
                        : "");
        address(values);
    }

    private void company(Map<String, String> values, int number) {
        String name = crowd.company(number);
        values.put("name", name);
        values.put("domain", Crowd.domain(name, number));
        values.put("phone", crowd.phone());
        values.put("industry", dice.percent(90) ? "COMPUTER_SOFTWARE" : "");
        values.put("numberofemployees", dice.percent(85) ? String.valueOf(1 + dice.below(5_000)) : "");
        values.put("annualrevenue", dice.percent(80) ? String.valueOf(dice.below(900) * 100_000L) : "");
        values.put("lifecyclestage", dice.of(LIFE));
        values.put("external_id", "comp-" + number);
        address(values);
    }

    private void activity(Map<String, String> values, String type) {
        values.put("hs_timestamp", Values.moment(now.minus(Duration.ofHours(dice.below(5_000)))));
        switch (type) {
            case "calls" -> values.put("hs_call_title", dice.of(Words.SUBJECTS));
            case "emails" -> values.put("hs_email_subject", dice.of(Words.SUBJECTS));
            case "meetings" -> values.put("hs_meeting_title", dice.of(Words.SUBJECTS));
            case "notes" -> values.put("hs_note_body", "<p>" + dice.of(Words.SUBJECTS) + "</p>");
            default -> values.put("hs_task_subject", dice.of(Words.SUBJECTS));
        }
    }

    private void address(Map<String, String> values) {
        Crowd.Address address = crowd.address();
        values.put("address", address.street());
        values.put("city", address.city());
        values.put("state", address.state());
        values.put("zip", address.postalCode());
        values.put("country", address.country());
    }

    private String amount() {
        return (50 + dice.below(20_000)) + "." + dice.digits(2);
    }

    private Change change() {
        String name = dice.of(List.of("contacts", "contacts", "companies", "deals", "deals", "tickets"));
        ObjectType type = portal.the(name);
        List<StoredObject> living = portal.store().newest(name).stream()
                .filter(object -> !object.isDeleted())
                .toList();
        int kind = dice.below(10);
        if (kind < 3 || living.isEmpty()) {
            int number = portal.everCreated(type) + 1;
            return new Change(
                    Kind.CREATED,
                    name,
                    portal.create(type, values(name, number)).id(),
                    portal.now());
        }
        String id = dice.of(living).id();
        if (kind == 3) {
            portal.archive(type, id);
            return new Change(Kind.DELETED, name, id, portal.now());
        }
        portal.update(type, id, edit(name));
        return new Change(Kind.UPDATED, name, id, portal.now());
    }

    private Map<String, String> edit(String name) {
        return switch (name) {
            case "contacts" -> Map.of("jobtitle", dice.of(Words.TITLES), "phone", crowd.phone());
            case "companies" -> Map.of("numberofemployees", String.valueOf(1 + dice.below(5_000)));
            case "deals" -> Map.of("dealstage", dice.of(StandardTypes.STAGES), "amount", amount());
            default -> Map.of("hs_pipeline_stage", String.valueOf(1 + dice.below(4)));
        };
    }
}
