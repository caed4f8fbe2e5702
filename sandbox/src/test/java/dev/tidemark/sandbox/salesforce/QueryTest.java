package dev.tidemark.sandbox.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.sandbox.http.Response.Answer;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class QueryTest {
    private final Caller caller = new Caller(0);

    @BeforeEach
    void three_accounts_and_two_contacts() {
        String one = caller.create("Account", """
            {"Name":"Alpha","Industry":"Energy","AnnualRevenue":100.0,"NumberOfEmployees":5,"BillingCity":"Porto"}\
            """);
        caller.later(10);
        caller.create("Account", "{\"Name\":\"beta\",\"Industry\":\"Media\",\"AnnualRevenue\":300}");
        caller.later(10);
        caller.create("Account", "{\"Name\":\"Gamma 100%\",\"Industry\":\"Media\"}");
        caller.create("Contact", "{\"FirstName\":\"Ada\",\"LastName\":\"Silva\",\"AccountId\":\"" + one + "\"}");
        caller.create("Contact", "{\"LastName\":\"Wong\"}");
    }

    private List<String> names(String rest) {
        return caller.column("SELECT Name FROM Account " + rest, "Name");
    }

    private String error(String soql) {
        Answer answer = caller.query(soql);
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        JsonNode error = Caller.json(answer).get(0);
        return error.path("errorCode").asString("") + error.path("message").asString("");
    }

    @Test
    void conditions_select_rows() {
        assertThat(names("WHERE Name = 'ALPHA'")).containsExactly("Alpha");
        assertThat(names("WHERE Name != 'alpha' AND Industry = 'Media'")).containsExactly("beta", "Gamma 100%");
        assertThat(names("WHERE Name LIKE '%A'")).containsExactly("Alpha", "beta");
        assertThat(names("WHERE Name LIKE '%100\\%'")).containsExactly("Gamma 100%");
        assertThat(names("WHERE Name LIKE 'b_ta'")).containsExactly("beta");
        assertThat(names("WHERE AnnualRevenue > 100 OR (Name = 'Alpha' AND NOT Industry = 'Media')"))
                .containsExactly("Alpha", "beta");
        assertThat(names("WHERE AnnualRevenue = null")).containsExactly("Gamma 100%");
        assertThat(names("WHERE AnnualRevenue != 100")).containsExactly("beta", "Gamma 100%");
        assertThat(names("WHERE Industry IN ('Energy', 'Retail')")).containsExactly("Alpha");
        assertThat(names("WHERE Industry NOT IN ('Energy')")).containsExactly("beta", "Gamma 100%");
        assertThat(names("WHERE NumberOfEmployees >= 5")).containsExactly("Alpha");
        assertThat(names("WHERE Is_Reference__c = false LIMIT 2")).hasSize(2);
        assertThat(names("WHERE Id IN (SELECT AccountId FROM Contact)")).containsExactly("Alpha");
        assertThat(names("WHERE Id NOT IN (SELECT AccountId FROM Contact WHERE AccountId != null)"))
                .containsExactly("beta", "Gamma 100%");
    }

    @Test
    void times_compare_with_datetimes_and_with_named_days() {
        assertThat(names("WHERE SystemModstamp >= 2026-11-21T10:00:10Z")).containsExactly("beta", "Gamma 100%");
        assertThat(names("WHERE SystemModstamp > 2026-11-21T10:00:10.000+0000")).containsExactly("Gamma 100%");
        assertThat(names("WHERE SystemModstamp < 2026-11-21T12:00:10+02:00")).containsExactly("Alpha");
        assertThat(names("WHERE CreatedDate = TODAY")).hasSize(3);
        assertThat(names("WHERE CreatedDate = YESTERDAY")).isEmpty();
        assertThat(names("WHERE CreatedDate = LAST_N_DAYS:3")).hasSize(3);
        assertThat(names("WHERE CreatedDate < THIS_MONTH")).isEmpty();
    }

    @Test
    void rows_are_ordered_limited_and_skipped() {
        assertThat(names("ORDER BY Name DESC")).containsExactly("Gamma 100%", "beta", "Alpha");
        assertThat(names("ORDER BY AnnualRevenue")).containsExactly("Gamma 100%", "Alpha", "beta");
        assertThat(names("ORDER BY AnnualRevenue DESC NULLS LAST")).containsExactly("beta", "Alpha", "Gamma 100%");
        assertThat(names("ORDER BY Industry, Name DESC")).containsExactly("Alpha", "Gamma 100%", "beta");
        assertThat(names("ORDER BY Name LIMIT 1 OFFSET 1")).containsExactly("beta");
    }

    @Test
    void parents_and_children_nest() {
        JsonNode contact = caller.records(
                        "SELECT Name, Account.Name, Account.Owner.Name, Owner.Username FROM Contact ORDER BY"
                                + " Account.Name NULLS LAST")
                .getFirst();
        assertThat(contact.at("/Account/Owner/Name").asString("")).isEqualTo("Integration User");
        assertThat(contact.at("/Account/attributes/type").asString("")).isEqualTo("Account");
        assertThat(contact.at("/Name").asString("")).isEqualTo("Ada Silva");
        List<JsonNode> all = caller.records("SELECT Id, Account.Name FROM Contact ORDER BY LastName");
        assertThat(all.get(1).get("Account").isNull()).isTrue();

        JsonNode account = caller.records("SELECT Id, (SELECT LastName FROM Contacts) FROM Account ORDER BY Name")
                .getFirst();
        assertThat(account.at("/Contacts/totalSize").asInt()).isEqualTo(1);
        assertThat(account.at("/Contacts/records/0/LastName").asString("")).isEqualTo("Silva");
    }

    @Test
    void aggregates_count_and_group() {
        assertThat(Caller.json(caller.query("SELECT COUNT() FROM Account"))
                        .path("totalSize")
                        .asInt())
                .isEqualTo(3);
        assertThat(caller.records("SELECT COUNT(Id) n, MAX(AnnualRevenue) FROM Account"))
                .singleElement()
                .asString()
                .contains("\"n\":3", "\"expr0\":300.0", "\"type\":\"AggregateResult\"");
        assertThat(caller.records(
                        "SELECT Industry, COUNT(Id) FROM Account GROUP BY Industry ORDER BY COUNT(Id) DESC LIMIT 1"))
                .singleElement()
                .asString()
                .contains("\"Industry\":\"Media\",\"expr0\":2");
    }

    @Test
    void compound_fields_stand_beside_their_parts() {
        JsonNode row = caller.records("SELECT BillingCity, BillingAddress FROM Account WHERE Name = 'Alpha'")
                .getFirst();
        assertThat(row.at("/BillingAddress/city").asString("")).isEqualTo("Porto");
        assertThat(row.at("/BillingAddress/street").isNull()).isTrue();
        assertThat(row.at("/BillingCity").asString("")).isEqualTo("Porto");
    }

    @Test
    void formulas_change_without_a_trace() {
        String soql = "SELECT Account_Industry__c, SystemModstamp FROM Contact WHERE LastName = 'Silva'";
        JsonNode before = caller.records(soql).getFirst();
        String account = caller.column("SELECT Id FROM Account WHERE Name = 'Alpha'", "Id")
                .getFirst();
        caller.later(100);
        caller.call("PATCH", "/sobjects/Account/" + account, "{\"Industry\":\"Retail\"}");
        JsonNode after = caller.records(soql).getFirst();
        assertThat(before.path("Account_Industry__c").asString("")).isEqualTo("Energy");
        assertThat(after.path("Account_Industry__c").asString("")).isEqualTo("Retail");
        assertThat(after.path("SystemModstamp")).isEqualTo(before.path("SystemModstamp"));
    }

    @Test
    void fields_all_needs_a_limit_of_200() {
        assertThat(error("SELECT FIELDS(ALL) FROM Account")).contains("MALFORMED_QUERY", "LIMIT of at most 200");
        JsonNode all =
                caller.records("SELECT FIELDS(ALL) FROM Account LIMIT 200").getFirst();
        assertThat(all.has("BillingAddress")).isTrue();
        assertThat(all.has("Health__c")).isTrue();
        JsonNode custom =
                caller.records("SELECT FIELDS(CUSTOM) FROM Account LIMIT 1").getFirst();
        assertThat(custom.has("Name")).isFalse();
    }

    @Test
    void errors_point_at_their_place() {
        assertThat(error("SELECT Id, Foo FROM Account"))
                .startsWith("INVALID_FIELD\nSELECT Id, Foo FROM Account\n           ^\nERROR at Row:1:Column:12\n"
                        + "No such column 'Foo' on entity 'Account'.");
        assertThat(error("SELECT Id FROM Accnt"))
                .startsWith("INVALID_TYPE\nSELECT Id FROM Accnt\n               ^\nERROR at Row:1:Column:16\n"
                        + "sObject type 'Accnt' is not supported.");
        assertThat(error("SELECT Id FORM Account"))
                .startsWith("MALFORMED_QUERY")
                .contains("unexpected token: 'FORM'");
        assertThat(error("SELECT Id FROM Account WHERE CreatedDate > '2026-01-01'"))
                .contains("must be of type dateTime and should not be enclosed in quotes");
        assertThat(error("SELECT Id FROM Account WHERE Description = 'x'")).contains("can not be filtered");
        assertThat(error("SELECT Id FROM Account ORDER BY Description")).contains("can not be sorted");
        assertThat(error("SELECT Id, Boss.Name FROM Contact")).contains("Didn't understand relationship 'Boss'");
        assertThat(error("SELECT Name, COUNT(Id) FROM Account")).contains("Field must be grouped or aggregated");
        assertThat(error("SELECT Id FROM Account LIMIT 1 OFFSET 2001")).contains("NUMBER_OUTSIDE_VALID_RANGE");
        assertThat(error("SELECT Id FROM Account WHERE Name = 'it''s'")).contains("MALFORMED_QUERY");
    }

    @Test
    void a_locator_is_a_snapshot_and_every_record_comes_once() {
        var big = new Caller(5_000);
        big.sandbox.pageSize().cap(100);
        String soql = "SELECT Id, Name FROM Contact ORDER BY SystemModstamp, Id";
        JsonNode first = Caller.json(big.query(soql));
        int total = first.path("totalSize").asInt();
        var ids = new HashSet<String>();
        first.path("records").forEach(row -> ids.add(row.path("Id").asString("")));
        JsonNode page = first;
        while (!page.path("done").asBoolean(true)) {
            big.sandbox.changes(big.instant().getEpochSecond(), 3);
            big.later(1);
            String next = page.path("nextRecordsUrl").asString("");
            assertThat(next).matches("/services/data/v62.0/query/0r8\\w{15}-\\d+");
            assertThat(big.get(next).text()).isEqualTo(big.get(next).text());
            page = Caller.json(big.get(next));
            assertThat(page.path("totalSize").asInt()).isEqualTo(total);
            page.path("records").forEach(row -> ids.add(row.path("Id").asString("")));
        }
        assertThat(page.has("nextRecordsUrl")).isFalse();
        assertThat(ids).hasSize(total);
    }

    @Test
    void pages_shrink_when_rows_are_wide_or_the_caller_asks() {
        var big = new Caller(20_000);
        assertThat(pageSize(big, "SELECT Id, Name, Industry FROM Account")).isEqualTo(2_000);
        assertThat(pageSize(big, "SELECT Id, Name, Description FROM Account")).isEqualTo(1_000);
        assertThat(pageSize(big, "SELECT Id FROM Account", "Sforce-Query-Options", "batchSize=250"))
                .isEqualTo(250);
        assertThat(pageSize(big, "SELECT Id FROM Account", "Sforce-Query-Options", "batchSize=1"))
                .isEqualTo(200);
    }

    private static int pageSize(Caller caller, String soql, String... headers) {
        return Caller.json(caller.query(soql, headers)).path("records").size();
    }

    @Test
    void an_expired_locator_is_an_error() {
        var big = new Caller(1_000);
        big.sandbox.pageSize().cap(10);
        String next = Caller.json(big.query("SELECT Id FROM Account"))
                .path("nextRecordsUrl")
                .asString("");
        big.sandbox.locators().expireAll();
        Answer answer = big.get(next);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("INVALID_QUERY_LOCATOR");
    }

    @Test
    void what_may_be_of_several_objects_is_asked_for_by_what_all_have() {
        String account = caller.create("Account", "{\"Name\":\"Whole\"}");
        caller.create("Task", "{\"Subject\":\"poly\",\"WhatId\":\"" + account + "\"}");
        JsonNode task = caller.records("SELECT What.Type, What.Name, What.Email FROM Task WHERE Subject = 'poly'")
                .getFirst();
        assertThat(task.at("/What/Type").asString("")).isEqualTo("Account");
        assertThat(task.at("/What/Name").asString("")).isEqualTo("Whole");
        assertThat(task.at("/What/Email").isNull()).isTrue();
        assertThat(task.at("/What/attributes/type").asString("")).isEqualTo("Name");
        assertThat(task.at("/What/attributes/url").asString("")).endsWith("/Account/" + account);
        assertThat(caller.query("SELECT What.Industry FROM Task").text()).contains("INVALID_FIELD");
    }
}
