package dev.tidemark.sandbox.salesforce.data;

import dev.tidemark.sandbox.kit.Change;
import dev.tidemark.sandbox.kit.Change.Kind;
import dev.tidemark.sandbox.salesforce.org.Org;
import dev.tidemark.sandbox.salesforce.org.Row;
import dev.tidemark.sandbox.salesforce.org.Writer;
import dev.tidemark.sandbox.salesforce.schema.Field;
import dev.tidemark.sandbox.salesforce.schema.SObject;
import dev.tidemark.sandbox.salesforce.schema.StandardObjects;
import dev.tidemark.sandbox.seed.Dice;
import dev.tidemark.sandbox.seed.Words;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What people do to a CRM all day: of ten changes about six are updates, three creates, one a delete. */
public final class Activity {
    private static final List<String> STAGES = List.of(
            "Prospecting",
            "Qualification",
            "Needs Analysis",
            "Value Proposition",
            "Proposal/Price Quote",
            "Negotiation/Review",
            "Closed Won");

    private final Org org;
    private final Writer writer;
    private final Dice dice;
    private final People people;
    private final LocalDate today;
    private final List<String> users;

    private Activity(Org org, String userId, long seed) {
        this.org = org;
        this.writer = org.writer(userId);
        this.dice = new Dice(seed);
        this.people = new People(dice);
        this.today = org.now().atZone(ZoneOffset.UTC).toLocalDate();
        this.users = living("User").stream().map(Row::id).toList();
    }

    /** Does {@code n} changes now and tells what was done; the same seed on the same org does the same. */
    public static List<Change> changes(Org org, String userId, long seed, int n) {
        return org.locked(() -> {
            var activity = new Activity(org, userId, seed);
            var done = new ArrayList<Change>(n);
            for (int i = 0; i < n; i++) {
                done.add(activity.one());
            }
            return done;
        });
    }

    private Change one() {
        int kind = dice.below(10);
        String object =
                dice.of(List.of("Account", "Contact", "Contact", "Opportunity", "Opportunity", "Task", "Visit__c"));
        List<Row> rows = living(object);
        if (kind < 3 || rows.isEmpty()) {
            return create(object);
        }
        Row row = dice.of(rows);
        if (kind == 3 && !object.equals("Account")) { // an account would take everything below it along
            writer.delete(row.id());
            return new Change(Kind.DELETED, object, row.id(), org.now());
        }
        writer.update(row.id(), edit(row));
        return new Change(Kind.UPDATED, object, row.id(), org.now());
    }

    private Change create(String wanted) {
        List<Row> accounts = living("Account");
        List<Row> contacts = living("Contact");
        String object =
                accounts.isEmpty() ? "Account" : wanted.equals("Task") && contacts.isEmpty() ? "Contact" : wanted;
        SObject type = org.schema().the(object);
        int number = org.everCreated(type) + 1; // so that external ids go on where they stopped
        Map<Field, @Nullable Object> values = switch (object) {
            case "Account" -> people.account(type, number, users);
            case "Contact" -> people.contact(type, number, dice.of(accounts).id(), users);
            case "Opportunity" ->
                people.opportunity(type, number, dice.of(accounts).id(), today, users);
            case "Visit__c" -> people.visit(type, number, dice.of(accounts).id(), today, users);
            default ->
                people.task(type, dice.of(contacts).id(), dice.of(accounts).id(), today, users);
        };
        return new Change(Kind.CREATED, object, writer.insert(type, values), org.now());
    }

    private Map<Field, @Nullable Object> edit(Row row) {
        SObject object = row.object();
        var change = new LinkedHashMap<Field, @Nullable Object>();
        switch (object.name()) {
            case "Account" -> {
                change.put(object.the("Phone"), people.phone());
                change.put(
                        object.the("Industry"), dice.of(object.the("Industry").picklist()));
                change.put(object.the("NumberOfEmployees"), 1 + dice.below(5_000));
            }
            case "Contact" -> {
                change.put(object.the("Title"), dice.of(Words.TITLES));
                change.put(object.the("Phone"), people.phone());
                change.put(object.the("HasOptedOutOfEmail"), dice.percent(10));
            }
            case "Opportunity" -> {
                String next = nextStage(String.valueOf(row.get("StageName")));
                change.put(object.the("StageName"), next);
                change.put(object.the("Probability"), StandardObjects.PROBABILITY.get(next));
                change.put(object.the("Amount"), (double) (50 + dice.below(20_000)) * 10);
            }
            case "Visit__c" -> {
                change.put(object.the("Purpose__c"), dice.percent(50) ? "Review;Complaint" : "Training");
                change.put(object.the("Cost__c"), dice.below(200_000) / 100.0);
            }
            default ->
                change.put(object.the("Status"), dice.of(object.the("Status").picklist()));
        }
        return change;
    }

    private String nextStage(String stage) {
        if (dice.percent(15)) {
            return "Closed Lost";
        }
        int at = STAGES.indexOf(stage);
        return STAGES.get(Math.min(STAGES.size() - 1, at + 1));
    }

    private List<Row> living(String object) {
        List<Row> rows = org.rows(org.schema().the(object));
        rows.removeIf(Row::isDeleted);
        return rows;
    }
}
