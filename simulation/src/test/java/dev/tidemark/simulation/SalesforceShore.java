package dev.tidemark.simulation;

import dev.tidemark.access.Account;
import dev.tidemark.connector.RecordDestination;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connector.WriteSpec.Mode;
import dev.tidemark.connectors.salesforce.SalesforceConnector;
import dev.tidemark.sandbox.fault.Effect;
import dev.tidemark.sandbox.fault.FaultRule;
import dev.tidemark.sandbox.salesforce.Misbehaviour;
import dev.tidemark.sandbox.salesforce.org.Row;
import dev.tidemark.sandbox.salesforce.org.ValidationRule;
import dev.tidemark.sandbox.salesforce.schema.Field;
import dev.tidemark.sandbox.salesforce.schema.SObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Accounts of a Salesforce org as a destination. It refuses names by a rule of its own, and numbers out of range. */
final class SalesforceShore implements Shore {

    private static final String OBJECT = "Account";
    private static final String WRITES = "createMany|updateMany|upsertMany";

    private final ManualTide tide;
    private final OrgAbroad org;
    /** Its values are unique for an upsert; for an insert they are not, so that nothing but Tidemark prevents doubles. */
    private final String code;

    SalesforceShore(long seed, ManualTide tide, Mode mode) {
        this.tide = tide;
        this.org = new OrgAbroad(seed, tide, 10);
        this.code = mode == Mode.INSERT ? "Legacy_Code__c" : "External_Id__c";
        org.sandbox()
                .org()
                .addRule(new ValidationRule(
                        OBJECT,
                        "that is no name",
                        (before, after) -> String.valueOf(after.get("Name")).startsWith("bad")));
    }

    @Override
    public RecordDestination connector() {
        return new SalesforceConnector();
    }

    @Override
    public Account account() {
        return org.account();
    }

    @Override
    public WriteSpec write(Mode mode, boolean found) {
        return new WriteSpec(
                OBJECT,
                mode,
                found ? Optional.of(code) : Optional.empty(),
                Map.of(code, "code", "Name", "name", "Health__c", "size"));
    }

    private SObject object() {
        return org.sandbox().org().schema().the(OBJECT);
    }

    @Override
    public void has(String value) {
        Map<Field, @Nullable Object> values = new LinkedHashMap<>();
        values.put(object().the("Name"), "as made");
        values.put(object().the(code), value);
        org.sandbox().writer().insert(object(), values);
    }

    /** Health__c has three digits before the point. */
    @Override
    public boolean refuses(Cargo.Row row) {
        return row.name().startsWith("bad") || row.size() > 999;
    }

    @Override
    public Map<String, List<String>> records() {
        Map<String, List<String>> found = new TreeMap<>();
        for (Row row : org.sandbox().org().rows(object())) {
            if (!row.isDeleted() && row.get(code) instanceof String value) {
                long size = row.get("Health__c") instanceof Double health ? health.longValue() : -1;
                found.computeIfAbsent(value, c -> new ArrayList<>()).add(row.get("Name") + "/" + size);
            }
        }
        return found;
    }

    @Override
    public void misbehave() {
        int choice = tide.random().nextInt(9);
        tide.log("salesforce misbehaves " + choice);
        tide.sea().disrupted();
        Misbehaviour ways = org.sandbox().misbehaviour();
        switch (choice) {
            case 0 -> org.sandbox().sessions().expireAll();
            case 1 -> once("limit", ways.requestLimitExceeded(), ".*Many");
            case 2 -> once("lost", ways.loseAnswer(), WRITES);
            case 3 -> once("silence", ways.timeOutAfterWork(Duration.ofSeconds(60)), WRITES);
            case 4 -> once("half", ways.brokenJson(), WRITES);
            case 5 -> once("cut", ways.cutBody(), WRITES);
            case 6 -> once("error", ways.serverError(), WRITES);
            case 7 -> once("away", ways.unavailable(), WRITES + "|query");
            default -> once("locked", ways.lockRows(2 + tide.random().nextInt(3)), WRITES);
        }
    }

    private void once(String name, Effect effect, String kinds) {
        org.sandbox()
                .faults()
                .add(FaultRule.next(name, effect)
                        .ofKind(kinds)
                        .times(1 + tide.random().nextInt(2)));
    }

    @Override
    public void calm() {
        org.sandbox().faults().clear();
    }
}
