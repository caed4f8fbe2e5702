package dev.tidemark.connectors.salesforce;

import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.testkit.SourceContract;
import dev.tidemark.connector.testkit.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class SalesforceSourceContractTest extends SourceContract {

    @Override
    protected SourceConnector connector() {
        return new SalesforceConnector();
    }

    @Override
    protected Step api() {
        return MiniSalesforce.holding(8);
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("client_id", "app", "url", "https://acme.my.salesforce.com");
    }

    @Override
    protected Map<String, String> secrets() {
        return Map.of("client_secret", "hush-hush");
    }

    @Override
    protected String stream() {
        return "Ship__c";
    }

    @Override
    protected int records() {
        return 8;
    }

    @Override
    protected Optional<Step> expired() {
        return Optional.of(MiniSalesforce.error(401, "INVALID_SESSION_ID", "Session expired or invalid"));
    }

    @Override
    protected Optional<Step> withAnEmptyPage() {
        var api = MiniSalesforce.holding(8);
        api.startsEmpty = true;
        return Optional.of(api);
    }

    @Override
    protected List<Step> echoes() {
        List<Step> echoes = new ArrayList<>(super.echoes());
        echoes.addAll(MiniSalesforce.echoes());
        return echoes;
    }
}
