package dev.tidemark.connectors.hubspot;

import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.RecordDestination;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connector.WriteSpec.Mode;
import dev.tidemark.connector.testkit.DestinationContract;
import dev.tidemark.connector.testkit.Step;
import java.util.Map;
import java.util.Optional;

class HubSpotDestinationContractTest extends DestinationContract {

    @Override
    protected RecordDestination connector() {
        return new HubSpotConnector();
    }

    @Override
    protected Step api() {
        return new HubAccount(4, 0);
    }

    @Override
    protected Map<String, String> settings() {
        return HubAccount.OAUTH;
    }

    @Override
    protected Map<String, String> secrets() {
        return HubAccount.OAUTH_SECRETS;
    }

    @Override
    protected WriteSpec spec() {
        return new WriteSpec(
                "companies",
                Mode.UPSERT,
                Optional.of("external_id"),
                Map.of("external_id", "key", "name", "name", "numberofemployees", "staff"));
    }

    @Override
    protected ModelRow good(int number) {
        return row("acme-" + number, "Acme " + number, "7");
    }

    @Override
    protected ModelRow refused() {
        return row("acme-x", "Acme X", "several");
    }

    private static ModelRow row(String key, String name, String staff) {
        return new ModelRow(key, "h", Map.of("key", key, "name", name, "staff", staff), 0);
    }

    @Override
    protected int held(Step api) {
        return ((HubAccount) api).truth("companies", "name").size();
    }
}
