package dev.tidemark.sandbox.airtable;

import dev.tidemark.sandbox.kit.Change;
import dev.tidemark.sandbox.seed.Crowd;
import dev.tidemark.sandbox.seed.Dice;
import dev.tidemark.sandbox.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Fills the base with customers that belong together, and lets people work on it. */
final class Population {
    private static final JsonMapper JSON = new JsonMapper();
    private static final LocalDate FIRST_DAY = LocalDate.of(2019, 1, 1);

    private final Schema schema;
    private final Records records;
    private final Dice dice;
    private final Crowd crowd;

    Population(Schema schema, Records records, long seed) {
        this.schema = schema;
        this.records = records;
        this.dice = new Dice(seed);
        this.crowd = new Crowd(dice);
    }

    /** A third companies, a half people, the rest deals; all made long ago. */
    void fill(int size) {
        Instant now = records.store().now();
        for (int i = 0; i < size; i++) {
            int kind = i % 6;
            Table table = schema.the(kind < 2 ? Schema.COMPANIES : kind < 5 ? Schema.PEOPLE : Schema.DEALS);
            StoredObject made = records.create(table, cells(table, i));
            Instant at = now.minus(Duration.ofDays(30)).minusSeconds(60L * (size - i));
            records.store().put(table.id(), new StoredObject(made.id(), made.body(), at, at, null));
        }
    }

    private ObjectNode cells(Table table, int number) {
        return switch (table.name()) {
            case Schema.COMPANIES -> company(number);
            case Schema.PEOPLE -> person(number);
            default -> deal(number);
        };
    }

    private ObjectNode company(int number) {
        String name = crowd.company(number);
        ObjectNode cells =
                JSON.createObjectNode().put("Name", name).put("Domain", "https://" + Crowd.domain(name, number));
        if (dice.percent(80)) {
            cells.put("Industry", dice.of(List.of("Software", "Retail", "Energy", "Health")));
        }
        if (dice.percent(70)) {
            cells.put("Employees", 1 + dice.below(5_000)).put("Score", dice.below(101) / 100.0);
        }
        if (dice.percent(60)) {
            cells.put("Customer since", day());
        }
        if (dice.percent(50)) {
            cells.put("Active", true);
        }
        if (dice.percent(20)) {
            cells.put("Notes", "Met at the fair.\nLikes \"quotes\", commas and ünïcode 😀");
        }
        return cells.put("Code", "C-" + number);
    }

    private ObjectNode person(int number) {
        Crowd.Name name = crowd.name();
        ObjectNode cells = JSON.createObjectNode()
                .put("Full name", name.full())
                .put("E-mail", name.mailbox() + number + "@mail.example");
        if (dice.percent(60)) {
            cells.put("Phone", crowd.phone());
        }
        link(cells, "Company");
        if (dice.percent(40)) {
            var interests = cells.putArray("Interests");
            List.of("Sailing", "Chess", "Bread", "Birds").stream()
                    .filter(one -> dice.percent(50))
                    .forEach(interests::add);
        }
        if (dice.percent(50)) {
            cells.put("Met", day() + "T0" + dice.below(10) + ":30:00.000Z");
        }
        return cells;
    }

    private ObjectNode deal(int number) {
        ObjectNode cells = JSON.createObjectNode().put("Title", "Renewal " + number);
        link(cells, "Company");
        if (dice.percent(85)) {
            cells.put("Amount", dice.below(2_000_000) / 100.0);
        }
        cells.put("Stage", dice.of(List.of("Open", "Won", "Lost"))).put("Closes", day());
        if (dice.percent(10)) {
            cells.putArray("Files")
                    .addObject()
                    .put("id", "att" + dice.letters(14))
                    .put("url", "https://files.example/" + dice.letters(20))
                    .put("filename", "offer.pdf")
                    .put("size", 1_000 + dice.below(100_000))
                    .put("type", "application/pdf");
        }
        return cells;
    }

    private void link(ObjectNode cells, String field) {
        List<StoredObject> companies =
                records.store().newest(schema.the(Schema.COMPANIES).id());
        if (!companies.isEmpty() && dice.percent(90)) {
            cells.putArray(field).add(dice.of(companies).id());
        }
    }

    private String day() {
        return FIRST_DAY.plusDays(dice.below(2_500)).toString();
    }

    /** Creates, changes and deletes, as the seed wills, and tells webhooks. */
    List<Change> changes(int n, Webhooks webhooks) {
        List<Change> done = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            Table table = dice.of(schema.tables());
            List<StoredObject> live = records.store().newest(table.id()).stream()
                    .filter(record -> !record.isDeleted())
                    .toList();
            int choice = dice.below(10);
            StoredObject record;
            Change.Kind kind;
            if (live.isEmpty() || choice < 3) {
                record = records.create(table, cells(table, 100_000 + dice.below(900_000)));
                webhooks.created(table, record, Webhooks.Source.CLIENT);
                kind = Change.Kind.CREATED;
            } else if (choice < 8) {
                ObjectNode other = cells(table, 100_000 + dice.below(900_000));
                record = records.store().update(table.id(), dice.of(live).id(), body -> body.setAll(other));
                webhooks.changed(table, record, other, Webhooks.Source.CLIENT);
                kind = Change.Kind.UPDATED;
            } else {
                record = records.store().delete(table.id(), dice.of(live).id());
                webhooks.deleted(table, record.id(), Webhooks.Source.CLIENT);
                kind = Change.Kind.DELETED;
            }
            done.add(new Change(kind, table.name(), record.id(), records.store().now()));
        }
        return done;
    }
}
