package dev.tidemark.connectors.salesforce;

import dev.tidemark.connector.Reading;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.testkit.Step;
import dev.tidemark.connector.testkit.TogetherContract;
import dev.tidemark.sandbox.salesforce.SalesforceSandbox;
import java.time.Instant;
import java.util.List;
import java.util.Map;

class SalesforceTogetherContractTest extends TogetherContract {

    @Override
    protected SourceConnector connector() {
        return new SalesforceConnector();
    }

    @Override
    protected Step api() {
        return new SandboxOrg(9, 150);
    }

    @Override
    protected Step refusingTheLast() {
        var org = new SandboxOrg(9, 150);
        org.sandbox.permissions().hide(org.sandbox.userId(), "Visit__c");
        return org;
    }

    @Override
    protected List<String> streams() {
        return List.of("Account", "Contact", "Opportunity", "Task", "Visit__c");
    }

    @Override
    protected Reading reading() {
        return new Reading.Since(Instant.parse("2025-01-01T00:00:00Z"));
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("client_id", SalesforceSandbox.CLIENT_ID, "url", "http://login.sandbox.example");
    }

    @Override
    protected Map<String, String> secrets() {
        return Map.of("client_secret", SalesforceSandbox.CLIENT_SECRET);
    }

    @Override
    protected List<Step> echoes() {
        return MiniSalesforce.echoes();
    }
}
