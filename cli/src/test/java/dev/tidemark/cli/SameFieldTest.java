package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connectors.postgres.PostgresConnector;
import dev.tidemark.connectors.salesforce.SalesforceConnector;
import dev.tidemark.workspace.Catalog;
import dev.tidemark.workspace.WorkspaceFiles;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SameFieldTest {

    private static final String ACME = """
            workspace: acme
            sources:
              crm: { connector: salesforce, client_id: app, client_secret: "${env:SECRET}" }
            syncs:
              health: { from: warehouse, table: h, key: id, to: crm.Account, mode: update, match: Id, map: { Id: id, Health__c: s, Name: n } }
              score: { from: warehouse, table: s, key: id, to: crm.Account, mode: upsert, match: Ext__c, map: { Ext__c: id, Health__c: s } }
              fresh: { from: warehouse, table: f, key: id, to: crm.Account, mode: insert, map: { Health__c: s } }
              people: { from: warehouse, table: p, key: id, to: crm.Contact, mode: update, match: Id, map: { Id: id, Health__c: s } }
            """;

    @Test
    void two_syncs_that_change_one_field_of_one_object_are_told() {
        var loaded = WorkspaceFiles.parse(
                "acme.yaml", ACME, Catalog.of(List.of(new SalesforceConnector(), new PostgresConnector())));
        assertThat(loaded.problems()).isEmpty();
        assertThat(SameField.in(loaded.files().getFirst().workspace()))
                .containsExactly(new SameField("health", "score", "Account", Set.of("Health__c")));
    }
}
