package dev.tidemark.sandbox.salesforce.data;

import dev.tidemark.sandbox.salesforce.org.Org;
import dev.tidemark.sandbox.salesforce.org.Writer;
import dev.tidemark.sandbox.salesforce.schema.Field;
import dev.tidemark.sandbox.salesforce.schema.SObject;
import dev.tidemark.sandbox.seed.Dice;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A plausible CRM out of a seed: the same seed, size and clock give the same rows with the same ids. */
public final class CrmData {
    private static final Duration HISTORY = Duration.ofDays(730);

    private final Org org;
    private final Writer writer;
    private final Dice dice;
    private final People people;
    private final long now;
    private final LocalDate today;

    private CrmData(Org org, String userId, long seed) {
        this.org = org;
        this.writer = org.writer(userId);
        this.dice = new Dice(seed);
        this.people = new People(dice);
        this.now = org.now().getEpochSecond();
        this.today = org.now().atZone(ZoneOffset.UTC).toLocalDate();
    }

    /**
     * Adds about {@code size} rows: users, and of the rest 15 % accounts, 40 % contacts, 20 % opportunities, 25 % tasks, and
     * beyond these a few visits, created and last changed within the two years before now.
     *
     * @param userId who created them
     */
    public static void generate(Org org, String userId, long seed, int size) {
        if (size < 0) {
            throw new IllegalArgumentException("size must not be negative: " + size);
        }
        if (size > 0) {
            org.locked(() -> new CrmData(org, userId, seed).fill(userId, size));
        }
    }

    private int fill(String userId, int size) {
        var users = new ArrayList<String>(List.of(userId));
        for (int i = 1; i < Math.max(2, size / 400); i++) {
            users.add(insert("User", people.user(object("User"), i)));
        }
        int rest = Math.max(4, size - users.size());
        var accounts = new ArrayList<String>();
        for (int i = 1; i <= Math.max(1, rest * 15 / 100); i++) {
            accounts.add(insert("Account", people.account(object("Account"), i, users)));
        }
        var contacts = new ArrayList<String>();
        for (int i = 1; i <= Math.max(1, rest * 40 / 100); i++) {
            contacts.add(insert("Contact", people.contact(object("Contact"), i, dice.of(accounts), users)));
        }
        var deals = new ArrayList<String>();
        for (int i = 1; i <= Math.max(1, rest * 20 / 100); i++) {
            deals.add(insert(
                    "Opportunity", people.opportunity(object("Opportunity"), i, dice.of(accounts), today, users)));
        }
        int tasks = rest - accounts.size() - contacts.size() - deals.size();
        for (int i = 1; i <= tasks; i++) {
            String about = dice.percent(50) ? dice.of(accounts) : dice.of(deals);
            insert("Task", people.task(object("Task"), dice.of(contacts), about, today, users));
        }
        for (int i = 1; i <= Math.max(1, rest * 3 / 100); i++) {
            insert("Visit__c", people.visit(object("Visit__c"), i, dice.of(accounts), today, users));
        }
        for (String role : List.of("Management", "Sales", "Service")) {
            SObject object = object("UserRole");
            insert("UserRole", new LinkedHashMap<>(Map.of(object.the("Name"), role)));
        }
        return size;
    }

    private SObject object(String name) {
        return org.schema().the(name);
    }

    private String insert(String name, Map<Field, @Nullable Object> values) {
        SObject object = object(name);
        long created = now - 60 - dice.below(HISTORY.toSeconds());
        long modified = dice.percent(40) ? created : created + dice.below(now - created);
        values.put(object.the("CreatedDate"), created * 1000);
        values.put(object.the("LastModifiedDate"), modified * 1000);
        values.put(object.stamp(), modified * 1000);
        return writer.insert(object, values);
    }
}
