package dev.tidemark.sandbox.salesforce.data;

import dev.tidemark.sandbox.salesforce.schema.Field;
import dev.tidemark.sandbox.salesforce.schema.SObject;
import dev.tidemark.sandbox.seed.Crowd;
import dev.tidemark.sandbox.seed.Dice;
import dev.tidemark.sandbox.seed.Words;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes up the values of one record at a time. */
final class People {
    private final Dice dice;
    private final Crowd crowd;

    People(Dice dice) {
        this.dice = dice;
        this.crowd = new Crowd(dice);
    }

    Map<Field, @Nullable Object> user(SObject user, int number) {
        var row = new Values(user);
        Crowd.Name name = crowd.name();
        row.put("FirstName", name.first());
        row.put("LastName", name.last());
        row.put("Username", name.mailbox() + number + "@tidemark.example");
        row.put("Email", name.mailbox() + "@tidemark.example");
        row.put("Alias", "u" + number);
        row.put("Department", dice.of(Words.DEPARTMENTS));
        row.put("Title", dice.of(Words.TITLES));
        return row.map();
    }

    Map<Field, @Nullable Object> account(SObject account, int number, List<String> owners) {
        var row = new Values(account);
        String name = crowd.company(number);
        row.put("Name", name);
        row.pick("Type", dice, 90);
        row.pick("Industry", dice, 90);
        row.pick("Rating", dice, 60);
        row.pick("AccountSource", dice, 50);
        row.pick("Customer_Tier__c", dice, 70);
        row.put("AccountNumber", "AC-" + String.format(Locale.ROOT, "%06d", number));
        row.put("External_Id__c", "acct-" + number);
        row.put("Legacy_Code__c", "L" + number / 2); // two share one
        row.put("Website", "https://" + Crowd.domain(name, number));
        row.put("Phone", crowd.phone());
        row.put("AnnualRevenue", dice.percent(80) ? (double) dice.below(900) * 100_000 : null);
        row.put("NumberOfEmployees", dice.percent(85) ? Integer.valueOf(1 + dice.below(5_000)) : null);
        row.put("Is_Reference__c", dice.percent(20));
        row.put(
                "Description",
                dice.percent(40) ? name + " makes things.\nSince " + (1950 + dice.below(70)) + "." : null);
        row.put("OwnerId", dice.of(owners));
        address(row, "Billing");
        if (dice.percent(50)) {
            address(row, "Shipping");
        }
        return row.map();
    }

    Map<Field, @Nullable Object> contact(SObject contact, int number, String accountId, List<String> owners) {
        var row = new Values(contact);
        Crowd.Name name = crowd.name();
        row.put("FirstName", name.first());
        row.put("LastName", name.last());
        row.pick("Salutation", dice, 60);
        row.put("Email", dice.percent(92) ? name.mailbox() + number + "@mail.example" : null);
        row.put("Phone", crowd.phone());
        row.put("Title", dice.of(Words.TITLES));
        row.put("Department", dice.of(Words.DEPARTMENTS));
        row.pick("LeadSource", dice, 60);
        row.put(
                "Birthdate",
                dice.percent(30) ? LocalDate.of(1950 + dice.below(50), 1 + dice.below(12), 1 + dice.below(28)) : null);
        row.put("HasOptedOutOfEmail", dice.percent(10));
        row.put("Is_Champion__c", dice.percent(15));
        row.put("External_Id__c", "cont-" + number);
        row.put("AccountId", accountId);
        row.put("OwnerId", dice.of(owners));
        address(row, "Mailing");
        return row.map();
    }

    Map<Field, @Nullable Object> opportunity(
            SObject deal, int number, String accountId, LocalDate today, List<String> owners) {
        var row = new Values(deal);
        row.put("Name", dice.of(Words.DEALS) + " " + number);
        row.pick("StageName", dice, 100);
        row.put("Amount", dice.percent(92) ? (double) (50 + dice.below(20_000)) * 10 + dice.below(100) / 100.0 : null);
        row.put("CloseDate", today.minusDays(400).plusDays(dice.below(600)));
        row.pick("Type", dice, 80);
        row.pick("LeadSource", dice, 60);
        row.put("External_Id__c", "oppo-" + number);
        row.put("AccountId", accountId);
        row.put("OwnerId", dice.of(owners));
        return row.map();
    }

    Map<Field, @Nullable Object> task(
            SObject task, String contactId, String whatId, LocalDate today, List<String> owners) {
        var row = new Values(task);
        row.put("Subject", dice.of(Words.SUBJECTS));
        row.pick("Status", dice, 100);
        row.pick("Priority", dice, 100);
        row.put("ActivityDate", today.minusDays(200).plusDays(dice.below(230)));
        row.put("WhoId", contactId);
        row.put("WhatId", whatId);
        row.put("OwnerId", dice.of(owners));
        return row.map();
    }

    Map<Field, @Nullable Object> visit(
            SObject visit, int number, String accountId, LocalDate today, List<String> owners) {
        var row = new Values(visit);
        row.put("Name", "Visit " + number);
        row.put("Account__c", accountId);
        row.put("Host__c", dice.percent(80) ? dice.of(owners) : null);
        row.pick("Kind__c", dice, 90);
        row.put("Purpose__c", dice.percent(70) ? (dice.percent(50) ? "Review;Renewal" : "Training") : null);
        row.put("Day__c", today.minusDays(dice.below(400)));
        row.put(
                "Begins__c",
                dice.percent(80) ? "%02d:%02d:00.000Z".formatted(8 + dice.below(10), dice.below(60)) : null);
        row.put("Guests__c", dice.percent(90) ? (double) dice.below(12) : null);
        row.put("Cost__c", dice.percent(80) ? dice.below(200_000) / 100.0 : null);
        row.put("Mood__c", dice.percent(60) ? (double) dice.below(101) : null);
        row.put("Paid__c", dice.percent(30));
        row.put("Contact_Phone__c", crowd.phone());
        row.put("Notes__c", dice.percent(40) ? "Met, and talked of \"next\" steps;\nto be continued" : null);
        row.put("Badge__c", dice.percent(50) ? "B-" + (100_000 + dice.below(900_000)) : null);
        boolean placed = dice.percent(60);
        row.put("Place__Latitude__s", placed ? (dice.below(180_000) - 90_000) / 1_000.0 : null);
        row.put("Place__Longitude__s", placed ? (dice.below(360_000) - 180_000) / 1_000.0 : null);
        row.put("External_Id__c", "visi-" + number);
        return row.map();
    }

    String phone() {
        return crowd.phone();
    }

    private void address(Values row, String prefix) {
        Crowd.Address address = crowd.address();
        row.put(prefix + "Street", address.street());
        row.put(prefix + "City", address.city());
        row.put(prefix + "State", address.state());
        row.put(prefix + "Country", address.country());
        row.put(prefix + "PostalCode", address.postalCode());
    }

    private record Values(SObject object, Map<Field, @Nullable Object> map) {
        Values(SObject object) {
            this(object, new LinkedHashMap<>());
        }

        void put(String field, @Nullable Object value) {
            map.put(object.the(field), value);
        }

        void pick(String field, Dice dice, int percent) {
            Field picklist = object.the(field);
            map.put(picklist, dice.percent(percent) ? dice.of(picklist.picklist()) : null);
        }
    }
}
