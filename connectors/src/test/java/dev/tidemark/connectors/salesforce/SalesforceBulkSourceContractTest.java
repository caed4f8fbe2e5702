package dev.tidemark.connectors.salesforce;

import dev.tidemark.connector.testkit.Step;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The same contract where everything is read by query jobs. */
class SalesforceBulkSourceContractTest extends SalesforceSourceContractTest {

    @Override
    protected Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(super.settings());
        settings.put("bulk", "always");
        return settings;
    }

    @Override
    protected Optional<Step> withAnEmptyPage() {
        return Optional.empty(); // a job's page is empty only where there is nothing at all
    }
}
