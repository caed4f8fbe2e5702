package dev.tidemark.sandbox.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.sandbox.kit.Change;
import dev.tidemark.sandbox.salesforce.data.BadData;
import dev.tidemark.sandbox.salesforce.data.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class DataTest {
    private static final String DUMP = """
            BEGIN TRANSACTION;
            CREATE TABLE "Account" (
            \tid INTEGER NOT NULL, -- the key
            \t"Name" VARCHAR(255),
            \t"AccountType__c" VARCHAR(255),
            \t"RecordTypeId" VARCHAR(255),
            \tPRIMARY KEY (id)
            );
            INSERT INTO "Account" VALUES(1,'O''Hara; & (Sons), Ltd','Household','0122a000000PCxAAAW');
            CREATE TABLE "Account_rt_mapping" (record_type_id VARCHAR(18) NOT NULL, developer_name VARCHAR(255), PRIMARY KEY (record_type_id));
            INSERT INTO "Account_rt_mapping" VALUES('0122a000000PCxAAAW','HH_Account');
            CREATE TABLE Opportunity (id INTEGER NOT NULL, name VARCHAR(255), stage_name VARCHAR(255),
              close_date VARCHAR(255), amount VARCHAR(255), account_id VARCHAR(255), campaign_id VARCHAR(255),
              primary_contact__c VARCHAR(255), dont_create_payments VARCHAR(255));
            INSERT INTO Opportunity VALUES(7,'Gift','Closed Won','2016-11-25','811.0','1','3','5','false'),(8,'More',
              'Pledged','2017-01-01','','1','','','true');
            CREATE TABLE Contact (id INTEGER NOT NULL, LastName VARCHAR(255));
            INSERT INTO Contact (LastName, id) VALUES('Diaz',5);
            CREATE TABLE Campaign (id INTEGER NOT NULL, name VARCHAR(255));
            INSERT INTO Campaign VALUES(3,'Gala');
            CREATE TABLE "npe01__Payment__c" (id INTEGER NOT NULL, "npe01__Paid__c" VARCHAR(255), "npe01__Date__c" VARCHAR(255), npe01__opportunity__c VARCHAR(255));
            INSERT INTO "npe01__Payment__c" VALUES(1,'true','2018-07-31','7');
            COMMIT;
            """;

    private final Caller caller = new Caller(0);

    private Map<String, Integer> load(Path folder) throws BadData {
        return DataFolder.load(folder, caller.sandbox.org(), caller.sandbox.userId());
    }

    @Test
    void a_dump_becomes_objects_with_real_ids_and_relations(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("org.sql"), DUMP);
        assertThat(load(folder)).containsEntry("Opportunity", 2).containsEntry("RecordType", 1);
        JsonNode gift = caller.records(
                        "SELECT Id, Account.Name, Account.RecordType.DeveloperName, Campaign.Name,"
                                + " Primary_Contact__r.LastName, Amount, CloseDate, IsWon, Dont_Create_Payments__c FROM Opportunity WHERE Name = 'Gift'")
                .getFirst();
        assertThat(gift.path("Id").asString("")).matches("006\\w{15}");
        assertThat(gift.at("/Account/Name").asString("")).isEqualTo("O'Hara; & (Sons), Ltd");
        assertThat(gift.at("/Account/RecordType/DeveloperName").asString("")).isEqualTo("HH_Account");
        assertThat(gift.at("/Campaign/Name").asString("")).isEqualTo("Gala");
        assertThat(gift.at("/primary_contact__r/LastName").asString("")).isEqualTo("Diaz");
        assertThat(gift.path("Amount").asDouble()).isEqualTo(811);
        assertThat(gift.path("IsWon").asBoolean(false)).isTrue();
        assertThat(gift.path("Dont_Create_Payments__c").isBoolean()).isTrue();
        assertThat(caller.column(
                        "SELECT npe01__Date__c, npe01__Opportunity__r.Name FROM npe01__Payment__c",
                        "npe01__opportunity__r.Name"))
                .containsExactly("Gift");
        assertThat(caller.get("/sobjects").text()).contains("\"name\":\"npe01__Payment__c\"", "\"keyPrefix\":\"701\"");
        assertThat(caller.get("/sobjects/npe01__Payment__c/describe").text()).contains("\"type\":\"date\"");
    }

    @Test
    void csv_files_become_objects_too(@TempDir Path folder) throws Exception {
        Files.writeString(
                folder.resolve("Account.csv"),
                "Id,Name,Industry,CreatedDate\r\nA1,\"Smith, \"\"Bob\"\"\nLtd\",Energy,2020-01-02T03:04:05Z\r\nA2,Two,,\r\n");
        Files.writeString(folder.resolve("Contact.csv"), "LastName,AccountId\nWong,A1\n");
        assertThat(load(folder)).isEqualTo(Map.of("Account", 2, "Contact", 1));
        JsonNode row = caller.records("SELECT LastName, Account.Name, Account.CreatedDate FROM Contact")
                .getFirst();
        assertThat(row.at("/Account/Name").asString("")).isEqualTo("Smith, \"Bob\"\nLtd");
        assertThat(row.at("/Account/CreatedDate").asString("")).isEqualTo("2020-01-02T03:04:05.000+0000");
    }

    @Test
    void a_wrong_file_is_named_with_its_line(@TempDir Path folder) throws IOException {
        refused(
                folder,
                "Account.csv",
                "Id,Name\n1,a\n2\n",
                "Account.csv:3: the row has 1 values, but Account has 2 columns");
        refused(folder, "Account.csv", "Id,Name\n1,\"a\n", "Account.csv:2: a quote is opened and never closed");
        refused(
                folder,
                "Account.csv",
                "Id,Name\n1,a\n1,b\n",
                "Account.csv:3: a row of Account with the key 1 came before");
        refused(folder, "Account.csv", "Id,Phone\n1,a\n", "Account.csv:2: a row of Account needs Name");
        refused(folder, "Account.csv", "Name,AnnualRevenue\na,many\n", "Account.csv:2: AnnualRevenue: ");
        refused(
                folder,
                "Account.csv",
                "Name,ParentId\na,9\n",
                "Account.csv:2: ParentId: no row of Account has the key 9");
        Files.delete(folder.resolve("Account.csv"));
        refused(folder, "a.sql", "CREATE TABLE a (id INT);\nINSERT INTO b VALUES(1);", "a.sql:2: INSERT INTO b");
        refused(
                folder,
                "a.sql",
                "CREATE TABLE a (id INT);\nINSERT INTO a VALUES(1, 'x);",
                "a.sql:2: a quote is opened");
        Files.delete(folder.resolve("a.sql"));
        assertThatThrownBy(() -> load(folder)).isInstanceOf(BadData.class).hasMessageContaining("there is no *.csv");
        assertThatThrownBy(() -> load(folder.resolve("none"))).hasMessageContaining("there is no such folder");
    }

    private void refused(Path folder, String file, String text, String message) throws IOException {
        Files.writeString(folder.resolve(file), text);
        assertThatThrownBy(() -> load(folder)).isInstanceOf(BadData.class).hasMessageContaining(message);
    }

    @Test
    void the_same_seed_gives_the_same_rows_and_the_same_changes() {
        var one = new Caller(600);
        var two = new Caller(600);
        for (String object : List.of("Account", "Contact", "Opportunity", "Task")) {
            String soql = "SELECT FIELDS(STANDARD) FROM " + object;
            assertThat(one.records(soql)).isEqualTo(two.records(soql)).isNotEmpty();
        }
        one.later(60);
        two.later(60);
        List<Change> changes = one.sandbox.changes(11, 200);
        assertThat(two.sandbox.changes(11, 200)).isEqualTo(changes);
        assertThat(changes).extracting(Change::kind).contains(Change.Kind.values());
    }

    @Test
    void changes_tell_the_truth() {
        var busy = new Caller(300);
        busy.later(60);
        for (Change change : busy.sandbox.changes(5, 100)) {
            String soql =
                    "SELECT SystemModstamp, IsDeleted FROM " + change.object() + " WHERE Id = '" + change.id() + "'";
            JsonNode row = Caller.json(busy.get("/queryAll?q=" + Caller.encoded(soql)))
                    .path("records")
                    .get(0);
            assertThat(row.path("SystemModstamp").asString("")).isEqualTo("2026-11-21T10:01:00.000+0000");
            if (change.kind() == Change.Kind.DELETED) {
                assertThat(row.path("IsDeleted").asBoolean(false)).isTrue();
            }
        }
    }

    @Test
    void generated_rows_hang_together() {
        var big = new Caller(20_000);
        int rows = 0;
        for (String object : List.of("User", "Account", "Contact", "Opportunity", "Task")) {
            rows += Caller.json(big.query("SELECT COUNT() FROM " + object))
                    .path("totalSize")
                    .asInt();
        }
        assertThat(rows).isBetween(19_900, 20_100);
        assertThat(big.query("SELECT COUNT() FROM Contact WHERE Account.Owner.Name = null")
                        .text())
                .contains("\"totalSize\":0");
        assertThat(big.query("SELECT COUNT() FROM Account WHERE SystemModstamp > TODAY")
                        .text())
                .contains("\"totalSize\":0");
    }
}
